"""Which methods are compared, on how many splits, and at closing which gap."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import streamlit as st

from iffair_core.baselines.method import FAMILIES, Family
from iffair_core.baselines.registry import METHODS, PLAIN, QUICK
from iffair_core.comparison.duration import due, seconds_due, split_seconds
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.store import compared_gaps
from iffair_core.comparison.words import needs_of
from iffair_core.config import GAP_NAMES, GapName
from iffair_core.results import Study
from pages._ui import jobs, state, studies, widgets, words
from pages._ui.compare import known
from pages._ui.glossary import method as the_method
from pages._ui.jobs import Asked

SPLITS, MOST_SPLITS = 5, 10
SLOW_SECONDS = 5
CHOICE = "compare_choice"
BY_DATE = (
    "The rows are divided by date, so there is one split. Intervals of accuracy are those of its "
    "test rows; other differences cannot be told from noise."
)


def controls(study: Study) -> Asked:
    """What is asked for, kept until another table is opened."""
    begin = _begin(study)
    with st.container(border=True, key=CHOICE):
        left, right = st.columns(2)
        with left:
            widgets.restore("compare_gap", begin.gap)
            gap = st.selectbox(
                "Gap that the methods close",
                GAP_NAMES,
                key="compare_gap",
                format_func=words.gap_title,
            )
        with right:
            splits = _splits(study, begin.splits)
        methods = tuple(
            name
            for family in FAMILIES
            if family != PLAIN.family
            for name in _of_family(study, family, dataclasses.replace(begin, gap=gap))
        )
        asked = Asked(gap, methods, splits)
        widgets.keep(CHOICE, asked)
        _presets(asked)
        _cards()
    return asked


def nothing_yet(gap: GapName) -> str:
    """That nothing is compared at this gap, and at which gaps something is."""
    others = [each for each in compared_gaps(_folder()) if each != gap]
    if not others:
        return "Nothing is compared yet: the methods above are a good beginning."
    kept = words.some([words.gap_title(each) for each in others])
    return (
        f"Nothing is compared yet at closing {words.gap_title(gap)}. What was compared at closing "
        f"{kept} is kept: choose that gap above to see it."
    )


def _folder() -> Path:
    return studies.folder_of(str(state.study_id()))


def forecast(study: Study, asked: Asked, found: Comparison) -> tuple[int, str]:
    """How many runs are left, and a sentence on how long they take."""
    seeds = known.seeds_of(study, asked.splits)
    left = due(asked.methods, seeds, found)
    every = len(seeds) * (1 + len(asked.methods))
    if not left:
        return 0, "All of it is computed."
    spent = seconds_due(asked.methods, seeds, found, fit_seconds(study))
    share = f"{len(left)} of {every} runs are left" if len(left) < every else f"{every} runs"
    return len(left), f"{share}, about {words.duration(spent)}. What has ended is kept."


def fit_seconds(study: Study) -> float:
    """What one fit of the study's model takes."""
    return study.seconds.get("fit", 0.0)


def _begin(study: Study) -> Asked:
    """What the session asked for, else the running job, else what is kept, else the quick ones."""
    asked: Asked | None = widgets.kept(CHOICE, None)
    if asked is not None:
        return asked
    task = jobs.task_of(state.job_id())
    if task is not None and task.asked is not None and task.study == state.study_id():
        return task.asked
    for gap in compared_gaps(_folder()):
        found = known.comparison(gap)
        methods = tuple(name for name in found.methods if name != PLAIN.name)
        if methods:
            return Asked(gap, methods, len(found.seeds))
    splits = 1 if study.config.split == "date" else SPLITS
    return Asked(study.config.gaps[0], tuple(m for m in QUICK if METHODS[m].installed), splits)


def _splits(study: Study, begin: int) -> int:
    if study.config.split == "date":
        st.caption(BY_DATE)
        return 1
    widgets.restore("compare_splits", begin)
    return st.slider(
        "Splits",
        1,
        MOST_SPLITS,
        key="compare_splits",
        help="The rows are divided anew, and every method is run on each division. What differs "
        "from split to split is noise.",
    )


def _of_family(study: Study, family: Family, begin: Asked) -> list[str]:
    found = known.comparison(begin.gap)
    offered = [m for m in METHODS.values() if m.family == family and m.installed]
    names = [method.name for method in offered]
    key = f"compare_{family}"
    widgets.restore(key, [name for name in names if name in begin.methods])
    chosen = st.pills(
        FAMILIES[family],
        names,
        selection_mode="multi",
        key=key,
        format_func=lambda name: _label(name, split_seconds(name, found, fit_seconds(study))),
    )
    return [name for name in names if name in chosen]


def _label(name: str, seconds: float) -> str:
    """Its title, and how long one split takes where that is long."""
    title = METHODS[name].title
    return title if seconds < SLOW_SECONDS else f"{title} · {words.duration(seconds)} a split"


def _presets(asked: Asked) -> None:
    """Two quiet buttons that choose the quick methods, or all."""
    every = tuple(m.name for m in METHODS.values() if m.family != PLAIN.family and m.installed)
    with st.container(horizontal=True):
        for key, label, methods in (
            ("compare_quick", "Choose the quick ones", QUICK),
            ("compare_all", "Choose all", every),
        ):
            st.button(
                label,
                key=key,
                type="tertiary",
                on_click=_choose,
                args=(dataclasses.replace(asked, methods=methods),),
            )


def _cards() -> None:
    """What every method does, and what it needs to be deployed."""
    with st.expander("What they do, and what each needs when it is deployed", key="compare_cards"):
        st.table(
            pd.DataFrame(
                [
                    {
                        "Method": card.title,
                        "What it does": card.says,
                        "Needs": needs_of(card.needs),
                        "Source": the_method.named(card.source),
                        "Library": card.library,
                    }
                    for card in METHODS.values()
                    if card.family != PLAIN.family
                ]
            ).set_index("Method"),
            border="horizontal",
            alt="Every method with what it does, what it needs and where it comes from",
        )


def _choose(asked: Asked) -> None:
    widgets.keep(CHOICE, asked)
    widgets.forget(*(f"compare_{family}" for family in FAMILIES))
