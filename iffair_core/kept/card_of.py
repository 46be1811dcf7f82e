"""The card of a study: its figures, as a list will show them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from iffair_core.data.builtin import builtin_name, data_title
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import levels_at
from iffair_core.evidence.rows import part_rows, predictions
from iffair_core.evidence.utilities import utility_figures_at
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.kept.card import TARGETED, Card, now
from iffair_core.kept.setting_words import setting_words
from iffair_core.results import Point, Study
from iffair_core.weights.describe import summarise_weights


def card_of(study: Study, former: Card | None = None) -> Card:
    """The card of a study.

    Of a ``former`` one of the same study the name, the date, the place and the plain model's
    figures stay.
    """
    before = former.before if former else dict(_figures(study, study.plain))
    return Card(
        id=former.id if former else "",
        fingerprint=study.id,
        made=former.made if former else now(),
        data=data_title(study.config.data, study.table.name),
        packaged=builtin_name(study.config.data) is not None,
        digest=study.table.digest,
        gaps=study.config.gaps,
        rule=study.config.rule,
        steps=len(study.points) - 1,
        version=study.version,
        settings=setting_words(study.config, reweighted=len(study.points) > 1),
        before=before,
        after=dict(_figures(study, study.operating)) if study.chosen else before,
        sample_size=summarise_weights(study.operating.weights).effective_sample_size,
        name=former.name if former else "",
        deleted=former.deleted if former else "",
    )


def _figures(study: Study, point: Point) -> Iterator[tuple[str, Level]]:
    """Every gap over all groups, every utility and the largest targeted gap, with intervals."""
    at = part_rows(study)
    said = predictions(study, point, at)
    yield TARGETED, levels_at(at, said, study.config.gaps).gap
    for gap in REPORTED_GAPS:
        yield gap, levels_at(at, said, [gap]).gap
    table = utility_figures_at(at, said)
    for line in table[["metric", "value", "ci_low", "ci_high"]].astype(object).to_numpy():
        metric, value, low, high = line
        yield str(metric), Level(_number(value), _number(low), _number(high))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except TypeError:
        return None
    return number if math.isfinite(number) else None
