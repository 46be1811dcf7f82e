"""Each of several groups against the reference group, in one gap."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.results import Point, Study
from pages._ui import show, verbatim, widgets, words
from pages._ui.charts.forest import forest_figure
from pages._ui.readings.measured import figures_of

COMPARED = {
    "demographic_parity": "Selected",
    "equal_opportunity": "Of those with a good outcome, selected",
    "predictive_equality": "Of those with a bad outcome, selected",
    "error_rate_parity": "Misjudged",
}
"""The gaps of one rate in points, and what the rate counts."""
MOST = 30


def table(study: Study, point: Point, gap: str) -> pd.DataFrame:
    """One line a group: rate of the group minus that of the reference, on test rows.

    title is the group; a figure that rests on few rows has none, as its status says.
    """
    lines = figures_of(study, point)
    reference = study.prepared.groups[study.prepared.reference]
    pairs = lines[(lines["metric"] == gap) & (lines["group"] != "")]
    forward = pairs[pairs["group"] == reference]
    backward = pairs[pairs["reference"] == reference]
    found = pd.concat(
        [
            forward.assign(title=forward["reference"]),
            backward.assign(
                title=backward["group"],
                value=-backward["value"],
                ci_low=-backward["ci_high"],
                ci_high=-backward["ci_low"],
            ),
        ]
    ).set_index("title")
    groups = [group for group in study.prepared.groups if group != reference]
    found = found.loc[groups, ["value", "ci_low", "ci_high", "n", "status"]].reset_index()
    found.loc[found["status"] != "ok", ["value", "ci_low", "ci_high"]] = pd.NA
    return found


def sentence(found: pd.DataFrame, gap: str, reference: str) -> str:
    """Which groups differ from the reference beyond chance, up or down."""
    low, high = found["ci_low"].fillna(0.0), found["ci_high"].fillna(0.0)
    parts = [
        f"**{how} than {reference}, beyond chance at 95 %:** {words.some(list(named))}."
        for how, named in (
            ("More often", found.loc[low > 0, "title"]),
            ("Less often", found.loc[high < 0, "title"]),
        )
        if len(named)
    ]
    text = " ".join(parts) or f"No group differs from {reference} beyond chance at 95 %."
    few = int((found["status"] != "ok").sum())
    if few:
        text += f" Not enough evidence: {words.plural(few, 'group')}."
    return (
        f"{COMPARED[gap]}, each group compared with {reference}. {text} Each interval stands "
        "for itself: with many groups some differ by chance alone."
    )


def section(study: Study, point: Point) -> None:
    """Nothing with two groups: their gap is on its card."""
    prepared = study.prepared
    if len(prepared.groups) == 2:
        return
    reference = prepared.groups[prepared.reference]
    gaps = list(COMPARED)
    st.subheader(verbatim.shown(f"Each group against {reference}"), anchor=False)
    gap = widgets.choice("Gap", gaps, key="audit_against_gap", first=gaps[0], title=words.gap_title)
    found = table(study, point, gap)
    drawn = found.loc[found["n"].nlargest(MOST).index].sort_index()
    reading = sentence(found, gap, reference)
    if len(drawn) < len(found):
        reading += f" The {MOST} of {len(found)} groups with most rows are drawn."
    show.chart(
        forest_figure(drawn, f"Points more than {reference}"),
        reading=reading,
        data=found,
        key="audit_against",
    )
