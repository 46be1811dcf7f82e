"""What would it take: another target gap, told at once from the stored points, then trained."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import streamlit as st

from iffair_core.evidence.per_thousand import Moved, selected_per_thousand
from iffair_core.evidence.worse_off import PER
from iffair_core.fairness.measure import targeted_gap
from iffair_core.landing import Between, bracket, path_points, weights_between
from iffair_core.results import Point, Study
from iffair_core.weights.describe import summarise_weights
from iffair_core.words import LOSSES, UNDEFINED, number
from pages._ui import jobs, show, state, verbatim, widgets, words
from pages._ui.charts.forest import forest_figure
from pages._ui.readings import gained

LEAD = (
    "Move the target. What it would take is read at once off the points that were trained; "
    "nothing is trained until you refine."
)
PER_POINT = 100.0
NAMED = 4


def section(study: Study) -> None:
    """The heading, and the part that answers by itself."""
    st.header("What would it take?", anchor=False)
    st.markdown(LEAD)
    gaps = _gaps(study)
    if len(study.config.gaps) > 1:
        st.caption("Of several targeted gaps the largest is meant.")
    if gaps is None or study.config.gaps[0] in LOSSES:
        st.info(
            "This slider is for gaps that are shares and defined at every point. Choose a point in "
            "the chart above instead."
        )
        return
    _answer(study, gaps)


def _gaps(study: Study) -> list[float] | None:
    """The targeted gap of every point on validation rows; None where some is undefined."""
    found = [targeted_gap(p.validation, study.config.gaps) for p in study.points]
    return None if any(gap is None for gap in found) else [float(gap or 0.0) for gap in found]


@st.fragment
def _answer(study: Study, gaps: list[float]) -> None:
    target = _target(study, gaps)
    at = bracket(study.points, study.config.gaps, target)
    if at is None:
        st.info("The plain model keeps that already: it takes nothing.")
        return
    nearer = study.points[at.nearer]
    st.markdown(verbatim.shown(reading(study, at, gaps, target)))
    st.dataframe(
        estimate(study, at, gaps, target),
        hide_index=True,
        height="content",
        key="frontier_what_if",
        alt="Gap, accuracy and weights at the two trained points around the target, and estimated",
        column_config={
            "figure": st.column_config.TextColumn("", pinned=True),
            "wider": f"Step {study.points[at.wider].step}, trained",
            "estimate": "At the target, estimated",
            "nearer": f"Step {nearer.step}, trained",
        },
    )
    _people(study, nearer)
    _refine(study, target)


def _target(study: Study, gaps: list[float]) -> float:
    """The slider, in tenths of a point, from the smallest gap that was reached.

    It begins at what the operating point keeps.
    """
    least = math.ceil(10 * PER_POINT * min(gaps)) / 10
    most = max(math.ceil(10 * PER_POINT * gaps[0]) / 10, least + 0.1)
    own = math.ceil(10 * PER_POINT * gaps[study.chosen]) / 10
    first = min(max(own, least), most)
    widgets.restore("frontier_target", first)
    chosen = st.slider(
        "Largest gap, in points, on validation rows",
        least,
        most,
        step=0.1,
        format="%.1f",
        key="frontier_target",
        help="The smallest is what some trained point reaches, the largest is the plain model's.",
    )
    return float(chosen) / PER_POINT


def reading(study: Study, at: Between, gaps: list[float], target: float) -> str:
    """Between which points the target lies, and at what price."""
    wider, nearer = study.points[at.wider], study.points[at.nearer]
    price = _line(study, at, "accuracy") - (study.plain.validation.utility["accuracy"] or 0.0)
    return (
        f"A gap of **{words.points(target)}** lies between step {wider.step} "
        f"({words.points(gaps[at.wider])}) and step {nearer.step} "
        f"({words.points(gaps[at.nearer])}), which keeps it. Estimated between the two, it "
        f"{price_words(price)} on validation rows."
    )


def price_words(price: float) -> str:
    """The change of accuracy against the plain model."""
    moved = number(PER_POINT * price, 1, signed=True)
    if float(f"{PER_POINT * price:.1f}") == 0.0:
        return "leaves accuracy as it is with the plain model,"
    return f"changes accuracy by **{moved} points** against the plain model,"


def estimate(study: Study, at: Between, gaps: list[float], target: float) -> pd.DataFrame:
    """Figures of both points, and on the line between them; weights are those of the line."""
    wider, nearer = study.points[at.wider], study.points[at.nearer]
    middle = weights_between(wider.weights, nearer.weights, at.share)
    sizes = [summarise_weights(w) for w in (wider.weights, middle, nearer.weights)]
    plain = study.plain.weights
    lines = [
        ("Gap, validation rows", [gaps[at.wider], target, gaps[at.nearer]], words.points),
        ("Gap, test rows", _three(study, at, "gap, test"), words.points),
        ("Accuracy, validation rows", _three(study, at, "accuracy"), words.percent),
        ("Accuracy, test rows", _three(study, at, "accuracy, test"), words.percent),
        ("Effective sample size", [s.effective_sample_size for s in sizes], "{:,.0f}".format),
        ("Largest weight", [s.largest for s in sizes], "{:.2f}".format),
        (
            "Mean change of a weight",
            [float(np.abs(w - plain).mean()) for w in (wider.weights, middle, nearer.weights)],
            "{:.2f}".format,
        ),
    ]
    shown = {
        title: [UNDEFINED if math.isnan(value) else form(value) for value in values]
        for title, values, form in lines
    }
    return pd.DataFrame(
        [
            dict(zip(("figure", "wider", "estimate", "nearer"), (title, *three), strict=True))
            for title, three in shown.items()
        ]
    )


def _figure(study: Study, point: Point, name: str) -> float:
    part = point.test if name.endswith("test") else point.validation
    value = (
        targeted_gap(part, study.config.gaps)
        if name.startswith("gap")
        else part.utility["accuracy"]
    )
    return float("nan") if value is None else float(value)


def _line(study: Study, at: Between, name: str) -> float:
    first, last = (_figure(study, study.points[k], name) for k in (at.wider, at.nearer))
    return (1.0 - at.share) * first + at.share * last


def _three(study: Study, at: Between, name: str) -> list[float]:
    first, last = (_figure(study, study.points[k], name) for k in (at.wider, at.nearer))
    return [first, _line(study, at, name), last]


def _people(study: Study, nearer: Point) -> None:
    """Who gains and who loses at the trained point that keeps the target."""
    moved = selected_per_thousand(gained.changes_at(study, nearer))
    lines = people_lines(moved)
    show.chart(
        forest_figure(lines, "Change of the share that is selected (1 point: ten people in 1,000)"),
        reading=told(moved, nearer.step),
        data=lines,
        key="frontier_people",
    )


def people_lines(moved: tuple[Moved, ...]) -> pd.DataFrame:
    """One line a group for ``forest_figure``; those with too few rows have no figures."""
    return pd.DataFrame(
        [
            {"title": m.group, "value": None, "ci_low": None, "ci_high": None, "n": m.rows}
            if m.side == "not enough evidence"
            else {
                "title": m.group,
                "value": m.more / PER,
                "ci_low": m.low / PER,
                "ci_high": m.high / PER,
                "n": m.rows,
            }
            for m in moved
        ],
        columns=["title", "value", "ci_low", "ci_high", "n"],
    )


def told(moved: tuple[Moved, ...], step: int) -> str:
    """The groups that gain and that lose beyond chance."""
    said = []
    for side in ("gains", "loses"):
        named = [str(each) for each in moved if each.side == side]
        if len(named) > NAMED:
            named = [*named[:NAMED], f"{words.plural(len(named) - NAMED, 'more group')}"]
        if named:
            said.append(f"**Who {side}:** {'; '.join(named)}.")
    for side, what in (
        ("may be chance", "the change may be chance"),
        ("not enough evidence", "there is not enough evidence"),
    ):
        number_of = sum(each.side == side for each in moved)
        if number_of:
            said.append(f"For {words.plural(number_of, 'group')} {what}.")
    return f"What step {step} changes against the plain model, on test rows. {' '.join(said)}"


def _refine(study: Study, target: float) -> None:
    """Train to just this gap, as a study of its own."""
    if show.threshold_note():
        st.caption("To refine, set the decision threshold back to that of the run.")
        return
    waits = state.job_id() is not None
    label = f"Refine: train to a gap of {words.points(target)}"
    if st.button(label, key="frontier_refine", disabled=waits):
        identifier = str(state.study_id())
        state.wait_for(jobs.refine(identifier, target))
        st.rerun(scope="app")
    st.caption(
        "Trains a few models between the two points until one has just this gap, and opens the "
        "result as a study of its own; the present one is kept."
        if len(path_points(study.points)) == len(study.points)
        else "This study has a point that was trained to a target; another one would replace it."
    )
