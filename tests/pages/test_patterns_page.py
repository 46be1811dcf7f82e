"""The page of patterns: found, proved, exported, excluded and brought back."""

from __future__ import annotations

import dataclasses
import json

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core import find_patterns
from iffair_core.influence.change import remove
from iffair_core.patterns.pattern import Patterns
from iffair_core.patterns.words import share_words, size_words
from iffair_core.results import Study
from iffair_core.row_influence import open_point, prove
from pages._ui import words
from pages._ui.patterns import told
from tests.pages.helpers import IDENTIFIER, Open, opened, texts, until

GAP = "demographic_parity"


@pytest.fixture(scope="module")
def found(plain: Study) -> Patterns:
    return find_patterns(plain)


@pytest.fixture
def app(open_app: Open, plain_link: str) -> AppTest:
    return open_app("patterns", study=plain_link)


def has_button(app: AppTest, key: str) -> bool:
    return key in [b.key for b in app.button]


def study_of(app: AppTest) -> str:
    """The study that the address names."""
    named = app.query_params["study"]
    return named if isinstance(named, str) else named[0]


def test_without_a_study_the_page_leads_to_the_data(open_app: Open) -> None:
    app = open_app("patterns")
    assert has_button(app, "patterns_needs_task")
    assert not has_button(app, "patterns_prove_1")


def test_cards_say_what_the_core_found(app: AppTest, found: Patterns) -> None:
    said = texts(app)
    for number, pattern in enumerate(found.widening, start=1):
        assert f"**{number}. {pattern.words}**  \n{share_words(pattern)}." in said
    assert words.NOT_AN_ERROR_LIST in said
    first = found.widening[0]
    share = words.percent(first.row_share)
    assert f"First: **{first.words}**, {share} of the rows, which carry " in said
    assert "Exploratory" in said
    assert "**Proved.**" not in said


def test_of_too_few_rows_is_said_that_there_is_nothing_to_search(found: Patterns) -> None:
    few = dataclasses.replace(found, train_rows=60, least=20, widening=())
    said = told.reading(few, few.widening, widening=True)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "There are 60 training rows; a set has at least 20 and at most 25 % of them: "
        "too few to search."
    )


def test_the_other_side_and_other_settings(app: AppTest, plain: Study, found: Patterns) -> None:
    app.radio(key="patterns_side").set_value("hold it down").run()
    assert f"**1. {found.narrowing[0].words}**" in texts(app)
    columns = ("groups", "outcome", "housing")
    app.slider(key="patterns_depth").set_value(2).run()
    app.multiselect(key="patterns_columns").set_value(list(columns)).run()
    assert not app.exception
    wanted = find_patterns(plain, depth=2, columns=columns).narrowing
    cards = [m.value.split("**")[1] for m in app.markdown if m.value.startswith("**")]
    assert [c for c in cards if c[0].isdigit()] == [
        f"{number}. {pattern.words}" for number, pattern in enumerate(wanted, start=1)
    ]


def test_one_click_proves_a_pattern(
    app: AppTest, open_app: Open, plain: Study, found: Patterns
) -> None:
    app.button(key="patterns_prove_2").click().run()
    until(app, lambda a: "**Proved.**" in texts(a))
    shift = prove(open_point(plain), remove(found.widening[1].rows)).pairs[GAP].shift
    share = 1.0 - shift.actual / shift.before
    (said,) = [m.value for m in app.markdown if m.value.startswith("**Proved.**")]
    assert f"**{size_words(shift.actual, found)}**" in said
    assert f"{words.percent(share)} of it" in said
    assert f"(predicted {words.percent(found.widening[1].share)})" in said
    assert any(e.label == "Predicted against actual, every figure" for e in app.expander)
    assert said in texts(open_app("patterns", study=IDENTIFIER))


def test_excluded_rows_leave_training_and_come_back(app: AppTest, found: Patterns) -> None:
    pattern = found.widening[0]
    app.button(key="patterns_exclude_1").click().run()
    assert not app.exception
    said = texts(app)
    assert f"Left out of training: {pattern.words} ({len(pattern.rows)} rows)" in said
    assert f"{pattern.words} ({len(pattern.rows)} training rows)" in said
    assert study_of(app) != IDENTIFIER
    app.switch_page("pages/audit.py").run()
    opened(app, "audit_ledger")
    ledger = next(d.value for d in app.dataframe if "reason" in d.value)
    assert str(len(pattern.rows)) in ledger.set_index("what").loc[pattern.words, "rows"]
    app.switch_page("pages/data.py").run()
    assert f"Left out of training: {pattern.words}" in texts(app)

    app.switch_page("pages/patterns.py").run()
    app.button(key="patterns_return_0").click().run()
    assert f"Back in training: {pattern.words}" in texts(app)
    assert "The next run begins with its settings." in texts(app)
    assert study_of(app) == IDENTIFIER
    assert not has_button(app, "patterns_return_0")


def test_the_data_page_brings_rows_back_too(app: AppTest, found: Patterns) -> None:
    app.button(key="patterns_exclude_2").click().run()
    app.switch_page("pages/data.py").run()
    assert has_button(app, "task_next")
    app.button(key="task_return_0").click().run()
    assert f"Left out of training: {found.widening[1].words}" not in texts(app)
    assert has_button(app, "task_use")


def test_the_file_holds_both_sides_without_rows(plain: Study, found: Patterns) -> None:
    content = json.loads(told.as_json(found, plain.id))
    assert content["study"] == plain.id
    assert [p["words"] for p in content["widening"]] == [p.words for p in found.widening]
    assert [p["rows"] for p in content["narrowing"]] == [len(p.rows) for p in found.narrowing]


def test_lines_of_the_chart_have_one_sign(found: Patterns) -> None:
    actual = [None, *([0.5] * (len(found.widening) - 1))]
    lines = told.lines(found.widening, actual)
    assert lines["share"].tolist() == pytest.approx([100 * p.share for p in found.widening])
    assert lines["retrained"].isna().tolist() == [True, *([False] * (len(lines) - 1))]
    falling = told.lines(found.narrowing, [-0.5] * len(found.narrowing))
    assert (falling[["share", "retrained"]] > 0).all(axis=None)


def test_values_are_shown_as_they_were_written() -> None:
    assert words.as_written("pay = $5 to $9 *net*") == r"pay = \$5 to \$9 \*net\*"
    assert words.as_written("job_class = A_1") == "job_class = A_1"
