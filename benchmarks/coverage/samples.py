"""Trials of differences between two samples of different rows: one model, then and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np

from benchmarks.coverage.changes import MOVES, Moved, sampled
from benchmarks.coverage.populations import Population, population
from benchmarks.coverage.trial import Drawn, Trial, sizes
from benchmarks.coverage.utilities import figures
from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.gaps import MIN_CELL
from iffair_core.fairness.independent import Figure, independent_pair, square_and_add
from iffair_core.fairness.paired import Paired, largest_change, mean_change
from iffair_core.fairness.utility_influences import Scored, utility_influences
from iffair_core.fairness.utility_intervals import utility_bounds

GAP_DRAWS, ROW_DRAWS = 500, 300
SUFFIX = "two samples"


def trials() -> Iterator[Trial]:
    """Samples of like and unlike sizes, gaps that stay and that move, outcomes that grow rarer."""
    for groups, (then, now), ratio, move in product(
        (2, 5), ((200, 200), (2000, 500), (2000, 20_000)), (1, 50), MOVES
    ):
        yield from _gap_trials(groups, then, now, ratio, move, odds=False)
    for groups, (then, now), ratio, move in product(
        (2, 4), ((400, 400), (2000, 1000)), (1, 50), MOVES
    ):
        yield from _gap_trials(groups, then, now, ratio, move, odds=True)
    for (then, now), (old, new), confidence in product(
        ((200, 200), (2000, 400)), ((0.5, 0.5), (0.5, 0.2), (0.2, 0.2)), (1.0, 2.0)
    ):
        wholes = (population(old), population(new, confidence=confidence, seed=1))
        setting = f"{then} then, favourable {wholes[0].y.mean():.0%} to {wholes[1].y.mean():.0%}"
        setting += f", confidence {confidence:g}"
        yield Trial(setting, now, partial(_utilities, wholes, (then, now)), ROW_DRAWS)


def _gap_trials(
    groups: int, then: int, now: int, ratio: int, move: tuple[float, float], *, odds: bool
) -> Iterator[Trial]:
    rows = [sizes(n // 2 if odds else n, groups, ratio) for n in (then, now)]
    if min(r.min() for r in rows) < MIN_CELL:
        return
    middles = ((0.5, 1.0), (0.2, 0.5)) if odds else ((0.5, 1.0),)
    sides = [
        [_rates(middle, share * gap, own) for middle, share in middles]
        for gap, own in zip(move, rows, strict=True)
    ]
    setting = f"{then} then, {groups} groups 1:{ratio}, gap {move[0]:g} to {move[1]:g}"
    yield Trial(setting, now, partial(_gaps, sides[0], sides[1]), GAP_DRAWS)


def _rates(middle: float, gap: float, rows: Codes) -> Moved:
    """Rates of one sample, the last group apart by the gap; a pair of the same decisions."""
    rates: Vector = middle + gap * (np.arange(len(rows)) == len(rows) - 1)
    return Moved(rates, rates, rows, 1.0)


def _gaps(
    then: Sequence[Moved], now: Sequence[Moved], random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    samples = [_joined(old, new, random, draws) for old, new in zip(then, now, strict=True)]
    each = list(zip(*samples, strict=True))
    old, new = ([float(np.ptp(rate.before)) for rate in side] for side in (then, now))
    larger = np.array([largest_change(sample) for sample in each])
    truth = max(new) - max(old)
    if len(then) == 1:
        name = f"change of largest difference of {len(then[0].rows)} groups, {SUFFIX}"
        return {name: Drawn(truth, *larger.T)}
    mean = np.array([mean_change(sample) for sample in each])
    return {
        f"change of equalised odds, {SUFFIX}": Drawn(truth, *larger.T),
        f"change of equalised odds, mean, {SUFFIX}": Drawn(
            float(np.mean(new) - np.mean(old)), *mean.T
        ),
    }


def _joined(old: Moved, new: Moved, random: np.random.Generator, draws: int) -> list[Paired]:
    both = (sampled(side, random, draws) for side in (old, new))
    return [independent_pair(a, b) for a, b in zip(*both, strict=True)]


def _utilities(
    wholes: tuple[Population, Population],
    n: tuple[int, int],
    random: np.random.Generator,
    draws: int,
) -> Mapping[str, Drawn]:
    found = []
    for _ in range(draws):
        then, now = (
            _measured(whole.scored(False, random.integers(len(whole.y), size=rows)))
            for whole, rows in zip(wholes, n, strict=True)
        )
        found.append({name: square_and_add(now[name], then[name]) for name in then})
    old, new = (figures(whole.scored(False)) for whole in wholes)
    return {
        f"change of {name}, {SUFFIX}": Drawn(
            new[name] - old[name], *np.array([f[name] for f in found]).T
        )
        for name in old
    }


def _measured(rows: Scored) -> Mapping[str, Figure]:
    bounds = utility_bounds(rows)
    return {
        name: Figure(value, *bounds[name], len(rows.y))
        for name, (value, _) in utility_influences(rows).items()
    }
