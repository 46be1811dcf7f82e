"""What a reweighting did: what was reached, and by tabs the evidence in pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from iffair_core.arrays import Vector
from iffair_core.data.prepared import Part
from iffair_core.results import Study
from iffair_core.weights.describe import summarise_weights
from iffair_core.words import ROUNDED
from pages._ui import opened, show, words
from pages._ui.charts.cells import Binned, Cells, binned, cells_figure, cells_of
from pages._ui.charts.compare import compare_figure
from pages._ui.charts.rates import drawn, rates_figure
from pages._ui.glossary.registry import meaning
from pages._ui.readings import gained
from pages._ui.readings.comparison import comparison, comparison_sentence
from pages._ui.readings.gaps import left_out, pair_sentence
from pages._ui.readings.rates import rate_table, rates_by_group, stacked
from pages._ui.run import alarm, changes, conflicts, matched, parts, reached, transfer


def results(study: Study) -> None:
    """All of it, for the operating point of the study."""
    reached.section(study)
    alarm.section(study)
    show.warnings(study.warnings)
    matched.verdict(study)
    _parts(study)


@st.fragment
def _parts(study: Study) -> None:
    """The evidence; another tab draws nothing else anew."""
    drawn_by = {
        parts.BEFORE_AFTER: _before_after,
        parts.MOVED: conflicts.section,
        parts.SIMPLER: matched.section,
        **({parts.LEARNER: transfer.results} if study.config.learner is not None else {}),
        parts.WEIGHTS: _weights,
        parts.RATES: _group_rates,
    }
    opened.tabs({title: partial(draw, study) for title, draw in drawn_by.items()}, key=parts.KEY)


def _compared(study: Study) -> pd.DataFrame:
    return comparison(study.plain, study.operating, study.config.gaps)


def _rates(study: Study) -> dict[str, pd.DataFrame]:
    return {
        "Plain model": rates_by_group(study, study.plain),
        "Operating point": rates_by_group(study, study.operating),
    }


def _binned(study: Study) -> Binned:
    point, prepared = study.operating, study.prepared
    train = prepared.mask(Part.TRAIN)
    cells = cells_of(prepared.group[train], prepared.y[train], prepared.groups)
    zero = summarise_weights(point.weights).zero_share
    return binned(point.weights, cells, low=0.0 if zero else None)


def _weights_figure(shown: Binned) -> go.Figure:
    return cells_figure(shown, title="Weight of a training row", mark=1.0)


def _before_after(study: Study) -> None:
    lines = _compared(study)
    show.chart(
        compare_figure(lines),
        reading=comparison_sentence(study),
        data=lines,
        key="run_compare",
    )
    whole = [effect for effect in gained.effects_of(study) if effect.kind != "rate"]
    changes.table(whole, study.config.min_cell, key="run_table")
    st.caption(ROUNDED)
    missing = left_out(study.operating.test)
    show.remarks("Undefined, or without some group", missing, key="run_left_out")


def _group_rates(study: Study) -> None:
    lines = _rates(study)
    rates = rate_table(study, study.operating)
    show.chart(
        rates_figure(lines),
        reading="Afterwards, "
        + pair_sentence("selection_rate", rates, study)
        + drawn(study.prepared.groups),
        data=stacked(lines),
        key="run_rates",
    )


def _weights(study: Study) -> None:
    point = study.operating
    summary = summarise_weights(point.weights)
    rows = int(study.prepared.mask(Part.TRAIN).sum())
    for column, (label, value) in zip(
        st.columns(3),
        (
            ("Effective sample size", f"{summary.effective_sample_size:,.0f} of {rows:,}"),
            ("Largest weight", f"{summary.largest:.2f}"),
            ("Rows of weight zero", words.percent(summary.zero_share)),
        ),
        strict=True,
    ):
        column.metric(label, value, help=meaning(label))
    shown = _binned(study)
    show.chart(
        _weights_figure(shown),
        reading=weights_sentence(point.weights, shown.cells),
        data=shown.lines(),
        key="run_weights",
    )


def weights_sentence(weights: Vector, cells: Cells) -> str:
    """Which cell gains and which loses most: their mean weights."""
    mean = pd.Series(weights).groupby(cells.code).mean()
    most, least = int(mean.idxmax()), int(mean.idxmin())
    if f"{mean[most]:.2f}" == f"{mean[least]:.2f}":
        return f"No group and outcome gains or loses: the mean weight is {mean[most]:.2f} in all."
    return (
        f"**{cells.names[most]}** gains most (mean weight {mean[most]:.2f}), "
        f"**{cells.names[least]}** loses most (mean weight {mean[least]:.2f})."
    )


CHARTS: tuple[Callable[[Study], object], ...] = (
    lambda study: compare_figure(_compared(study)),
    conflicts.figures,
    matched.drawn,
    lambda study: _weights_figure(_binned(study)),
    lambda study: rates_figure(_rates(study)),
)
"""What builds each chart of the page."""
