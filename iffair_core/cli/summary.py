"""Figures as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from iffair_core.data.builtin import BUILTIN
from iffair_core.results import Point, Study, Transfer, summarise_weights

UNDEFINED = "undefined"
Measured: TypeAlias = Point | Transfer


def study_lines(study: Study) -> Iterator[str]:
    """Plain and chosen figures on test data side by side, then the weights."""
    point = study.operating
    config = study.config
    yield f"Study {study.id}: {config.data}, rule {config.rule}, seed {config.seed}"
    yield f"Operating point: step {point.step} of {study.points[-1].step}. {study.stopped}"
    yield ""
    yield f"{'test data':<24}{'plain':>10}{'reweighted':>12}"
    yield from _compared("utility", study.plain, point)
    yield from _compared("gaps", study.plain, point, targeted=config.gaps)
    if config.learner is not None and point.transfer and study.plain.transfer:
        yield ""
        yield f"{config.learner + ', test data':<34}{'plain':>10}{'reweighted':>12}"
        yield from _compared("utility", study.plain.transfer, point.transfer)
        yield from _compared("gaps", study.plain.transfer, point.transfer, targeted=config.gaps)
    weights = summarise_weights(point.weights)
    yield ""
    yield (
        f"Weights of {len(point.weights)} training rows: effective sample size "
        f"{weights.effective_sample_size:.0f}, largest {weights.largest:.2f}, "
        f"zero {weights.zero_share:.1%}"
    )


def dataset_lines() -> Iterator[str]:
    """One line a packaged set: name, outcome, sensitive attributes with their references."""
    for name, card in BUILTIN.items():
        attributes = ", ".join(
            f"{a.name} (reference {a.reference})" if a.reference else a.name
            for a in card.attributes
        )
        yield f"{name:<16}{card.task.outcome.column:<28}{attributes}"


def _compared(
    kind: str, plain: Measured, chosen: Measured, targeted: tuple[str, ...] = ()
) -> Iterator[str]:
    before: Mapping[str, float | None] = getattr(plain.test, kind)
    after: Mapping[str, float | None] = getattr(chosen.test, kind)
    for name in before:
        mark = " *" if name in targeted else ""
        yield f"{name + mark:<24}{_figure(before[name]):>10}{_figure(after[name]):>12}"


def _figure(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.4f}"
