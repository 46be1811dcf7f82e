"""Other data: do the models hold on a second table, and part by part of the study's own?"""

import streamlit as st

from iffair_core.results import Study
from pages._ui import frame, shell, show, widgets
from pages._ui.shift import by_column, second_table

MODELS = {"operating": "Operating point", "plain": "Plain model"}


def model_choice(study: Study) -> str:
    """Which of the study's models is looked at; the plain one where there is no other."""
    if study.chosen == 0:
        st.caption("Figures are of the plain model.")
        return "plain"
    widgets.recall("shift_model", "operating")
    model: str = st.radio(
        "Model", list(MODELS), key="shift_model", format_func=MODELS.__getitem__, horizontal=True
    )
    widgets.keep("shift_model", model)
    return model


def page() -> None:
    shell.header(
        "Other data",
        "Does it hold elsewhere? The same models on people of another year or place, each figure "
        "beside that of the study's test rows.",
    )
    study = show.study_or_hint("A look at other data", key="shift_needs_task")
    if study is None:
        return
    show.threshold(study)
    model = model_choice(study)
    second_table.section(study, model)
    by_column.section(study, study.plain if model == "plain" else study.operating)
    shell.next_step(shell.REPORT, "Take it with you", key="shift_next", primary=False)


frame.run(page)
