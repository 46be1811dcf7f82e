"""The goals of a run: how far each gap shall fall, and what that may cost."""

from __future__ import annotations

from typing import Any

import streamlit as st

from iffair_core.config import GapName, StudyConfig
from pages._ui import widgets, words

LARGEST_LOSS = 20.0


def controls(start: StudyConfig, gaps: list[GapName]) -> dict[str, Any]:
    """Bounds, paces and the largest loss of accuracy as fields of the configuration."""
    if len(gaps) > 1:
        goals = _each(start, gaps)
    else:
        goals = {"max_gap": _one(start), "bounds": (), "paces": ()}
    return {**goals, "max_loss": _loss(start)}


def share_slider(label: str, key: str, value: float, text: str, most: float = 30.0) -> float:
    """A share that is set in points of a hundred."""
    widgets.restore(key, round(100 * value, 1))
    return st.slider(label, 0.0, most, step=0.5, key=key, help=text) / 100


def _one(start: StudyConfig) -> float:
    return share_slider(
        "Largest gap allowed, in points",
        "run_max_gap",
        start.max_gap,
        "The operating point is the most accurate one on validation rows whose gap is at most "
        "this.",
    )


def _each(start: StudyConfig, gaps: list[GapName]) -> dict[str, Any]:
    bounds, paces = dict(start.bounds), dict(start.paces)
    for gap in gaps:
        title = words.gap_title(gap)
        left, right = st.columns([3, 2])
        with left:
            bounds[gap] = share_slider(
                f"{title}: at most, in points",
                f"run_bound_{gap}",
                bounds.get(gap, start.max_gap),
                "On validation rows, at the operating point. A gap within it from the start is "
                "only held there.",
            )
        widgets.restore(f"run_pace_{gap}", round(100 * paces.get(gap, 1.0)))
        paces[gap] = (
            right.slider(
                "Pace, %",
                5,
                100,
                step=5,
                key=f"run_pace_{gap}",
                help="How much of its way this gap goes while one at 100 % goes the whole. Slow "
                "down a gap that matters less.",
            )
            / 100
        )
    return {
        "max_gap": start.max_gap,
        "bounds": tuple((gap, bounds[gap]) for gap in gaps if bounds[gap] != start.max_gap),
        "paces": tuple((gap, paces[gap]) for gap in gaps if paces[gap] < 1.0),
    }


def _loss(start: StudyConfig) -> float | None:
    widgets.restore("run_has_max_loss", start.max_loss is not None)
    if not st.checkbox("Limit the loss of accuracy", key="run_has_max_loss"):
        return None
    return share_slider(
        "Largest loss of accuracy, in points",
        "run_max_loss",
        0.01 if start.max_loss is None else start.max_loss,
        "Against the plain model, on validation rows. Where the gaps cannot fall as far as wanted "
        "at this price, the point that comes nearest is chosen.",
        LARGEST_LOSS,
    )
