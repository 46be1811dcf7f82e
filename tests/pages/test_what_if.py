"""What would it take: an estimate between trained points, people, and the refined study."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.evidence.per_thousand import selected_per_thousand
from iffair_core.evidence.rows import changes
from iffair_core.fairness.change import fairness_change
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.landing import Between, bracket, weights_between
from iffair_core.results import Study
from iffair_core.study import refined
from iffair_core.weights.describe import summarise_weights
from pages._ui.run.what_if import estimate, people_lines, price_words, told
from tests.pages.helpers import IDENTIFIER, Open, texts, until

GAP = "demographic_parity"


@pytest.fixture
def app(open_app: Open, reweighted_link: str) -> AppTest:
    return open_app("frontier", study=reweighted_link)


def middle(study: Study) -> float:
    """A target, in tenths of a point, that lies strictly between the plain model and step 1."""
    gaps = [p.validation.gaps[GAP] for p in study.points]
    k = next(k for k in range(len(gaps) - 1) if gaps[k] - gaps[k + 1] > 0.002)
    return round(100 * (gaps[k] + gaps[k + 1]) / 2, 1)


def test_the_estimate_lies_between_the_trained_points(app: AppTest, reweighted: Study) -> None:
    target = middle(reweighted)
    app.slider(key="frontier_target").set_value(target).run()
    assert not app.exception
    at = bracket(reweighted.points, (GAP,), target / 100)
    wider, nearer = reweighted.points[at.wider], reweighted.points[at.nearer]
    assert f"lies between step {wider.step} " in texts(app)
    table = next(d.value for d in app.dataframe if "estimate" in d.value).set_index("figure")
    share = at.share
    accuracy = [p.validation.utility["accuracy"] for p in (wider, nearer)]
    expected = 100 * ((1 - share) * accuracy[0] + share * accuracy[1])
    shown = table.loc["Accuracy, validation rows", "estimate"]
    assert float(shown.split("\N{NO-BREAK SPACE}")[0]) == pytest.approx(expected, abs=0.051)
    weights = weights_between(wider.weights, nearer.weights, share)
    size = summarise_weights(weights).effective_sample_size
    assert table.loc["Effective sample size", "estimate"] == f"{size:,.0f}"
    assert table.loc["Largest weight", "nearer"] == f"{nearer.weights.max():.2f}"


def test_a_point_that_was_chosen_keeps_the_first_target(app: AppTest, reweighted: Study) -> None:
    gaps = [p.validation.gaps[GAP] for p in reweighted.points]
    step = next(k for k in range(1, len(gaps)) if gaps[k] < min(gaps[:k]))
    app.select_slider(key="frontier_step").set_value(step).run()
    app.switch_page("pages/audit.py").run()
    app.switch_page("pages/frontier.py").run()
    assert 100 * gaps[step] <= app.slider(key="frontier_target").value + 1e-9


def test_who_gains_and_who_loses_is_that_of_the_trained_point(
    app: AppTest, reweighted: Study
) -> None:
    target = middle(reweighted)
    app.slider(key="frontier_target").set_value(target).run()
    at = bracket(reweighted.points, (GAP,), target / 100)
    nearer = reweighted.points[at.nearer]
    moved = selected_per_thousand(changes(reweighted, after=nearer))
    for each in moved:
        assert (str(each) in texts(app)) is (each.side in ("gains", "loses"))
    assert f"What step {nearer.step} changes against the plain model, on test rows" in texts(app)


def test_a_group_of_few_rows_is_told_and_drawn_as_not_enough_evidence() -> None:
    y, group = np.tile([0, 1], 300), np.repeat([*"abcdefg"], [99, 99, 99, 99, 99, 99, 6])
    before, after = np.zeros(600, dtype=int), np.ones(600, dtype=int)
    moved = selected_per_thousand(fairness_change(y, before, after, group, min_count=10))
    lines = people_lines(moved).set_index("title")
    assert lines["value"].isna().to_dict() == {name: name == "g" for name in "abcdefg"}
    said = told(moved, 3)
    assert "; 2 more groups." in said
    assert said.endswith("For 1 group there is not enough evidence.")


def test_an_undefined_figure_is_said_to_be_undefined(reweighted: Study) -> None:
    last = reweighted.points[-1]
    hidden = dataclasses.replace(last.test, gaps=dict.fromkeys(last.test.gaps))
    points = (*reweighted.points[:-1], dataclasses.replace(last, test=hidden))
    study = dataclasses.replace(reweighted, points=points)
    gaps = [float(p.validation.gaps[GAP] or 0.0) for p in points]
    at = Between(len(points) - 2, len(points) - 1, 0.5)
    table = estimate(study, at, gaps, 0.05).set_index("figure")
    assert table.loc["Gap, test rows", "nearer"] == "undefined"
    assert "nan" not in table.to_string()


def test_refining_trains_to_the_gap(app: AppTest, reweighted: Study, home: Path) -> None:
    target = middle(reweighted)
    app.slider(key="frontier_target").set_value(target).run()
    before = "".join(app.query_params["study"])
    app.button(key="frontier_refine").click().run()
    until(app, lambda a: "".join(a.query_params["study"]) != before)
    made = load_study(home / "studies" / "".join(app.query_params["study"]))
    assert made.config.landing == pytest.approx(target / 100)
    assert made.operating.validation.gaps[GAP] <= target / 100 + 1e-12
    assert load_study(home / "studies" / before).operating.step == reweighted.operating.step
    assert re.search(rf"Step {made.operating.step}: chosen by you", texts(app))


def test_it_begins_at_what_the_operating_point_keeps(app: AppTest, reweighted: Study) -> None:
    gap = 100 * reweighted.operating.validation.gaps[GAP]
    assert 0 <= app.slider(key="frontier_target").value - gap < 0.1 + 1e-9


def test_the_plain_models_gap_takes_nothing(app: AppTest) -> None:
    slider = app.slider(key="frontier_target")
    slider.set_value(slider.max).run()
    assert "it takes nothing" in texts(app)


def test_a_target_outlives_a_threshold_at_which_it_is_wider_than_the_plain_model(
    app: AppTest,
) -> None:
    slider = app.slider(key="frontier_target")
    slider.set_value(slider.max).run()
    app.slider(key="cut_value").set_value(0.02).run()
    assert not app.exception
    slider = app.slider(key="frontier_target")
    assert slider.min <= slider.value <= slider.max


def test_at_another_threshold_there_is_no_refining(app: AppTest) -> None:
    app.slider(key="cut_value").set_value(0.6).run()
    assert not any(b.key == "frontier_refine" for b in app.button)
    assert "set the decision threshold back" in texts(app) or "takes nothing" in texts(app)


def test_other_settings_leave_the_refined_gap_behind(
    open_app: Open, home: Path, reweighted: Study
) -> None:
    target = middle(reweighted) / 100
    save_study(refined(reweighted, target), home / "studies" / IDENTIFIER)
    app = open_app("reweight", study=IDENTIFIER)
    assert "made with other settings" not in texts(app)
    app.slider(key="run_steps").set_value(4).run()
    assert "gap that was refined to: none instead of" in texts(app)


def test_a_price_too_small_to_be_told_is_told_as_none() -> None:
    assert "leaves accuracy as it is" in price_words(-0.0004)
    assert "changes accuracy by **−0.1 points**" in price_words(-0.0006)
