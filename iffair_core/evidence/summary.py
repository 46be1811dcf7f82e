"""The evidence of a study as plain values, for JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.evidence.base_rates import BaseRateDifference, base_rate_difference
from iffair_core.evidence.carried import Carried, carried
from iffair_core.evidence.controls import Control, matched_controls
from iffair_core.evidence.ledger import ledger
from iffair_core.evidence.levels import Levels, levels
from iffair_core.evidence.representation import represented
from iffair_core.evidence.rows import changes, figures
from iffair_core.evidence.screening import screen
from iffair_core.evidence.screening_words import screened_words
from iffair_core.evidence.utilities import utility_figures
from iffair_core.evidence.worse_off import worse_off
from iffair_core.results import Point, Study


def evidence(study: Study) -> dict[str, Any]:
    """Figures on test rows with intervals, counts and statuses; what changed; who lost.

    figures     of the plain and the chosen model: rates and gaps, utilities
    frontier    largest targeted gap and accuracy of every point, on validation and on test rows
    changes     from the plain to the chosen model
    worse_off   rates of groups that changed for the worse, per thousand people
    controls    the same gap by other means
    base_rates  the largest difference of base rates in the data itself; None without two groups
    learner     figures and changes of the other learner with the same weights; None without one
    screening   the figures of both models beside the lines that were set
    shares      of the groups in the table, beside the reference shares; None if none were set
    weights     the column of the user's own weights, by which all but counts is weighted, or None
    left_out    the ledger of rows, columns and groups
    """
    change, base_rates = changes(study), base_rate_difference(study)
    return {
        "figures": {
            name: [*records(figures(study, point)), *records(utility_figures(study, point))]
            for name, point in (("plain", study.plain), ("chosen", study.operating))
        },
        "frontier": [_levels(study, point) for point in study.points],
        "changes": records(change),
        "worse_off": [
            {**dataclasses.asdict(each), "beyond_chance": each.beyond_chance}
            for each in worse_off(change)
        ],
        "controls": [_control(control) for control in matched_controls(study)],
        "base_rates": None if base_rates is None else _base_rates(base_rates),
        "learner": None if (other := carried(study)) is None else _carried(other),
        "screening": screening(study),
        "shares": shares(study),
        "weights": study.config.task.weight_column,
        "left_out": [dataclasses.asdict(entry) for entry in ledger(study)],
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The lines of a frame; undefined figures are None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in line.items()} for line in plain.to_dict("records")]


def _levels(study: Study, point: Point) -> dict[str, Any]:
    """A point's figures with intervals and rows; those on validation rows chose among them."""
    parts = {"validation": Part.VALIDATION, "test": Part.TEST}
    each = {name: _told(levels(study, point, part)) for name, part in parts.items()}
    return {"step": point.step, **each}


def _told(found: Levels) -> dict[str, Any]:
    """Gap and accuracy, each with its status."""
    return {
        name: {**dataclasses.asdict(level), "status": "undefined" if level.value is None else "ok"}
        for name, level in (("gap", found.gap), ("accuracy", found.accuracy))
    }


def _carried(found: Carried) -> dict[str, Any]:
    return {
        "name": found.learner,
        "figures": {"plain": records(found.plain), "chosen": records(found.chosen)},
        "changes": records(found.change),
    }


def screening(study: Study) -> list[dict[str, Any]]:
    """A line and model each, in plain values; ``said`` is the sentence."""
    return [
        {
            "model": name,
            **dataclasses.asdict(found.line),
            **{key: value for key, value in dataclasses.asdict(found).items() if key != "line"},
            "said": screened_words(found, study.config.min_cell),
        }
        for name, point in models(study).items()
        for found in screen(study, point, study.yardsticks.lines)
    ]


def shares(study: Study) -> dict[str, Any] | None:
    """Shares of the groups beside their references, in plain values."""
    found = represented(study)
    if found is None:
        return None
    listed = [{**dataclasses.asdict(s), "beyond_chance": s.beyond_chance} for s in found.shares]
    return {"groups": listed, "p_value": found.p_value}


def models(study: Study) -> dict[str, Point]:
    """The plain model, and the operating point where there is another."""
    both = {"plain": study.plain, "chosen": study.operating}
    return both if len(study.points) > 1 else {"plain": study.plain}


def _base_rates(found: BaseRateDifference) -> dict[str, Any]:
    return {
        **dataclasses.asdict(found),
        "difference": found.difference,
        "beyond_chance": found.beyond_chance,
    }


def _control(control: Control) -> dict[str, Any]:
    return {
        "name": control.name,
        "setting": control.setting,
        "needs_group": control.needs_group,
        "reason": control.reason,
        "levels": None if control.levels is None else _told(control.levels),
        "change": None if control.change is None else records(control.change),
        "beside": None if control.beside is None else records(control.beside),
    }
