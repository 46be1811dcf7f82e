"""The groups as they would be compared: rows, base rates, what their test rows can support."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd
import streamlit as st

from iffair_core.config import GAP_NAMES, Attribute, Outcome, SplitName, StudyConfig, Task
from iffair_core.data.groups import group_table
from iffair_core.data.task import outcome_vector
from iffair_core.errors import IFFairError
from iffair_core.evidence.merging import Proposal, proposals
from iffair_core.evidence.support import Support, group_support, grouped_rows
from pages._ui import state, verbatim, words
from pages._ui.task.draft import Draft, compared_by, missing, task_of

MIN_CELL = StudyConfig.min_cell
MANY = 12
PERCENT = "\N{NO-BREAK SPACE}%%"
SMALL_SHARE = 5e-4
SHARES = ("share", "base_rate")
"""Columns in percent; there is no base rate as long as the outcome is open."""
LINE_PIXELS = 35
NAMED = 3
BRIEF = {"equal_opportunity": "TPR", "predictive_equality": "FPR"}
MOST_PROPOSALS = 3
Assessed: TypeAlias = tuple[tuple[Support, ...], tuple[Proposal, ...]]


def section(frame: pd.DataFrame, draft: Draft, digest: str) -> None:
    """A table of the groups, a sentence on those that are too small, and what might be done."""
    try:
        table = group_table_of(frame, draft, digest)
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return
    found, proposed = _assess(frame, draft, digest)
    if len(draft.sensitive) > 1:
        st.markdown(f"The intersection has {words.plural(len(table), 'group')}:")
    if found:
        table = table.merge(support_table(found), on="group", how="left")
    if len(table) > MANY:
        by = "test_rows" if found else "count"
        table = table.sort_values(by, kind="stable")
        st.caption("Fewest rows first; the table scrolls.")
    st.dataframe(
        table.assign(**{c: 100.0 * table[c] for c in SHARES if c in table}),
        hide_index=True,
        key="task_groups",
        height="content" if len(table) <= MANY else LINE_PIXELS * (MANY + 1),
        alt="Rows, share and base rate of every group, and what its test rows can support",
        column_config={**COLUMNS, "share": _share(table["share"])},
    )
    if found:
        _say(found)
        _propose(draft, proposed)


def _share(shares: pd.Series) -> Any:
    """One digit more where the smallest share would be told as nothing."""
    digits = 1 + int(shares.min() < SMALL_SHARE)
    return st.column_config.NumberColumn("Share", format=f"%.{digits}f{PERCENT}", width=65)


def _number(title: str, text: str, width: int) -> Any:
    return st.column_config.NumberColumn(title, format="localized", help=text, width=width)


COLUMNS = {
    "group": st.column_config.TextColumn("Group", width=200),
    "count": _number("Rows", "Rows of the table", 60),
    "base_rate": st.column_config.ProgressColumn(
        "Good outcome",
        format=f"%.1f{PERCENT}",
        min_value=0.0,
        max_value=100.0,
        width=115,
        help="Rows with a good outcome (base rate)",
    ),
    "test_rows": _number("Test rows", "At the present split", 75),
    "test_positives": _number("good", "Test rows with a good outcome", 60),
    "test_negatives": _number("bad", "Test rows with a bad outcome", 60),
    "too few for": st.column_config.TextColumn(
        "Too few test rows for",
        width=185,
        help=f"A gap needs {MIN_CELL} test rows of each kind in a group. TPR stands for equal "
        "opportunity, FPR for predictive equality.",
    ),
}


def support_table(found: Sequence[Support]) -> pd.DataFrame:
    """Test rows of every group and the gaps that it stays out of."""
    return pd.DataFrame(
        {
            "group": [each.group for each in found],
            "test_rows": [each.test_rows for each in found],
            "test_positives": [each.test_positives for each in found],
            "test_negatives": [each.test_negatives for each in found],
            "too few for": [gaps_briefly(each.lacking) for each in found],
        }
    )


def gaps_words(gaps: Sequence[str]) -> str:
    """Titles of gaps, "every gap" for all of them, "" for none."""
    if len(gaps) == len(GAP_NAMES):
        return "every gap"
    return ", ".join(words.gap_title(gap).split(" (")[0].lower() for gap in gaps)


def gaps_briefly(gaps: Sequence[str]) -> str:
    """As ``gaps_words``, narrow enough for a column: "TPR, equalised odds"."""
    if len(gaps) == len(GAP_NAMES):
        return "every gap"
    return ", ".join(BRIEF.get(gap, words.gap_title(gap).lower()) for gap in gaps)


def support_sentence(found: Sequence[Support]) -> str:
    """Which groups cannot be compared by which gaps at the present split."""
    small = sorted((e for e in found if e.lacking), key=lambda each: each.test_rows)
    tested = words.plural(sum(each.test_rows for each in found), "test row")
    if not small:
        return f"Every group has enough of the {tested} for every gap (at least {MIN_CELL} each)."
    named = [
        f"**{each.group}** has {each.reason}: too few for {gaps_words(each.lacking)}"
        for each in small[:NAMED]
    ]
    more = f"; and {words.plural(len(small) - NAMED, 'more group')}" if len(small) > NAMED else ""
    of = f"{words.plural(len(small), 'group')} of {len(found)}"
    return (
        f"{of}: not enough evidence for some gap among the {tested}. {'; '.join(named)}{more}. "
        "They would be listed and stay out of those gaps."
    )


def _say(found: Sequence[Support]) -> None:
    sentence = support_sentence(found)
    if any(each.lacking for each in found):
        st.warning(verbatim.shown(sentence))
    else:
        st.caption(verbatim.shown(sentence))


def _propose(draft: Draft, proposed: Sequence[Proposal]) -> None:
    """What might be done about small groups, one click each, and the way back."""
    if _as_proposed(draft):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown("**The groups were changed as proposed.** Undo brings the former ones back.")
        right.button("Undo", key="task_undo", on_click=state.undo_groups, width="stretch")
    for number, proposal in enumerate(proposed[:MOST_PROPOSALS]):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(verbatim.shown(proposal_words(proposal)))
        right.button(
            "Apply",
            key=f"task_propose_{number}",
            on_click=state.change_groups,
            args=(_as_changed(draft, proposal),),
            width="stretch",
        )
    if proposed:
        st.caption(
            "Merging hides differences within the merged group; comparing by less hides those "
            "of the attribute. Leaving groups as they are is sound too."
        )


def _as_changed(draft: Draft, proposal: Proposal) -> Draft:
    """The draft as a proposal changes it."""
    left = compared_by(draft, [a.column for a in proposal.sensitive])
    return dataclasses.replace(left, sensitive=proposal.sensitive)


def proposal_words(proposal: Proposal) -> str:
    """What a proposal does and what is left afterwards."""
    after = words.plural(proposal.groups, "group")
    if not proposal.lacking:
        return f"{proposal.what}: {after}, all with enough test rows for every gap."
    return f"{proposal.what}: {after}, {proposal.lacking} of them still too small for some gap."


def _as_proposed(draft: Draft) -> bool:
    """Whether the groups are still those that a proposal made."""
    changed = state.changed_groups()
    forms = [None if d is None else [_form(a) for a in d.sensitive] for d in (changed, draft)]
    return changed is not None and forms[0] == forms[1]


def _form(attribute: Attribute) -> tuple[str, tuple[str, ...], set[tuple[str, str]]]:
    """What makes the groups of an attribute; cut points as the page writes them."""
    cuts = tuple(f"{cut:g}" for cut in attribute.bins)
    return attribute.column, cuts, set(attribute.rename)


def group_table_of(frame: pd.DataFrame, draft: Draft, digest: str) -> pd.DataFrame:
    """``group_table``, kept in memory by the digest of the table."""
    return _table(digest, draft.sensitive, draft.outcome, _frame=frame)


def _assess(frame: pd.DataFrame, draft: Draft, digest: str) -> Assessed:
    """What every group supports; empty while the task is incomplete or cannot be split."""
    if missing(draft):
        return (), ()
    try:
        return _assessed(digest, task_of(draft), draft.split, draft.seed, _frame=frame)
    except IFFairError as error:
        st.caption(verbatim.shown(f"What the groups support cannot be said yet: {error}"))
        return (), ()


def foresee(frame: pd.DataFrame, draft: Draft, digest: str) -> None:
    """The table of groups, and what they support."""
    group_table_of(frame, draft, digest)
    _assessed(digest, task_of(draft), draft.split, draft.seed, _frame=frame)


@st.cache_data(max_entries=64, show_spinner=False)
def _table(
    digest: str, sensitive: tuple[Attribute, ...], outcome: Outcome | None, *, _frame: pd.DataFrame
) -> pd.DataFrame:
    y = None if outcome is None else outcome_vector(_frame, outcome)
    return group_table(_frame, sensitive, y)


@st.cache_data(max_entries=64, show_spinner=False)
def _assessed(
    digest: str, task: Task, split: SplitName, seed: int, *, _frame: pd.DataFrame
) -> Assessed:
    rows = grouped_rows(_frame, task, split)
    found = group_support(rows, task, split, seed, MIN_CELL)
    return found, proposals(rows, task, split, seed, MIN_CELL, found)
