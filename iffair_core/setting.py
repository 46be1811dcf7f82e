"""From a config and prepared rows to the problem that the rules solve, and back to points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes
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
from iffair_core.influence.problem import Decision, Problem
from iffair_core.influence.scores import Rows
from iffair_core.models.logistic import LogisticFit, with_intercept
from iffair_core.results import Measures, Point
from iffair_core.weights.trace import Step


@dataclass(frozen=True, eq=False)
class Judged:
    """Rows on which a model is measured: design (n, p), outcomes, weights, group codes (n,)."""

    rows: Rows
    group: Codes
    groups: tuple[str, ...]

    def measure(self, fit: LogisticFit, cut: float) -> Measures:
        """Utilities and gaps of the model's decisions."""
        return measure(
            self.rows.y,
            fit.logit(self.rows.design),
            self.group,
            groups=self.groups,
            weight=self.rows.weight,
            cut=cut,
        )


@dataclass(frozen=True, eq=False)
class Setting:
    """Prepared rows, the problem on their parts, and the rows that judge its solutions."""

    prepared: Prepared
    problem: Problem
    validation: Judged
    test: Judged
    warnings: tuple[str, ...]

    def point(self, number: int, step: Step) -> Point:
        """The figures of a step on validation and test rows."""
        state = step.state
        return Point(
            step=number,
            theta=state.fit.theta,
            weights=state.weights,
            cut=state.cut,
            validation=self.validation.measure(state.fit, state.cut),
            test=self.test.measure(state.fit, state.cut),
            predicted=step.predicted,
            reached=step.reached,
            gradient_norm=state.fit.gradient_norm,
        )


def set_up(config: StudyConfig, prepared: Prepared) -> Setting:
    """The reweighting problem of a study: contrasts on the target rows, judged on validation."""
    train = _judged(prepared, Part.TRAIN)
    validation = _judged(prepared, Part.VALIDATION)
    target = validation
    if config.target_rows == "pooled":
        target = _judged(prepared, Part.TRAIN, Part.VALIDATION)

    def judge(fit: LogisticFit, cut: float) -> float:
        gap = targeted_gap(validation.measure(fit, cut), config.gaps)
        return float("inf") if gap is None else gap

    problem = Problem(
        train=train.rows,
        target=target.rows,
        validation=validation.rows,
        contrasts=contrasts(
            config.gaps,
            target.rows.y,
            target.group,
            target.rows.weight,
            n_groups=len(prepared.groups),
            reference=prepared.reference,
        ),
        l2=config.l2,
        decision=Decision(config.cut, config.share),
        judge=judge,
    )
    return Setting(
        prepared, problem, validation, _judged(prepared, Part.TEST), _too_small(config, target)
    )


def _judged(prepared: Prepared, *parts: Part) -> Judged:
    mask = prepared.mask(*parts)
    rows = Rows(with_intercept(prepared.X[mask]), prepared.y[mask], prepared.weight[mask])
    return Judged(rows, prepared.group[mask], prepared.groups)


def _too_small(config: StudyConfig, target: Judged) -> tuple[str, ...]:
    """One sentence a targeted rate that some group cannot support."""
    sentences = []
    for name in dict.fromkeys(name for gap in config.gaps for name in GAP_RATES[gap]):
        counts = cell_counts(RATES[name], target.rows.y, target.group, len(target.groups))
        few = [
            f"{target.groups[g]} ({counts[g]})" for g in np.flatnonzero(counts < MIN_CELL).tolist()
        ]
        if few:
            sentences.append(
                f"Too few {CELL_WORDS[RATES[name].rows]} to be a target (fewer than {MIN_CELL}): "
                f"{', '.join(few)}. Their figures are reported all the same."
            )
    return tuple(dict.fromkeys(sentences))
