"""The data of a chart as a table: on demand, in the words of the pages."""

from __future__ import annotations

from tests.pages.helpers import Open


def test_a_chart_becomes_a_table_and_back(open_app: Open, plain_link: str) -> None:
    app = open_app("audit", study=plain_link)
    before = len(app.dataframe)
    app.button(key="audit_rates_as_table").click().run()
    assert not app.exception
    shown = next(d.value for d in app.dataframe if "95 % from" in d.value)
    assert {"Selected", "Misjudged"} <= set(shown["metric"])
    assert set(shown["group"]) == {"under 26", "26 and over"}
    app.button(key="audit_rates_as_table").click().run()
    assert len(app.dataframe) == before
