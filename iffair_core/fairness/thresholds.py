"""Thresholds of the plain model that keep its gaps within given bounds at the best accuracy.

One common threshold is the simplest way to a small gap; thresholds by group are what classic
post-processing does, and they need the group at the time of the decision.

Of each group, candidate thresholds give its rates and its right decisions. Groups keep within a
bound of each other where their rates lie in one window of that width. Windows are laid around the
rates of the largest group, once for each of its candidates, at several offsets; in every window
each group takes its most accurate candidate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from iffair_core.arrays import Codes, Matrix, Vector
from iffair_core.fairness.cells import rate_scores

CANDIDATES = 200
OFFSETS = {1: 9, 2: 5}
"""Windows laid for one and for two rates; three a rate for more."""
SLACK = 1e-9


@dataclass(frozen=True, eq=False)
class Judged:
    """Rows that thresholds are chosen on: outcome, probability, group code and weight, all (n,)."""

    y: Vector
    probability: Vector
    group: Codes
    weight: Vector


def common_threshold(rows: Judged, bounds: Mapping[str, float]) -> float | None:
    """The most accurate threshold at which no rate differs by more than its bound; None if none."""
    groups = [rows.group == g for g in np.unique(rows.group)]
    cuts = _candidates(rows.probability)
    menus = [_menu(rows, members, cuts, tuple(bounds)) for members in groups]
    right = np.sum([menu.right for menu in menus], axis=0)
    rates = np.array([menu.rates for menu in menus])
    with np.errstate(invalid="ignore"):
        apart = np.nanmax(rates, axis=0) - np.nanmin(rates, axis=0)
    allowed = (apart <= np.array(list(bounds.values())) + SLACK).all(axis=1)
    return float(cuts[np.where(allowed, right, -np.inf).argmax()]) if allowed.any() else None


def group_thresholds(rows: Judged, bounds: Mapping[str, float]) -> dict[int, float] | None:
    """Threshold by group code, as accurate as found within the bounds; None if none is."""
    codes = np.unique(rows.group)
    menus = []
    for code in codes:
        members = rows.group == code
        cuts = _candidates(rows.probability[members])
        menus.append(_menu(rows, members, cuts, tuple(bounds)))
    anchor = menus[int(np.argmax(np.bincount(rows.group)[codes]))]
    width = np.array(list(bounds.values()))
    best, chosen = -np.inf, None
    for offset in _offsets(len(bounds)):
        low = anchor.rates - offset * width - SLACK
        picks = [_pick(menu, low, low + width + 2 * SLACK) for menu in menus]
        right = np.sum([right for _, right in picks], axis=0)
        at = int(right.argmax())
        if right[at] > best:
            best, chosen = right[at], [index[at] for index, _ in picks]
    if chosen is None:
        return None
    return {int(c): float(m.cuts[i]) for c, m, i in zip(codes, menus, chosen, strict=True)}


@dataclass(frozen=True, eq=False)
class _Menu:
    """Candidates of one group: thresholds (c,), rates (c, R), weight of right decisions (c,)."""

    cuts: Vector
    rates: Matrix
    right: Vector


def _candidates(probability: Vector) -> Vector:
    """Thresholds that select shares from all to none of the rows, (c,)."""
    inner = np.quantile(probability, np.linspace(0.0, 1.0, CANDIDATES))
    cuts: Vector = np.unique(np.append(inner, np.nextafter(probability.max(), np.inf)))
    return cuts


def _menu(rows: Judged, members: np.ndarray, cuts: Vector, names: tuple[str, ...]) -> _Menu:
    y, weight, p = rows.y[members], rows.weight[members], rows.probability[members]
    rates, right = np.empty((len(cuts), len(names))), np.empty(len(cuts))
    for i, cut in enumerate(cuts):
        decision = (p >= cut).astype(np.float64)
        scores = rate_scores(y, decision, None)
        for j, name in enumerate(names):
            cell = scores[name].cell
            mass = weight[cell].sum()
            rates[i, j] = weight[cell] @ scores[name].score[cell] / mass if mass else np.nan
        right[i] = weight @ (decision == y)
    return _Menu(cuts, rates, right)


def _pick(menu: _Menu, low: Matrix, high: Matrix) -> tuple[Codes, Vector]:
    """For each window (w, R), the index of the most accurate candidate within, and its right ones.

    An undefined rate is within every window. Without a candidate the right ones are -inf.
    """
    inside = np.ones((len(low), len(menu.cuts)), dtype=bool)
    for j in range(low.shape[1]):
        rate = menu.rates[:, j]
        within = (rate >= low[:, [j]]) & (rate <= high[:, [j]])
        inside &= within | np.isnan(rate)
    right = np.where(inside, menu.right, -np.inf)
    index = right.argmax(axis=1)
    return index.astype(np.int64), right[np.arange(len(low)), index]


def _offsets(rates: int) -> list[Vector]:
    steps = np.linspace(0.0, 1.0, OFFSETS.get(rates, 3))
    return [np.array(offset) for offset in product(steps, repeat=rates)]
