"""Trials of differences between two samples of different rows that have weights: then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np
import pandas as pd

from benchmarks.coverage.populations import population
from benchmarks.coverage.trial import Drawn, Trial
from iffair_core.arrays import Codes
from iffair_core.fairness.independent import SHARE, Sample, difference_frame
from iffair_core.fairness.inputs import Predictions

DRAWS = 80
GROUPS = ("a", "b")
SUFFIX = "weighted, two samples"
RATES = ("base_rate", "selection_rate", "true_positive_rate", "false_positive_rate", "error_rate")
KINDS = {
    SHARE: "change of a group's share",
    **dict.fromkeys(RATES, "change of a rate"),
    "demographic_parity": "change of largest difference of 2 groups",
    "equal_opportunity": "change of largest difference of 2 groups",
    "predictive_equality": "change of largest difference of 2 groups",
    "error_rate_parity": "change of largest difference of 2 groups",
    "equalized_odds": "change of equalised odds",
    "equalized_odds_mean": "change of equalised odds, mean",
    "loss_parity": "change of largest loss difference of 2 groups",
}
"""Kinds of intervals by metric; a utility is a kind of its own."""


def trials() -> Iterator[Trial]:
    """Two groups: outcomes as frequent then and now, or rarer in the smaller of unlike groups."""
    for (then, now), (ratio, later), related in product(
        ((600, 600), (2000, 500)), ((1, 0.35), (10, 0.2)), (1.0, 4.0)
    ):
        wholes = [_whole(share, ratio, related) for share in (0.35, later)]
        setting = f"{then} then, 2 groups 1:{ratio}, shares .35 and {later:g}, weights x{related:g}"
        yield Trial(setting, now, partial(_differences, wholes, (then, now)), DRAWS)


def _whole(share: float, ratio: int, related: float) -> Sample:
    """A population of group a and, for ``ratio`` rows of it, one of group b."""
    both = [population(s, noise=0.5, related=related) for s in (0.5, share)]
    taken = [slice(len(p.y) // part) for p, part in zip(both, (1, ratio), strict=True)]
    scored = [p.scored(False, rows) for p, rows in zip(both, taken, strict=True)]
    y, decision, p, weight = (
        np.concatenate([getattr(s, name) for s in scored])
        for name in ("y", "decision", "probability", "weight")
    )
    group = np.repeat(np.arange(2), [len(s.y) for s in scored])
    return Sample(y, Predictions(decision, p), group, weight)


def _differences(
    wholes: Sequence[Sample], rows: Sequence[int], random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    """Intervals of a kind are of several figures: all are moved to the mean of their truths."""
    truth = _compared(wholes)["change"]
    found = [
        _compared(
            [
                _taken(w, random.integers(len(w.y), size=n))
                for w, n in zip(wholes, rows, strict=True)
            ]
        )
        for _ in range(draws)
    ]
    bounds = np.array(
        [frame[["ci_low", "ci_high"]].to_numpy(dtype=float, na_value=np.nan) for frame in found]
    )
    each = truth.to_numpy(dtype=float)
    kinds = np.array([f"{KINDS.get(m, f'change of {m}')}, {SUFFIX}" for m, _ in truth.index])
    drawn = {}
    for kind in dict.fromkeys(kinds.tolist()):
        of_kind, middle = kinds == kind, float(each[kinds == kind].mean())
        low, high = np.moveaxis(bounds[:, of_kind] - each[of_kind, None] + middle, 2, 0)
        drawn[kind] = Drawn(middle, low.ravel(), high.ravel())
    return drawn


def _compared(sides: Sequence[Sample]) -> pd.DataFrame:
    """``difference_frame`` of then and now, by metric and group."""
    return difference_frame(sides[0], sides[1], GROUPS).set_index(["metric", "group"])


def _taken(whole: Sample, rows: Codes) -> Sample:
    said = whole.predictions
    probability = None if said.probability is None else said.probability[rows]
    return Sample(
        whole.y[rows],
        Predictions(said.decision[rows], probability),
        whole.group[rows],
        whole.weight[rows],
    )
