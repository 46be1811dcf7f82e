"""Every metric in every awkward case, against Fairlearn, scikit-learn and statsmodels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, mean_prediction
from scipy.stats import t as student
from sklearn.metrics import accuracy_score, log_loss, recall_score, zero_one_loss
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from iffair_core.fairness.change import fairness_change
from iffair_core.fairness.report import fairness_report

N = 160
NAMED = ["a", "b", "c", "d", "e"]


@dataclass(frozen=True, eq=False)
class Case:
    """Outcomes, probabilities of two models, groups (None is missing) and weights, all (n,)."""

    y: np.ndarray
    p: np.ndarray
    after: np.ndarray
    group: np.ndarray
    weight: np.ndarray | None = None

    @property
    def named(self) -> np.ndarray:
        return np.array(["Missing" if g is None else g for g in self.group])

    def only(self, keep: np.ndarray) -> Case:
        weight = None if self.weight is None else self.weight[keep]
        return Case(self.y[keep], self.p[keep], self.after[keep], self.group[keep], weight)


def drawn(groups: int, missing: bool = False) -> Case:
    random = np.random.default_rng(groups)
    group = np.array(NAMED, dtype=object)[random.permutation(np.arange(N) % groups)]
    if missing:
        group[::9] = None
    y = random.integers(0, 2, N)
    p = np.clip(0.35 * y + 0.65 * random.random(N), 0.01, 0.99)
    return Case(y, p, np.clip(p + 0.15 * random.standard_normal(N), 0.01, 0.99), group)


def cases() -> dict[str, Case]:
    many = drawn(5)
    of_e = many.group == "e"
    lone = np.flatnonzero(of_e)[0]
    return {
        "two groups": drawn(2),
        "many groups": many,
        "no positive in a group": replace(many, y=np.where(of_e, 0, many.y)),
        "no negative in a group": replace(many, y=np.where(of_e, 1, many.y)),
        "a single row": many.only(~of_e | (np.arange(N) == lone)),
        "all favourable": replace(many, y=np.ones(N, dtype=int)),
        "all unfavourable": replace(many, y=np.zeros(N, dtype=int)),
        "missing groups": drawn(3, missing=True),
        "weights": replace(many, weight=np.random.default_rng(9).lognormal(size=N)),
        "whole weights": replace(many, weight=1.0 + np.arange(N) % 3),
        "rows without weight": replace(many, weight=np.where(np.arange(N) % 4 == 0, 0.0, 1.0)),
        "a group without weight": replace(many, weight=np.where(of_e, 0.0, 1.0)),
    }


CASES = cases()


def recall(pos: int, turned: bool = False):
    """Share of right decisions among the rows of outcome ``pos``; NaN if there is none."""

    def metric(y_true, y_pred, sample_weight=None):
        value = recall_score(
            y_true, y_pred, pos_label=pos, sample_weight=sample_weight, zero_division=np.nan
        )
        return 1.0 - value if turned else value

    return metric


def surprise(y_true, y_pred, sample_weight=None):
    return log_loss(y_true, y_pred, sample_weight=sample_weight, labels=[0, 1])


def base_rate(y_true, y_pred, sample_weight=None):
    return mean_prediction(y_true, y_true, sample_weight=sample_weight)


RATES = {
    "selection_rate": mean_prediction,
    "true_positive_rate": recall(1),
    "false_positive_rate": recall(0, turned=True),
    "error_rate": zero_one_loss,
    "accuracy": accuracy_score,
    "base_rate": base_rate,
    "log_loss": surprise,
}
GAPS = {
    "demographic_parity": ["selection_rate"],
    "equal_opportunity": ["true_positive_rate"],
    "predictive_equality": ["false_positive_rate"],
    "equalized_odds": ["true_positive_rate", "false_positive_rate"],
    "equalized_odds_mean": ["true_positive_rate", "false_positive_rate"],
    "error_rate_parity": ["error_rate"],
    "loss_parity": ["log_loss"],
}


@cache
def expected_rates(case: Case, model: str = "p") -> pd.DataFrame:
    """Rates by group (rows), as Fairlearn groups scikit-learn's metrics; NaN where undefined."""
    p = getattr(case, model)
    filled = case if case.weight is None else case.only(case.weight > 0)
    score = p if case.weight is None else p[case.weight > 0]
    columns = {}
    for name, metric in RATES.items():
        frame = MetricFrame(
            metrics=metric,
            y_true=filled.y,
            y_pred=score if name == "log_loss" else (score >= 0.5).astype(int),
            sensitive_features=filled.named,
            sample_params={"sample_weight": filled.weight},
        )
        columns[name] = frame.by_group.astype(float)
    return pd.DataFrame(columns).reindex(sorted(set(case.named)))


def expected_gap(rates: pd.DataFrame, gap: str) -> float:
    sizes = [
        defined.max() - defined.min() if len(defined) > 1 else np.nan
        for defined in (rates[rate].dropna() for rate in GAPS[gap])
    ]
    return float(np.mean(sizes)) if gap == "equalized_odds_mean" else float(np.fmax.reduce(sizes))


def values(frame: pd.DataFrame, metric: str, column: str = "value") -> dict[str, float]:
    """Figures of one metric by group, NaN for <NA>; the figure over all groups has no name."""
    alone = frame["reference"] == "" if "reference" in frame else True
    rows = frame[(frame["metric"] == metric) & alone]
    return dict(zip(rows["group"], rows[column].astype("float64"), strict=True))


@cache
def report(case: Case) -> pd.DataFrame:
    return fairness_report(case.y, case.p, case.group, sample_weight=case.weight)


@cache
def change(case: Case) -> pd.DataFrame:
    return fairness_change(case.y, case.p, case.after, case.group, sample_weight=case.weight)


@pytest.mark.parametrize("name", CASES)
def test_group_rates_are_scikit_learns(name: str) -> None:
    case = CASES[name]
    found, expected = report(case), expected_rates(case)
    for metric in RATES.keys() - {"log_loss"}:
        assert values(found, metric) == pytest.approx(expected[metric].to_dict(), nan_ok=True)


@pytest.mark.parametrize("name", CASES)
def test_gaps_are_those_of_the_defined_rates(name: str) -> None:
    case = CASES[name]
    found, rates = report(case), expected_rates(case)
    for gap, looked_at in GAPS.items():
        expected = expected_gap(rates, gap)
        assert values(found, gap)[""] == pytest.approx(expected, nan_ok=True)
        whole = found[(found["metric"] == gap) & (found["group"] == "")]
        assert (whole["status"] == "undefined").item() == np.isnan(expected)
        pairs = found[(found["metric"] == gap) & (found["reference"] != "")]
        for line in pairs.itertuples():
            each = [rates.loc[line.reference, r] - rates.loc[line.group, r] for r in looked_at]
            size = np.abs(each)
            if gap == "equalized_odds_mean":
                signed = size.mean()
            elif np.isnan(size).all():
                signed = np.nan
            else:
                signed = each[int(np.nanargmax(size))]
            value = np.nan if pd.isna(line.value) else line.value
            assert value == pytest.approx(signed, nan_ok=True)
            assert (line.status == "undefined") == np.isnan(signed)


@pytest.mark.parametrize("name", CASES)
def test_changes_are_the_differences_of_both_models(name: str) -> None:
    case = CASES[name]
    frame = change(case)
    old, new = expected_rates(case), expected_rates(case, "after")
    for rate in ("selection_rate", "true_positive_rate", "false_positive_rate", "error_rate"):
        expected = (new[rate] - old[rate]).to_dict()
        assert values(frame, rate, "change") == pytest.approx(expected, nan_ok=True)
    for gap in GAPS:
        expected = expected_gap(new, gap) - expected_gap(old, gap)
        assert values(frame, gap, "change")[""] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("name", CASES)
def test_every_defined_figure_lies_in_its_interval(name: str) -> None:
    """A loss gap with a group of a single row is the one figure without an interval."""
    case = CASES[name]
    for frame, value in ((report(case), "value"), (change(case), "change")):
        figure, low, high = (frame[c].astype("float64") for c in (value, "ci_low", "ci_high"))
        assert (low.isna() == high.isna()).all()
        alone = figure.notna() & low.isna()
        assert set(frame.loc[alone, "metric"]) == (
            {"loss_parity"} if name == "a single row" else set()
        )
        known = low.notna()
        assert (low[known] - 1e-12 <= figure[known]).all()
        assert (figure[known] <= high[known] + 1e-12).all()


COUNTED = [name for name, case in CASES.items() if case.weight is None]


@pytest.mark.parametrize("name", COUNTED)
def test_rates_and_pairs_have_statsmodels_intervals(name: str) -> None:
    case = CASES[name]
    found, decision = report(case), (case.p >= 0.5).astype(int)
    cells = {
        "demographic_parity": ("selection_rate", np.ones(len(case.y), dtype=bool)),
        "equal_opportunity": ("true_positive_rate", case.y == 1),
        "predictive_equality": ("false_positive_rate", case.y == 0),
    }
    for gap, (rate, cell) in cells.items():
        counts = {
            g: (
                int(decision[cell & (case.named == g)].sum()),
                int((cell & (case.named == g)).sum()),
            )
            for g in set(case.named)
        }
        lines = found.set_index(["metric", "group", "reference"])
        for g, (hits, n) in counts.items():
            line = lines.loc[(rate, g, "")]
            assert line["n"] == n
            if n:
                expected = proportion_confint(hits, n, method="wilson")
                assert (line["ci_low"], line["ci_high"]) == pytest.approx(expected)
        for a, b in combinations(counts, 2):
            g, reference = (a, b) if (gap, a, b) in lines.index else (b, a)
            line = lines.loc[(gap, g, reference)]
            if min(counts[a][1], counts[b][1]) == 0:
                assert pd.isna(line["ci_low"])
                continue
            expected = confint_proportions_2indep(
                *counts[reference], *counts[g], method="newcomb", compare="diff"
            )
            assert (line["ci_low"], line["ci_high"]) == pytest.approx(expected)


def test_weighted_rates_have_wilson_intervals_on_an_effective_count() -> None:
    """Korn and Graubard's: the count that gives the linearised variance, by Student's quantiles.

    The degrees of freedom are Satterthwaite's, from the matrix of the variance's quadratic form.
    """
    case = CASES["weights"]
    found = report(case).set_index(["metric", "group", "reference"])
    decision = (case.p >= 0.5).astype(float)
    for g in NAMED:
        rows = case.named == g
        a, r = case.weight[rows], decision[rows]
        p = np.average(r, weights=a)
        variance = np.sum(a**2 * (r - p) ** 2) / a.sum() ** 2
        h = a / a.sum()
        residual = np.eye(len(h)) - h
        form = np.diag(h / np.sqrt(np.diag(residual @ residual.T))) @ residual
        spread = form @ form.T
        freedom = np.trace(spread) ** 2 / np.sum(spread**2)
        quantiles = student.ppf(0.975, [len(h) - 1, freedom])
        count = p * (1.0 - p) / variance * (quantiles[0] / quantiles[1]) ** 2
        expected = proportion_confint(p * count, count, method="wilson")
        line = found.loc[("selection_rate", g, "")]
        assert (line["ci_low"], line["ci_high"]) == pytest.approx(expected)


def test_rows_without_weight_change_no_figure_and_no_interval() -> None:
    case = CASES["rows without weight"]
    filled = case.only(case.weight > 0)
    for column in ("value", "ci_low", "ci_high"):
        for metric in (*GAPS, *RATES.keys() - {"log_loss"}):
            expected = values(report(filled), metric, column)
            assert values(report(case), metric, column) == pytest.approx(expected)
