"""The evidence on the page: intervals, verdicts, what was left out, base rates, the chooser."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from streamlit.testing.v1 import AppTest

from iffair_core.config import Attribute, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.evidence.ledger import ledger
from iffair_core.evidence.rows import figures
from iffair_core.evidence.utilities import utility_figures
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import plain_study
from pages._ui import words
from pages._ui.audit import origins, said, utilities
from pages._ui.readings.measured import largest
from tests.pages.helpers import IDENTIFIER, Open, opened, texts


def test_every_gap_has_its_interval_rows_and_verdict(audit: AppTest, plain: Study) -> None:
    shown = [m.value for m in audit.markdown]
    found = figures(plain, plain.plain)
    for gap in plain.plain.test.gaps:
        if gap == "equalized_odds_mean":
            continue
        line = largest(found, gap)
        bounds = said.interval(line["ci_low"], line["ci_high"], gap)
        text = next(s for s in shown if s.startswith(f"95 % interval {bounds}, {line['n']} test "))
        assert ("may be chance" in text) == (line["ci_low"] <= 0)
        assert ("beyond chance" in text) == (line["ci_low"] > 0)


def test_which_intervals_are_corrected_depends_on_the_number_of_groups(audit: AppTest) -> None:
    assert "with two groups every other gap is one comparison" in texts(audit)
    assert "simultaneous over all pairs" in said.which_are_corrected(3)


def test_utilities_have_intervals(audit: AppTest, plain: Study) -> None:
    shown = [c.value for c in audit.main.get("caption")]
    for _, line in utility_figures(plain, plain.plain).iterrows():
        bounds = said.interval(line["ci_low"], line["ci_high"], line["metric"])
        assert f"95 % interval {bounds}, {line['n']} test rows" in shown


def test_a_utility_of_too_few_rows_is_not_told(open_app: Open, home: Path, plain: Study) -> None:
    config = dataclasses.replace(plain.config, min_cell=61)
    strict = dataclasses.replace(plain, id="a cell of 61", config=config)
    save_study(strict, home / "studies" / IDENTIFIER)
    audit = open_app("audit", study=IDENTIFIER)
    shown = {metric.label: metric.value for metric in audit.metric}
    assert (shown["ROC AUC"], shown["Balanced accuracy"]) == (utilities.TOO_FEW,) * 2
    assert shown["Accuracy"] == words.percent(plain.plain.test.utility["accuracy"] or 0)
    told = [c.value for c in audit.main.get("caption") if "**Not enough evidence**" in c.value]
    assert len(told) == 2
    assert all("fewer than 61" in each for each in told)


def test_ledger_counts_and_lists_what_was_left_out(audit: AppTest, plain: Study) -> None:
    entries = ledger(plain)
    label = f"What was left out, and why ({words.plural(len(entries), 'entry', 'entries')})"
    assert label in [e.label for e in audit.expander]
    shown = opened(audit, "audit_ledger").dataframe[-1].value
    assert shown["what"].tolist() == [e.what for e in entries]
    expected = ["" if e.kind == "columns" else str(e.count) for e in entries]
    assert shown["rows"].tolist() == expected


def test_base_rates_stand_beside_the_gaps_only_where_they_differ(
    audit: AppTest, plain: Study, even: Study
) -> None:
    text = texts(audit)
    assert "have a good outcome in the data itself: a difference of" in text
    assert text.count("Base rates in the data differ by") == 6
    assert origins.label_bias(plain) in text
    assert "over 1,000 rows with an outcome." in origins.label_bias(plain)
    assert origins.label_bias(even) == ""
    assert origins.stance("demographic_parity", even) == ""


def test_chooser_proposes_and_carries_its_gaps_to_the_run(audit: AppTest) -> None:
    assert not [b for b in audit.button if b.key == "audit_chooser_use"]
    for name, answer in (
        ("harm", "accepted"),
        ("label", "doubtful"),
        ("base_rates", "legitimate"),
        ("output", "decisions"),
    ):
        audit.radio(key=f"audit_choose_{name}").set_value(answer).run()
    text = texts(audit)
    assert "**At what price.** You expect base rates to differ" in text
    assert "Chouldechova: Fair Prediction" in text
    audit.button(key="audit_chooser_use").click().run()
    assert not audit.exception
    assert audit.multiselect(key="run_gaps").value == ["demographic_parity", "predictive_equality"]
    audit.switch_page("pages/audit.py").run()
    assert audit.radio(key="audit_choose_harm").value == "accepted"


def test_many_groups_are_compared_by_the_largest_difference(open_app: Open, home: Path) -> None:
    german = load_builtin("german")
    task = dataclasses.replace(german.task, sensitive=(Attribute("job"), *german.task.sensitive))
    save_study(plain_study(StudyConfig("german", task)), home / "studies" / IDENTIFIER)
    app = open_app("audit", study=IDENTIFIER)
    text = texts(app)
    assert "Not enough evidence: " in text
    assert " rows, 10 needed)" in text
    assert "simultaneous over all pairs" in text
    assert "with many groups some differ by chance alone" in text
    app.selectbox(key="audit_against_gap").set_value("error_rate_parity").run()
    assert "Misjudged, each group compared with" in texts(app)
