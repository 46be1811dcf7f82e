"""Matched controls: the same gap by simpler means, so that a gain is not oversold."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from iffair_core.config import GapName
from iffair_core.data.prepared import Part
from iffair_core.evidence.control_words import CONTROLS, gain
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import Levels
from iffair_core.results import Study
from iffair_core.words import bare, interval
from pages._ui import show, verbatim, words
from pages._ui.charts.matched import matched_figure
from pages._ui.charts.units import unit_of
from pages._ui.readings import gained
from pages._ui.readings.keys import Key, of_result

OWN = "Reweighting"
SETTING_PIXELS = 320


def verdict(study: Study) -> None:
    """Whether simpler means do as well, in one sentence; what it rests on is the section."""
    answer = gained.control_lines_of(study)[0]
    st.markdown(verbatim.shown(f"**The same gap by simpler means:** {answer}"))


def section(study: Study) -> None:
    """Each control beside the operating point: in a sentence, drawn, and as a table."""
    gap = study.config.gaps[0]
    st.caption(
        "The same gap by simpler means, matched on validation rows: of all settings that bring "
        "every targeted gap as low as the operating point does there, the most accurate. Figures "
        "are of test rows, where the gaps differ."
    )
    lines = raw(study)
    answer, *each = gained.control_lines_of(study)
    show.chart(
        drawn(study),
        reading=f"**{answer}**",
        data=lines,
        key="run_matched",
    )
    st.markdown(verbatim.shown("\n".join(f"- {words.bold_lead(line)}" for line in each)))
    st.dataframe(
        table(study),
        hide_index=True,
        height="content",
        key="run_matched_table",
        alt="Reweighting and its controls: gap and accuracy on test rows with intervals",
        column_config={
            "means": st.column_config.TextColumn("Means", pinned=True),
            "group": st.column_config.TextColumn(
                "Needs the group", help="Whether the group of a person must be known to decide."
            ),
            "gap": f"Gap, {'points' if gap in words.SHARES else 'log loss'} (95 % interval)",
            "accuracy": "Accuracy, % (95 % interval)",
            "gain": st.column_config.TextColumn(
                "Reweighting's lead, points",
                help="Accuracy of the operating point minus that of the control on the same test "
                "rows, with the 95 % interval of this paired difference.",
            ),
            "setting": st.column_config.TextColumn("Setting", width=SETTING_PIXELS),
            "reason": "Remark",
        },
    )


def drawn(study: Study) -> go.Figure:
    """The chart of the same lines."""
    units = {"gap": unit_of(study.config.gaps[0]), "accuracy": unit_of("accuracy")}
    return matched_figure(raw(study), units)


def raw(study: Study) -> pd.DataFrame:
    """One line each as numbers; the first is the operating point."""
    return _raw(of_result(study), study.config.gaps, _study=study)


@st.cache_data(max_entries=gained.KEPT, show_spinner=False)
def _raw(key: Key, gaps: tuple[GapName, ...], *, _study: Study) -> pd.DataFrame:
    index = [point.step for point in _study.points].index(_study.operating.step)
    own = gained.levels_of(_study, gaps, Part.TEST)[index]
    lines = [{"name": OWN, "own": True, **_numbers(own)}]
    for control in gained.controls_of(_study):
        numbers = _numbers(control.levels) if control.levels else {}
        lead = gain(control) or Level(None)
        lines.append(
            {
                "name": CONTROLS[control.name],
                "own": False,
                **numbers,
                "needs_group": control.needs_group,
                "lead": lead.value,
                "lead_low": lead.low,
                "lead_high": lead.high,
                "setting": control.setting,
                "reason": control.reason,
            }
        )
    return pd.DataFrame(lines)


def table(study: Study) -> pd.DataFrame:
    """One line each as text, in the units of the page."""
    lines, gap = raw(study), study.config.gaps[0]
    told = [
        {
            "means": line["name"],
            "group": "yes" if line["needs_group"] is True else "no",
            "gap": _told(line, "gap", gap),
            "accuracy": _told(line, "accuracy", "accuracy"),
            "gain": "" if line["own"] else _told(line, "lead", "accuracy", signed=True),
            "setting": line["setting"] if isinstance(line["setting"], str) else "",
            "reason": line["reason"] if isinstance(line["reason"], str) else "",
        }
        for line in lines.to_dict("records")
    ]
    return pd.DataFrame(told)


def _numbers(found: Levels) -> dict[str, float | None]:
    return {
        f"{kind}{end}": value
        for kind, level in (("gap", found.gap), ("accuracy", found.accuracy))
        for end, value in (("", level.value), ("_low", level.low), ("_high", level.high))
    }


def _told(line: dict[str, float], name: str, metric: str, *, signed: bool = False) -> str:
    """ "2.8 (1.3 to 4.3)"; empty without a figure."""
    value, low, high = (line[f"{name}{end}"] for end in ("", "_low", "_high"))
    if pd.isna(value):
        return ""
    return f"{bare(value, metric, signed=signed)} ({interval(low, high, metric, signed=signed)})"
