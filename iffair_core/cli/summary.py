"""Figures as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from iffair_core.cli.screening import yardstick_lines
from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.evidence.alarm import NOBODY, Alarm, alarm
from iffair_core.evidence.carried import carried
from iffair_core.evidence.effects import Effect, effects
from iffair_core.evidence.headline import headline
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import levels
from iffair_core.evidence.limits import cautions, limits
from iffair_core.evidence.rows import changes
from iffair_core.evidence.spread import WHEN, Spread, spread_table
from iffair_core.results import Study
from iffair_core.weights.describe import summarise_weights
from iffair_core.words import UNDEFINED, counted, percent, weighted_by


def study_lines(study: Study) -> Iterator[str]:
    """What was wanted and reached, figures on test data, who is worse off, then the weights.

    The sentences are those that the page's result begins with.
    """
    point = study.operating
    config = study.config
    yield f"Study {study.id}: {config.data}, rule {config.rule}, seed {config.seed}"
    yield f"Operating point: step {point.step} of {study.points[-1].step}. {study.stopped}"
    if config.task.weight_column:
        yield weighted_by(config.task.weight_column)
    yield ""
    changed = changes(study)
    found = effects(changed, config.gaps)
    yield from result_lines(study, found)
    yield ""
    yield from _changed(found)
    yield ""
    yield from _levels(study)
    yield ""
    yield from alarm_lines(alarm(changed, config.min_cell))
    if (other := carried(study)) is not None:
        yield ""
        yield from _changed(effects(other.change, config.gaps), other.learner)
    weights = summarise_weights(point.weights)
    yield ""
    yield (
        f"Weights of {len(point.weights)} training rows: effective sample size "
        f"{weights.effective_sample_size:.0f}, largest {weights.largest:.2f}, "
        f"zero {percent(weights.zero_share)}"
    )


def result_lines(study: Study, found: Sequence[Effect]) -> Iterator[str]:
    """Cautions, what changed, the limits, and what is beside the lines that were set."""
    yield from (f"caution: {said}" for said in cautions(study, found))
    if len(study.points) > 1:
        yield f"On test rows: {headline(found)}"
    yield from (f"limit: {limit}" for limit in limits(study, found))
    yield from yardstick_lines(study)


def alarm_lines(found: Alarm) -> Iterator[str]:
    """Who is worse off, one line each: beyond chance, by chance perhaps, and who cannot be told."""
    if not found.lost:
        yield NOBODY
    for said, lines in (
        ("worse off, beyond chance", found.lost),
        ("worse off, may be chance", found.chance),
        ("cannot be told", found.unknown),
    ):
        yield from (f"{said}: {line}" for line in lines)
    yield found.compared


def spread_lines(spread: Spread) -> Iterator[str]:
    """Mean and standard deviation over splits, before, after and of the change."""
    yield f"Over {len(spread.splits)} splits: mean and standard deviation on test data"
    yield f"{'':<24}" + "".join(f"{when:>20}" for when in WHEN)
    table = spread_table(spread)
    for metric, lines in table.groupby("metric", sort=False):
        said = (
            UNDEFINED if pd.isna(mean) else f"{mean:.4f} +- {sd:.4f}"
            for mean, sd in zip(lines["mean"], lines["sd"], strict=True)
        )
        yield f"{metric:<24}" + "".join(f"{text:>20}" for text in said)


def dataset_lines() -> Iterator[str]:
    """One line a packaged set: name, outcome, sensitive attributes with their references."""
    for name, card in BUILTIN.items():
        attributes = ", ".join(
            f"{a.name} (reference {a.reference})" if a.reference else a.name
            for a in card.attributes
        )
        yield f"{name:<16}{card.task.outcome.column:<28}{attributes}"


def _changed(found: Sequence[Effect], title: str = "test data") -> Iterator[str]:
    """Utilities, then gaps: before, after, and the change with its interval and verdict."""
    yield f"{title:<24}{'plain':>10}{'reweighted':>12}{'change':>10}  95 % interval"
    for kind in ("utility", "gap"):
        for effect in found:
            if effect.kind == kind:
                mark = " *" if effect.targeted else ""
                bounds = f"{_figure(effect.low)} to {_figure(effect.high)}"
                yield (
                    f"{effect.metric + mark:<24}{_figure(effect.before):>10}"
                    f"{_figure(effect.after):>12}{_figure(effect.change):>10}  "
                    + (bounds if effect.low is not None else UNDEFINED)
                    + f"  {effect.verdict}, {counted(effect.rows, 'rows')}"
                )


def _levels(study: Study) -> Iterator[str]:
    """Intervals of the targeted gaps and of the accuracy of both models."""
    rows = int(study.prepared.mask(Part.TEST).sum())
    yield f"{f'95 % intervals, {rows:,} rows':<24}{'plain':>28}{'reweighted':>28}"
    both = (study.plain, study.operating)
    for gap in study.config.gaps:
        found = [_level(levels(study, point, gaps=[gap]).gap) for point in both]
        yield f"{gap + ' *':<24}" + "".join(f"{text:>28}" for text in found)
    found = [_level(levels(study, point).accuracy) for point in both]
    yield f"{'accuracy':<24}" + "".join(f"{text:>28}" for text in found)


def _level(level: Level) -> str:
    if level.value is None:
        return UNDEFINED
    return f"{level.value:.4f} ({_figure(level.low)} to {_figure(level.high)})"


def _figure(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.4f}"
