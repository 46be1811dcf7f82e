"""Trials of loss gaps, and of rates of weighted rows, from samples of finite populations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np

from benchmarks.coverage.populations import Population, population
from benchmarks.coverage.trial import LARGE, Drawn, Trial, sizes
from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.cells import Scores, cells, finite_logit
from iffair_core.fairness.gap_intervals import difference, gap_bounds
from iffair_core.fairness.gaps import MIN_CELL
from iffair_core.fairness.paired import largest_change, paired, rate_changes
from iffair_core.fairness.uncertainty import wilson
from iffair_core.models.objective import row_loss

WEIGHTED_DRAWS = 2000
ROW_DRAWS = 400
LARGE_DRAWS = 100
WEIGHTS = {"unrelated": 1.0, "related x4": 4.0, "related /4": 0.25}


def trials() -> Iterator[Trial]:
    """Loss gaps of two and four groups; rates and their differences with weights."""
    for n, groups, ratio, other, confidence in product(
        (200, 600, 20_000), (2, 4), (1, 50), (0.5, 0.2), (1.0, 2.0)
    ):
        rows = sizes(n, groups, ratio)
        if rows.min() < MIN_CELL:
            continue
        shares = [0.5] * (groups - 1) + [other]
        wholes = [
            population(share, confidence=confidence, noise=0.5, seed=0 if share == 0.5 else 1)
            for share in shares
        ]
        setting = f"{groups} groups 1:{ratio}, shares .5 and {other:g}, confidence {confidence:g}"
        draws = LARGE_DRAWS if n >= LARGE else ROW_DRAWS
        yield Trial(setting, n, partial(_losses, wholes, rows, ""), draws)
    for n, ratio, related in product((200, 1000), (1, 50), (1.0, 4.0)):
        rows = sizes(n, 2, ratio)
        if rows.min() >= MIN_CELL:
            wholes = [population(share, noise=0.5, related=related) for share in (0.5, 0.2)]
            draw = partial(_losses, wholes, rows, ", weighted")
            yield Trial(f"2 groups 1:{ratio}, weights x{related:g}", n, draw, ROW_DRAWS)
    for n, share, (name, related) in product((20, 50, 200, 2000), (0.1, 0.5), WEIGHTS.items()):
        whole = population(share, noise=0.5, shift=0.3, related=related)
        draw = partial(_weighted, whole, n)
        yield Trial(f"rate {share:g}, weights {name}", n, draw, WEIGHTED_DRAWS)
    for n, ratio, (name, related) in product((200, 1000, 20_000), (1, 50), WEIGHTS.items()):
        rows = sizes(n, 2, ratio)
        if rows.min() >= MIN_CELL:
            wholes = [population(share, noise=0.5, related=related) for share in (0.5, 0.2)]
            draws = LARGE_DRAWS if n >= LARGE else ROW_DRAWS
            draw = partial(_weighted_difference, wholes, rows)
            yield Trial(f"2 groups 1:{ratio}, weights {name}", n, draw, draws)


def _loss(whole: Population, after: bool, rows: Codes | slice = slice(None)) -> Vector:
    p = (whole.after if after else whole.before)[rows]
    return row_loss(finite_logit(p), whole.y[rows])


def _losses(
    wholes: Sequence[Population],
    sizes: Codes,
    suffix: str,
    random: np.random.Generator,
    draws: int,
) -> Mapping[str, Drawn]:
    k, group = len(sizes), np.repeat(np.arange(len(sizes)), sizes)
    everyone = np.ones(len(group), dtype=bool)
    found = np.empty((draws, 3, 2))
    for i in range(draws):
        taken = [random.integers(len(w.y), size=n) for w, n in zip(wholes, sizes, strict=True)]
        old, new = (
            np.concatenate([_loss(w, after, r) for w, r in zip(wholes, taken, strict=True)])
            for after in (False, True)
        )
        weight = np.concatenate([w.weight[r] for w, r in zip(wholes, taken, strict=True)])
        used = cells(Scores(old, everyone, proportion=False), group, k, weight)
        pair = difference(used, np.array([0]), np.array([k - 1]), 0.95)
        moments = paired(old, new, group, weight, n_groups=k, proportion=False)
        found[i] = (
            (pair.low[0], pair.high[0]),
            gap_bounds("loss_parity", [used]),
            largest_change([moments]),
        )
    old, new = (
        np.array([np.average(_loss(w, after), weights=w.weight) for w in wholes])
        for after in (False, True)
    )
    return {
        f"loss difference{suffix}": Drawn(float(old[0] - old[-1]), *found[:, 0].T),
        f"largest loss difference of {k} groups{suffix}": Drawn(float(np.ptp(old)), *found[:, 1].T),
        f"change of largest loss difference of {k} groups{suffix}": Drawn(
            float(np.ptp(new) - np.ptp(old)), *found[:, 2].T
        ),
    }


def _weighted_difference(
    wholes: Sequence[Population], sizes: Codes, random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    """The difference of two shares of favourable outcomes; sample i is the groups 2i and 2i + 1."""
    taken = [random.integers(len(w.y), size=draws * n) for w, n in zip(wholes, sizes, strict=True)]
    y, weight = (
        np.concatenate([getattr(w, name)[r] for w, r in zip(wholes, taken, strict=True)])
        for name in ("y", "weight")
    )
    group = np.concatenate([2 * np.arange(draws).repeat(n) + g for g, n in enumerate(sizes)])
    used = cells(Scores(y, np.ones(len(y), dtype=bool)), group, 2 * draws, weight)
    first = 2 * np.arange(draws)
    found = difference(used, first, first + 1, 0.95)
    truths = [float(np.average(w.y, weights=w.weight)) for w in wholes]
    return {"difference, weighted": Drawn(truths[0] - truths[1], found.low, found.high)}


def _weighted(
    whole: Population, n: int, random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    """The share of favourable outcomes, and of decisions after less before, in one group."""
    rows = random.integers(len(whole.y), size=(draws, n)).ravel()
    group, y, weight = np.repeat(np.arange(draws), n), whole.y[rows], whole.weight[rows]
    used = cells(Scores(y, np.ones(len(y), dtype=bool)), group, draws, weight)
    level = wilson(used.value, used.effective)
    before, after = ((p >= whole.cut).astype(np.float64) for p in (whole.before, whole.after))
    change = rate_changes(
        paired(before[rows], after[rows], group, weight, n_groups=draws, proportion=True)
    )
    truths = [np.average(s, weights=whole.weight) for s in (whole.y, after - before)]
    return {
        "rate, weighted": Drawn(float(truths[0]), level.low, level.high),
        "change of a rate, weighted": Drawn(float(truths[1]), change.low, change.high),
    }
