"""The audit and the decision threshold."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint
from streamlit.testing.v1 import AppTest

from iffair_core.config import Attribute, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.fairness.gaps import RateTable
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import plain_study
from pages._ui import words
from pages._ui.readings.gaps import pair_sentence
from pages._ui.readings.rates import rate_table
from tests.pages.helpers import IDENTIFIER, Open, opened, texts


@pytest.fixture
def intersection(home: Path) -> str:
    """A link to a plain study of several groups whose rows have weights."""
    german = load_builtin("german")
    attributes = (*german.task.sensitive, Attribute("personal_status_sex"))
    task = dataclasses.replace(german.task, sensitive=attributes, weight_column="duration")
    save_study(plain_study(StudyConfig("german", task)), home / "studies" / IDENTIFIER)
    return IDENTIFIER


def test_every_gap_is_a_number_with_a_sentence(audit: AppTest, plain: Study) -> None:
    shown = {m.label: m.value for m in audit.main.get("metric")}
    for name, value in plain.plain.test.gaps.items():
        if name != "equalized_odds_mean":
            assert shown[words.gap_title(name)] == words.figure(value, name)
    said = texts(audit)
    assert "**under 26**: selected 5.8 points less often than **26 and over**" in said
    assert f"({words.percent(29 / 38)} against {words.percent(133 / 162)})" in said
    assert "For **under 26** the log loss is" in said
    assert "differ most" not in said
    assert "are weighted by" not in said


def test_several_groups_and_weights_are_explained(open_app: Open, intersection: str) -> None:
    said = texts(open_app("audit", study=intersection))
    assert "compare the two groups that differ most, whether or not the reference group (" in said
    assert words.weighted_by("duration") in said


def test_groups_left_out_of_a_gap_are_counted_on_its_card_and_listed_once(
    open_app: Open, intersection: str
) -> None:
    app = open_app("audit", study=intersection)
    said = texts(app)
    counted = re.search(r"Not counted: (\d+) groups? with too few rows, see below", said)
    assert counted is not None
    opened(app, "audit_ledger")
    ledger = next(f.value for f in app.dataframe if "reason" in f.value.columns)
    small = ledger[ledger["reason"].str.contains("^not enough evidence .* test ")]
    assert len(small) >= int(counted[1])
    assert (small["kind"] == "Group").all()
    assert "Not counted: fewer" not in said


def test_utilities_and_base_rates_stand_beside_the_gaps(audit: AppTest, plain: Study) -> None:
    shown = {m.label: m.value for m in audit.main.get("metric")}
    assert shown["Accuracy"] == words.percent(plain.plain.test.utility["accuracy"] or 0)
    rates = audit.dataframe[0].value.set_index("group")
    counts = rates.loc["under 26", ["rows", "good", "bad", "selected"]]
    assert counts.tolist() == [38, 22, 16, 29]
    low, high = proportion_confint(22, 38, method="wilson")
    assert rates.loc["under 26", "base_rate"] == (
        f"{words.percent(22 / 38)} ({100 * low:.1f} to {100 * high:.1f})"
    )


def test_threshold_applies_to_every_page(audit: AppTest) -> None:
    before = audit.sidebar.metric[0].value
    audit.slider(key="cut_value").set_value(0.7).run()
    assert "selected when p ≥ 0.70" in texts(audit)
    assert audit.sidebar.metric[0].value != before
    audit.switch_page("pages/influence.py").run()
    assert audit.slider(key="cut_value").value == 0.7
    audit.switch_page("pages/audit.py").run()
    assert audit.slider(key="cut_value").value == 0.7


def test_share_to_be_selected_sets_the_threshold(audit: AppTest) -> None:
    audit.radio(key="cut_way").set_value("Share to be selected").run()
    audit.slider(key="cut_share").set_value(0.3).run()
    assert f"the top {words.percent(0.3)} are selected" in texts(audit)
    rates = audit.dataframe[0].value
    selected = rates["selected"].sum() / rates["rows"].sum()
    assert selected == pytest.approx(0.3, abs=0.08)


def test_gap_that_no_group_can_support_is_called_undefined(audit: AppTest) -> None:
    audit.slider(key="cut_value").set_value(0.99).run()
    assert not audit.exception
    assert "0.0 points" in [m.value for m in audit.main.get("metric")]


def test_where_all_rates_are_equal_no_group_is_compared_with_itself(plain: Study) -> None:
    table = rate_table(plain, plain.plain)
    same = {rate: np.zeros(len(values)) for rate, values in table.value.items()}
    equal = RateTable(same, table.count)
    assert pair_sentence("false_positive_rate", equal, plain) == (
        f"**All groups**: selected equally often when the outcome is bad ({words.percent(0.0)})."
    )
    assert pair_sentence("log_loss", equal, plain) == "For **all groups** the log loss is 0.0000."


def test_pair_with_few_rows_says_so(plain: Study) -> None:
    table = rate_table(plain, plain.plain)
    young, old = (plain.prepared.groups.index(g) for g in ("under 26", "26 and over"))
    count = table.count["true_positive_rate"].copy()
    assert "Few" not in pair_sentence("true_positive_rate", table, plain)
    count[young] = 1
    few = RateTable(table.value, {**table.count, "true_positive_rate": count})
    assert pair_sentence("true_positive_rate", few, plain).endswith(
        "Few rows with a favourable outcome: under 26 has 1, so this figure says little."
    )
    count[old] = 9
    assert "under 26 has 1 and 26 and over has 9, so" in pair_sentence(
        "true_positive_rate", few, plain
    )
