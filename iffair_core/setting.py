"""From a config and prepared rows to the problem that the rules solve, and back to points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iffair_core.arrays import Codes, Vector
from iffair_core.config import StudyConfig
from iffair_core.data.prepared import Part, Prepared
from iffair_core.fairness.gaps import (
    CELL_WORDS,
    GAP_RATES,
    RATES,
    cell_counts,
)
from iffair_core.fairness.measure import Measures, measure, targeted_gap
from iffair_core.fairness.targets import targets
from iffair_core.influence.problem import Decision, Problem
from iffair_core.models.fit import Fit, Learner
from iffair_core.models.penalty import with_chosen_l2
from iffair_core.models.registry import learner_of
from iffair_core.models.rows import Rows
from iffair_core.results import Point
from iffair_core.weights.trace import Step


@dataclass(frozen=True, eq=False)
class Judged:
    """Rows on which a model is measured: features (n, d), outcomes, weights, group codes (n,).

    ``min_cell`` is the fewest rows that a group needs in a rate's cell to be compared.
    """

    rows: Rows
    group: Codes
    groups: tuple[str, ...]
    min_cell: int

    def between(self, begin: int, end: int) -> Judged:
        """The rows begin..end-1, without a copy."""
        X, y, weight = self.rows.X, self.rows.y, self.rows.weight
        chosen = slice(begin, end)
        rows = Rows(X[chosen], y[chosen], weight[chosen])
        return Judged(rows, self.group[chosen], self.groups, self.min_cell)

    def measure(self, z: Vector, cut: float) -> Measures:
        """Utilities and gaps of the decisions from logits z (n,)."""
        return measure(
            self.rows.y,
            z,
            self.group,
            groups=self.groups,
            weight=self.rows.weight,
            cut=cut,
            min_cell=self.min_cell,
        )


@dataclass(frozen=True, eq=False)
class Setting:
    """Prepared rows, the problem on their parts, and the rows that judge its solutions.

    ``plain`` is the plain model's fit, where choosing the penalty made it.
    """

    prepared: Prepared
    problem: Problem
    train: Judged
    validation: Judged
    test: Judged
    warnings: tuple[str, ...]
    plain: Fit | None = None

    def point(self, number: int, step: Step) -> Point:
        """The figures of a step on validation and test rows."""
        state = step.state
        return Point(
            step=number,
            theta=state.fit.theta,
            weights=state.weights,
            cut=state.cut,
            validation=self.validation.measure(state.fit.logit(self.validation.rows.X), state.cut),
            test=self.test.measure(state.fit.logit(self.test.rows.X), state.cut),
            predicted=step.predicted,
            reached=step.reached,
            gradient_norm=state.fit.gradient_norm,
            push=step.push,
        )


def set_up(config: StudyConfig, prepared: Prepared, learner: Learner | None = None) -> Setting:
    """The reweighting problem of a study: contrasts on the target rows, judged on validation.

    ``learner`` replaces the config's model; a penalty that is to be chosen is chosen here.
    """
    rows = _arranged(config, prepared)
    ends = np.searchsorted(np.sort(prepared.part), [Part.VALIDATION, Part.TEST]).tolist()
    train, validation = rows.between(0, ends[0]), rows.between(*ends)
    test = rows.between(ends[1], len(prepared.y))
    chosen = learner_of(config) if learner is None else learner
    plain: Fit | None = None
    if config.penalty == "auto":
        chosen, plain = with_chosen_l2(chosen, train.rows, validation.rows)
    target = rows.between(0, ends[1]) if config.target_rows == "pooled" else validation

    def judge(fit: Fit, cut: float) -> float:
        gap = targeted_gap(validation.measure(fit.logit(validation.rows.X), cut), config.gaps)
        return float("inf") if gap is None else gap

    problem = Problem(
        train=train.rows,
        target=target.rows,
        validation=validation.rows,
        targets=targets(
            config.gaps,
            target.rows.y,
            target.group,
            target.rows.weight,
            n_groups=len(prepared.groups),
            reference=prepared.reference,
            compare=config.compare,
            min_cell=config.min_cell,
        ),
        learner=chosen,
        decision=Decision(config.cut, config.share),
        cell=cells(train.group, train.rows.y),
        judge=judge,
    )
    warnings = _too_small(config, target, test)
    return Setting(prepared, problem, train, validation, test, warnings, plain)


def cells(group: Codes, y: Vector) -> Codes:
    """(n,) one code for each group and outcome."""
    return 2 * group + y.astype(np.int64)


def arrangement(part: Codes) -> Codes:
    """(n,) the rows of the parts (n,) in the order of a problem: training, validation, test.

    Within a part rows keep their order. So pooled target rows begin with the training rows, whose
    logits are known, and no row stands in memory twice.
    """
    return np.argsort(part, kind="stable")


def _arranged(config: StudyConfig, prepared: Prepared) -> Judged:
    order = arrangement(prepared.part)
    rows = Rows(prepared.X[order], prepared.y[order], prepared.weight[order])
    return Judged(rows, prepared.group[order], prepared.groups, config.min_cell)


def _too_small(config: StudyConfig, target: Judged, test: Judged) -> tuple[str, ...]:
    """Sentences on the groups that are too small for a targeted rate, as a target or on test.

    The estimators have no test rows, of which there is nothing to say.
    """
    names = dict.fromkeys(name for gap in config.gaps for name in GAP_RATES[gap])
    sentences = []
    for judged, consequence in (
        (target, "No target of the reweighting"),
        (test, "Left out of the gaps on test rows"),
    ):
        if not len(judged.group):
            continue
        for cell in dict.fromkeys(RATES[name].rows for name in names):
            rate = next(RATES[name] for name in names if RATES[name].rows == cell)
            counts = cell_counts(rate, judged.rows.y, judged.group, len(judged.groups))
            few = [
                f"{judged.groups[g]} ({counts[g]})"
                for g in np.flatnonzero(counts < config.min_cell).tolist()
            ]
            if few:
                sentences.append(
                    f"{consequence} (fewer than {config.min_cell} {CELL_WORDS[cell]}): "
                    f"{', '.join(few)}."
                )
    return tuple(sentences)
