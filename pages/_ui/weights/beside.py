"""Two sets of weights side by side: where they agree, and what each of them reaches."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.results import Study
from iffair_core.weights.describe import Agreement, agreement, effective_size
from iffair_core.words import TITLES, UNDEFINED, bare, with_interval
from pages._ui import shell, show, widgets, words
from pages._ui.charts.weights import agreement_figure
from pages._ui.weights import others
from pages._ui.weights.others import Other

NOTHING = (
    "There is nothing to compare with yet: run another rule, or other settings, on the same table."
)


def section(study: Study) -> None:
    """Choose what to compare with; then weights, and figures with intervals."""
    found = others.titles(study)
    if not found:
        shell.missing(NOTHING, shell.REWEIGHT, "Run another rule", key="weights_beside_missing")
        return
    widgets.restore_choice("weights_other", next(iter(found)), list(found))
    key = st.selectbox(
        "Compare with", list(found), key="weights_other", format_func=found.__getitem__
    )
    compare(others.own(study), others.opened(study, key, found[key]))


def compare(own: Other, other: Other) -> None:
    """Weights, then figures."""
    first, second = others.shared(own, other)
    if not len(first):
        st.warning("These two studies train on no row in common: their splits differ.")
    else:
        found = agreement(first, second)
        show.chart(
            agreement_figure(first, second, (own.title, other.title)),
            reading=reading(found, len(own.point.weights)),
            data=pd.DataFrame({"this": first, "other": second}),
            key="weights_agreement",
        )
    _figures(own, other)


def reading(found: Agreement, rows: int) -> str:
    """How far both sets agree, in sentences."""
    same = (
        "The ranks cannot be compared: one of them weighs all rows alike."
        if found.correlation is None
        else f"Their ranks correlate at **{found.correlation:.2f}** (1: the same order)."
    )
    part = "" if found.rows == rows else f" Over the {words.count(found.rows)} rows of both."
    return (
        f"{same} Both raise {words.percent(found.both_up, 0)} of the rows and both lower "
        f"{words.percent(found.both_down, 0)}; on {words.percent(found.apart, 0)} they go opposite "
        f"ways.{part}"
    )


def _figures(own: Other, other: Other) -> None:
    lines = told(own, other)
    st.dataframe(
        lines,
        hide_index=True,
        height="content",
        key="weights_beside",
        alt="Gaps and utilities of both sets of weights on test rows, with intervals",
        column_config={
            "figure": st.column_config.TextColumn("Test rows", pinned=True),
            "this": st.column_config.TextColumn(
                own.title, help="In points and percent, with the 95 % interval; losses as they are."
            ),
            "other": other.title,
        },
    )
    if own.study.config.seed != other.study.config.seed:
        st.caption("The splits differ, so the test rows do as well.")


def told(own: Other, other: Other) -> pd.DataFrame:
    """One line a figure; the effective sample size and the largest weight last."""
    sides = {"this": others.measured(own), "other": others.measured(other)}
    targeted = set(own.study.config.gaps)
    names = [name for name in sides["this"].index if name in sides["other"].index]
    names.sort(key=lambda name: name not in targeted)
    lines = [
        {
            "figure": TITLES[name] + (" (target)" if name in targeted else ""),
            **{side: _with_interval(lines.loc[name], name) for side, lines in sides.items()},
        }
        for name in names
    ]
    for title, describe in (
        ("Effective sample size", lambda w: f"{effective_size(w):,.0f}"),
        ("Largest weight", lambda w: f"{np.max(w):.2f}"),
    ):
        lines.append(
            {
                "figure": title,
                "this": describe(own.point.weights),
                "other": describe(other.point.weights),
            }
        )
    return pd.DataFrame(lines)


def _with_interval(line: pd.Series, name: str) -> str:
    if pd.isna(line["value"]):
        return UNDEFINED
    return with_interval(bare(float(line["value"]), name), line["ci_low"], line["ci_high"], name)
