"""What the HTML report is made of and says beside figures: origin, exclusions, names, no person."""

import dataclasses
import re

import numpy as np

from iffair_core.evidence.ledger import ledger
from iffair_core.report import (
    html_report,
)
from tests.core.report.reader import Reader

LARGEST_REPORT = 8_000_000


def test_report_loads_nothing_and_runs_nothing(german, report):
    html = html_report(german)
    assert {address[0] for address in report.loads} == {"#"}
    assert {address[1:] for address in report.loads} <= set(re.findall(r'id="([^"]+)"', html))
    assert not {"script", "link", "iframe", "img", "object"} & set(report.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert len(html.encode()) < LARGEST_REPORT


def test_report_says_where_its_figures_come_from(german, report):
    assert german.table.digest in report.text
    assert german.id in report.text
    assert "python -m iffair_core replay study" in report.text
    assert "seed 0" in report.text
    assert f"IFFair {german.version}" in report.text
    assert re.search(r"scikit-learn \d", report.text)
    for line in german.config.to_toml().splitlines():
        assert " ".join(line.split()) in report.text


def test_report_says_who_is_selected_and_that_no_weight_is_zero(german, report):
    assert "Selected, which is the good decision, are those whose probability of it is at" in (
        report.text
    )
    assert np.all(german.operating.weights > 0)
    assert "none is zero" in report.text


def test_report_lists_what_was_left_out(german, report):
    for entry in ledger(german):
        assert f"{entry.what} {entry.count} {entry.kind} {entry.reason}" in report.text


def test_report_says_what_a_harmful_row_is_not_and_claims_nothing(report):
    assert "It does not show that a label or a feature is wrong" in report.text
    claims = re.findall(r"\b(fair|unbiased|compliant|compliance|guaranteed?)\b", report.text, re.I)
    assert claims == ["Fair"], "only in the title of the paper"


def test_report_has_no_row_of_a_person(messy):
    html = html_report(messy)
    assert not any(person in html for person in messy.table.frame["person"])


def test_report_does_not_tell_where_the_table_lay(messy):
    config = dataclasses.replace(messy.config, data="/home/someone/private/loans <2024>.csv")
    read = Reader(html_report(dataclasses.replace(messy, config=config)))
    assert "someone" not in read.text
    assert 'data = "loans <2024>.csv"' in read.text


def test_report_escapes_names_and_lists_exclusions(messy):
    read = Reader(html_report(messy))
    assert "loans <2024>.csv" in read.text
    assert "b<i>" in read.text
    assert "Missing" in read.text
    assert "i" not in read.tags
    assert "10 rows the outcome is missing" in read.text
