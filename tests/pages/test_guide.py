"""The guided tour: from the first screen to the report, with a real run on the way."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages._ui import shell
from pages._ui.guide.stops import STOPS
from tests.pages.helpers import Open, texts, until


def onward(app: AppTest) -> AppTest:
    app.button(key="tour_next").click().run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return app.title[0].value


def test_the_tour_leads_to_the_report_of_a_real_run(open_app: Open) -> None:
    app = open_app()
    app.button(key="home_tour").click().run()
    seen = []
    while shown(app) != "Report":
        seen.append(shown(app))
        assert f"Tour, {len(seen)} of {len(STOPS)}." in texts(app)
        if shown(app) == "Reweight":
            assert app.button(key="tour_next").label == "Next: Run →"
            onward(app)
            until(app, lambda app: "job_cancel" not in {b.key for b in app.button})
            assert app.button(key="reweight_next")
        onward(app)
    assert seen == [shell.TITLES[stop.path].rpartition(" · ")[2] for stop in STOPS[:-1]]
    assert "all weights are one" not in texts(app)
    assert "Gap in selection" in texts(app)
    assert "The limits were not reached" not in texts(app)
    assert "no targeted gap narrowed" not in texts(app)
    assert "tour_next" not in {b.key for b in app.button}
    app.button(key="tour_end").click().run()
    assert "Tour," not in texts(app)
    assert "tour" not in app.query_params


def test_the_tour_waits_on_other_pages_and_in_the_link(open_app: Open, plain_link: str) -> None:
    app = open_app("glossary", study=plain_link, tour="1")
    assert "The tour waits for you" in texts(app)
    app.button(key="tour_back").click().run()
    assert shown(app) == "Audit"
    assert app.query_params["tour"] == "1"


def test_the_tour_goes_on_with_the_buttons_of_the_pages(open_app: Open) -> None:
    app = open_app()
    app.button(key="home_tour").click().run()
    app.button(key="task_use").click().run()
    until(app, lambda app: "audit_next" in {b.key for b in app.button})
    assert f"Tour, 2 of {len(STOPS)}." in texts(app)
    app.button(key="audit_next").click().run()
    assert f"Tour, 3 of {len(STOPS)}." in texts(app)
    app.button(key="influence_next").click().run()
    assert f"Tour, 5 of {len(STOPS)}." in texts(app)
    assert app.slider(key="run_max_gap").value == 20.0
    app.switch_page("pages/audit.py").run()
    assert "The tour waits for you" in texts(app)


def test_the_tour_waits_where_there_is_nothing_to_see(open_app: Open, plain_link: str) -> None:
    for page, study in (("audit", None), ("report", plain_link), ("frontier", plain_link)):
        app = open_app(page, tour="0", **({"study": study} if study else {}))
        assert "The tour waits for you" in texts(app), page


def test_a_link_to_no_stop_shows_no_tour(open_app: Open) -> None:
    for number in ("99", "x", "-1"):
        assert "tour_end" not in {b.key for b in open_app(tour=number).button}
