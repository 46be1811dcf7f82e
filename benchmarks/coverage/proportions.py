"""Trials of rates and their gaps at one model, from counts of binomial samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np

from benchmarks.coverage.trial import Drawn, Trial, sizes
from iffair_core.arrays import Codes, Vector
from iffair_core.fairness.cells import Cells
from iffair_core.fairness.gap_intervals import MEAN_GAP, gap_bounds
from iffair_core.fairness.gaps import MIN_CELL
from iffair_core.fairness.ratios import smallest_ratio_bounds
from iffair_core.fairness.uncertainty import newcombe, wilson

RATES = (0.02, 0.1, 0.3, 0.5, 0.8)
MANY = 20_000
"""Draws where all intervals are computed at once."""
GAP_DRAWS = 400


def trials() -> Iterator[Trial]:
    """All settings whose cells have the stated minimum of rows."""
    for n, rate in product((10, 20, 50, 200, 2000, 20_000), RATES):
        yield Trial(f"rate {rate:g}", n, partial(_rate, rate, n), MANY)
    for n, ratio, gap, rate in product((200, 600, 2000, 20_000), (1, 50), (0.0, 0.1), RATES):
        yield from _checked(n, 2, ratio, gap, rate, one=True)
    for groups, n, ratio, gap in product((2, 3, 5, 10), (200, 2000, 20_000), (1, 50), (0.0, 0.15)):
        for rate in (0.1, 0.5):
            yield from _checked(n, groups, ratio, gap, rate, one=False)
    for groups, n, ratio, gap in product((2, 4), (200, 2000, 20_000), (1, 50), (0.0, 0.15)):
        yield from _odds(n, groups, ratio, gap)


def _checked(
    n: int, groups: int, ratio: int, gap: float, rate: float, *, one: bool
) -> Iterator[Trial]:
    """A trial of the rates ``rate`` and, in the last group, ``rate + gap``."""
    rows = sizes(n, groups, ratio)
    if rows.min() < MIN_CELL:
        return
    rates = np.array([rate] * (groups - 1) + [rate + gap])
    setting = f"{groups} groups 1:{ratio}, rate {rate:g}, gap {gap:g}"
    if one:
        yield Trial(setting, n, partial(_difference, rates, rows), MANY)
    else:
        names = {"demographic_parity": f"largest difference of {groups} groups"}
        yield Trial(setting, n, partial(_gaps, names, [rates], rows), GAP_DRAWS)
        yield Trial(setting, n, partial(_ratios, rates, rows), GAP_DRAWS)


def _odds(n: int, groups: int, ratio: int, gap: float) -> Iterator[Trial]:
    """Trials of equalised odds: as many rows with either outcome; the TPR gap is the larger one."""
    rows = sizes(n // 2, groups, ratio)
    if rows.min() < MIN_CELL:
        return
    for rate in (0.3, 0.7):
        tpr = np.array([rate] * (groups - 1) + [rate + gap])
        fpr = np.array([rate - 0.2] * (groups - 1) + [rate - 0.2 + gap / 3.0])
        setting = f"{groups} groups 1:{ratio}, rates {rate:g} and {rate - 0.2:g}, gap {gap:g}"
        names = {"equalized_odds": "equalised odds", MEAN_GAP: "equalised odds, mean"}
        yield Trial(setting, n, partial(_gaps, names, [tpr, fpr], rows), GAP_DRAWS)


def _rate(rate: float, n: int, random: np.random.Generator, draws: int) -> Mapping[str, Drawn]:
    found = random.binomial(n, rate, draws) / n
    interval = wilson(found, np.full(draws, float(n)))
    return {"rate": Drawn(rate, interval.low, interval.high)}


def _difference(
    rates: Vector, rows: Codes, random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    (a, b), (n_a, n_b) = (random.binomial(rows, rates, (draws, 2)) / rows).T, rows.astype(float)
    interval = newcombe(a, np.full(draws, n_a), b, np.full(draws, n_b))
    return {"difference": Drawn(float(rates[0] - rates[1]), interval.low, interval.high)}


def _ratios(
    rates: Vector, rows: Codes, random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    found = random.binomial(rows, rates, (draws, len(rows))) / rows
    bounds = [smallest_ratio_bounds(Cells(rate, rows, rows.astype(np.float64))) for rate in found]
    truth = float(rates.min() / rates.max())
    return {f"smallest ratio of {len(rows)} groups": Drawn(truth, *np.array(bounds).T)}


def _gaps(
    names: Mapping[str, str],
    rates: Sequence[Vector],
    rows: Codes,
    random: np.random.Generator,
    draws: int,
) -> Mapping[str, Drawn]:
    """Bounds of the gaps that ``names`` maps to their intervals' names; each rate has ``rows``."""
    found = [random.binomial(rows, rate, (draws, len(rows))) / rows for rate in rates]
    bounds: dict[str, list[tuple[float, float]]] = {gap: [] for gap in names}
    for each in zip(*found, strict=True):
        used = [Cells(rate, rows, rows.astype(np.float64)) for rate in each]
        for gap in names:
            bounds[gap].append(gap_bounds(gap, used))
    largest = [float(np.ptp(rate)) for rate in rates]
    truth = {gap: np.mean(largest) if gap == MEAN_GAP else max(largest) for gap in names}
    return {name: Drawn(float(truth[gap]), *np.array(bounds[gap]).T) for gap, name in names.items()}
