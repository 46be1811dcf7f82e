"""The report stands the result beside other methods, if they were compared."""

from __future__ import annotations

import html
import re

import pytest

from iffair_core.comparison.told import box_words, method_lines
from iffair_core.comparison.view import View
from iffair_core.comparison.which import which
from iffair_core.comparison.words import sentence
from iffair_core.report import html_report
from iffair_core.results import Study
from iffair_core.study import run
from tests.core.comparisons import attempt, comparison, same
from tests.oracles.studies import config

COMPARED = comparison(
    attempt("plain", [same(0.2, 0.8)]),
    attempt("path", [same(0.01, 0.79)]),
    attempt("grid_search", [], reason="Too many groups."),
)


@pytest.fixture(scope="module")
def study() -> Study:
    return run(config("german", steps=2))


def words_of(page: str) -> str:
    return plainly(html.unescape(re.sub(r"<[^>]*>", " ", page)))


def plainly(text: str) -> str:
    return " ".join(text.split())


def test_answer_families_methods_and_reasons_stand_in_the_report(study: Study) -> None:
    said = words_of(html_report(study, comparisons=[COMPARED]))
    view = View(COMPARED.gap)
    assert "Beside other methods" in said
    assert plainly(sentence(which(COMPARED, view, study.config.max_gap))) in said
    assert "The training Too many groups." in said
    assert plainly(box_words(COMPARED, view)) in said
    path, grid = method_lines(COMPARED, view)
    assert plainly(f"{path.title} {path.says} {path.family} {path.reached}") in said
    assert f"{grid.needs} No answer: Too many groups." in said


def test_two_comparisons_are_told_apart_and_none_is_no_section(study: Study) -> None:
    assert "Beside other methods" not in html_report(study)
    both = words_of(html_report(study, comparisons=[COMPARED, COMPARED]))
    assert both.count("Beside other methods: Demographic parity") == 2
