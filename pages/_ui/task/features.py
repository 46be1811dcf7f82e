"""What the model may see: types, columns that are left out, and what was found about them."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st

from iffair_core.config import Task
from iffair_core.data.checks import Finding, inspect_columns
from iffair_core.data.encode import infer_kind
from iffair_core.data.written import value_text
from pages._ui import verbatim, widgets, words
from pages._ui.task import left_out_columns
from pages._ui.task.draft import Draft, missing, task_of
from pages._ui.task.support import PERCENT

KINDS = {"numeric": "number", "categorical": "category", "date": "date", "text": "free text"}
CHOSEN_KINDS = ("number", "category")
GIVEN_UP = "It was a sensitive attribute before."
EXAMPLES = 3
MOST_LINES, MOST_REASONS = 16, 6


def section(frame: pd.DataFrame, draft: Draft, reasons: dict[str, str], digest: str) -> Draft:
    """Columns with a tick for those that the model sees. ``reasons`` come with a packaged set."""
    findings = _findings(frame, draft, digest)
    own = _own_kinds(digest, _frame=frame)
    hidden = roles(draft)
    columns = [str(c) for c in frame.columns if c not in hidden]
    if not columns:
        st.info("Every column has another role, so the model has nothing to learn from.")
        return draft
    proposed = {f.column for f in findings if f.propose_leave_out} - set(draft.reviewed)
    notes = {c: r for c, r in reasons.items() if c in columns}
    left_out = set(draft.leave_out) | proposed
    notes |= {c: GIVEN_UP for c in draft.given_up if c in columns}
    notes |= {f.column: f.message for f in findings if f.column in columns}
    why = left_out_columns.reasons(columns, findings, draft.given_up, reasons)

    def build() -> pd.DataFrame:
        types = [_kind(own[c], c, draft) for c in columns]
        told = {
            c: left_out_columns.note(notes.get(c, ""), why[c], used=c not in left_out)
            for c in columns
        }
        return _lines(frame, columns, types, left_out, told)

    _point_out(findings, draft.given_up, left_out, columns)
    edited = st.data_editor(
        widgets.editor_base("task_features", build, (digest, tuple(columns), tuple(notes.items()))),
        key="task_features",
        hide_index=True,
        height="content" if len(columns) <= MOST_LINES else 35 * MOST_LINES,
        disabled=["column", "examples", "missing", "note"],
        alt="Columns of the table, whether the model sees them, and what was found about them",
        column_config={
            "use": st.column_config.CheckboxColumn("Use", width=60),
            "column": st.column_config.TextColumn("Column", width=150),
            "type": st.column_config.SelectboxColumn(
                "Type", options=_offered(own, columns), required=True, width=90
            ),
            "examples": st.column_config.TextColumn("Examples", width=150),
            "missing": st.column_config.NumberColumn("Missing", format=f"%.3g{PERCENT}", width=75),
            "note": st.column_config.TextColumn("What was found", width=420),
        },
    )
    used = int(edited["use"].sum())
    never = ", ".join(c for c in frame.columns if c in hidden) or "none"
    seen = f"The model sees {words.plural(used, 'column')} of {len(columns)}."
    not_used = [c for c, use in zip(edited["column"], edited["use"], strict=True) if not use]
    unseen = left_out_columns.sentence(not_used, why)
    st.caption(verbatim.shown(f"{seen} {unseen} Never features here: {never}."))
    _refuse_types(edited, own)
    return _changed(frame, draft, edited, own, findings)


def _findings(frame: pd.DataFrame, draft: Draft, digest: str) -> tuple[Finding, ...]:
    if missing(dataclasses.replace(draft, split="random")):
        return ()
    bare = dataclasses.replace(draft, leave_out=(), numeric=(), categorical=(), reviewed=())
    found = _inspected(digest, task_of(bare), _frame=frame)
    return tuple(f for f in found if f.kind != "numbers" or f.column not in draft.numeric)


def foresee(frame: pd.DataFrame, draft: Draft, digest: str) -> None:
    """What was found in the columns."""
    _findings(frame, draft, digest)


@st.cache_data(max_entries=32, show_spinner="Looking at the columns …")
def _inspected(digest: str, task: Task, *, _frame: pd.DataFrame) -> tuple[Finding, ...]:
    return tuple(inspect_columns(_frame, task))


def roles(draft: Draft) -> set[str]:
    """Columns that have another role and can be no feature."""
    named = {draft.weight_column, draft.id_column, draft.date_column, draft.split_column}
    named.add(draft.outcome_column)
    hidden = {c for c in named if c is not None}
    if draft.outcome is not None:
        hidden.add(draft.outcome.column)
    if not draft.keep_sensitive:
        hidden |= {a.column for a in draft.sensitive}
    return hidden


def _lines(
    frame: pd.DataFrame,
    columns: list[str],
    types: list[str],
    left_out: set[str],
    notes: dict[str, str],
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "use": [c not in left_out for c in columns],
            "column": columns,
            "type": types,
            "examples": [_examples(frame[c]) for c in columns],
            "missing": [100.0 * float(frame[c].isna().mean()) for c in columns],
            "note": [notes[c] for c in columns],
        }
    )


def _kind(own: str, column: str, draft: Draft) -> str:
    if column in draft.numeric:
        return KINDS["numeric"]
    return KINDS["categorical"] if column in draft.categorical else own


@st.cache_data(max_entries=32, show_spinner=False)
def _own_kinds(digest: str, *, _frame: pd.DataFrame) -> dict[str, str]:
    """What every column is by itself, in words."""
    return {str(column): KINDS[infer_kind(_frame[column])] for column in _frame.columns}


def _examples(series: pd.Series) -> str:
    return ", ".join(value_text(v) for v in series.dropna().unique()[:EXAMPLES])


def _point_out(
    findings: tuple[Finding, ...],
    given_up: tuple[str, ...],
    left_out: set[str],
    columns: list[str],
) -> None:
    known = [f for f in findings if f.column in columns]
    reasons = [f.message for f in known if f.propose_leave_out and f.column in left_out]
    numbers = [f.message for f in known if f.kind == "numbers" and not f.propose_leave_out]
    proxies = [f.column for f in known if f.kind == "proxy"]
    hidden = [c for c in given_up if c in left_out and c in columns]
    if reasons:
        listed = "".join(f"\n- {reason}" for reason in reasons[:MOST_REASONS])
        more = len(reasons) - MOST_REASONS
        st.warning(
            verbatim.shown(
                "Proposed for leaving out, and not ticked below; tick them to use them all the "
                f"same:\n{listed}"
            )
            + (f"\n- {words.plural(more, 'more column')}: see the last column." if more > 0 else "")
        )
    if hidden:
        one = len(hidden) == 1
        st.info(
            verbatim.shown(
                f"{words.listed(hidden)} {'is' if one else 'are'} compared no more, and the model "
                f"does not see {'it' if one else 'them'}. Tick {'it' if one else 'them'} below if "
                "it may."
            )
        )
    if numbers:
        st.info(verbatim.shown("\n".join(f"- {message}" for message in numbers[:MOST_REASONS])))
    if proxies:
        one = len(proxies) == 1
        st.info(
            verbatim.shown(
                f"{words.listed(proxies)} nearly {'gives' if one else 'give'} the group away "
                f"({'a proxy' if one else 'proxies'}). A model can treat groups differently "
                f"through {'it; it is' if one else 'them; they are'} left to you."
            )
        )


def _offered(own: dict[str, str], columns: list[str]) -> list[str]:
    """The types that can be chosen, and those that some column has by itself."""
    return [*CHOSEN_KINDS, *sorted({own[c] for c in columns} - set(CHOSEN_KINDS))]


def _refuse_types(edited: pd.DataFrame, own: dict[str, str]) -> None:
    for column, kind in zip(edited["column"], edited["type"], strict=True):
        if kind not in (*CHOSEN_KINDS, own[column]):
            st.error(
                verbatim.shown(
                    f"{column} cannot be made a {kind}: choose number or category, or leave the "
                    f"column out. It is taken as a {own[column]}."
                )
            )


def _changed(
    frame: pd.DataFrame,
    draft: Draft,
    edited: pd.DataFrame,
    own: dict[str, str],
    findings: tuple[Finding, ...],
) -> Draft:
    lines = list(zip(edited["column"], edited["use"], edited["type"], strict=True))
    shown = {c for c, _, _ in lines}
    overruled = {c: t for c, _, t in lines if t != own[c]}
    return dataclasses.replace(
        draft,
        leave_out=(
            *(c for c in draft.leave_out if c not in shown and c in frame.columns),
            *(c for c, use, _ in lines if not use),
        ),
        numeric=_of(overruled, "numeric", draft.numeric, shown),
        categorical=_of(overruled, "categorical", draft.categorical, shown),
        reviewed=tuple(sorted({*draft.reviewed, *(f.column for f in findings)})),
    )


def _of(
    overruled: dict[str, str], kind: str, kept: tuple[str, ...], shown: set[str]
) -> tuple[str, ...]:
    """Columns whose type was overruled to ``kind``; those not shown keep what they had."""
    return (
        *(c for c in kept if c not in shown),
        *(c for c, t in overruled.items() if t == KINDS[kind]),
    )
