"""The benchmark of frontiers: verdicts on made-up lines, figures that are the core's."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from benchmarks.frontier import measure
from benchmarks.frontier.__main__ import main
from benchmarks.frontier.measure import CHOSEN, DEFAULT, Figures, Split, expected, open_split
from benchmarks.frontier.page import markdown
from benchmarks.frontier.verdict import place, verdicts
from iffair_core.baselines.oracle import Latest, Oracle
from iffair_core.baselines.reductions import expected_decision
from iffair_core.data.prepared import Part
from iffair_core.models.logistic import LogisticLearner
from iffair_core.study import run

LINE = ((0.90, 0.20), (0.88, 0.10), (0.80, 0.04))
"""Accuracy and gap along a made-up path."""


def figures(method: str, seed: int, step: int, accuracy: float, gap: float) -> Figures:
    return Figures(
        "german", seed, "demographic_parity", DEFAULT, 0.001, method, step, accuracy, gap, 1.0
    )


def frame(baseline: list[tuple[float, float]], shorter: bool = False) -> pd.DataFrame:
    """The made-up path on each seed, a point of accuracy higher on every second, and a baseline.

    ``shorter``: the path of the last seed ends a step before the others.
    """
    lines = []
    for seed, (accuracy, gap) in enumerate(baseline):
        points = LINE[:-1] if shorter and seed == len(baseline) - 1 else LINE
        lift = 0.01 * (seed % 2)
        lines += [figures("path", seed, k, a + lift, g) for k, (a, g) in enumerate(points)]
        lines.append(figures("reweighing", seed, 0, accuracy + lift, gap))
    return pd.DataFrame([asdict(line) for line in lines])


def test_a_baseline_is_judged_at_its_gap_on_the_broken_line() -> None:
    (found,) = verdicts(frame([(0.835, 0.07)] * 4))
    assert found.path == pytest.approx(0.845)
    assert found.above == pytest.approx(-0.005)
    assert found.error == pytest.approx(0.0, abs=1e-12)
    assert found.seeds == 4
    assert found.reached
    assert not found.stands_above


def test_one_standard_error_decides() -> None:
    wide = [(0.84 + e, 0.07) for e in (0.03, -0.02, 0.03, -0.02)]
    (close,) = verdicts(frame(wide))
    assert close.above == pytest.approx(0.005)
    assert close.error == pytest.approx(np.std([0.03, -0.02, 0.03, -0.02], ddof=1) / 2)
    assert not close.stands_above
    (clear,) = verdicts(frame([(a + 0.02, gap) for a, gap in wide]))
    assert clear.stands_above


def test_a_gap_below_the_line_is_compared_with_its_end() -> None:
    (found,) = verdicts(frame([(0.81, 0.01)] * 3))
    assert not found.reached
    assert found.path == pytest.approx(0.80 + 0.01 / 3)
    assert found.stands_above


def test_a_path_that_has_ended_stays_at_its_end() -> None:
    ends = [(0.80 + 0.89) / 2, (0.04 + 0.10) / 2]
    (found,) = verdicts(frame([(0.82, ends[1])] * 2, shorter=True))
    assert found.path == pytest.approx(ends[0])


def test_the_place_of_a_gap_is_the_most_accurate_one_that_keeps_to_it() -> None:
    accuracy, gap = np.array([0.9, 0.8, 0.84, 0.7]), np.array([0.3, 0.1, 0.12, 0.05])
    assert place(accuracy, gap, 0.12).step == 2
    between = place(accuracy, gap, 0.2)
    assert (between.step, between.share) == (0, pytest.approx(0.5))
    assert place(accuracy, gap, 0.01).step == 3


def test_the_page_names_what_stands_above() -> None:
    page = markdown(frame([(0.87, 0.07)] * 3), command="make bench-frontier")
    assert "1 of 1 baselines stand above" in page
    assert "(german, demographic_parity, reweighing)" in page
    assert "| german | reweighing | 3 | 0.070 | 87.33 | 84.33 | +3.00 ± 0.00 | above |" in page


def test_expected_figures_of_decisions_are_those_of_the_study() -> None:
    opened = open_split(Split("german", 0))
    rows, test = opened.prepared, opened.prepared.mask(Part.TEST)
    study = run(replace(opened.config, gaps=("equalized_odds",), steps=1))
    z = LogisticLearner(0.001).logit(rows.X[test], study.plain.theta)
    accuracy, gap = expected(rows, test, "equalized_odds", (z >= 0).astype(float))
    assert accuracy == pytest.approx(study.plain.test.utility["accuracy"])
    assert gap == pytest.approx(study.plain.test.gaps["equalized_odds"])
    assert opened.penalties[DEFAULT] == 0.001 < opened.penalties[CHOSEN]


def test_a_mixture_decides_by_its_shares() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 2))

    parts = [
        Oracle(LogisticLearner(0.01), Latest()).fit(X, (X[:, k] > 0).astype(float), np.ones(60))
        for k in range(2)
    ]
    mixture = SimpleNamespace(predictors_=parts, weights_=[0.25, 0.75])
    first, second = (p.predict(X) for p in parts)
    np.testing.assert_allclose(expected_decision(mixture, X), 0.25 * first + 0.75 * second)
    assert (first != second).any()


def test_only_missing_splits_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "GAPS", ("equalized_odds",))
    monkeypatch.setattr(measure, "BOUNDS", (0.05,))

    def measured() -> str:
        return capsys.readouterr().err.split(" parts")[0]

    chosen = ["--data", "german", "--seed", "0", "--out", str(tmp_path)]
    assert main([*chosen, "--part", "path"]) == 0
    assert measured() == "1"
    assert main([*chosen]) == 0
    assert measured() == "1"
    assert main([*chosen]) == 0
    assert measured() == "0"
    raw = pd.read_csv(tmp_path / "frontier.csv")
    one = raw[raw["penalty"] == CHOSEN]
    assert (one["method"] == "path").sum() > 2
    assert one["method"].nunique() == 3
    assert (one["l2"] > 0.001).all()
    plain = one[(one["method"] == "path") & (one["step"] == 0)]
    assert 0.6 < plain["accuracy"].item() < 0.85
