"""How sure: how far influence is to be trusted, and what its figures rest on."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from iffair_core.influence.fidelity import Fidelity
from iffair_core.models.fit import Solution
from iffair_core.results import Study
from iffair_core.row_influence import Opened
from pages._ui.influence import how_sure, row_tables
from tests.pages.helpers import Open, texts, until
from tests.pages.proving import GAP


@pytest.fixture
def app(open_app: Open, plain_link: str) -> AppTest:
    return open_app("influence", study=plain_link)


@pytest.mark.parametrize(
    ("correlation", "slope", "poor", "words"),
    [
        (0.999, 1.05, False, "correlate at 0.999, slope 1.05"),
        (0.7, 1.0, True, "That is poor"),
        (0.99, 1.6, True, "the size of the changes does not"),
        (0.99, 0.5, True, "the size of the changes does not"),
    ],
)
def test_poor_fidelity_is_a_warning(
    correlation: float, slope: float, poor: bool, words: str
) -> None:
    text, found = how_sure.proof(Fidelity(correlation, slope, 7, 30))
    assert found is poor
    assert words in text
    assert "retraining 7 times without 30 random rows" in text


def test_the_run_is_not_checked_twice(
    open_app: Open, reweighted_link: str, reweighted: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own fidelity stands at its gap and plain model; another point is checked on the page."""
    checked = []

    def counting(opened: Opened, gap: str, **settings: object) -> Fidelity:
        checked.append((gap, opened.state.weights.std() > 0))
        return Fidelity(0.5, 1.0, 4, 12)

    monkeypatch.setattr(row_tables, "influence_fidelity", counting)
    st.cache_resource.clear()
    app = open_app("influence", study=reweighted_link)
    own = reweighted.fidelity
    assert own is not None
    assert f"correlate at {own.correlation:.3f}" in texts(app)
    assert checked == []
    app.selectbox(key="influence_at").set_value("Operating point").run()
    until(app, lambda a: "correlate at 0.500" in texts(a))
    assert checked == [(GAP, True)]
    st.cache_resource.clear()


def test_the_ground_of_the_figures_is_told(app: AppTest) -> None:
    assert "How sure" in [e.label for e in app.expander]
    assert "were solved directly" in texts(app)
    solution = Solution(np.zeros((1, 1)), np.array([0.02]), 1e-3, 36)
    fidelity = Fidelity(0.9, 1.3, 7, 30, 0.998, 1.02)
    said = how_sure.grounds(solution, 1e-7, fidelity)
    assert "step by step, in 36 iterations; an error of 2e-02" in said[1]
    assert "read the ranking with care" in said[1]
    assert "A damping of 1e-03" in said[2]
    assert "it correlates at 0.998, slope 1.02" in said[3]
    assert "Newton" not in how_sure.grounds(solution, 1e-7, None)[3]
