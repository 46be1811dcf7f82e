"""What every method trades: its points on one chart, those of a few with name and band."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.baselines.registry import METHODS, PLAIN
from iffair_core.comparison.points import points_frame
from iffair_core.comparison.result import Comparison
from iffair_core.comparison.trade_off import dominated
from iffair_core.comparison.which import Ranked, which
from iffair_core.words import listed
from pages._ui import show, words
from pages._ui.charts.trade_offs import key_of_marks, outside, trade_offs_figure
from pages._ui.compare.view import Looked


def section(found: Comparison, looked: Looked) -> None:
    """The chart, what its marks mean, and whom it names."""
    st.header("What each one trades", anchor=False)
    lines = points_frame(found, looked.view)
    if lines.empty:
        st.info(
            f"No method has both figures defined, {words.gap_title(looked.view.gap)} and "
            f"{words.utility_name(looked.view.utility)}. Look at others."
        )
        return
    shown = _named(found, looked, lines)
    st.html(key_of_marks(set(lines["family"])))
    show.chart(
        trade_offs_figure(lines, looked.view, shown),
        reading=reading(lines, looked, len(found.seeds)),
        data=lines,
        key="compare_chart",
    )


def _named(found: Comparison, looked: Looked, lines: pd.DataFrame) -> list[str]:
    """The methods that stand out: the user's, else the best of each family at the allowed gap."""
    options = [name for name in lines["method"].unique() if name != PLAIN.name]
    best = {
        _best(found, looked, ranked) for ranked in which(found, looked.view, looked.at).families
    }
    chosen: list[str] = st.multiselect(
        "Stand out, with name and band",
        options,
        key="compare_named",
        format_func=lambda name: METHODS[name].title,
        placeholder="The best of each family",
    )
    return chosen or [name for name in options if name in best]


def _best(found: Comparison, looked: Looked, ranked: Ranked) -> str:
    """The best offer of a family; without one, that of its methods that reaches furthest."""
    offer = ranked.offer
    if offer.method and not offer.reason:
        return offer.method
    own = [name for name in found.methods if METHODS[name].family == offer.family]
    reach = {name: dominated(found, name, looked.view).estimate for name in own}
    return max(own, key=lambda name: reach[name].mean if reach[name] else -1.0)


def reading(lines: pd.DataFrame, looked: Looked, splits: int) -> str:
    """Whom nobody beats, and how the chart is read."""
    best = lines[lines["on_frontier"]]
    methods = listed([METHODS[name].title for name in best["method"].unique()])
    over = "" if splits == 1 else f", means over {splits} splits"
    bands = (
        "Bands are 95 % intervals over the splits. "
        if splits > 1
        else "Bands are 95 % intervals by the test rows. "
        if looked.view.utility == "accuracy"
        else "With one split there are no bands. "
    )
    hidden = outside(lines, looked.view)
    beyond = f" {words.plural(hidden, 'point')} outside of the picture: zoom out." if hidden else ""
    return (
        f"On test rows{over}, **{methods}** {'have' if len(set(best['method'])) > 1 else 'has'} "
        "points that nobody beats in both (dotted line). Low and to the right is best. Points are "
        f"chosen on validation rows; faint ones are dominated there. {bands}The grey box is what "
        f"could be gained.{beyond}"
    )
