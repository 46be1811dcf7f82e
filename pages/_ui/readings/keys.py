"""Keys of what is kept in memory: what the figures of a study depend on."""

from __future__ import annotations

from collections.abc import Hashable

from iffair_core.results import Point, Study

Key = tuple[Hashable, ...]


def of_study(study: Study) -> Key:
    """What depends on the settings and the table alone."""
    return study.id, study.table.digest


def of_points(study: Study, *points: Point) -> Key:
    """What also depends on these models at their thresholds."""
    return *of_study(study), *((point.step, point.cut) for point in points)


def of_result(study: Study) -> Key:
    """What is told of the operating point beside the plain model."""
    return of_points(study, study.operating, study.plain)
