"""Names of a table as its owner wrote them, within the sentences of the pages.

A group may be called "a $5 *fee*". Streamlit's Markdown would draw a formula and stress a word, so
the names that this session knows are escaped where they stand in a sentence or a label; the
sentence's own marks stay. A text that is all a user's own goes through ``words.as_written``.
The options of select boxes, the cells of data frames and ``alt`` are no Markdown and stand as they
are; charts have ``charts/written``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from iffair_core.errors import IFFairError
from iffair_core.literal import literal, marked
from pages._ui import state, tables
from pages._ui.later import later

if TYPE_CHECKING:
    import pandas as pd

    from iffair_core.data import names as data
    from iffair_core.data.names import ManyNames
    from iffair_core.results import Study
    from pages._ui import studies
else:
    data, studies = later("iffair_core.data.names"), later("pages._ui.studies")


def shown(text: str) -> str:
    """A sentence or a label of a page, of whose names Markdown reads nothing."""
    names, many = _known()
    return literal(text, names if many is None else names | many.within(text))


def _known() -> tuple[frozenset[str], ManyNames | None]:
    """Names with marks of the study that is shown and of the table that is worked on.

    Beside them, the values of its columns that have too many to know them all at once.
    """
    study, source, draft = _study(), state.source(), state.draft()
    found = set() if source is None else {source.title}
    if draft is not None:
        found.update(name for a in draft.sensitive for _, name in a.rename)
    if study is not None:
        config = study.config
        found.add(tables.source_of(config).title)
        found.update(study.prepared.groups, (a.name for a in config.task.sensitive))
        found.update(line.source for line in study.yardsticks.lines)
        names, many = _of_table(study.table.digest, study.table.frame)
        return marked(found) | names, many
    if source is None:
        return marked(found), None
    try:
        table = tables.open_source(source)
    except IFFairError:
        return marked(found), None
    names, many = _of_table(table.digest, table.frame)
    return marked(found) | names, many


def _study() -> Study | None:
    """The study that is shown; None also where it cannot be opened, which the page then says."""
    try:
        return studies.current() if state.study_id() else None
    except IFFairError:
        return None


@st.cache_resource(max_entries=32, show_spinner=False)
def _of_table(digest: str, _frame: pd.DataFrame) -> tuple[frozenset[str], ManyNames]:
    return data.marked_names(_frame), data.many_names(_frame)
