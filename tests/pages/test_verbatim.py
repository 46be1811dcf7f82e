"""Names with marks of Markdown, of HTML and of charts stand on the pages as they were written."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.comparison.run import compare
from iffair_core.comparison.store import save_attempt
from iffair_core.kept import shelf
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.literal import markdown
from iffair_core.row_influence import open_point, row_influence
from iffair_core.study import plain_study
from pages._ui.charts.written import written
from pages._ui.influence import ranked, row_tables
from pages._ui.influence.prove import PATTERN
from tests.core.odd_names import FILE, NUMBER, PURPOSE, VALUES, YOUNG, odd_study, odd_table
from tests.pages.helpers import IDENTIFIER, Open, texts, until
from tests.pages.raw_names import chart_specs, raw_in_charts, raw_in_markdown

OTHER = "fedcba9876543210"
PAGES = (
    *("home", "data", "audit", "influence", "patterns", "reweight", "weights", "frontier"),
    *("compare", "report", "shift", "studies", "glossary"),
)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a study, reweighted, with another learner and a comparison of methods."""
    path = tmp_path_factory.mktemp("odd") / FILE
    odd_table().to_csv(path, index=False)
    study = odd_study(str(path), learner="decision_tree")
    config = study.config
    folder = path.parent / "study"
    save_study(study, folder)
    found = compare(config, config.gaps[0], ("reweighing",), (0,), table=study.table)
    for ended in found.attempts:
        save_attempt(folder, ended, found)
    return folder


@pytest.fixture
def link(home: Path, odd: Path) -> str:
    """The study as a kept one, beside another one of the same table, with a name."""
    (home / "studies").mkdir()
    (home / "studies" / IDENTIFIER).symlink_to(odd)
    config = load_study(odd).config
    task = dataclasses.replace(config.task, leave_out=(PURPOSE,), exclude=())
    plain = plain_study(dataclasses.replace(config, task=task))
    save_study(plain, home / "studies" / OTHER)
    shelf.rename(OTHER, YOUNG)
    return IDENTIFIER


def check(app: AppTest) -> None:
    assert not app.exception
    assert raw_in_markdown(app) == []
    assert raw_in_charts(app) == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_name(open_app: Open, link: str, page: str) -> None:
    check(open_app(page, study=link))


def test_the_audit_says_the_names(open_app: Open, link: str) -> None:
    app = open_app("audit", study=link)
    assert r"\$5 \*young\* \<b\>x\</b\>" in texts(app)
    assert written(YOUNG) == "$5 *young* &lt;b>x&lt;/b>"
    assert any(written(YOUNG) in str(spec) for spec in chart_specs(app))


def test_parts_by_a_column_with_odd_values(open_app: Open, link: str) -> None:
    app = open_app("shift", study=link)
    app.selectbox(key="shift_column").select(PURPOSE).run()
    check(app)
    drawn = str(chart_specs(app))
    assert "&lt;i>used&lt;/i> car &amp; a@" in drawn
    assert VALUES["A42"] in app.selectbox(key="shift_held").options
    app.button(key="shift_hold_out").click().run()
    check(app)


def test_a_second_table_with_an_odd_name(open_app: Open, link: str) -> None:
    app = open_app("shift", study=link)
    frame = odd_table().replace({PURPOSE: {VALUES["A41"]: "unseen <b>value</b>"}})
    data = frame.head(400).to_csv(index=False).encode()
    app.file_uploader[0].upload(FILE, data, "text/csv").run()
    check(app)
    assert r"odd \*file\* \$1" in texts(app)


@pytest.mark.parametrize("column", [PURPOSE, NUMBER])
def test_rows_that_have_something_in_common_are_proved(
    open_app: Open, link: str, column: str
) -> None:
    app = open_app("influence", study=link)
    app.radio(key="influence_prove_rows").set_value(PATTERN).run()
    app.selectbox(key="influence_pattern_column").select(column).run()
    check(app)
    app.button(key="influence_prove_start").click().run()
    until(app, lambda a: any(e.label == "All reported gaps and utilities" for e in a.expander))
    check(app)


def test_the_card_of_a_row(open_app: Open, link: str, odd: Path) -> None:
    app = open_app("influence", study=link)
    influence = row_influence(open_point(load_study(odd)), "demographic_parity")
    first = np.argsort(-influence.value, kind="stable")[:15]
    key = row_tables.table_key(ranked.TABLE, "demographic_parity", 0, first)
    app.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": [(0, "row")]}}
    app.run()
    assert any(s.value.startswith("Row ") for s in app.subheader)
    check(app)


@pytest.mark.parametrize("column", [PURPOSE, NUMBER])
def test_weights_by_a_feature(open_app: Open, link: str, column: str) -> None:
    app = open_app("weights", study=link)
    app.segmented_control(key="weights_part").set_value("By feature").run()
    app.selectbox(key="weights_column").select(column).run()
    check(app)


def test_studies_side_by_side(open_app: Open, link: str) -> None:
    app = open_app("studies", study=link)
    for identifier in (link, OTHER):
        app.checkbox(key=f"study_compare_{identifier}").check().run()
    check(app)
    (differing,) = [table.value for table in app.table]
    assert differing.loc["Columns left out"].tolist() == ["none", markdown(PURPOSE)]


def test_a_pattern_is_proved_and_left_out(open_app: Open, link: str) -> None:
    app = open_app("patterns", study=link)
    app.multiselect(key="patterns_columns").set_value([PURPOSE]).run()
    check(app)
    app.button(key="patterns_prove_1").click().run()
    until(app, lambda a: "**Proved.**" in texts(a))
    check(app)
    app.button(key="patterns_exclude_1").click().run()
    check(app)


def test_a_value_of_a_column_with_many_is_said_as_it_is_written(open_app: Open) -> None:
    lines = [f"{'yes' if i % 3 else 'no'};{'fm'[i % 2]};*town* {i} <b>;{i % 7}" for i in range(300)]
    app = open_app("data")
    content = "\n".join(("pass;sex;town;mark", *lines)).encode()
    app.file_uploader[0].upload("exam.csv", content, "text/csv").run()
    app.selectbox(key="task_outcome").set_value("pass").run()
    app.multiselect(key="task_outcome_values").set_value(["yes"]).run()
    app.multiselect(key="task_sensitive").set_value(["sex"]).run()
    app.radio(key="task_split").set_value("date").run()
    app.selectbox(key="task_date_column").set_value("town").run()
    assert f"its first value is '{markdown('*town* 0 <b>')}'" in texts(app)
