"""The influence page: ranking, selection, proof, and what the list is not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.data.prepared import Part
from iffair_core.results import Study
from iffair_core.row_influence import (
    left_out_alone,
    open_point,
    row_influence,
    study_influence,
)
from pages._ui.influence import ranked, row_tables
from tests.pages.helpers import Open, texts, until


@pytest.fixture
def app(open_app: Open, plain_link: str) -> AppTest:
    return open_app("influence", study=plain_link)


def test_rows_are_ranked_by_harm_help_or_strength(app: AppTest, plain: Study) -> None:
    expected = 100 * study_influence(plain, "demographic_parity").value
    for order, sorted_values in (
        (ranked.HARMFUL, np.sort(expected)[::-1]),
        (ranked.HELPFUL, np.sort(expected)),
        (ranked.STRONGEST, expected[np.argsort(-np.abs(expected))]),
    ):
        app.segmented_control(key="influence_order").set_value(order).run()
        table = app.dataframe[0].value
        np.testing.assert_allclose(table[row_tables.INFLUENCE], sorted_values[:15])
        places = [int((expected > value).sum()) + 1 for value in sorted_values[:15]]
        assert table["rank"].tolist() == places
    assert {"row", "group", "outcome", "probability", "credit_amount"} <= set(
        app.dataframe[0].value
    )


def test_number_of_rows_and_gap_can_be_chosen(app: AppTest) -> None:
    first = app.dataframe[0].value
    app.slider(key="influence_count").set_value(5).run()
    assert len(app.dataframe[0].value) == 5
    app.selectbox(key="influence_gap").set_value("equal_opportunity").run()
    assert app.dataframe[0].value["row"].tolist() != first["row"].tolist()[:5]


def test_leaving_out_one_row_stands_beside_its_influence(app: AppTest, plain: Study) -> None:
    harmful = app.dataframe[0].value
    opened = open_point(plain)
    influence = row_influence(opened, "demographic_parity")
    rows, _ = row_tables.extremes(influence, 15)
    expected = 100 * left_out_alone(opened, influence, rows)
    np.testing.assert_allclose(harmful[row_tables.ALONE], expected)
    assert (harmful[row_tables.ALONE] < -harmful[row_tables.INFLUENCE]).all()


def test_page_says_what_the_list_is_not_and_how_well_it_was_proved(app: AppTest) -> None:
    assert "nobody is to read it as a list of errors" in texts(app)
    until(app, lambda a: "Checked by retraining 12 times without 12 random rows" in texts(a))


def test_selection_in_the_chart_lists_its_rows(app: AppTest) -> None:
    app.session_state["influence_chart"] = {
        "selection": {"points": [{"customdata": f"1|{b}"} for b in range(50)]}
    }
    app.run()
    assert not app.exception
    assert "**48 rows selected in the chart**" in texts(app)
    selected = app.dataframe[0].value
    assert set(selected["group"]) == {"under 26"}
    assert set(selected["outcome"]) == {"bad"}
    assert selected[row_tables.INFLUENCE].is_monotonic_decreasing


def test_operating_point_can_be_looked_at_too(open_app: Open, reweighted_link: str) -> None:
    app = open_app("influence", study=reweighted_link)
    plain_rows = app.dataframe[0].value["row"].tolist()
    app.selectbox(key="influence_at").set_value("Operating point").run()
    assert app.dataframe[0].value["row"].tolist() != plain_rows
    assert len(set(app.dataframe[0].value["weight"])) > 1


@pytest.mark.parametrize(("column", "shown"), [("telephone", "telephone"), ("row", "row (id)")])
def test_id_stands_beside_the_row(plain: Study, column: str, shown: str) -> None:
    task = dataclasses.replace(plain.config.task, id_column=column)
    identities = [f"person {i}" for i in range(len(plain.prepared.frame))]
    study = dataclasses.replace(
        plain,
        config=dataclasses.replace(plain.config, task=task),
        prepared=dataclasses.replace(
            plain.prepared,
            frame=plain.prepared.frame.assign(**{column: identities}),
            features=tuple(f for f in plain.prepared.features if f != column),
        ),
    )
    influence = study_influence(plain, "demographic_parity")
    lines = row_tables.lines(study, plain.plain, influence, np.arange(20))
    assert list(lines.columns[:2]) == ["row", shown]
    train = np.flatnonzero(plain.prepared.mask(Part.TRAIN))[:20]
    assert lines[shown].tolist() == [identities[i] for i in train]
    assert lines["row"].tolist() == plain.prepared.row[train].tolist()


def test_the_gap_looked_at_is_the_one_to_close(app: AppTest) -> None:
    app.selectbox(key="influence_gap").set_value("equal_opportunity").run()
    app.button(key="influence_next").click().run()
    assert app.title[0].value == "Reweight"
    assert app.multiselect(key="run_gaps").value == ["equal_opportunity"]


def test_a_gap_that_is_closed_anyway_changes_nothing(app: AppTest) -> None:
    app.switch_page("pages/reweight.py").run()
    both = ["equal_opportunity", "demographic_parity"]
    app.multiselect(key="run_gaps").set_value(both).run()
    app.switch_page("pages/influence.py").run()
    app.button(key="influence_next").click().run()
    assert app.multiselect(key="run_gaps").value == both


def test_influence_is_read_with_few_decimals_and_a_true_minus_and_kept_exact() -> None:
    lines = pd.DataFrame({row_tables.INFLUENCE: [0.041237, -0.000391], "group": ["a", "b"]})
    shown = row_tables.shown(lines)
    assert ">+0.041<" in shown.to_html()
    assert ">+0.000<" in shown.to_html()
    assert list(shown.data[row_tables.INFLUENCE]) == [0.041237, -0.000391]
    tiny = row_tables.shown(pd.DataFrame({row_tables.INFLUENCE: [-0.00071, 0.00012]})).to_html()
    assert "−0.00071" in tiny
    assert "+0.00012" in tiny
    assert "+0" in row_tables.shown(pd.DataFrame({row_tables.INFLUENCE: [0.0]})).to_html()
