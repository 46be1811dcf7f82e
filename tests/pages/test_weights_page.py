"""The weights page: spread, features, movers, another limit, and two sets side by side."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr
from streamlit.testing.v1 import AppTest

from iffair_core.data.prepared import Part
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import run
from pages._ui.weights.feature import reading
from tests.pages.helpers import Open, texts, until

SECOND = "fedcba9876543210"


@pytest.fixture
def app(open_app: Open, reweighted_link: str) -> AppTest:
    return open_app("weights", study=reweighted_link)


@pytest.fixture(scope="module")
def uniform(reweighted: Study) -> Study:
    return run(dataclasses.replace(reweighted.config, rule="uniform"), table=reweighted.table)


def test_groups_stand_with_their_effective_sample_size(app: AppTest, reweighted: Study) -> None:
    weights = reweighted.operating.weights
    prepared = reweighted.prepared
    group = prepared.group[prepared.mask(Part.TRAIN)]
    lines = app.dataframe[0].value.set_index("name")
    for code, name in enumerate(prepared.groups):
        own = weights[group == code]
        assert lines.loc[name, "effective"] == pytest.approx(own.sum() ** 2 / (own**2).sum())
    assert lines["weight_share"].sum() == pytest.approx(1.0)
    app.segmented_control(key="weights_lines").set_value("By group and outcome").run()
    assert len(app.dataframe[0].value) == 4
    top = np.sort(weights)[::-1][:60].sum() / weights.sum()
    assert f"hold **{100 * top:.1f}\N{NO-BREAK SPACE}%** of all weight" in texts(app)


@pytest.mark.parametrize("column", ["purpose", "duration"])
def test_any_feature_can_be_looked_at(app: AppTest, column: str) -> None:
    app.segmented_control(key="weights_part").set_value("By feature").run()
    app.selectbox(key="weights_column").set_value(column).run()
    assert not app.exception
    assert f"**{column} = " in texts(app)
    assert "gained most" in texts(app)


def test_equal_weights_have_no_value_that_gained() -> None:
    lines = pd.DataFrame({"value": ["a", "b"], "mean": [1.0, 1.0], "rows": [3, 4]})
    assert reading(lines.set_index("value"), "job") == (
        "All values of **job** have the same mean weight."
    )


def test_movers_are_listed_both_ways(app: AppTest, reweighted: Study) -> None:
    app.segmented_control(key="weights_part").set_value("Who moved most").run()
    up, down = (d.value["weight"] for d in app.dataframe)
    np.testing.assert_allclose(up, np.sort(reweighted.operating.weights)[::-1][:15])
    np.testing.assert_allclose(down, np.sort(reweighted.operating.weights)[:15])


def test_another_limit_is_solved_anew_and_stands_beside_the_former(
    app: AppTest, reweighted: Study, home: Path
) -> None:
    app.segmented_control(key="weights_part").set_value("Largest weight").run()
    app.slider(key="weights_limit").set_value(1.2).run()
    over = reweighted.operating.weights > 1.2
    assert f"{over.sum()} rows weigh more than 1.2" in texts(app)
    app.button(key="weights_clip_start").click().run()
    until(app, lambda a: any(b.key == "weights_back" for b in a.button))
    assert "limit 1.2 now, 10 before" in texts(app)
    made = load_study(home / "studies" / "".join(app.query_params["study"]))
    assert made.config.max_weight == 1.2
    assert max(p.weights.max() for p in made.points) <= 1.2 + 1e-6
    table = app.dataframe[0].value.set_index("figure")
    assert table.loc["Largest weight", "this"] == f"{made.operating.weights.max():.2f}"
    assert table.loc["Largest weight", "other"] == f"{reweighted.operating.weights.max():.2f}"
    app.button(key="weights_back").click().run()
    assert "The former study is shown. The next run begins with its settings." in texts(app)
    assert "limit 10 now, 1.2 before" in texts(app)


def test_two_rules_stand_side_by_side(
    app: AppTest, reweighted: Study, uniform: Study, home: Path
) -> None:
    save_study(uniform, home / "studies" / SECOND)
    app.segmented_control(key="weights_part").set_value("Side by side").run()
    assert app.selectbox(key="weights_other").value == SECOND
    rank = spearmanr(reweighted.operating.weights, uniform.operating.weights).statistic
    assert f"Their ranks correlate at **{rank:.2f}**" in texts(app)
    table = app.dataframe[0].value.set_index("figure")
    for side, study in (("this", reweighted), ("other", uniform)):
        gap = study.operating.test.gaps["demographic_parity"]
        told = table.loc["Demographic parity (target)", side]
        assert told.startswith(f"{100 * gap:.1f} (")
        accuracy = study.operating.test.utility["accuracy"]
        assert table.loc["Accuracy", side].startswith(f"{100 * accuracy:.1f} (")
    app.selectbox(key="weights_other").set_value("classic 4").run()
    assert not app.exception
    classic = next(p for p in reweighted.reweighing if p.step == 4)
    table = app.dataframe[0].value.set_index("figure")
    assert table.loc["Largest weight", "other"] == f"{classic.weights.max():.2f}"


def test_only_shared_rows_are_compared(app: AppTest, uniform: Study, home: Path) -> None:
    other = run(dataclasses.replace(uniform.config, seed=1), table=uniform.table)
    save_study(other, home / "studies" / SECOND)
    app.segmented_control(key="weights_part").set_value("Side by side").run()
    rows = [set(s.prepared.row[s.prepared.mask(Part.TRAIN)]) for s in (uniform, other)]
    assert f"Over the {len(rows[0] & rows[1])} rows of both." in texts(app)
    assert "The splits differ" in texts(app)


def test_without_a_run_the_page_leads_to_one(open_app: Open, plain_link: str) -> None:
    app = open_app("weights", study=plain_link)
    assert "needs a reweighting run" in texts(app)
    app.button(key="weights_needs_run").click().run()
    assert app.title[0].value == "Reweight"
