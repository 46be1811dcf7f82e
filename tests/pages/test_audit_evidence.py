"""The audit's evidence: intervals, what was left out, screening lines, origins, the chooser."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import load_builtin
from iffair_core.data.tables import table_from_frame
from iffair_core.evidence.ledger import ledger
from iffair_core.evidence.rows import figures
from iffair_core.evidence.screening import screen
from iffair_core.evidence.utilities import utility_figures
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.kept.beside import save_yardsticks
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import plain_study
from iffair_core.yardsticks import FOUR_FIFTHS, ScreeningLine, Yardsticks
from pages._ui import gap_cards, state, studies, widgets, words
from pages._ui.audit import against, origins, overview, rates, said, utilities, verdict
from pages._ui.charts.forest import forest_figure
from pages._ui.charts.rates import rates_figure
from pages._ui.readings.gaps import named_pair
from pages._ui.readings.rates import rate_table, rates_by_group
from tests.pages.helpers import IDENTIFIER, Open, texts


@pytest.fixture
def audit(open_app: Open, plain_link: str) -> AppTest:
    return open_app("audit", study=plain_link)


@pytest.fixture(scope="module")
def even() -> Study:
    """Groups a and b are alike; "tiny" has five rows, none of them a test row with y = 1."""
    random = np.random.default_rng(2)
    group = np.array(["a"] * 300 + ["b"] * 300 + ["tiny"] * 5)
    x = random.normal(size=605)
    y = (random.random(605) < 1 / (1 + np.exp(-2 * x))).astype(int)
    y[600:] = 0
    frame = pd.DataFrame({"y": y, "g": group, "x": x})
    task = Task(Outcome("y", favourable=("1",)), (Attribute("g"),))
    return plain_study(StudyConfig("t.csv", task), table=table_from_frame(frame, "t.csv"))


def line_of(study: Study, gap: str) -> pd.Series:
    found = figures(study, study.plain)
    return found[(found["metric"] == gap) & (found["group"] == "")].iloc[-1]


def test_every_gap_has_its_interval_rows_and_verdict(audit: AppTest, plain: Study) -> None:
    shown = [m.value for m in audit.markdown]
    for gap in plain.plain.test.gaps:
        if gap == "equalized_odds_mean":
            continue
        line = line_of(plain, gap)
        bounds = said.interval(line["ci_low"], line["ci_high"], gap)
        text = next(s for s in shown if s.startswith(f"95 % interval {bounds}, {line['n']} test "))
        assert ("may be chance" in text) == (line["ci_low"] <= 0)
        assert ("beyond chance" in text) == (line["ci_low"] > 0)


def test_which_intervals_are_corrected_depends_on_the_number_of_groups(audit: AppTest) -> None:
    assert "with two groups every other gap is one comparison" in texts(audit)
    assert "simultaneous over all pairs" in said.which_are_corrected(3)


def test_undefined_and_one_sided_gaps_are_called_so(even: Study) -> None:
    line = line_of(even, "equal_opportunity")
    assert said.gap_certainty(line, even).startswith("95 % interval")
    close = line.copy()
    close["ci_low"] = 0.0003
    assert "0.03 to" in said.gap_certainty(close, even)
    assert "The interval just excludes zero: this gap is **beyond" in said.gap_certainty(
        close, even
    )
    nothing = line.copy()
    nothing["status"] = "undefined"
    assert "fewer than two groups have 10 rows" in said.gap_certainty(nothing, even)
    nothing["status"] = "few"
    assert said.gap_certainty(nothing, even).startswith("**Not enough evidence** for one of")
    nothing["status"], nothing["ci_low"] = "ok", pd.NA
    assert said.gap_certainty(nothing, even).startswith("There is no interval")


def with_low(lines: pd.DataFrame, low: dict[str, float]) -> pd.DataFrame:
    """The lines with other lower bounds of the largest differences."""
    of_all = (lines["group"] == "") & lines["metric"].isin(low)
    return lines.assign(ci_low=lines["ci_low"].mask(of_all, lines["metric"].map(low)))


def test_equalised_odds_says_which_rate_it_rests_on(plain: Study) -> None:
    lines, rates_ = figures(plain, plain.plain), rate_table(plain, plain.plain)
    found = {"equalized_odds": 0.01, "equal_opportunity": 0.0, "predictive_equality": 0.01}
    text = verdict.sentence("equalized_odds", plain, with_low(lines, found), rates_)
    assert "This rests on Predictive equality (FPR gap)." in text
    assert text.endswith("Equal opportunity (TPR gap) alone may be chance.")
    both = verdict.sentence(
        "equalized_odds", plain, with_low(lines, found | {"equal_opportunity": 0.01}), rates_
    )
    assert both.endswith("rests on Equal opportunity (TPR gap) and Predictive equality (FPR gap).")
    corrected = with_low(lines, found | {"equalized_odds": 0.0})
    text = verdict.sentence("equalized_odds", plain, corrected, rates_)
    assert "may be chance" in text
    assert "Looked at alone, beyond chance: Predictive equality (FPR gap)." in text


@pytest.fixture(scope="module")
def three() -> Study:
    """Group b has a lower outcome rate than a by far, both large; c has the lowest, 60 rows."""
    random = np.random.default_rng(5)
    group = np.array(["a"] * 500 + ["b"] * 500 + ["c"] * 60)
    x = random.normal(size=1060) + np.where(group == "a", 1.0, -0.3)
    y = (random.random(1060) < 1 / (1 + np.exp(-2 * x))).astype(int)
    frame = pd.DataFrame({"y": y, "g": group, "x": x})
    task = Task(Outcome("y", favourable=("1",)), (Attribute("g"),))
    return plain_study(StudyConfig("t.csv", task), table=table_from_frame(frame, "t.csv"))


def test_of_many_groups_the_pair_that_is_named_has_its_own_verdict(three: Study) -> None:
    gap = "demographic_parity"
    lines, rates_ = figures(three, three.plain), rate_table(three, three.plain)
    names = {three.prepared.groups[g] for g in named_pair("selection_rate", rates_)}
    own = (lines["metric"] == gap) & lines["group"].isin(names) & lines["reference"].isin(names)
    assert own.sum() == 1
    clear = lines.assign(
        ci_low=lines["ci_low"].mask(own, 0.1), ci_high=lines["ci_high"].mask(own, 0.4)
    )
    text = verdict.sentence(gap, three, clear, rates_)
    assert "**some pair of groups differs beyond chance at 95 %**" in text
    assert "this gap is" not in text
    assert "taken alone (10.0 to 40.0 points), is beyond chance at 95 %;" in text
    unclear = clear.assign(ci_low=clear["ci_low"].mask(own, -0.1))
    text = verdict.sentence(gap, three, unclear, rates_)
    assert "taken alone (0.0 to 40.0 points), may be chance;" in text
    turned = clear.assign(
        ci_low=clear["ci_low"].mask(own, -0.4), ci_high=clear["ci_high"].mask(own, -0.1)
    )
    assert verdict.sentence(gap, three, turned, rates_) == verdict.sentence(
        gap, three, clear, rates_
    )


def test_cells_without_enough_rows_are_named_in_table_and_chart(even: Study) -> None:
    table = rates.table(even, even.plain).set_index("group")
    assert table.loc["tiny", "good"] == 0
    assert table.loc["tiny", "true_positive_rate"] == "no rows"
    few = table.loc["tiny", "selection_rate"]
    assert table.loc["tiny", "rows"] == 1
    assert few == "not enough evidence (1 row, 10 needed)"
    figure = rates_figure({"Plain model": rates_by_group(even, even.plain)})
    selected, positives, without = figure.data[:3]
    assert list(selected.marker.symbol) == ["circle", "circle", "circle-open"]
    assert selected.text[2].startswith("not enough evidence, ")
    assert "tiny" not in list(positives.y)
    assert (list(without.y), list(without.text)) == (["tiny"], ["no rows"])


def test_overview_sorts_gaps_by_what_their_intervals_say(plain: Study) -> None:
    found = overview.table(plain, plain.plain)
    beyond = [t for t, low in zip(found["title"], found["ci_low"], strict=True) if low > 0]
    assert found["metric"].tolist() == list(gap_cards.ON_CARDS)
    assert f"**Beyond chance at 95 %:** {words.listed(beyond)}." in overview.sentence(found)
    marks = {trace.name: list(trace.y) for trace in forest_figure(found, "points").data}
    assert marks["Beyond chance at 95 %"] == beyond
    assert len(marks["May be chance"]) == len(found) - len(beyond)
    found.loc[0, ["value", "ci_low", "ci_high"]] = pd.NA
    assert overview.sentence(found).endswith("**Not enough evidence:** Demographic parity.")
    (without,) = [trace for trace in forest_figure(found, "points").data if trace.mode == "text"]
    assert (list(without.y), without.textposition) == (["Demographic parity"], "middle right")
    below = found.assign(ci_low=-found["ci_high"], ci_high=-found["ci_low"])
    (left,) = [trace for trace in forest_figure(below, "points").data if trace.mode == "text"]
    assert left.textposition == "middle left"


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
    shown = audit.dataframe[-1].value
    assert shown["what"].tolist() == [e.what for e in entries]
    expected = ["" if e.kind == "columns" else str(e.count) for e in entries]
    assert shown["rows"].tolist() == expected


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
    identifier = audit.session_state[state.STUDY]
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


def test_base_rates_stand_beside_the_gaps_only_where_they_differ(
    audit: AppTest, plain: Study, even: Study
) -> None:
    text = texts(audit)
    assert "have a good outcome in the data itself: a difference of" in text
    assert text.count("Base rates in the data differ by") == 6
    assert origins.label_bias(plain) in text
    assert origins.label_bias(even) == ""
    assert origins.stance("demographic_parity", even) == ""


def test_reference_shares_are_compared_and_kept(audit: AppTest, plain: Study) -> None:
    assert "against 25.0" not in texts(audit)
    prepared = plain.prepared
    young = prepared.groups.index("under 26")
    share = float(np.mean(prepared.group == young))
    folder = studies.folder_of(audit.session_state[state.STUDY])
    line = ScreeningLine("equal_opportunity", 0.07, "ours")
    held = Yardsticks((line,), {"under 26": 0.25, "26 and over": 0.75})
    save_yardsticks(held, folder)
    audit.switch_page("pages/home.py").run()
    audit.switch_page("pages/audit.py").run()
    text = texts(audit)
    assert f"**under 26**: {words.percent(share)} (" in text
    assert "fewer than the reference, beyond chance" in text
    assert "Pearson's chi-square" in text
    assert "the line of 7.0 points" in text
    assert load_study(folder).yardsticks == held


def test_shares_that_cannot_be_are_refused_and_not_kept(audit: AppTest) -> None:
    folder = studies.folder_of(audit.session_state[state.STUDY])
    save_yardsticks(Yardsticks((), {"under 26": 0.7, "26 and over": 0.75}), folder)
    audit.switch_page("pages/home.py").run()
    audit.switch_page("pages/audit.py").run()
    assert "they sum to 145.0 %" in texts(audit)


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


def test_another_table_forgets_what_was_kept(open_app: Open, plain_link: str) -> None:
    app = open_app("audit", study=plain_link)
    app.checkbox(key="audit_line_ratio").check().run()
    app.switch_page("pages/data.py").run()
    assert app.session_state[widgets.KEPT]["audit_lines"] == (FOUR_FIFTHS,)
    app.button(key="table_close").click().run()
    assert widgets.KEPT not in app.session_state


def test_many_groups_are_compared_by_the_largest_difference(open_app: Open, home: Path) -> None:
    german = load_builtin("german")
    task = dataclasses.replace(german.task, sensitive=(Attribute("job"), *german.task.sensitive))
    save_study(plain_study(StudyConfig("german", task)), home / "studies" / IDENTIFIER)
    app = open_app("audit", study=IDENTIFIER)
    text = texts(app)
    assert "Not enough evidence: " in text
    assert " rows, 10 needed)" in text
    assert "simultaneous over all pairs" in text
    assert "not corrected for the number of groups" in text
    app.selectbox(key="audit_against_gap").set_value("error_rate_parity").run()
    assert "Misjudged, each group compared with" in texts(app)


@pytest.mark.parametrize("gap", against.COMPARED)
def test_groups_against_the_reference_have_the_sign_of_the_group(even: Study, gap: str) -> None:
    found = against.table(even, even.plain, gap).set_index("title")
    reference = even.prepared.groups[even.prepared.reference]
    assert sorted([*found.index, reference]) == ["a", "b", "tiny"]
    other = next(group for group in ("a", "b") if group != reference)
    rate = GAP_RATES[gap][0]
    lines = figures(even, even.plain)
    of_group = lines[lines["metric"] == rate].set_index("group")["value"]
    assert found.loc[other, "value"] == pytest.approx(of_group[other] - of_group[reference])
    assert found.loc[other, "ci_low"] < found.loc[other, "value"] < found.loc[other, "ci_high"]
    assert found.loc["tiny", ["value", "ci_low"]].isna().all()
    said_of = against.sentence(found.reset_index(), gap, reference)
    assert "Not enough evidence: 1 group." in said_of


def test_groups_that_differ_from_the_reference_are_named_by_direction() -> None:
    found = pd.DataFrame(
        {
            "title": ["up", "down", "level", "few"],
            "ci_low": pd.array([0.1, -0.3, -0.1, None], dtype="Float64"),
            "ci_high": pd.array([0.3, -0.1, 0.1, None], dtype="Float64"),
            "status": ["ok", "ok", "ok", "few"],
        }
    )
    text = against.sentence(found, "demographic_parity", "all")
    assert "**More often than all, beyond chance at 95 %:** up." in text
    assert "**Less often than all, beyond chance at 95 %:** down." in text
    none = against.sentence(found[found["title"] == "level"], "demographic_parity", "all")
    assert "No group differs from all beyond chance" in none
