"""Where a gap may come from: base rates in the data itself, and who is in the table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.errors import ConfigError
from iffair_core.evidence.base_rates import BaseRateDifference
from iffair_core.evidence.representation import Representation, Share, representation
from iffair_core.results import Study
from pages._ui import state, words
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
EDITOR = "audit_shares"


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
    return (
        f"**{words.percent(lower.rate)}** of **{lower.group}** and "
        f"**{words.percent(higher.rate)}** of **{higher.group}** have a good outcome in the data "
        f"itself: a difference of {_difference(found)}, over {words.plural(found.rows, 'row')} "
        f"with an outcome.{many} If that difference comes from past decisions (label bias), "
        "demographic parity asks to undo it and equalised odds keeps it. The data alone cannot "
        "tell where it comes from."
    )


def _difference(found: BaseRateDifference) -> str:
    bounds = said.interval(found.low, found.high, "demographic_parity")
    return f"{words.points(found.difference)} (95 % interval {bounds})"


def shares(study: Study) -> None:
    """Shares of the groups, beside reference shares that the user may give."""
    prepared = study.prepared
    counts = np.bincount(prepared.group, minlength=len(prepared.groups)).tolist()
    rows = dict(zip(prepared.groups, counts, strict=True))
    with st.expander("Who is in the table: shares against a reference", key="audit_shares_box"):
        st.caption(
            "Does the table hold the groups in the shares of those whom decisions will be about? "
            "Type the shares that you know from elsewhere (a census, the list of all applicants). "
            "They stay in this session. Shares count rows, whatever their weight."
        )
        reference = _reference(rows)
        try:
            _say(representation(rows, reference))
        except ConfigError as error:
            st.error(str(error))


def _reference(rows: dict[str, int]) -> dict[str, float]:
    """The editable table; the reference shares that are filled in, from 0 to 1."""
    kept: dict[str, float] = state.kept(EDITOR, {})
    found = representation(rows, {})

    def build() -> pd.DataFrame:
        percent = [None if (s := kept.get(group)) is None else 100 * s for group in rows]
        return pd.DataFrame(
            {
                "group": list(rows),
                "rows": list(rows.values()),
                "share": [_share(share) for share in found.shares],
                "reference": pd.array(percent, dtype="Float64"),
            }
        )

    edited = st.data_editor(
        state.editor_base(EDITOR, build, tuple(rows.items())),
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
    reference = {str(group): float(share) / 100 for group, share in given if pd.notna(share)}
    state.keep(EDITOR, reference)
    return reference


def _share(share: Share) -> str:
    return f"{words.percent(share.share)} ({100 * share.low:.1f} to {100 * share.high:.1f})"


def _say(found: Representation) -> None:
    """One line a group that has a reference; nothing without one."""
    given = [(share, share.reference) for share in found.shares if share.reference is not None]
    if not given:
        return
    lines = []
    for share, reference in given:
        side = "fewer" if share.share < reference else "more"
        verdict = (
            f"{side} than the reference, beyond chance at 95 %"
            if share.beyond_chance
            else "the interval holds the reference, so a difference may be chance"
        )
        lines.append(
            f"- **{share.group}**: {_share(share)} of the rows against {words.percent(reference)}: "
            f"{verdict}."
        )
    st.markdown("\n".join(lines))
    if len(found.shares) > 2:
        st.caption("The intervals of all groups hold together at 95 %.")
    if found.p_value is not None:
        st.caption(
            f"All shares at once: were the rows drawn at random by the reference shares, shares as "
            f"far off would come about with p {_p(found.p_value)} (Pearson's chi-square test)."
        )


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"= {value:.3f}".replace("0.", ".")
