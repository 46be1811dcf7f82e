"""Trials of the change of rates and gaps: two models' decisions on the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import product

import numpy as np

from benchmarks.coverage.trial import LARGE, Drawn, Trial, sizes
from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.fairness.gaps import MIN_CELL
from iffair_core.fairness.paired import Paired, largest_change, mean_change, paired, rate_changes

BEFORE, AFTER = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
MOVES = ((0.0, 0.0), (0.15, 0.15), (0.15, 0.05), (0.0, 0.1))
"""Gaps before and after."""
AGREEMENT = (0.7, 0.9, 0.99)
RATE_DRAWS = 2000
GAP_DRAWS = 300
BLOCK = 2_000_000
"""Rows that are held at a time."""


@dataclass(frozen=True, eq=False)
class Moved:
    """One rate before and after in each group (k,), its rows (k,), how often decisions agree."""

    before: Vector
    after: Vector
    rows: Codes
    agreement: float

    def outcomes(self) -> Matrix | None:
        """(k, 4) shares of the outcomes (0, 0), (0, 1), (1, 0), (1, 1); None if impossible."""
        up = (1.0 - self.agreement + self.after - self.before) / 2.0
        down = up - self.after + self.before
        shares = np.column_stack([1.0 - self.before - up, up, down, self.before - down])
        return np.clip(shares, 0.0, 1.0) if shares.min() > -1e-12 else None


def trials() -> Iterator[Trial]:
    """All settings that are possible and whose cells have the stated minimum of rows."""
    for n, rate, move, agree in product(
        (10, 20, 50, 200, 2000, 20_000), (0.1, 0.5), (0.0, 0.05), AGREEMENT
    ):
        moved = Moved(np.array([rate]), np.array([rate + move]), np.array([n]), agree)
        if moved.outcomes() is not None:
            setting = f"rate {rate:g} to {rate + move:g}, agreement {agree:.0%}"
            draws = RATE_DRAWS // 4 if n >= LARGE else RATE_DRAWS
            yield Trial(setting, n, partial(_rate, moved), draws)
    for groups, n, ratio, move, agree in product(
        (2, 5), (200, 2000, 20_000), (1, 50), MOVES, AGREEMENT
    ):
        yield from _gap_trials(groups, n, ratio, move, agree, odds=False)
    for groups, n, ratio, move, agree in product((2, 4), (200, 2000), (1, 50), MOVES, AGREEMENT):
        yield from _gap_trials(groups, n, ratio, move, agree, odds=True)


def _gap_trials(
    groups: int, n: int, ratio: int, move: tuple[float, float], agree: float, *, odds: bool
) -> Iterator[Trial]:
    rows = sizes(n // 2 if odds else n, groups, ratio)
    if rows.min() < MIN_CELL:
        return
    rates = [_moved(0.5, move, rows, agree)]
    if odds:
        rates.append(_moved(0.2, (move[0] / 2.0, move[1] / 2.0), rows, agree))
    if any(rate.outcomes() is None for rate in rates):
        return
    setting = f"{groups} groups 1:{ratio}, gap {move[0]:g} to {move[1]:g}, agreement {agree:.0%}"
    draw = partial(_odds, rates) if odds else partial(_largest, rates[0])
    yield Trial(setting, n, draw, GAP_DRAWS)


def _moved(rate: float, move: tuple[float, float], rows: Codes, agree: float) -> Moved:
    """The last group stands apart from the others by the gap."""
    apart = np.arange(len(rows)) == len(rows) - 1
    return Moved(rate + move[0] * apart, rate + move[1] * apart, rows, agree)


def sampled(moved: Moved, random: np.random.Generator, draws: int) -> list[Paired]:
    """The moments of each of ``draws`` samples."""
    groups, outcomes = len(moved.rows), moved.outcomes()
    if outcomes is None:
        raise ValueError(f"decisions cannot agree in {moved.agreement:.0%} of the rows here.")
    found: list[Paired] = []
    block = max(1, BLOCK // int(moved.rows.sum()))
    for start in range(0, draws, block):
        size = min(block, draws - start)
        counts = random.multinomial(moved.rows, outcomes, (size, groups)).ravel()
        code = np.repeat(np.arange(size * groups).repeat(4), counts)
        pick = np.repeat(np.tile(np.arange(4), size * groups), counts)
        whole = paired(
            BEFORE[pick],
            AFTER[pick],
            code,
            np.ones(len(code)),
            n_groups=size * groups,
            proportion=True,
        )
        found += [_part(whole, slice(i * groups, (i + 1) * groups)) for i in range(size)]
    return found


def _part(whole: Paired, groups: slice) -> Paired:
    return Paired(*(getattr(whole, field.name)[groups] for field in fields(Paired)))


def _rate(moved: Moved, random: np.random.Generator, draws: int) -> Mapping[str, Drawn]:
    samples = sampled(moved, random, draws)
    together = Paired(
        *(np.concatenate([getattr(s, f.name) for s in samples]) for f in fields(Paired))
    )
    interval = rate_changes(together)
    truth = float(moved.after[0] - moved.before[0])
    return {"change of a rate": Drawn(truth, interval.low, interval.high)}


def _largest(moved: Moved, random: np.random.Generator, draws: int) -> Mapping[str, Drawn]:
    bounds = [largest_change([sample]) for sample in sampled(moved, random, draws)]
    truth = float(np.ptp(moved.after) - np.ptp(moved.before))
    name = f"change of largest difference of {len(moved.rows)} groups"
    return {name: Drawn(truth, *np.array(bounds).T)}


def _odds(rates: Sequence[Moved], random: np.random.Generator, draws: int) -> Mapping[str, Drawn]:
    samples = list(zip(*(sampled(rate, random, draws) for rate in rates), strict=True))
    before, after = ([np.ptp(getattr(r, w)) for r in rates] for w in ("before", "after"))
    larger = np.array([largest_change(sample) for sample in samples])
    mean = np.array([mean_change(sample) for sample in samples])
    return {
        "change of equalised odds": Drawn(float(max(after) - max(before)), *larger.T),
        "change of equalised odds, mean": Drawn(float(np.mean(after) - np.mean(before)), *mean.T),
    }
