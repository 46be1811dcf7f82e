"""Targets of a reweighting: signed gaps as linear combinations of group rates.

A group rate is a weighted mean m_g @ r of the per-row scores r (``iffair_core.fairness.gaps``), and
a target is ``F = sum_g C_gk rate_g``. So the influence on G group rates gives that on all targets,
of which many groups have many more: G (G - 1) / 2 pairs for the largest difference.

    largest    every pair of groups: bounding all of them bounds the gap that is reported
    reference  the reference group minus each other one; bounding these by x bounds the reported
               gap by 2x only
    rest       each group minus all others taken together, in proportion to their rows
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.config import Compare
from iffair_core.fairness.gaps import (
    GAP_RATES,
    MIN_CELL,
    RATES,
    cell_counts,
    hard_score,
    smooth_score,
)

REST = "all others"
"""How the second side of a contrast with the rest is called."""


@dataclass(frozen=True)
class Contrast:
    """One rate between two groups, the first minus the second, as indices into the groups.

    ``other`` is None where the second is all other groups together.
    """

    gap: str
    rate: str
    reference: int
    other: int | None

    def names(self, groups: Sequence[str]) -> tuple[str, str]:
        """Both sides by their names in ``groups``."""
        return groups[self.reference], REST if self.other is None else groups[self.other]


@dataclass(frozen=True, eq=False)
class Targets:
    """K contrasts of G group rates over n rows.

    contrasts  what each target compares
    rates      the name of the rate of each of the G group rates
    means      (n, G) each column averages a score over one group's cell, and sums to 1
    mixing     (G, K) coefficients of the group rates in the targets
    """

    contrasts: tuple[Contrast, ...]
    rates: tuple[str, ...]
    means: Matrix
    mixing: Matrix

    def __len__(self) -> int:
        return len(self.contrasts)

    def hard(self, z: Vector, y: Vector, cut: float) -> Vector:
        """(K,) gaps of the decisions ``p >= cut``, from logits z (n,)."""
        scores = {name: hard_score(RATES[name], z, y, cut) for name in set(self.rates)}
        rates = [self.means[:, g] @ scores[name] for g, name in enumerate(self.rates)]
        return np.asarray(rates) @ self.mixing

    def smooth(self, z: Vector, y: Vector, cut: float) -> Vector:
        """(K,) gaps of the differentiable scores."""
        return self.smooth_rates(z, y, cut)[0] @ self.mixing

    def smooth_rates(self, z: Vector, y: Vector, cut: float) -> tuple[Vector, Matrix]:
        """Differentiable group rates (G,) and their derivatives by each row's logit (n, G)."""
        scores = {name: smooth_score(RATES[name], z, y, cut) for name in set(self.rates)}
        values = [self.means[:, g] @ scores[name][0] for g, name in enumerate(self.rates)]
        slopes = np.empty_like(self.means)
        for g, name in enumerate(self.rates):
            np.multiply(self.means[:, g], scores[name][1], out=slopes[:, g])
        return np.asarray(values), slopes

    def members(self) -> tuple[tuple[int, ...], ...]:
        """Indices of the targets of each gap: a gap is bounded through all of its contrasts."""
        names = [c.gap for c in self.contrasts]
        return tuple(
            tuple(k for k, name in enumerate(names) if name == gap) for gap in dict.fromkeys(names)
        )


def targets(
    gaps: Sequence[str],
    y: Vector,
    group: Codes,
    weight: Vector,
    *,
    n_groups: int,
    reference: int = 0,
    compare: Compare = "largest",
    min_cell: int = MIN_CELL,
) -> Targets:
    """The targets of the gaps, over groups with at least ``min_cell`` rows in a rate's cell.

    In a pair that holds the reference group it comes first. A gap that fewer than two groups can
    support has no target; so has "reference" where the reference group is too small.
    """
    cells = [
        (name, g)
        for name in dict.fromkeys(name for gap in gaps for name in GAP_RATES[gap])
        for g in _supported(name, y, group, n_groups, min_cell)
    ]
    inside = np.zeros((len(y), len(cells)))
    for column, (name, g) in enumerate(cells):
        inside[:, column] = np.where(RATES[name].cell(y) & (group == g), weight, 0.0)
    size = inside.sum(axis=0)
    found: list[Contrast] = []
    columns: list[Vector] = []
    for gap in gaps:
        for name in GAP_RATES[gap]:
            place = {g: column for column, (rate, g) in enumerate(cells) if rate == name}
            order = sorted(place, key=lambda g: (g != reference, g))
            for first, second in PAIRINGS[compare](order, reference):
                others = [g for g in order if g != first] if second is None else [second]
                found.append(Contrast(gap, name, first, second))
                columns.append(_coefficients(size, place[first], [place[g] for g in others]))
    mixing = np.column_stack(columns) if columns else np.zeros((len(cells), 0))
    return Targets(tuple(found), tuple(name for name, _ in cells), inside / size, mixing)


def _coefficients(size: Vector, first: int, others: list[int]) -> Vector:
    """(G,) group rate ``first`` minus that of ``others`` taken together."""
    column = np.zeros(len(size))
    column[first] = 1.0
    column[others] = -size[others] / size[others].sum()
    return column


Pairing = Callable[[list[int], int], list[tuple[int, int | None]]]


def _largest(order: list[int], reference: int) -> list[tuple[int, int | None]]:
    return list(combinations(order, 2))


def _reference(order: list[int], reference: int) -> list[tuple[int, int | None]]:
    return [(reference, g) for g in order[1:]] if order[:1] == [reference] else []


def _rest(order: list[int], reference: int) -> list[tuple[int, int | None]]:
    return [(g, None) for g in order] if len(order) > 1 else []


PAIRINGS: Mapping[Compare, Pairing] = {
    "largest": _largest,
    "reference": _reference,
    "rest": _rest,
}


def _supported(name: str, y: Vector, group: Codes, n_groups: int, min_cell: int) -> list[int]:
    counts = cell_counts(RATES[name], y, group, n_groups)
    enough: list[int] = np.flatnonzero(counts >= min_cell).tolist()
    return enough
