"""Asking for a proof on the Influence page, and reading its table."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.helpers import until

GAP = "demographic_parity"


def pressed(app: AppTest) -> AppTest:
    """The page with the proof that it was asked for."""
    app.button(key="influence_prove_start").click().run()
    until(app, lambda a: any(e.label == "All reported gaps and utilities" for e in a.expander))
    assert not app.exception
    return app


def figures(app: AppTest) -> dict[str, tuple[float, ...]]:
    table = next(d.value for d in app.dataframe if "figure" in d.value)
    return {line[0]: line[1:] for line in table.itertuples(index=False)}
