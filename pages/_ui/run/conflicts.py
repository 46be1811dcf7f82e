"""Conflicts: what else the reweighting moved, as pictures, sentences and a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from iffair_core.evidence.alarm import EXPLORATORY
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.results import Study
from pages._ui import opened, show, words
from pages._ui.charts.effects import HOW_TO_READ, effects_figure, groups_figure
from pages._ui.readings import gained
from pages._ui.run import changes

MOST_GROUPS = 12


def section(study: Study) -> None:
    """What improved, what got worse and what cannot be told, on test rows."""
    found = gained.effects_of(study)
    whole = [effect for effect in found if effect.kind != "rate"]
    moved, of_every_group = figures(study)
    if moved is not None:
        show.chart(
            moved,
            reading="\n\n".join(
                (*map(words.bold_lead, conflict_words(found).sentences), HOW_TO_READ)
            ),
            data=changes.raw(whole),
            key="run_effects",
        )
    drawn = most_moved(found, study.prepared.groups)
    more = len(study.prepared.groups) - len(drawn)
    left = f" {words.plural(more, 'more group')} that moved less: in the table." if more else ""
    show.chart(
        of_every_group,
        reading="**Rates of every group**: change in points and its 95 % interval, on test rows. "
        "To be selected more often or misjudged less often is told as better; to be selected "
        f"without a good outcome is neither.{left}",
        data=changes.raw([effect for effect in found if effect.kind == "rate"]),
        key="run_group_rates",
    )
    opened.folded(
        "Every rate of every group, with its interval and rows",
        partial(_every_rate, study),
        key="run_rates_all",
    )


def _every_rate(study: Study) -> None:
    found = gained.effects_of(study)
    of_groups = [effect for effect in found if effect.kind == "rate"]
    changes.table(of_groups, study.config.min_cell, key="run_rates_table")
    st.caption(EXPLORATORY)
    show.download("Download all changes", changes.raw(found), "changes.csv", key="run_changes")


def figures(study: Study) -> tuple[go.Figure | None, go.Figure]:
    """The changes as a chart, where one is known, and those of the rates of groups."""
    found = gained.effects_of(study)
    known = any(effect.low is not None for effect in found if effect.kind != "rate")
    drawn = most_moved(found, study.prepared.groups)
    of_groups = groups_figure(found, drawn, study.config.min_cell)
    return (effects_figure(found) if known else None), of_groups


def most_moved(found: Sequence[Effect], groups: Sequence[str]) -> list[str]:
    """The groups that are drawn: all if there are few, else those that moved most beyond chance.

    Groups of which that cannot be told follow by their rows.
    """
    if len(groups) <= MOST_GROUPS:
        return list(groups)
    told = (Verdict.WORSE, Verdict.BETTER)
    size = dict.fromkeys(groups, (0.0, 0))
    for effect in found:
        if effect.kind == "rate":
            moved = abs(effect.change or 0.0) if effect.verdict in told else 0.0
            size[effect.group] = max(size[effect.group], (moved, effect.rows))
    chosen = sorted(groups, key=lambda group: size[group], reverse=True)[:MOST_GROUPS]
    return [group for group in groups if group in chosen]
