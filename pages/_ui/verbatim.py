"""Names of a table as its owner wrote them, within the sentences of the pages.

A group may be called "a $5 *fee*". Streamlit's Markdown would draw a formula and stress a word, so
the names that this session knows are escaped where they stand in a sentence; the sentence's own
marks stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from iffair_core.config import Task
from iffair_core.errors import IFFairError
from pages._ui import state, tables, words
from pages._ui.later import later

if TYPE_CHECKING:
    import pandas as pd

    from iffair_core.results import Study
    from pages._ui import studies
else:
    pd, studies = later("pandas"), later("pages._ui.studies")

READ = re.compile(r"[\\`*$~\[:]|\b_|_\b")
"""What Markdown reads within a line; a "_" between two letters it leaves alone."""
MOST_VALUES = 200
"""A column of more values is shown by no name of them."""


def shown(text: str) -> str:
    """A sentence of a page, of whose names Markdown reads nothing."""
    return literal(text, _known())


def literal(text: str, names: Iterable[str]) -> str:
    """``text`` with each of ``names`` in it escaped, the longest first; again changes nothing."""
    pattern = _pattern(frozenset(names))
    return text if pattern is None else pattern.sub(lambda m: words.as_written(m[0]), text)


@lru_cache(maxsize=64)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    """Finds the names that Markdown would read; one without a letter or a digit is no name."""
    marked = (n for n in names if READ.search(n) and any(c.isalnum() for c in n))
    each = "|".join(re.escape(n) for n in sorted(marked, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\\)(?:{each})") if each else None


def _known() -> frozenset[str]:
    """Names of the study that is shown and of the table that is worked on."""
    found: set[str] = set()
    study = _study()
    if study is not None:
        found.update(study.prepared.groups)
        found.update(_of_table(study.table.digest, study.config.task, study.table.frame))
    source, draft = state.source(), state.draft()
    if source is not None:
        found.add(source.title)
        if study is None and draft is not None:
            try:
                table = tables.open_source(source)
            except IFFairError:
                return frozenset(found)
            found.update(str(column) for column in table.frame.columns)
            for each in draft.sensitive:
                found.update(name for _, name in each.rename)
            columns = [a.column for a in draft.sensitive]
            columns += [draft.outcome.column] if draft.outcome else []
            for column in columns:
                found.update(_values(table.digest, column, table.frame))
    return frozenset(found)


def _study() -> Study | None:
    """The study that is shown; None also where it cannot be opened, which the page then says."""
    try:
        return studies.current() if state.study_id() else None
    except IFFairError:
        return None


def _of_table(digest: str, task: Task, frame: pd.DataFrame) -> set[str]:
    found = {str(column) for column in frame.columns}
    for column in (task.outcome.column, *(a.column for a in task.sensitive)):
        found.update(_values(digest, column, frame))
    return found


@st.cache_data(max_entries=64, show_spinner=False)
def _values(digest: str, column: str, _frame: pd.DataFrame) -> tuple[str, ...]:
    """The texts of a column of few values."""
    if column not in _frame.columns or pd.api.types.is_numeric_dtype(_frame[column]):
        return ()
    values = _frame[column].dropna().unique()
    return tuple(str(value) for value in values) if len(values) <= MOST_VALUES else ()
