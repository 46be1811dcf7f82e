"""Then and now in sentences: what differs beyond chance, what may be chance, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from iffair_core.config import GAP_NAMES
from iffair_core.data.prepared import Exclusion
from iffair_core.evidence.columns import ColumnChange
from iffair_core.evidence.shift import Shift
from iffair_core.evidence.slices import Slices
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.fairness.independent import SHARE
from iffair_core.fairness.uncertainty import LEVEL
from iffair_core.words import change, figure
from pages._ui import words

MOST_NAMED = 6


def headline(frame: pd.DataFrame, metric: str, there: str) -> str:
    """One figure then and now: by how much it differs, and whether that may be chance."""
    line = frame[(frame["metric"] == metric) & (frame["group"] == "")].iloc[0]
    title = f"**{words.measure_title(metric)}**"
    if line["status"] == "undefined":
        return f"{title}: undefined on one of the two sides, so nothing can be said."
    now, then = (figure(line[side], metric) for side in ("now", "then"))
    if pd.isna(line["ci_low"]):
        return f"{title}: {now} {there} ({line['now_n']:,} rows), {then} on test rows."
    certain = "beyond chance" if excludes_zero(line) else "may be chance"
    moved = change(line["change"], line["ci_low"], line["ci_high"], metric)
    return (
        f"{title}: {now} {there} ({line['now_n']:,} rows) and {then} on test rows "
        f"({line['then_n']:,} rows). Difference {moved}: {certain}.{_turned(frame, metric, there)}"
    )


def _turned(frame: pd.DataFrame, gap: str, there: str) -> str:
    """Where other groups are at the ends of the rate here than on test rows, which; else empty."""
    rates = GAP_RATES.get(gap, ())
    lines = frame[frame["metric"].isin(rates) & (frame["status"] == "ok")].set_index("group")
    if len(rates) != 1 or lines.empty:
        return ""
    if any(lines[side].min() == lines[side].max() for side in ("then", "now")):
        return ""
    ends = {side: (lines[side].idxmin(), lines[side].idxmax()) for side in ("then", "now")}
    if ends["then"] == ends["now"]:
        return ""
    least, most = ends["now"]
    before_least, before_most = ends["then"]
    return (
        f" The rate behind it is lowest for {least} and highest for {most} {there}, lowest for "
        f"{before_least} and highest for {before_most} on test rows."
    )


def excludes_zero(line: pd.Series) -> bool:
    """Whether the interval of a difference excludes zero."""
    known = pd.notna(line["ci_low"]) and pd.notna(line["ci_high"])
    return bool(known and not line["ci_low"] <= 0 <= line["ci_high"])


def who_is_there(frame: pd.DataFrame) -> str:
    """Which groups' shares and base rates differ beyond chance."""
    texts = []
    for metric, title in ((SHARE, "Share of all rows"), ("base_rate", "With a good outcome")):
        lines = frame[(frame["metric"] == metric) & (frame["status"] == "ok")]
        moved = [line for _, line in lines.iterrows() if excludes_zero(line)]
        named = [
            f"{line['group']}: {words.percent(line['then'])} → {words.percent(line['now'])}"
            for line in sorted(moved, key=lambda each: -abs(each["change"]))
        ]
        texts.append(
            f"**{title}** differs beyond chance: {words.some(named, MOST_NAMED)}."
            if named
            else f"**{title}** differs for no group beyond chance."
        )
    if frame.loc[frame["group"] != "", "group"].nunique() > 2:
        texts.append("Each group stands for itself: of many groups some differ by chance alone.")
    return "\n\n".join(texts)


def cautions(found: Shift) -> tuple[str, ...]:
    """What to know before the figures are relied on."""
    texts = []
    if found.repeated:
        texts.append(
            f"{words.plural(found.repeated, 'row')} of {words.count(found.now_rows)} also stand "
            "among the training rows (equal in every column that the study uses): the figures "
            "here flatter the models."
        )
    if found.new_groups:
        texts.append(
            f"Groups that the study does not have: {words.some(found.new_groups)}. There is "
            "nothing to compare them with."
        )
    strange = [c for c in found.columns if c.unseen or c.unreadable]
    if strange:
        texts.append(
            "Values that training never met: "
            f"{words.some([_strange(column) for column in strange], MOST_NAMED)}. Unread values "
            "count as missing, new categories as rare ones."
        )
    return tuple(texts)


def _strange(column: ColumnChange) -> str:
    examples = f" such as {', '.join(column.examples)}" if column.examples else ""
    return f"{column.column} in {words.plural(column.unseen + column.unreadable, 'row')}{examples}"


def rows_left_out(left_out: Sequence[Exclusion]) -> str:
    """Rows that could not be used, and groups that are too small; empty if there are none."""
    rows = [
        f"{words.plural(e.count, 'row')} ({e.what}: {e.reason})"
        for e in left_out
        if e.kind == "rows"
    ]
    groups = list(dict.fromkeys(e.what for e in left_out if e.kind == "groups"))
    text = f"Left out: {words.listed(rows)}. " if rows else ""
    if groups:
        text += f"Not enough evidence for some gap: {words.some(groups, MOST_NAMED)}."
    return text.strip()


def slices_differ(found: Slices, metric: str) -> str:
    """In which slices a figure differs from the other rows beyond chance."""
    figures = found.figures
    lines = figures[(figures["metric"] == metric) & (figures["group"] == "")]
    known = lines[(lines["status"] == "ok") & lines["ci_low"].notna()]
    title = words.measure_title(metric)
    if known.empty:
        return (
            f"**{title}** cannot be judged by {found.name}: no part has enough rows "
            f"{'of two groups ' if metric in GAP_NAMES else ''}for it. Look by another column or "
            "at another figure."
        )
    named = [
        f"{line['slice']} ({figure(line['value'], metric)} against "
        f"{figure(line['others'], metric)} in the other rows)"
        for _, line in known.iterrows()
        if excludes_zero(line)
    ]
    lacking = len(lines) - len(known)
    text = (
        f"**{title}** differs from that of all other test rows beyond chance in "
        f"{words.some(named, MOST_NAMED)}."
        if named
        else f"**{title}** differs from that of all other test rows nowhere beyond chance: what "
        "the chart shows may be chance."
    )
    if lacking:
        text += f" {words.plural(lacking, 'part')} of {len(lines)}: not enough evidence."
    return f"{text} {together(len(found.rows))}"


def cannot_be_held_out(names: Sequence[str]) -> str:
    """Which parts are not offered, why, and what to do."""
    return (
        f"Not offered: {words.some(list(names), MOST_NAMED)}. The other rows would lack the "
        "reference group, or would be of one group alone, so there would be no gap to measure. "
        "Look by another column, or choose another reference group on the data page."
    )


def together(count: int) -> str:
    """How the intervals allow for many slices."""
    level = words.percent(LEVEL, 0)
    return (
        f"Differences are judged for all {count} parts together at {level} (Bonferroni); each "
        f"interval that is drawn is one at {level} for itself, so about one of twenty misses."
    )
