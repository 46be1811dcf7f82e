"""Evidence of a study: changes, who is worse off, matched controls, the ledger."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from iffair_core.baselines.reweighing import reweighing
from iffair_core.cli.summary import study_lines
from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.data.tables import table_from_frame
from iffair_core.evidence.controls import matched_controls
from iffair_core.evidence.ledger import ledger
from iffair_core.evidence.rows import changes, figures
from iffair_core.evidence.summary import evidence
from iffair_core.evidence.utilities import utility_figures
from iffair_core.evidence.worse_off import worse_off
from iffair_core.fairness.change import fairness_change
from iffair_core.report import html_report
from iffair_core.results import Study
from iffair_core.study import plain_study, run
from iffair_core.threshold import with_threshold
from iffair_core.words import weighted_by
from tests.oracles.studies import config


@pytest.fixture(scope="module")
def german() -> Study:
    return run(config("german"))


@pytest.fixture(scope="module")
def three_groups() -> Study:
    """Three groups, one of them with five rows."""
    random = np.random.default_rng(5)
    n = 605
    group = np.array(["a"] * 350 + ["b"] * 250 + ["tiny"] * 5)
    x = random.normal(size=n) + (group == "a")
    y = (random.random(n) < 1 / (1 + np.exp(-x))).astype(int)
    frame = pd.DataFrame({"y": y, "g": group, "x": x, "note": random.normal(size=n)})
    frame["y"] = frame["y"].astype("str").where(frame.index != 3)
    task = Task(Outcome("y", favourable=("1",)), (Attribute("g"),), leave_out=("note",))
    return run(StudyConfig("t.csv", task), table=table_from_frame(frame, "t.csv"))


def figure(frame: pd.DataFrame, metric: str, group: str = "") -> pd.Series:
    found = frame[(frame["metric"] == metric) & (frame["group"] == group)]
    return found.iloc[-1]


def test_changes_are_those_between_the_measures_of_the_two_points(german: Study) -> None:
    found = changes(german)
    for name, value in german.operating.test.gaps.items():
        assert figure(found, name)["after"] == pytest.approx(value)
        assert figure(found, name)["before"] == pytest.approx(german.plain.test.gaps[name])
    for name, value in german.operating.test.utility.items():
        assert figure(found, name)["after"] == pytest.approx(value)


def test_figures_with_intervals_are_the_measures_of_the_point(german: Study) -> None:
    found = pd.concat([figures(german, german.plain), utility_figures(german, german.plain)])
    measures = german.plain.test
    for name, value in {**measures.gaps, **measures.utility}.items():
        line = found[
            (found["metric"] == name) & (found["group"] == "") & (found["reference"] == "")
        ].iloc[0]
        assert line["value"] == pytest.approx(value)
        assert line["ci_low"] <= value <= line["ci_high"]


def test_utilities_of_fewer_rows_than_the_least_are_marked_and_unchanged(german: Study) -> None:
    strict = dataclasses.replace(german, config=dataclasses.replace(german.config, min_cell=61))
    plain, marked = (utility_figures(s, s.plain) for s in (german, strict))
    pd.testing.assert_frame_equal(plain.drop(columns="status"), marked.drop(columns="status"))
    test = german.prepared.y[german.prepared.mask(Part.TEST)]
    assert min(test.sum(), (1 - test).sum()) < 61 <= len(test)
    few = set(marked["metric"][marked["status"] == "few"])
    assert few == {"balanced_accuracy", "roc_auc"}
    assert set(plain["status"]) == {"ok"}


def test_a_tiny_group_is_not_enough_evidence_and_stands_in_the_ledger(three_groups: Study) -> None:
    found = figures(three_groups, three_groups.plain)
    rate = figure(found, "selection_rate", "tiny")
    assert rate["status"] == "few"
    gap = found[(found["metric"] == "demographic_parity") & (found["group"] == "")].iloc[0]
    rates = [figure(found, "selection_rate", g)["value"] for g in "ab"]
    assert gap["value"] == pytest.approx(abs(rates[0] - rates[1]))
    entries = {(e.kind, e.what) for e in ledger(three_groups)}
    assert {("rows", "y"), ("columns", "note"), ("columns", "g"), ("groups", "tiny")} <= entries


def test_rows_that_a_packaged_set_leaves_out_stand_once_in_the_ledger() -> None:
    found = ledger(plain_study(config("compas")))
    assert len(set(found)) == len(found)
    assert [e.count for e in found if e.kind == "rows"]


def test_a_group_that_loses_is_named_with_people_per_thousand() -> None:
    y = np.array([1, 0] * 200)
    group = np.array(["a"] * 200 + ["b"] * 200)
    before = np.ones(400)
    after = before.copy()
    after[:60] = 0
    found = worse_off(fairness_change(y, before, after, group))
    selected = next(w for w in found if w.rate == "selection_rate")
    assert (selected.group, selected.lost, selected.rows) == ("a", pytest.approx(300.0), 200)
    assert selected.low < 300 < selected.high
    assert selected.beyond_chance
    assert {w.group for w in found} == {"a"}
    assert worse_off(fairness_change(y, before, before, group)) == ()


def test_reweighing_makes_group_and_outcome_independent() -> None:
    group = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    y = np.array([1, 1, 1, 0, 1, 0, 0, 0, 0, 0.0])
    user = np.linspace(1.0, 2.0, 10)
    weights = reweighing(group, y, user)
    assert weights.mean() == pytest.approx(1.0)
    mass = user * weights
    shares = [np.average(y[group == g], weights=mass[group == g]) for g in (0, 1)]
    assert shares[0] == pytest.approx(shares[1])
    assert reweighing(group, y, user, 0.0) == pytest.approx(np.ones(10))


def test_controls_reach_the_gap_of_the_operating_point_on_validation(german: Study) -> None:
    common, grouped, classic = matched_controls(german)
    assert [c.needs_group for c in (common, grouped, classic)] == [False, True, False]
    assert common.change is not None
    assert grouped.change is not None
    assert "p = " in common.setting
    assert grouped.setting.count("p = ") == 2
    before = german.plain.test.utility["accuracy"]
    assert figure(common.change, "accuracy")["before"] == pytest.approx(before)
    assert grouped.beside is not None
    chosen = german.operating.test.utility["accuracy"]
    assert figure(grouped.beside, "accuracy")["before"] == pytest.approx(chosen)
    assert classic.setting.endswith(("in full", "% of the way to its full weights"))


def test_reweighing_models_follow_another_threshold(german: Study) -> None:
    moved = with_threshold(german, cut=0.7)
    assert len(moved.reweighing) == 4
    assert {p.cut for p in moved.reweighing} == {0.7}
    assert moved.reweighing[0].test != german.reweighing[0].test


def test_evidence_is_plain_json_with_counts_and_statuses(three_groups: Study) -> None:
    found = json.loads(json.dumps(evidence(three_groups), allow_nan=False))
    rates = [r for r in found["figures"]["chosen"] if r["group"] == "tiny"]
    assert {r["status"] for r in rates} <= {"few", "undefined"}
    assert all(isinstance(r["n"], int) for r in found["changes"])
    base_rates = found["base_rates"]
    assert {base_rates["lower"]["group"], base_rates["higher"]["group"]} == {"a", "b"}
    assert base_rates["difference"] == base_rates["higher"]["rate"] - base_rates["lower"]["rate"]
    assert base_rates["beyond_chance"] == (base_rates["low"] > 0)
    undefined = [r for r in found["figures"]["chosen"] if r["status"] == "undefined"]
    assert all(r["value"] is None for r in undefined)
    assert found["weights"] is None


def test_every_point_of_the_frontier_has_intervals_and_rows(german: Study) -> None:
    found = evidence(german)["frontier"]
    assert [each["step"] for each in found] == [point.step for point in german.points]
    for each, point in zip(found, german.points, strict=True):
        for part, measures in (("validation", point.validation), ("test", point.test)):
            values = {"gap": measures.gaps["demographic_parity"], **measures.utility}
            for name in ("gap", "accuracy"):
                level = each[part][name]
                assert level["value"] == pytest.approx(values[name])
                assert level["low"] <= level["value"] <= level["high"]
                assert (level["rows"], level["status"]) == (200, "ok")


def test_weighted_figures_say_by_what_they_are_weighted() -> None:
    german = load_builtin("german")
    task = dataclasses.replace(german.task, weight_column="credit_amount")
    study = run(StudyConfig(data="german", task=task, gaps=("demographic_parity",), steps=1))
    said = weighted_by("credit_amount")
    assert evidence(study)["weights"] == "credit_amount"
    assert said in html_report(study)
    assert said in list(study_lines(study))
