"""What is measured, and in which order: one attempt a data set, model, gap, seed and method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from iffair_core.baselines.registry import METHODS
from iffair_core.config import GapName, ModelName

DATASETS = ("german", "compas", "communities", "law_school", "meps", "bank", "adult")
"""From few rows to many: what is quick is there first."""
MODELS: tuple[ModelName, ...] = ("logistic", "network")
GAPS: tuple[GapName, ...] = ("demographic_parity", "equalized_odds")
SEEDS = tuple(range(10))
FEW_SEEDS = 3
"""Of a method that multiplies the cost of a network; also what is measured first of all others."""
ON_NETWORKS = {
    "plain": len(SEEDS),
    "path": len(SEEDS),
    "reweighing": len(SEEDS),
    "softmax_influence": len(SEEDS),
    "least_harmful": len(SEEDS),
    "common_threshold": len(SEEDS),
    "threshold_optimizer": len(SEEDS),
    "exponentiated_gradient": FEW_SEEDS,
}
"""Methods that are measured with networks, and on how many seeds."""
SLOW = frozenset(
    {
        "adversarial",
        "learned_representation",
        "exponentiated_gradient",
        "relaxed_threshold_optimizer",
    }
)
"""Seconds to minutes an attempt: made after all others of their stage."""


@dataclass(frozen=True)
class Split:
    """One model on one split of a packaged set, with one gap to close."""

    data: str
    model: ModelName
    gap: GapName
    seed: int


@dataclass(frozen=True)
class Unit:
    """One method on one split: what is kept, and need not be made again."""

    split: Split
    method: str


def plan(
    datasets: Sequence[str] = DATASETS,
    models: Sequence[ModelName] = MODELS,
    gaps: Sequence[GapName] = GAPS,
    seeds: Sequence[int] = SEEDS,
    methods: Sequence[str] = tuple(METHODS),
) -> list[Unit]:
    """Every unit, what matters most first; those of one split stand together."""
    units = [
        Unit(Split(data, model, gap, seed), name)
        for seed, data, model, gap, name in product(seeds, datasets, models, gaps, methods)
        if model == "logistic" or seed < ON_NETWORKS.get(name, 0)
    ]
    return sorted(units, key=_stage)


def _stage(unit: Unit) -> tuple[bool, int, bool]:
    """Few seeds of logistic models, then of networks, then the other seeds; slow methods last."""
    split = unit.split
    return split.seed >= FEW_SEEDS, MODELS.index(split.model), unit.method in SLOW
