"""Spread over splits beside the sampling interval: a button that computes it, and the table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.data.prepared import Part
from iffair_core.evidence.effects import Effect
from iffair_core.evidence.spread import Spread, spread_table
from iffair_core.kept.beside import load_spread
from iffair_core.results import Study
from iffair_core.words import TITLES, UNDEFINED, bare, interval
from pages._ui import job_panel, jobs, show, state, studies, verbatim, words
from pages._ui.readings import gained

SPLITS = 5
LEAD = (
    "An interval knows only that the test rows of this split are a sample. It knows nothing of "
    "other training rows or of another operating point: that is what other splits show. Both "
    "stand here, each by its name; neither contains the other."
)


def section(study: Study) -> None:
    """The spread if it was computed, else a button; the job's progress while it runs."""
    st.header("Would another split say the same?", anchor=False)
    st.markdown(LEAD)
    if study.config.split == "date":
        st.info("The rows are divided by date: there is no other split to compare with.")
        return
    identifier = str(state.study_id())
    found = load_spread(studies.folder_of(identifier))
    if found is not None:
        _table(study, found)
    if shows_job():
        job_panel.panel()
        return
    label = f"Run {SPLITS} other splits" if found is None else f"Run {SPLITS} splits again"
    spent = sum(study.seconds.values()) * SPLITS
    st.caption(f"The whole study {SPLITS} times: about {words.duration(spent)}.")
    if st.button(label, key="spread_start", disabled=state.job_id() is not None):
        state.wait_for(jobs.repeat(identifier, SPLITS))
        st.rerun()


def shows_job() -> bool:
    """Whether the job of this session is the one whose progress stands in this section."""
    return job_panel.waits_for("repeat", state.study_id())


def told(study: Study, found: Spread) -> pd.DataFrame:
    """One line a gap and utility: the change on this split with its interval, and the spread."""
    here = {e.metric: e for e in gained.effects_of(study) if e.kind != "rate"}
    spread = spread_table(found).set_index(["metric", "when"])
    return pd.DataFrame(
        [
            {
                "figure": TITLES[name] + (" (target)" if effect.targeted else ""),
                "change": _change(effect),
                "spread": _mean(spread.loc[(name, "change")], name, signed=True),
                "range": _range(spread.loc[(name, "change")], name),
                **{when: _mean(spread.loc[(name, when)], name) for when in ("before", "after")},
                "splits": int(spread.loc[(name, "change"), "splits"]),
            }
            for name, effect in here.items()
        ]
    )


def sentence(lines: pd.DataFrame, splits: int) -> str:
    """The targeted gaps and the accuracy, on this split and over the others."""
    told = lines[lines["figure"].str.endswith(" (target)") | (lines["figure"] == "Accuracy")]
    each = [
        f"**{line.figure}** by {line.change} on this split, by {line.spread} over the others"
        for line in told.itertuples()
    ]
    return (
        f"Change in points with its sampling interval, and mean ± standard deviation over {splits} "
        f"other splits: {'; '.join(each)}."
    )


def _table(study: Study, found: Spread) -> None:
    n, lines = len(found.splits), told(study, found)
    st.markdown(verbatim.shown(sentence(lines, n)))
    st.dataframe(
        lines,
        hide_index=True,
        height="content",
        key="spread_table",
        alt="Change on this split with its sampling interval, beside mean and standard deviation "
        "over other splits",
        column_config={
            "figure": st.column_config.TextColumn("Test rows", pinned=True),
            "change": st.column_config.TextColumn(
                "Change, this split (interval)",
                help="From the plain model to the operating point on this split's test rows, with "
                "the 95 % sampling interval. In points; F1, AUC and losses as they are.",
            ),
            "spread": f"Change, {n} splits: mean ± sd",
            "range": "Smallest to largest",
            "before": st.column_config.TextColumn(f"Plain, {n} splits", help="Mean ± sd"),
            "after": st.column_config.TextColumn(f"Operating point, {n} splits", help="Mean ± sd"),
            "splits": st.column_config.NumberColumn(
                "Splits", help="How many splits define the figure."
            ),
        },
    )
    st.caption(verbatim.shown(_how(study, found)))
    show.download("Download the spread", spread_table(found), "spread.csv", key="spread_csv")


def _how(study: Study, found: Spread) -> str:
    """What the splits are, and what they leave out."""
    seeds = words.listed([str(split.seed) for split in found.splits])
    same = " The test rows are the same in each." if study.config.split == "official" else ""
    run = studies.current() or study
    decided = words.threshold_words(run.config.cut, run.config.share)
    rows = words.count(int(study.prepared.mask(Part.TEST).sum()))
    return (
        f"Splits with seeds {seeds}, the operating point chosen on each by the rule of the run, "
        f"{decided}; about {rows} test rows each.{same} The standard deviation is that of single "
        "splits, not of their mean."
    )


def _change(effect: Effect) -> str:
    if effect.change is None:
        return UNDEFINED
    bounds = interval(effect.low, effect.high, effect.metric, signed=True)
    return f"{bare(effect.change, effect.metric, signed=True)} ({bounds})"


def _mean(line: pd.Series, name: str, *, signed: bool = False) -> str:
    if pd.isna(line["mean"]):
        return UNDEFINED
    return f"{bare(float(line['mean']), name, signed=signed)} ± {bare(float(line['sd']), name)}"


def _range(line: pd.Series, name: str) -> str:
    if pd.isna(line["mean"]):
        return ""
    return interval(float(line["smallest"]), float(line["largest"]), name, signed=True)
