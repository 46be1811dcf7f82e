"""A finished study under another decision threshold: the same models, other decisions."""

from __future__ import annotations

import dataclasses

from iffair_core.arrays import Mask, Vector
from iffair_core.config import StudyConfig
from iffair_core.data.prepared import Part, Prepared
from iffair_core.fairness.measure import Measures, measure
from iffair_core.influence.problem import share_cut
from iffair_core.models.registry import learner_of
from iffair_core.results import Point, Study


def with_threshold(study: Study, *, cut: float, share: float | None = None) -> Study:
    """``study`` with every point measured anew at ``cut``, or where ``share`` is selected.

    The weights and models stay: they were found at the threshold of ``study.config``. A share is
    turned into a cut on each model's validation scores, as in a run. Figures of another learner
    (``Point.transfer``) are left out: its scores are not kept. Raises ConfigError if
    ``cut`` or ``share`` is out of range.
    """
    config = dataclasses.replace(
        study.config, cut=cut if share is None else study.config.cut, share=share
    )
    if (cut, share) == (study.config.cut, study.config.share):
        return study
    learner, X = learner_of(config), study.prepared.X
    points, reweighing = (
        tuple(_measured(p, learner.logit(X, p.theta), study.prepared, config) for p in each)
        for each in (study.points, study.reweighing)
    )
    return dataclasses.replace(study, config=config, points=points, reweighing=reweighing)


def _measured(point: Point, z: Vector, prepared: Prepared, config: StudyConfig) -> Point:
    validation, test = prepared.mask(Part.VALIDATION), prepared.mask(Part.TEST)
    cut = config.cut if config.share is None else share_cut(z[validation], config.share)
    return dataclasses.replace(
        point,
        cut=cut,
        validation=_part(config, prepared, z, validation, cut),
        test=_part(config, prepared, z, test, cut),
        transfer=None,
    )


def _part(config: StudyConfig, prepared: Prepared, z: Vector, rows: Mask, cut: float) -> Measures:
    return measure(
        prepared.y[rows],
        z[rows],
        prepared.group[rows],
        groups=prepared.groups,
        weight=prepared.weight[rows],
        cut=cut,
        min_cell=config.min_cell,
    )
