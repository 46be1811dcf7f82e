"""How a study's models do on other rows, beside its own test rows."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import streamlit as st

from iffair_core.config import GAP_NAMES
from iffair_core.evidence.shift import Shift
from iffair_core.fairness.independent import SHARE
from iffair_core.words import NOT_ENOUGH, UNDEFINED, bare, interval
from pages._ui import show, verbatim, words
from pages._ui.charts.rates import drawn, rates_figure
from pages._ui.charts.shift import then_now_figure
from pages._ui.shift import said

UTILITIES = ("accuracy", "balanced_accuracy", "f1", "roc_auc")
GAPS = tuple(name for name in GAP_NAMES if name != "loss_parity")


def panel(
    found: Shift,
    model: str,
    targets: tuple[str, ...],
    *,
    key: str,
    owner: str = "the study",
) -> None:
    """Sentences, a chart of then and now, the groups, and what to know of the rows.

    ``model`` is "plain" or "operating", ``targets`` the gaps that the study looks at, ``owner``
    whose test rows they are beside.
    """
    frame: pd.DataFrame = getattr(found, model)
    there = f"in {words.as_written(found.name)}"
    left_out = said.rows_left_out(found.left_out)
    st.caption(
        verbatim.shown(
            f"{words.plural(found.now_rows, 'row')} {there} beside "
            f"{words.plural(found.then_rows, 'test row')} of {owner}. {left_out}"
        )
    )
    show.warnings(said.cautions(found))
    sentences = [said.headline(frame, name, there) for name in (*targets, "accuracy")]
    st.markdown(verbatim.shown("\n\n".join(sentences)))
    show.chart(
        then_now_figure(frame, GAPS, UTILITIES, (f"Test rows of {owner}", found.name)),
        reading="Lines are 95 % intervals. A gap is the largest difference over the groups that "
        "have enough rows on both sides. Each interval stands for itself: of twenty differences "
        "about one looks real by chance alone.",
        data=frame,
        key=f"{key}_chart",
    )
    _groups(found, frame, there, key)
    _rest(found, key)


def _groups(found: Shift, frame: pd.DataFrame, there: str, key: str) -> None:
    st.subheader("The groups then and now", anchor=False)
    st.markdown(verbatim.shown(said.who_is_there(frame)))
    table = group_table(frame)
    st.dataframe(
        table,
        hide_index=True,
        key=f"{key}_groups",
        alt="Rows, shares and base rates of every group on test rows and here",
    )
    names = table["Group"].tolist()
    alone = f" Groups of one side alone ({words.some(found.new_groups)}) are not drawn."
    show.chart(
        rates_figure({"Test rows": _side(frame, "then"), found.name: _side(frame, "now")}),
        reading=f"Rates of every group on test rows and {there}, with 95 % intervals; a hollow "
        f"mark is not enough evidence.{drawn(names)}{alone if found.new_groups else ''}",
        data=frame[frame["group"] != ""],
        key=f"{key}_rates",
    )


def group_table(frame: pd.DataFrame) -> pd.DataFrame:
    """One line a group: its rows, its share and its base rate, then, now and their difference."""
    lines = []
    for group in dict.fromkeys(frame["group"][frame["group"] != ""]):
        own = frame[frame["group"] == group].set_index("metric")
        base = own.loc["base_rate"]
        lines.append(
            {
                "Group": group,
                "Rows": f"{base['then_n']:,} → {base['now_n']:,}",
                **_pair(own.loc[SHARE], "Share"),
                **_pair(base, "Good outcome"),
            }
        )
    return pd.DataFrame(lines)


def _pair(line: pd.Series, title: str) -> dict[str, str]:
    then, now = (
        "no rows" if pd.isna(line[side]) else words.percent(line[side]) for side in ("then", "now")
    )
    both, difference = f"{then} → {now}", f"{title}: difference (points)"
    if line["status"] != "ok":
        few = line["status"] == "few"
        told = "" if few and line.name != SHARE else both
        return {title: told, difference: NOT_ENOUGH if few else UNDEFINED}
    certain = "beyond chance" if said.excludes_zero(line) else "may be chance"
    bounds = interval(line["ci_low"], line["ci_high"], "share", signed=True)
    moved = f"{bare(line['change'], 'share', signed=True)} ({bounds}) {certain}"
    return {title: both, difference: moved}


def _side(frame: pd.DataFrame, side: str) -> pd.DataFrame:
    """The lines of one side in the columns of ``fairness_report``.

    A group that the other side alone has is left out.
    """
    own = {
        "metric": "metric",
        "group": "group",
        side: "value",
        f"{side}_low": "ci_low",
        f"{side}_high": "ci_high",
        f"{side}_n": "n",
        "status": "status",
    }
    elsewhere = frame[side].isna() & frame["now" if side == "then" else "then"].notna()
    lines = frame[(frame["group"] != "") & (frame["metric"] != SHARE) & ~elsewhere]
    return lines[list(own)].rename(columns=own)


def _rest(found: Shift, key: str) -> None:
    """What was left out and what differs in the columns, and all figures to take along."""
    count = len(found.left_out) + len(found.columns)
    with st.expander(f"What was left out, and columns that differ ({count})", key=f"{key}_rest"):
        if found.left_out:
            st.dataframe(
                pd.DataFrame([asdict(entry) for entry in found.left_out]),
                hide_index=True,
                key=f"{key}_left_out",
                alt="Rows and groups that were left out, and why",
            )
        if found.columns:
            st.dataframe(
                column_table(found),
                hide_index=True,
                key=f"{key}_columns",
                alt="Columns with other missing, unreadable or unseen values than the study's rows",
            )
        if not count:
            st.caption("Nothing.")
    both = {"Plain model": found.plain, "Operating point": found.operating}
    every = pd.concat([frame.assign(model=name) for name, frame in both.items()])
    show.download("Download all figures of both models", every, "shift.csv", key=f"{key}_all")


def column_table(found: Shift) -> pd.DataFrame:
    """Columns in which something differs, in words."""
    return pd.DataFrame(
        [
            {
                "Column": column.column,
                "Missing, test rows": words.percent(column.missing_then),
                "Missing, here": words.percent(column.missing_now),
                "Unread": column.unreadable,
                "Never met in training": column.unseen,
                "Such as": ", ".join(column.examples),
            }
            for column in found.columns
        ]
    )
