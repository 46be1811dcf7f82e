"""Where a gap may come from: base rates in the data itself, and who is in the table."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from iffair_core.errors import ConfigError
from iffair_core.evidence.base_rates import BaseRateDifference
from iffair_core.evidence.representation import Representation, group_rows, representation
from iffair_core.evidence.representation_words import (
    TOGETHER,
    all_at_once,
    compared_shares,
    share_words,
)
from iffair_core.results import Study
from pages._ui import opened, studies, verbatim, widgets, words
from pages._ui.audit import said
from pages._ui.readings import measured

STANCES = {
    "demographic_parity": "this gap asks for equal selection all the same.",
    "equal_opportunity": "this gap takes that difference as given.",
    "predictive_equality": "this gap takes that difference as given.",
    "equalized_odds": "this gap takes that difference as given.",
    "error_rate_parity": "errors are counted against that outcome.",
    "loss_parity": "the loss is measured against that outcome.",
}
"""What a gap makes of different base rates."""
EDITOR, SHARES, REFUSED = "audit_shares", "audit_shares_kept", "audit_shares_refused"


def stance(gap: str, study: Study) -> str:
    """The difference of base rates beside a gap; empty where there may be none."""
    found = measured.base_rates_of(study)
    if found is None or not found.beyond_chance:
        return ""
    bounds = said.interval(found.low, found.high, "demographic_parity")
    return (
        f"Base rates in the data differ by {words.points(found.difference)} ({bounds}): "
        f"{STANCES[gap]}"
    )


def label_bias(study: Study) -> str:
    """What different base rates may mean; empty where there may be no difference."""
    found = measured.base_rates_of(study)
    if found is None or not found.beyond_chance:
        return ""
    lower, higher = found.lower, found.higher
    many = " The two groups are those that differ most." if len(study.prepared.groups) > 2 else ""
    whose = (
        "with an outcome"
        if found.rows == len(study.prepared.y)
        else "of the groups that have enough of them"
    )
    return (
        f"**{words.percent(lower.rate)}** of **{lower.group}** and "
        f"**{words.percent(higher.rate)}** of **{higher.group}** have a good outcome in the data "
        f"itself: a difference of {_difference(found)}, over {words.plural(found.rows, 'row')} "
        f"{whose}.{many} If that difference comes from past decisions (label bias), "
        "demographic parity asks to undo it and equalised odds keeps it. The data alone cannot "
        "tell where it comes from."
    )


def _difference(found: BaseRateDifference) -> str:
    bounds = said.interval(found.low, found.high, "demographic_parity")
    return f"{words.points(found.difference)} (95 % interval {bounds})"


def shares(study: Study) -> None:
    """Shares of the groups, beside reference shares that the user may give."""
    title = "Who is in the table: shares against a reference"
    opened.folded(title, partial(_shares, study), key="audit_shares_box")


def _shares(study: Study) -> None:
    rows = group_rows(study)
    st.caption(
        "Does the table hold the groups in the shares of those whom decisions will be about? "
        "Type the shares that you know from elsewhere (a census, the list of all applicants). "
        "They are kept with the study and stand in the report. Shares count rows, whatever "
        "their weight."
    )
    now = study.yardsticks.shares
    reference = _reference(rows, widgets.kept(REFUSED, None) or now)
    try:
        _say(representation(rows, reference))
    except ConfigError as error:
        st.error(verbatim.shown(str(error)))
        widgets.keep(REFUSED, reference)  # to be mended, after a look at another page as well
        return
    widgets.keep(REFUSED, None)
    if reference != widgets.kept(SHARES, now):
        studies.hold_against(dataclasses.replace(study.yardsticks, shares=reference))
    widgets.keep(SHARES, reference)


def _reference(rows: dict[str, int], now: Mapping[str, float]) -> dict[str, float]:
    """The editable table; the reference shares that are filled in, from 0 to 1."""
    found = representation(rows, {})

    def build() -> pd.DataFrame:
        given = [None if (s := now.get(group)) is None else round(100 * s, 6) for group in rows]
        return pd.DataFrame(
            {
                "group": list(rows),
                "rows": list(rows.values()),
                "share": [share_words(share) for share in found.shares],
                "reference": pd.array(given, dtype="Float64"),
            }
        )

    edited = st.data_editor(
        widgets.editor_base(EDITOR, build, tuple(rows.items())),
        key=EDITOR,
        hide_index=True,
        disabled=["group", "rows", "share"],
        alt="Share of every group in the table, and the reference share to compare it with",
        column_config={
            "group": "Group",
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "share": "Share of rows (95 % interval)",
            "reference": st.column_config.NumberColumn(
                "Reference share, %", min_value=0.0, max_value=100.0, step=0.1, format="%.1f"
            ),
        },
    )
    given = zip(edited["group"], edited["reference"], strict=True)
    return {str(group): round(float(share) / 100, 8) for group, share in given if pd.notna(share)}


def _say(found: Representation) -> None:
    """One line a group that has a reference; nothing without one."""
    lines = [f"- **{group}**: {told}" for group, told in compared_shares(found)]
    if not lines:
        return
    st.markdown(verbatim.shown("\n".join(lines)))
    if len(found.shares) > 2:
        st.caption(TOGETHER)
    if found.p_value is not None:
        st.caption(verbatim.shown(all_at_once(found)))
