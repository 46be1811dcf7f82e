"""The settings of a run: gaps, rule, strength, budget; and whether the result still fits them."""

from __future__ import annotations

import dataclasses
from typing import Any

import streamlit as st

from iffair_core.config import COMPARE, RULE_NAMES, TARGET_ROWS, GapName, RuleName, StudyConfig
from iffair_core.errors import ConfigError
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.results import Study
from pages._ui import shell, state, verbatim, widgets, words
from pages._ui.glossary.registry import meaning
from pages._ui.run import goals, model
from pages._ui.run.choices import COMPARE_WORDS, TARGET_WORDS
from pages._ui.run.differences import differences

NO_GAP = "Choose at least one gap to close: none is chosen under “Gaps to close”."


def controls(run: Study, *, shown: Study) -> StudyConfig:
    """The configuration that the controls describe; they begin with that of ``run``.

    The decision threshold is that of ``shown``. Raises ConfigError if no gap is chosen or
    settings contradict.
    """
    start = state.settings() or run.config
    with st.container(border=True, key="run_controls"):
        gaps = _gaps(start)
        left, right = st.columns([3, 2], gap="large")
        with left:
            rule = _rule(start)
        with right:
            wanted = goals.controls(start, gaps)
            strength = _strength(start, rule)
        with st.expander("Model, and who else shall use the weights", key="run_model_box"):
            learners = model.controls(start)
        with st.expander("More settings", key="run_more"):
            more = _more(start)
    if not gaps:
        raise ConfigError(NO_GAP)
    described = dataclasses.replace(
        run.config,
        gaps=tuple(gaps),
        rule=rule,
        strength=strength,
        cut=shown.config.cut,
        share=shown.config.share,
        **wanted,
        **learners,
        **more,
    )
    # A gap that was refined to lies between two points of just these settings.
    same = not differences(run.config, described)
    return described if same else dataclasses.replace(described, landing=None)


def announce(run: Study) -> None:
    """Say where the controls no longer match the result below, with a way back."""
    wanted = state.settings()
    changed = () if wanted is None else differences(run.config, wanted)
    if not changed:
        return
    said = f"The result below was made with other settings. Now {'; '.join(changed)}."
    st.warning(verbatim.shown(said))
    if st.button("Set the controls back to this result", key="run_restore"):
        state.keep_threshold(None)
        widgets.forget("cut_")
        state.reset_settings(run.config)
        st.rerun()


def _gaps(start: StudyConfig) -> list[GapName]:
    widgets.restore("run_gaps", list(start.gaps))
    gaps = st.multiselect(
        "Gaps to close",
        list(GAP_RATES),
        key="run_gaps",
        format_func=words.gap_title,
        placeholder="Choose at least one",
        help=meaning("Gap"),
    )
    st.page_link(shell.AUDIT, label="Not sure which? Answer four questions on the Audit page →")
    for name in gaps:
        st.caption(f"**{words.gap_title(name)}.** {words.GAPS[name].question}")
    conflicting = {"demographic_parity", "equal_opportunity", "predictive_equality"}
    if len(gaps) > 1 and conflicting & set(gaps):
        st.caption(
            "Several gaps at once can conflict: where base rates differ, not all of them can be "
            "closed by a model that still says something about the outcome."
        )
    return gaps


def _rule(start: StudyConfig) -> RuleName:
    widgets.restore("run_rule", start.rule)
    return st.radio(
        "Rule",
        list(RULE_NAMES),
        key="run_rule",
        format_func=words.rule_title,
        captions=[words.RULES[name].text for name in RULE_NAMES],
        help=meaning("Weight"),
    )


def _strength(start: StudyConfig, rule: str) -> float:
    if rule not in ("uniform", "diverse"):
        return start.strength
    widgets.restore("run_strength", start.strength)
    return st.slider(
        "Strength of a step",
        0.01,
        1.0,
        step=0.01,
        key="run_strength",
        help="The largest change of a weight in one step.",
    )


def _more(start: StudyConfig) -> dict[str, Any]:
    left, right = st.columns(2, gap="large")
    with left:
        of_the_steps = _steps(start)
    with right:
        return {**of_the_steps, "budget": _budget(start), **_groups(start)}


def _steps(start: StudyConfig) -> dict[str, Any]:
    widgets.restore("run_steps", start.steps)
    steps = st.slider(
        "Steps (points of the frontier)", 1, 60, key="run_steps", help=meaning("Step")
    )
    widgets.restore("run_max_weight", start.max_weight)
    heaviest = st.slider(
        "Largest weight",
        1.5,
        50.0,
        step=0.5,
        key="run_max_weight",
        help=meaning("Largest weight"),
    )
    widgets.restore("run_target_rows", start.target_rows)
    rows = st.selectbox(
        "Measure the gap on",
        list(TARGET_ROWS),
        key="run_target_rows",
        format_func=TARGET_WORDS.__getitem__,
        help="Test rows are never touched.",
    )
    return {"steps": steps, "max_weight": heaviest, "target_rows": rows}


def _groups(start: StudyConfig) -> dict[str, Any]:
    widgets.restore("run_pairs", start.compare)
    compare = st.selectbox(
        "Of several groups, compare",
        list(COMPARE),
        key="run_pairs",
        format_func=COMPARE_WORDS.__getitem__,
        help="What the rule holds down. The figures report the largest difference anyway.",
    )
    widgets.restore("run_min_cell", start.min_cell)
    cell = st.number_input(
        "Fewest rows of a group that is compared",
        min_value=1,
        step=5,
        key="run_min_cell",
        help="Groups with fewer rows in a rate's cell are left out of its gap and listed: "
        "their rates are mostly chance.",
    )
    return {"compare": compare, "min_cell": int(cell)}


def _budget(start: StudyConfig) -> float | None:
    widgets.restore("run_has_budget", start.budget is not None)
    if not st.checkbox("Limit the utility that a step may cost", key="run_has_budget"):
        return None
    widgets.restore("run_budget", 0.001 if start.budget is None else start.budget)
    return st.number_input(
        "Budget: predicted rise of the validation log loss in one step",
        min_value=0.0,
        step=0.0005,
        format="%.4f",
        key="run_budget",
    )
