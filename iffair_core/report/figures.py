"""Tables of a report as text: figures with intervals, rows and verdicts, in the pages' units."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.evidence.carried import Carried
from iffair_core.evidence.control_words import CONTROLS, gain
from iffair_core.evidence.controls import Control
from iffair_core.evidence.effects import Effect, Kind, effects
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import Levels, levels
from iffair_core.evidence.rows import figures
from iffair_core.evidence.spread import WHEN, Spread, spread_table
from iffair_core.evidence.utilities import utility_figures
from iffair_core.report.words import MEANINGS
from iffair_core.results import Point, Study
from iffair_core.words import (
    NOT_ENOUGH,
    TITLES,
    UNDEFINED,
    bare,
    figure,
    not_enough,
    with_interval,
)


@dataclass(frozen=True)
class Row:
    """A figure of both models on one part of the rows, as text.

    left_out  groups that have no part in it, and why
    """

    kind: Kind
    metric: str
    group: str
    title: str
    meaning: str
    targeted: bool
    plain: str
    chosen: str
    change: str
    rows: int
    verdict: str
    left_out: str


@dataclass(frozen=True)
class ValidationRow:
    """A gap or utility of both models on validation rows, as text."""

    title: str
    targeted: bool
    plain: str
    chosen: str


@dataclass(frozen=True)
class ControlRow:
    """The operating point or a control, as text."""

    title: str
    setting: str
    needs_group: bool
    gap: str
    accuracy: str
    lead: str
    reason: str


def test_rows(study: Study, found: Sequence[Effect]) -> list[Row]:
    """Every effect with the intervals of both models, on test rows."""
    both = [_intervals(study, point, Part.TEST) for point in (study.plain, study.operating)]
    undefined = study.operating.test.undefined
    return [_row(study, effect, both, undefined) for effect in found]


def learner_rows(study: Study, found: Carried) -> list[Row]:
    """The same of the study's other learner."""
    both = [_by_figure(lines) for lines in (found.plain, found.chosen)]
    transfer = study.operating.transfer
    undefined = {} if transfer is None else transfer.test.undefined
    changed = effects(found.change, study.config.gaps)
    return [_row(study, effect, both, undefined) for effect in changed]


def validation_rows(study: Study) -> list[ValidationRow]:
    """Gaps and utilities of both models on the rows on which the point was chosen."""
    plain, chosen = (_intervals(study, p, Part.VALIDATION) for p in (study.plain, study.operating))
    return [
        ValidationRow(
            TITLES[metric],
            metric in study.config.gaps,
            text or NOT_ENOUGH,
            chosen[metric, group] or NOT_ENOUGH,
        )
        for (metric, group), text in plain.items()
        if not group
    ]


def control_rows(study: Study, controls: Sequence[Control]) -> Iterator[ControlRow]:
    """The operating point, then every control."""
    gap = study.config.gaps[0]
    own = levels(study, study.operating)
    yield ControlRow("Reweighting", "", False, *_levels(own, gap), "", "")
    for control in controls:
        lead = gain(control) or Level(None)
        yield ControlRow(
            CONTROLS[control.name],
            control.setting,
            control.needs_group,
            *(_levels(control.levels, gap) if control.levels else ("", "")),
            _level(lead, "accuracy", signed=True) if lead.value is not None else "",
            control.reason,
        )


def spread_rows(spread: Spread, found: Sequence[Effect]) -> Iterator[tuple[str, str, list[str]]]:
    """Title, change on this split with its interval; over the splits before, after and change."""
    cells = {
        (line["metric"], line["when"]): _mean(line)
        for line in spread_table(spread).to_dict("records")
    }
    for effect in found:
        if effect.kind != "rate":
            over = [cells[effect.metric, when] for when in WHEN]
            yield TITLES[effect.metric], _change(effect), over


def _row(
    study: Study,
    effect: Effect,
    both: Sequence[dict[tuple[str, str], str]],
    undefined: Mapping[str, str],
) -> Row:
    key = effect.metric, effect.group
    few = not effect.told and effect.kind == "rate"
    return Row(
        kind=effect.kind,
        metric=effect.metric,
        group=effect.group,
        title=TITLES[effect.metric],
        meaning=MEANINGS[effect.metric],
        targeted=effect.targeted,
        plain=both[0][key],
        chosen=both[1][key],
        change="" if few else _change(effect),
        rows=effect.rows,
        verdict=not_enough(effect.rows, study.config.min_cell) if few else str(effect.verdict),
        left_out=undefined.get(effect.metric, ""),
    )


def _intervals(study: Study, point: Point, part: Part) -> dict[tuple[str, str], str]:
    """(metric, group) -> "17.9 points (16.5 to 19.2)", of rates, largest gaps and utilities."""
    return _by_figure(pd.concat([figures(study, point, part), utility_figures(study, point, part)]))


def _by_figure(lines: pd.DataFrame) -> dict[tuple[str, str], str]:
    whole = lines[(lines["reference"] == "") & lines["metric"].isin(list(TITLES))]
    return {(line["metric"], line["group"]): _told(line) for line in whole.to_dict("records")}


def _told(line: Mapping[Hashable, Any]) -> str:
    """A line of a report's frame as text; a cell with too few rows is not told."""
    if line["status"] == "few":
        return ""
    values = (line[name] for name in ("value", "ci_low", "ci_high"))
    value, low, high = (None if pd.isna(v) else float(v) for v in values)
    return _level(Level(value, low, high), line["metric"])


def _levels(found: Levels, gap: str) -> tuple[str, str]:
    return _level(found.gap, gap), _level(found.accuracy, "accuracy")


def _level(level: Level, name: str, *, signed: bool = False) -> str:
    if level.value is None:
        return UNDEFINED
    value = bare(level.value, name, signed=True) if signed else figure(level.value, name)
    return with_interval(value, level.low, level.high, name, signed=signed)


def _change(effect: Effect) -> str:
    return _level(Level(effect.change, effect.low, effect.high), effect.metric, signed=True)


def _mean(line: Mapping[Hashable, Any]) -> str:
    """ "83.5 ± 0.4" over the splits."""
    if pd.isna(line["mean"]):
        return UNDEFINED
    mean = bare(line["mean"], line["metric"], signed=line["when"] == "change")
    return f"{mean} ± {bare(line['sd'], line['metric'])}"
