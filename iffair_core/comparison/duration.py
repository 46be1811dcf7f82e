"""How long a comparison will take, told before it begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from iffair_core.baselines.registry import METHODS, PLAIN
from iffair_core.comparison.result import Comparison

LEAST_FIT_SECONDS = 0.005


def split_seconds(method: str, known: Comparison, fit_seconds: float) -> float:
    """What the method took on the splits that are known, else about what it takes on one.

    ``fit_seconds`` is what one fit of the study's model takes.
    """
    spent, cost = known.seconds(method), METHODS[method].cost
    if spent is not None:
        return spent
    return cost.seconds + cost.fits * max(fit_seconds, LEAST_FIT_SECONDS)


def due(methods: Iterable[str], seeds: Sequence[int], known: Comparison) -> list[tuple[str, int]]:
    """Method and seed of every attempt that is not known yet, those of the plain model included."""
    wanted = dict.fromkeys((PLAIN.name, *methods))
    return [(m, seed) for seed in seeds for m in wanted if not known.attempt(m, seed)]


def seconds_due(
    methods: Iterable[str], seeds: Sequence[int], known: Comparison, fit_seconds: float
) -> float:
    """About how long the missing attempts take, one after the other."""
    return sum(split_seconds(m, known, fit_seconds) for m, _ in due(methods, seeds, known))
