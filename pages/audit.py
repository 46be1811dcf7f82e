"""The audit: how unfair is the plain model on test rows?"""

import streamlit as st

from iffair_core.data.prepared import Part
from iffair_core.fairness.utility import UTILITIES
from iffair_core.results import Study
from pages._ui import frame, gap_cards, shell, show, words
from pages._ui.charts.rates import drawn, rates_figure
from pages._ui.readings.gaps import left_out, pair_sentence
from pages._ui.readings.rates import base_rates, rate_table, rates_by_group, small_groups


def utilities(study: Study) -> None:
    """The utilities of the plain model in one row."""
    st.header("How good is the model?", anchor=False)
    for column, name in zip(st.columns(len(UTILITIES)), UTILITIES, strict=True):
        value = study.plain.test.utility[name]
        reason = study.plain.test.undefined.get(name)
        column.metric(words.utility_title(name), words.figure(value, name), help=reason)


def rates(study: Study) -> None:
    """Rates by group as a chart, base rates and counts as a table."""
    lines = rates_by_group(study, study.plain)
    st.header("Rates by group", anchor=False)
    table = rate_table(study, study.plain)
    show.chart(
        rates_figure({"Plain model": lines}),
        reading=f"{pair_sentence('selection_rate', table, study)} Lines are 95 % "
        "intervals: where they overlap widely, the difference may be chance."
        f"{drawn(study.prepared.groups)}",
        data=lines,
        key="audit_rates",
    )
    st.markdown("**Base rates and counts, test rows**")
    st.dataframe(
        base_rates(lines),
        hide_index=True,
        key="audit_base_rates",
        alt="Rows, base rate and selection rate of every group on test rows",
        column_config={
            "base_rate": st.column_config.ProgressColumn(
                "With a good outcome (base rate)", format="percent", min_value=0.0, max_value=1.0
            ),
            "selection_rate": st.column_config.ProgressColumn(
                "Selected by the model", format="percent", min_value=0.0, max_value=1.0
            ),
            "group": "Group",
            "rows": st.column_config.NumberColumn("Test rows", format="localized"),
        },
    )


def pairs(study: Study) -> None:
    """Which two of several groups the figures compare."""
    groups = study.prepared.groups
    if len(groups) > 2:
        st.caption(
            "Gaps and sentences compare the two groups that differ most, whether or not the "
            f"reference group ({groups[study.prepared.reference]}) is one of them. The data of "
            "the chart below has the rates of every group, to compare any of them with it."
        )


def page() -> None:
    shell.header("Audit", "How unfair is a plain model, trained on your table as it is?")
    study = show.study_or_hint("The audit", key="audit_needs_task")
    if study is None:
        return
    show.threshold(study)
    tested = int(study.prepared.mask(Part.TEST).sum())
    st.caption(f"All figures are of {words.plural(tested, 'test row')} that training never saw.")
    few = small_groups(study)
    if few:
        st.warning(few)
    st.header("The gaps", anchor=False)
    pairs(study)
    gap_cards.grid(study, study.plain)
    missing = left_out(study.plain.test)
    show.remarks("Which groups have too few rows for a gap", missing, key="audit_left_out")
    rates(study)
    utilities(study)
    shell.next_step(shell.INFLUENCE, "Which rows make it so?", key="audit_next")


frame.run(page)
