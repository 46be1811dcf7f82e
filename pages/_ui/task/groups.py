"""Whom to compare: sensitive attributes, their groups, and the reference group."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from iffair_core.config import Attribute
from iffair_core.data.groups import (
    attribute_groups,
    cut_points,
    group_order,
    group_table,
    propose_reference,
)
from iffair_core.errors import ConfigError, IFFairError, TaskError
from pages._ui import verbatim, widgets, words
from pages._ui.task.draft import Draft, compared_by

MANY_NUMBERS = 12
MANY_GROUPS = 20
MOST_VALUES = 200
QUANTILES, WIDTHS, OWN, EACH = "equal-sized groups", "equal widths", "own cut points", "each value"
WAYS = (QUANTILES, WIDTHS, OWN, EACH)


def section(frame: pd.DataFrame, draft: Draft, customary: Sequence[Attribute]) -> Draft:
    """Choose attributes and form their groups."""
    outcome = draft.outcome.column if draft.outcome else None
    columns = [str(c) for c in frame.columns if c != outcome]
    kept = {a.column: a for a in draft.sensitive}
    taken_out = outcome if outcome in kept or outcome == draft.taken_out else None
    usual = {a.column: a for a in customary}
    columns = [*(c for c in usual if c in columns), *(c for c in columns if c not in usual)]
    widgets.restore("task_sensitive", [c for c in kept if c in columns])
    chosen = st.multiselect(
        "Sensitive attributes",
        columns,
        key="task_sensitive",
        placeholder="Choose one or several columns",
        help="Several attributes are compared by their intersection, for example sex × race.",
    )
    if taken_out:
        st.info(
            verbatim.shown(
                f"{taken_out} is the outcome now; it was taken out of the sensitive attributes."
            )
        )
    if not chosen:
        st.caption("Choose the columns that say who belongs to which group.")
    attributes = []
    for column in chosen:
        with st.container(border=True, key=f"task_attribute_{column}"):
            st.markdown(verbatim.shown(f"**{column}**"))
            start = kept.get(column) or usual.get(column) or _first(frame, column)
            attributes.append(_attribute(frame, start))
    valid = tuple(a for a in attributes if a is not None)
    changed = valid if len(valid) == len(attributes) else ()
    left = compared_by(draft, chosen)
    return dataclasses.replace(left, sensitive=changed, taken_out=taken_out)


def keep_sensitive(draft: Draft) -> Draft:
    """Choose whether the model may see the sensitive columns."""
    widgets.restore("task_keep_sensitive", draft.keep_sensitive)
    keep = st.toggle(
        "The model may see the sensitive columns",
        key="task_keep_sensitive",
        help="Off by default: a model that sees them can treat people differently for their group "
        "alone, which is unlawful in many fields. Off does not make a model fair: other columns "
        "can stand in for them.",
    )
    return dataclasses.replace(draft, keep_sensitive=keep)


def _first(frame: pd.DataFrame, column: str) -> Attribute:
    """A new attribute: numbers of many values begin with three groups of equal size."""
    series = frame[column]
    numeric = pd.api.types.is_numeric_dtype(series) and not pd.api.types.is_bool_dtype(series)
    if numeric and series.nunique() > MANY_NUMBERS:
        return Attribute(column, cut_points(series, "quantiles", 3))
    return Attribute(column)


def _attribute(frame: pd.DataFrame, start: Attribute) -> Attribute | None:
    """One attribute as its controls say; None while they contradict themselves."""
    try:
        found = _grouped(frame, start)
        labels = attribute_groups(frame, found)
    except IFFairError as error:
        st.error(verbatim.shown(str(error)))
        return None
    groups = list(group_order(labels, [found]))
    if len(groups) < 2:
        st.error(
            verbatim.shown(f"Every row belongs to the group {groups[0]!r}; two groups are needed.")
        )
        return None
    if len(groups) > MANY_GROUPS:
        st.warning(
            f"{len(groups)} groups: many will be too small to say anything. Merge values by giving "
            "them the same name."
        )
    key = f"task_reference_{found.column}"
    widgets.restore_choice(key, propose_reference(labels, [found]), groups)
    reference = st.selectbox(
        "Reference group",
        groups,
        key=key,
        help="The others are compared with it: the customary group for a packaged set, else the "
        "largest.",
    )
    return dataclasses.replace(found, reference=reference)


def _grouped(frame: pd.DataFrame, start: Attribute) -> Attribute:
    series = frame[start.column]
    numeric = pd.api.types.is_numeric_dtype(series) and not pd.api.types.is_bool_dtype(series)
    if numeric and series.nunique() > 2:
        key = f"task_way_{start.column}"
        widgets.restore(key, OWN if start.bins else EACH)
        way = st.radio("Groups from", WAYS, key=key, horizontal=True)
        if way != EACH:
            return dataclasses.replace(start, bins=_cuts(series, start, way), rename=())
    return dataclasses.replace(start, bins=(), rename=_renamed(frame, start))


def _cuts(series: pd.Series, start: Attribute, way: str) -> tuple[float, ...]:
    if way == OWN:
        key = f"task_cuts_{start.column}"
        widgets.restore(key, ", ".join(f"{b:g}" for b in start.bins) or f"{series.median():g}")
        text = st.text_input(
            "Cut points, separated by commas (by semicolons if the decimals have commas); a value "
            "equal to one belongs to the group above it",
            key=key,
        )
        return read_cuts(text)
    key = f"task_count_{start.column}"
    widgets.restore(key, 3)
    count = st.slider("Number of groups", 2, 8, key=key)
    cuts = cut_points(series, "quantiles" if way == QUANTILES else "widths", count)
    st.caption(f"Cut at {', '.join(f'{c:g}' for c in cuts)}.")
    return cuts


def read_cuts(text: str) -> tuple[float, ...]:
    """The numbers in "25, 40.5" or "25; 40,5", ascending. Raises ConfigError for anything else."""
    parts = text.replace(",", ".").split(";") if ";" in text else text.split(",")
    try:
        cuts = tuple(float(part) for part in parts if part.strip())
    except ValueError as error:
        raise ConfigError(
            "Cut points are numbers separated by commas, such as 25, 40.5, or by semicolons with "
            f"decimal commas, such as 25; 40,5. Got {text!r}."
        ) from error
    if not cuts:
        raise ConfigError(
            "Own cut points need at least one number, such as 40; the field is empty. Give one, or "
            f"choose “{EACH}”."
        )
    return tuple(sorted(set(cuts)))


def _renamed(frame: pd.DataFrame, start: Attribute) -> tuple[tuple[str, str], ...]:
    """An editable list of values; two values of one name are merged.

    Raises TaskError if there are too many values to list.
    """
    distinct = frame[start.column].nunique()
    if distinct > MOST_VALUES:
        raise TaskError(
            f"{start.column!r} has {words.count(distinct)} different values; at most {MOST_VALUES} "
            "can be groups. Bin its numbers, or choose another column."
        )
    key = f"task_values_{start.column}"

    def build() -> pd.DataFrame:
        values = group_table(frame, [Attribute(start.column)])
        names = dict(start.rename)
        own = [names.get(v, v) for v in values["group"]]
        return pd.DataFrame({"value": values["group"], "rows": values["count"], "group": own})

    edited = st.data_editor(
        widgets.editor_base(key, build, start.column),
        key=key,
        hide_index=True,
        disabled=["value", "rows"],
        alt=f"Values of {start.column} and the group that each belongs to",
        column_config={
            "value": "Value",
            "rows": st.column_config.NumberColumn("Rows", format="localized"),
            "group": st.column_config.TextColumn(
                "Group (edit to rename; one name for two values merges them)", required=True
            ),
        },
    )
    pairs = zip(edited["value"], edited["group"].str.strip(), strict=True)
    return tuple((str(v), str(g)) for v, g in pairs if g and g != v)
