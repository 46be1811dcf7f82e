"""Who decided what and why: what stands now, the log, notes and the sign-off."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from iffair_core.decisions.log import SIGN_OFF, SUBJECTS, Decision
from iffair_core.decisions.standing import signed_by, standing
from iffair_core.errors import ConfigError
from iffair_core.report.provenance import provenance
from iffair_core.results import Study
from pages._ui import show, studies, verbatim, widgets, words

WHO = "who"
NOTES = "report_notes"


def section(study: Study) -> None:
    st.header("Who decided what, and why?", anchor=False)
    st.markdown(
        "Kept with the study and in everything that you take along. Choices made on the pages are "
        "noted by themselves; add who stands for them, and why. Entries are added, never changed."
    )
    _log(study)
    with st.expander("Add a reason or a decision", key="report_decision_box"):
        _add(study)
    widgets.restore(NOTES, study.decisions.notes)
    st.text_area(
        "Notes",
        key=NOTES,
        on_change=_keep_notes,
        placeholder="What else should be known: the purpose, who was asked, what was discussed.",
        help="Kept with the study when you leave the field; you can change them later.",
    )
    _sign_off(study)


def _log(study: Study) -> None:
    """What stands now and why, one line a subject, and the whole log folded away."""
    log = study.decisions
    lines = []
    for about, said in standing(study).items():
        last = next((e for e in reversed(log.entries) if e.about == about and e.why), None)
        lines.append(
            {
                "about": SUBJECTS[about],
                "chosen": said,
                "why": last.why if last else "",
                "who": last.person if last else "",
            }
        )
    st.dataframe(
        pd.DataFrame(lines),
        hide_index=True,
        key="report_standing",
        alt="What is chosen now, the last reason given, and by whom",
        column_config={
            "about": "About",
            "chosen": st.column_config.TextColumn("Chosen now", width="large"),
            "why": "Last reason given",
            "who": "Given by",
        },
    )
    if not log.entries:
        return
    with st.expander(f"The log: {len(log.entries)} entries", key="report_log"):
        table = _table(log.entries)
        st.dataframe(table, hide_index=True, key="report_entries", alt="Every entry of the log")
        show.download("Download the log", table, "decisions.csv", key="report_entries_csv")


def _table(entries: tuple[Decision, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"When": e.day, "About": e.title, "Chosen": e.what, "Why": e.why, "Who": e.person}
            for e in entries
        ]
    )


def _add(study: Study) -> None:
    """A form for one entry, which begins with what stands now."""
    now = standing(study)
    subjects = [
        about for about in SUBJECTS if about != SIGN_OFF and (about in now or about == "note")
    ]
    about = st.selectbox("About", subjects, key="report_about", format_func=SUBJECTS.__getitem__)
    entry = _next_entry(study)
    with st.form("report_decision", border=False):
        what = st.text_input(
            "What was chosen", value=now.get(about, ""), key=f"report_what_{about}_{entry}"
        )
        why = st.text_area("Why", key=f"report_why_{entry}")
        name, role = _who("report", entry)
        if st.form_submit_button("Add to the log", key="report_add"):
            if not what.strip():
                st.error("Say what was chosen; the field is empty.")
                return
            if what == now.get(about) and not why.strip() and not name.strip():
                st.error("That stands in the log. Say why it was chosen, or who stands for it.")
                return
            widgets.keep(WHO, (name, role))
            studies.note(Decision(about, what, why, name, role))
            st.rerun()


def _sign_off(study: Study) -> None:
    """The sign-off line, and a form for whoever may sign."""
    st.markdown(f"**{words.as_written(provenance(study).signed)}**")
    with (
        st.popover("Sign off", key="report_sign_box"),
        st.form("report_sign", border=False),
    ):
        st.caption("Signs the operating point and the threshold as they stand now.")
        number = _next_entry(study)
        name, role = _who("report_sign", number)
        why = st.text_input("Remark (optional)", key=f"report_sign_why_{number}")
        if st.form_submit_button("Sign off", key="report_sign_add"):
            try:
                entry = signed_by(study, name, role, why)
            except ConfigError as error:
                st.error(verbatim.shown(str(error)))
                return
            widgets.keep(WHO, (name, role))
            studies.note(entry)
            st.rerun()


def _next_entry(study: Study) -> int:
    """The number of the next entry by a person, in the keys of the fields that it is written in.

    So the fields begin anew once an entry is added, and keep what was typed if it is refused.
    """
    return 1 + sum(not entry.automatic for entry in study.decisions.entries)


def _who(prefix: str, entry: int) -> tuple[str, str]:
    """Name and role, as they were given last."""
    left, right = st.columns(2)
    name, role = widgets.kept(WHO, ("", ""))
    return (
        left.text_input(
            "Your name (optional)" if prefix == "report" else "Your name",
            value=name,
            key=f"{prefix}_by_{entry}",
        ),
        right.text_input("Your role (optional)", value=role, key=f"{prefix}_role_{entry}"),
    )


def _keep_notes() -> None:
    studies.keep_notes(str(widgets.held(NOTES) or ""))
