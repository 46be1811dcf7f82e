"""The audit: how unfair is the plain model on test rows, and how sure is that?"""

import streamlit as st

from iffair_core.data.prepared import Part
from iffair_core.results import Study
from pages._ui import frame, gap_cards, shell, show, verbatim, words
from pages._ui.audit import (
    against,
    choose_gap,
    left_out,
    lines,
    origins,
    overview,
    said,
    utilities,
)
from pages._ui.audit import rates as group_rates
from pages._ui.charts.rates import drawn, rates_figure
from pages._ui.readings.gaps import pair_sentence
from pages._ui.readings.rates import rate_table, rates_by_group, small_groups


def gaps(study: Study) -> None:
    """Every gap with its interval, which of them are corrected, and what may lie behind them."""
    st.header("The gaps", anchor=False)
    groups = study.prepared.groups
    if len(groups) > 2:
        st.caption(
            verbatim.shown(
                "Gaps and sentences compare the two groups that differ most, whether or not the "
                f"reference group ({groups[study.prepared.reference]}) is one of them. Each group "
                "against the reference is further below."
            )
        )
    gap_cards.grid(study, study.plain)
    overview.section(study, study.plain)
    st.caption(verbatim.shown(said.which_are_corrected(len(groups))))
    choose_gap.section()
    lines.section(study)


def rates(study: Study) -> None:
    """Rates by group with intervals and denominators, as a chart and as a table."""
    st.header("Rates by group", anchor=False)
    found = rates_by_group(study, study.plain)
    sentence = pair_sentence("selection_rate", rate_table(study, study.plain), study)
    show.chart(
        rates_figure({"Plain model": found}),
        reading=f"{sentence} Lines are 95 % intervals; a hollow mark is not enough evidence."
        f"{drawn(study.prepared.groups)}",
        data=found,
        key="audit_rates",
    )
    group_rates.section(study, study.plain)
    against.section(study, study.plain)


def data_itself(study: Study) -> None:
    """What the data says before any model: base rates, shares of groups, what was left out."""
    st.header("What the data itself says", anchor=False)
    bias = origins.label_bias(study)
    if bias:
        st.markdown(verbatim.shown(bias))
    origins.shares(study)
    left_out.section(study)


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
        st.warning(verbatim.shown(few))
    gaps(study)
    rates(study)
    st.header("How good is the model?", anchor=False)
    utilities.section(study, study.plain)
    data_itself(study)
    shell.next_step(shell.INFLUENCE, "Which rows make it so?", key="audit_next")


frame.run(page)
