"""From a config and prepared rows to the problem that the rules solve, and back to points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Mask, Matrix
from iffair_core.config import StudyConfig
from iffair_core.data.prepared import Part, Prepared
from iffair_core.fairness.gaps import (
    CELL_WORDS,
    GAP_RATES,
    MIN_CELL,
    RATES,
    cell_counts,
    contrasts,
)
from iffair_core.fairness.measure import measure, targeted_gap
from iffair_core.influence.scores import Rows
from iffair_core.models.logistic import LogisticFit, with_intercept
from iffair_core.results import Measures, Point
from iffair_core.weights.problem import Decision, Problem
from iffair_core.weights.trace import Step


@dataclass(frozen=True, eq=False)
class Setting:
    """Prepared rows, the design of all of them (n, p), and the problem on their parts."""

    prepared: Prepared
    design: Matrix
    problem: Problem
    warnings: tuple[str, ...]

    def point(self, number: int, step: Step) -> Point:
        """The figures of a step on validation and test rows."""
        state = step.state
        return Point(
            step=number,
            theta=state.fit.theta,
            weights=state.weights,
            cut=state.cut,
            validation=measure_part(
                self.prepared, self.design, state.fit, state.cut, Part.VALIDATION
            ),
            test=measure_part(self.prepared, self.design, state.fit, state.cut, Part.TEST),
            predicted=step.predicted,
            reached=step.reached,
            gradient_norm=state.fit.gradient_norm,
        )


def set_up(config: StudyConfig, prepared: Prepared) -> Setting:
    """The reweighting problem of a study: contrasts on the target rows, judged on validation."""
    design = with_intercept(prepared.X)
    parts = (
        [Part.VALIDATION] if config.target_rows == "validation" else [Part.TRAIN, Part.VALIDATION]
    )
    target = prepared.mask(*parts)

    def judge(fit: LogisticFit, cut: float) -> float:
        found = measure_part(prepared, design, fit, cut, Part.VALIDATION)
        gap = targeted_gap(found, config.gaps)
        return float("inf") if gap is None else gap

    problem = Problem(
        train=_rows(prepared, design, prepared.mask(Part.TRAIN)),
        target=_rows(prepared, design, target),
        validation=_rows(prepared, design, prepared.mask(Part.VALIDATION)),
        contrasts=contrasts(
            config.gaps,
            prepared.y[target],
            prepared.group[target],
            prepared.weight[target],
            n_groups=len(prepared.groups),
            reference=prepared.reference,
        ),
        l2=config.l2,
        decision=Decision(config.cut, config.share),
        judge=judge,
    )
    return Setting(prepared, design, problem, _too_small(config, prepared, target))


def measure_part(
    prepared: Prepared, design: Matrix, fit: LogisticFit, cut: float, part: Part
) -> Measures:
    """Utilities and gaps of a model on one part of the rows."""
    rows = prepared.mask(part)
    return measure(
        prepared.y[rows],
        fit.logit(design[rows]),
        prepared.group[rows],
        groups=prepared.groups,
        weight=prepared.weight[rows],
        cut=cut,
    )


def _rows(prepared: Prepared, design: Matrix, mask: Mask) -> Rows:
    return Rows(design[mask], prepared.y[mask], prepared.weight[mask])


def _too_small(config: StudyConfig, prepared: Prepared, target: Mask) -> tuple[str, ...]:
    """One sentence a targeted rate that some group cannot support."""
    sentences = []
    for name in dict.fromkeys(name for gap in config.gaps for name in GAP_RATES[gap]):
        counts = cell_counts(
            RATES[name], prepared.y[target], prepared.group[target], len(prepared.groups)
        )
        few = [
            f"{prepared.groups[g]} ({counts[g]})"
            for g in np.flatnonzero(counts < MIN_CELL).tolist()
        ]
        if few:
            sentences.append(
                f"Too few {CELL_WORDS[RATES[name].rows]} to be a target (fewer than {MIN_CELL}): "
                f"{', '.join(few)}. Their figures are reported all the same."
            )
    return tuple(dict.fromkeys(sentences))
