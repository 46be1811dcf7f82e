"""What the weights did for the other learner, beside the model that they were found on."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.fairness.measure import targeted_gap
from iffair_core.results import Study
from pages._ui import show, words
from pages._ui.charts.transfer import transfer_figure
from pages._ui.charts.units import unit_of
from pages._ui.readings.comparison import price


def results(study: Study) -> None:
    """The part of a study that names another learner."""
    assert study.config.learner is not None
    title = words.learner_title(study.config.learner)
    st.header(f"Does it carry over? The same weights with {title.lower()}", anchor=False)
    if study.operating.transfer is None:
        st.info(
            "The other learner was measured at the threshold of the run only. Run again to "
            "measure it at this one."
        )
        return
    lines = transfer_lines(study)
    show.chart(
        transfer_figure(lines, gap=unit_of(study.config.gaps[0])),
        reading=transfer_sentence(study),
        data=lines,
        key="run_transfer",
    )


def transfer_lines(study: Study) -> pd.DataFrame:
    """Test figures of the model and of the other learner before and after, one line each."""
    before, after, gaps = study.plain, study.operating, study.config.gaps
    assert before.transfer is not None
    assert after.transfer is not None
    assert study.config.learner is not None
    lines = []
    for learner, old, new in (
        (words.MODELS[study.config.model].title, before.test, after.test),
        (words.learner_title(study.config.learner), before.transfer.test, after.transfer.test),
    ):
        lines.append(
            {
                "learner": learner,
                "gap_before": targeted_gap(old, gaps),
                "gap_after": targeted_gap(new, gaps),
                "accuracy_before": old.utility["accuracy"],
                "accuracy_after": new.utility["accuracy"],
            }
        )
    return pd.DataFrame(lines)


def transfer_sentence(study: Study) -> str:
    """How much of the fall of the gap the other learner kept, and what it paid."""
    model, other = transfer_lines(study).to_dict("records")
    if None in (*model.values(), *other.values()):
        return "The targeted gap is undefined on the test rows for one of the learners."
    name = study.config.gaps[0]
    falls = [line["gap_before"] - line["gap_after"] for line in (model, other)]
    moved, against = (
        f"goes from {words.figure(line['gap_before'], name)} to "
        f"{words.figure(line['gap_after'], name)}, which "
        f"{price(line['accuracy_before'] - line['accuracy_after'])}"
        for line in (other, model)
    )
    kept = "Its gap did not fall: these weights do not carry over." if falls[1] <= 0 else ""
    return (
        f"**{other['learner']}**, trained with the same weights, {moved}. The "
        f"{model['learner'].lower()} on which they were found {against}. {kept}"
    ).strip()
