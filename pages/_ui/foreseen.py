"""The pieces of work whose results the pages of a study show first, in the order of the pages."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path

from iffair_core.data.prepared import Part
from iffair_core.results import Study
from pages._ui import tables
from pages._ui.audit import overview
from pages._ui.charts.rates import rates_figure
from pages._ui.influence import row_tables
from pages._ui.patterns import search
from pages._ui.readings import gained, keys, measured
from pages._ui.readings.rates import rates_by_group
from pages._ui.run import results
from pages._ui.shift import by_column
from pages._ui.task import features, support
from pages._ui.task.draft import draft_of

JUDGED = (Part.VALIDATION, Part.TEST)


def subject(study: Study) -> Hashable:
    """What the pieces depend on."""
    return keys.of_result(study)


def pieces(study: Study, folder: Path) -> tuple[Callable[[], object], ...]:
    """Each fills what is kept in memory for a page; none draws. ``folder`` holds the study."""
    found = [
        partial(_data, study),
        partial(measured.figures_of, study, study.plain),
        partial(measured.utilities_of, study, study.plain),
        partial(measured.base_rates_of, study),
        partial(measured.ledger_of, study),
        partial(_audit, study),
    ]
    if study.config.model == "logistic":
        found += [partial(row_tables.influence_of, study, study.config.gaps[0], 0)]
    if len(study.points) > 1:
        found += [
            partial(gained.changes_of, study),
            partial(measured.figures_of, study, study.operating),
            partial(measured.utilities_of, study, study.operating),
            *(partial(gained.levels_of, study, study.config.gaps, p) for p in JUDGED),
            partial(gained.control_lines_of, study),
            *(partial(build, study) for build in results.CHARTS),
        ]
    found += [lambda: gained.story_of(gained.findings_of(study, folder))]
    found += [partial(by_column.foresee, study)]
    if study.config.model == "logistic":
        found += [partial(search.foresee, study)]
    return tuple(found)


def _audit(study: Study) -> None:
    overview.drawn(overview.table(study, study.plain))
    rates_figure({"Plain model": rates_by_group(study, study.plain)})


def _data(study: Study) -> None:
    """The table as it was opened, and what its columns and groups hold."""
    frame = tables.open_source(tables.source_of(study.config)).frame
    config, digest = study.config, study.table.digest
    draft = draft_of(config.task, config.split, config.seed, tuple(map(str, frame.columns)))
    support.foresee(frame, draft, digest)
    features.foresee(frame, draft, digest)
