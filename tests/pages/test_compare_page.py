"""Other methods: run in a worker, kept, looked at from all sides, and told in words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.baselines.registry import METHODS, QUICK
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.run import compare
from iffair_core.comparison.store import load_comparison, save_attempt
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from pages._ui import jobs
from tests.core.comparisons import attempt, comparison, same
from tests.pages.helpers import IDENTIFIER, Open, texts, until

GAP = "demographic_parity"
CHEAP = ("reweighing", "path", "common_threshold", "group_thresholds")


@pytest.fixture(scope="module")
def compared(reweighted: Study) -> Comparison:
    return compare(reweighted.config, GAP, CHEAP, (0, 1), table=reweighted.table)


@pytest.fixture
def compared_link(reweighted_link: str, home: Path, compared: Comparison) -> str:
    keep(home / "studies" / reweighted_link, compared)
    return reweighted_link


def keep(folder: Path, found: Comparison) -> None:
    for ended in found.attempts:
        save_attempt(folder, ended, found)


def chosen(app: AppTest) -> set[str]:
    return {
        name
        for family in ("pre", "in", "post")
        for name in app.pills(key=f"compare_{family}").value
    }


def choose(app: AppTest, *methods: str, splits: int = 1) -> AppTest:
    for family in ("pre", "in", "post"):
        own = [name for name in methods if METHODS[name].family == family]
        app.pills(key=f"compare_{family}").set_value(own)
    return app.slider(key="compare_splits").set_value(splits).run()


def test_without_a_study_the_page_leads_to_the_data(open_app: Open) -> None:
    app = open_app("compare")
    assert "needs a task" in texts(app)
    assert app.button(key="compare_needs_task")


def test_it_begins_with_quick_methods_of_every_family_without_a_run(
    open_app: Open, plain_link: str
) -> None:
    app = open_app("compare", study=plain_link)
    assert chosen(app) == set(QUICK)
    assert f"{5 * (1 + len(QUICK))} runs, about" in texts(app)
    assert not app.button(key="compare_start").disabled
    assert "Nothing is compared yet" in texts(app)
    app.button(key="compare_all").click().run()
    assert chosen(app) == {name for name in METHODS if name != "plain"}
    app.button(key="compare_quick").click().run()
    assert chosen(app) == set(QUICK)
    choose(app)
    assert app.button(key="compare_start").disabled, "nobody is left to compare with"


def test_methods_run_in_a_worker_and_are_told_in_words(
    open_app: Open, plain_link: str, home: Path
) -> None:
    app = choose(open_app("compare", study=plain_link), "reweighing", "common_threshold")
    app.button(key="compare_start").click().run()
    assert not [b for b in app.button if b.key == "compare_start"]
    until(app, lambda page: "The comparison is done." in texts(page))
    found = load_comparison(home / "studies" / plain_link, GAP)
    assert set(found.methods) == {"plain", "reweighing", "common_threshold"}
    assert "All of it is computed." in texts(app)
    assert "For a gap of at most" in texts(app)
    app.selectbox(key="compare_gap").set_value("equal_opportunity").run()
    assert "compared yet at closing Equal opportunity (TPR gap)" in texts(app)
    assert "at closing Demographic parity is kept" in texts(app)


def test_points_come_while_it_runs_and_what_ended_before_a_cancel_is_kept(
    open_app: Open, plain_link: str
) -> None:
    wanted = {"common_threshold", "adversarial"}
    app = choose(open_app("compare", study=plain_link), *wanted)
    app.button(key="compare_start").click().run()
    until(app, lambda page: "Which should I take?" in [h.value for h in page.header])
    assert app.button(key="job_cancel"), "it is still running"
    reloaded = open_app("compare", study=plain_link, job=app.query_params["job"])
    assert chosen(reloaded) == wanted
    app.switch_page("pages/audit.py").run()
    assert app.button(key="job_cancel"), "the sidebar shows the job on other pages"
    app.switch_page("pages/compare.py").run()
    assert chosen(app) == wanted
    app.button(key="job_cancel").click().run()
    assert "The comparison was cancelled; what had ended is kept." in texts(app)
    assert "1 of 3 runs are left" in texts(app)


def test_what_is_kept_is_shown_and_the_answer_follows_the_allowed_gap(
    open_app: Open, compared_link: str
) -> None:
    app = open_app("compare", study=compared_link)
    assert chosen(app) == set(CHEAP)
    assert app.slider(key="compare_splits").value == 2
    assert "All of it is computed." in texts(app)
    assert "Two splits say little" in texts(app)
    allowed = app.number_input(key=f"compare_allowed_{GAP}")
    assert allowed.value == pytest.approx(5.0)
    allowed.set_value(0.0).run()
    assert "No method that was tried" in texts(app)
    app.number_input(key=f"compare_allowed_{GAP}").set_value(100.0).run()
    assert "For a gap of at most 100.0 points, take" in texts(app)
    table = app.table[-1]
    assert list(table.value.index) == ["Nothing changed", "The training data", "The decisions"]
    methods = next(d.value for d in app.dataframe if "Reach" in d.value.columns)
    assert set(methods["Method"]) == {METHODS[name].title for name in CHEAP}
    assert methods["Seconds a split"].notna().all()


def test_another_view_has_its_own_figures(open_app: Open, compared_link: str) -> None:
    app = open_app("compare", study=compared_link)
    app.selectbox(key="compare_utility").set_value("log_loss").run()
    app.selectbox(key="compare_at_gap").set_value("loss_parity").run()
    assert not app.exception
    assert app.number_input(key="compare_allowed_loss_parity").label.endswith("log loss")
    app.switch_page("pages/audit.py").run()
    app.switch_page("pages/compare.py").run()
    assert app.selectbox(key="compare_utility").value == "log_loss"


def test_choosing_fewer_methods_shows_fewer(open_app: Open, compared_link: str) -> None:
    app = choose(open_app("compare", study=compared_link), "path", "reject_option", splits=2)
    assert "2 of 6 runs are left" in texts(app)
    methods = next(d.value for d in app.dataframe if "Reach" in d.value.columns)
    assert methods["Method"].tolist() == [METHODS["path"].title]


def test_a_method_that_failed_is_a_row_with_its_reason(
    open_app: Open, reweighted_link: str, home: Path
) -> None:
    found = comparison(
        attempt("plain", [same(0.2, 0.8)]),
        attempt("path", [same(0.01, 0.79)]),
        attempt("grid_search", [], reason="Three groups make a grid of 9 dimensions."),
    )
    keep(home / "studies" / reweighted_link, found)
    app = open_app("compare", study=reweighted_link)
    methods = next(d.value for d in app.dataframe if "Reach" in d.value.columns)
    line = methods.set_index("Method").loc["Grid search"]
    assert line["Reach"] == "none"
    assert line["Why it has no answer"] == "Three groups make a grid of 9 dimensions."
    assert "**Grid search:** Three groups make a grid of 9 dimensions." in texts(app)
    assert "- **The training:** Three groups" in texts(app)


def test_a_split_by_date_has_one_split_and_says_so(
    open_app: Open, plain: Study, home: Path
) -> None:
    task = dataclasses.replace(plain.config.task, date_column="duration")
    config = dataclasses.replace(plain.config, task=task, split="date")
    save_study(dataclasses.replace(plain, config=config), home / "studies" / IDENTIFIER)
    app = open_app("compare", study=IDENTIFIER)
    assert "divided by date" in texts(app)
    assert not [s for s in app.slider if s.key == "compare_splits"]
    assert f"{1 + len(QUICK)} runs, about" in texts(app)


def test_another_threshold_than_the_runs_is_told(open_app: Open, compared_link: str) -> None:
    app = open_app("audit", study=compared_link)
    app.slider(key="cut_value").set_value(0.7).run()
    app.switch_page("pages/compare.py").run()
    assert "not at the threshold that you set" in texts(app)


def test_comparisons_go_with_a_run_of_the_same_settings(
    open_app: Open, compared_link: str, reweighted: Study, home: Path
) -> None:
    made = ("1" * 16, "2" * 16)
    other = dataclasses.replace(reweighted.config, steps=3)
    save_study(reweighted, home / "studies" / made[0])
    save_study(dataclasses.replace(reweighted, config=other), home / "studies" / made[1])
    open_app("compare", study=compared_link)
    script = "from pages._ui import state, studies\n"
    script += f"state.show_study({compared_link!r})\n"
    script += "".join(f"studies.pass_on({identifier!r})\n" for identifier in made)
    AppTest.from_string(script, default_timeout=60).run()
    counts = [len(load_comparison(home / "studies" / i, GAP).attempts) for i in made]
    assert counts == [2 * (1 + len(CHEAP)), 0]


def test_the_job_asks_for_what_was_chosen(plain_link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_fill_cores", lambda: None)
    asked = jobs.Asked("equal_opportunity", ("path", "reweighing"), 3)
    identifier = jobs.compare(plain_link, asked)
    task = jobs.task_of(identifier)
    assert task is not None
    assert task.asked == asked
    assert task.arguments[2:] == (
        *("--gap", "equal_opportunity", "--methods", "path,reweighing", "--seeds", "3"),
    )
    jobs.cancel(identifier)
