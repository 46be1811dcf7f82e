"""Screening lines and reference shares that a user sets on the audit."""

from __future__ import annotations

import dataclasses

import numpy as np
from streamlit.testing.v1 import AppTest

from iffair_core.evidence.screening import screen
from iffair_core.kept.beside import save_yardsticks
from iffair_core.kept.load import load_study
from iffair_core.results import Study
from iffair_core.yardsticks import FOUR_FIFTHS, ScreeningLine, Yardsticks
from pages._ui import links, studies, widgets, words
from tests.pages.helpers import Open, opened, texts


def test_screening_line_is_off_until_it_is_set_and_is_kept_with_the_study(
    audit: AppTest, plain: Study, open_app: Open
) -> None:
    assert "line of" not in texts(audit)
    audit.checkbox(key="audit_line_ratio").check().run()
    (found,) = screen(plain, plain.plain, [FOUR_FIFTHS])
    assert found.value is not None
    text = texts(audit)
    assert f"is {words.percent(found.value)} of the largest (95 % interval " in text
    assert "29 CFR 1607.4(D)" in text
    assert f"the line of {words.percent(0.8)}" in text
    audit.number_input(key="audit_line_ratio_limit").set_value(5.0).run()
    assert "above, on the near side of the line of 5.0\N{NO-BREAK SPACE}%, beyond" in texts(audit)
    audit.switch_page("pages/home.py").run()
    audit.switch_page("pages/audit.py").run()
    assert audit.number_input(key="audit_line_ratio_limit").value == 5.0
    identifier = audit.session_state[links.STUDY]
    kept = load_study(studies.folder_of(identifier)).yardsticks.lines
    assert kept == (dataclasses.replace(FOUR_FIFTHS, limit=0.05),)
    link = open_app("audit", study=identifier)
    assert "above, on the near side of the line of 5.0" in texts(link)
    link.checkbox(key="audit_line_ratio").uncheck().run()
    assert not load_study(studies.folder_of(identifier)).yardsticks
    assert not [w for w in ("compliant", "unfair to") if w in texts(audit)]


def test_screening_line_of_a_gap_applies_to_both_models(
    open_app: Open, reweighted_link: str
) -> None:
    app = open_app("audit", study=reweighted_link)
    app.checkbox(key="audit_line_gap").check().run()
    app.number_input(key="audit_line_gap_limit").set_value(100.0).run()
    said_of = [m.value for m in app.markdown if "test rows: Demographic parity is" in m.value]
    assert [s.startswith("**Plain model**") for s in said_of] == [True, False]
    assert all("below, on the near side of the line of 100.0 points" in s for s in said_of)


def test_reference_shares_are_compared_and_kept(audit: AppTest, plain: Study) -> None:
    assert "against 25.0" not in texts(audit)
    prepared = plain.prepared
    young = prepared.groups.index("under 26")
    share = float(np.mean(prepared.group == young))
    folder = studies.folder_of(audit.session_state[links.STUDY])
    line = ScreeningLine("equal_opportunity", 0.07, "ours")
    held = Yardsticks((line,), {"under 26": 0.25, "26 and over": 0.75})
    save_yardsticks(held, folder)
    audit.switch_page("pages/home.py").run()
    audit.switch_page("pages/audit.py").run()
    text = texts(opened(audit, "audit_shares_box"))
    assert f"**under 26**: {words.percent(share)} (" in text
    assert "fewer than the reference, beyond chance" in text
    assert "Pearson's chi-square" in text
    assert "the line of 7.0 points" in text
    assert load_study(folder).yardsticks == held


def test_shares_that_cannot_be_are_refused_and_not_kept(audit: AppTest) -> None:
    folder = studies.folder_of(audit.session_state[links.STUDY])
    save_yardsticks(Yardsticks((), {"under 26": 0.7, "26 and over": 0.75}), folder)
    audit.switch_page("pages/home.py").run()
    audit.switch_page("pages/audit.py").run()
    assert "they sum to 145.0 %" in texts(opened(audit, "audit_shares_box"))
    save_yardsticks(Yardsticks(), folder)
    audit.switch_page("pages/home.py").run()
    audit.switch_page("pages/audit.py").run()
    assert "they sum to 145.0 %" in texts(opened(audit, "audit_shares_box")), "typed ones stay"


def test_another_table_forgets_what_was_kept(open_app: Open, plain_link: str) -> None:
    app = open_app("audit", study=plain_link)
    app.checkbox(key="audit_line_ratio").check().run()
    app.switch_page("pages/data.py").run()
    assert app.session_state[widgets.KEPT]["audit_lines"] == (FOUR_FIFTHS,)
    app.button(key="table_close").click().run()
    assert widgets.KEPT not in app.session_state
