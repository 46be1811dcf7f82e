"""The story against the figures of its study: German, many groups, two gaps, nothing to compare."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.data.tables import table_from_frame
from iffair_core.evidence.controls import matched_controls
from iffair_core.evidence.effects import Verdict
from iffair_core.evidence.spread import SplitFigures, Spread
from iffair_core.evidence.words import before_after, figure, percent
from iffair_core.evidence.worse_off import better_off, worse_off
from iffair_core.report.drawings import drawing
from iffair_core.report.findings import Findings, findings
from iffair_core.report.slides import MOST_BARS, deck
from iffair_core.report.story import CHAPTERS, story
from iffair_core.report.story.charts import MOST_GROUPS, rates_chart
from iffair_core.report.story.values import Bars, Chapter, Dots, Fact, Story
from iffair_core.results import Study
from iffair_core.study import plain_study, run


@pytest.fixture(scope="module")
def german() -> Study:
    task = BUILTIN["german"].task
    gaps = ("demographic_parity", "equalized_odds")
    return run(StudyConfig(data="german", task=task, gaps=gaps, steps=4))


@pytest.fixture(scope="module")
def found(german: Study) -> Findings:
    return findings(german)


@pytest.fixture(scope="module")
def told(found: Findings) -> Story:
    return story(found)


@pytest.fixture(scope="module")
def many() -> Study:
    """Fourteen groups of which one is too small, with a name that a sheet would compute."""
    rng = np.random.default_rng(3)
    n = 1500
    group = rng.choice([f"town {i}" for i in range(13)], n).astype(object)
    group[:6] = "=1+1"
    size = rng.normal(0, 1, n) + (group == "town 3") - (group == "town 7")
    frame = pd.DataFrame(
        {"group": group, "size": size, "good": np.where(size > rng.normal(0, 1, n), "yes", "no")}
    )
    task = Task(Outcome("good", favourable=("yes",)), (Attribute("group"),))
    return run(
        StudyConfig(data="towns.csv", task=task, steps=2), table=table_from_frame(frame, "t")
    )


def chapter(of: Story, key: str) -> Chapter:
    return next(each for each in of.chapters if each.key == key)


def test_chapters_answer_the_questions_in_order(told: Story) -> None:
    keys = ["unfair", "rows", "done", "cost", "people", "remains"]
    assert [each.key for each in told.chapters] == keys
    assert len(CHAPTERS) == len(keys) + 1  # that of another learner, which this study has not


def test_a_packaged_table_is_called_by_its_title_any_other_by_its_name(
    told: Story, many: Study
) -> None:
    assert told.about == f"{BUILTIN['german'].title}, compared by age"
    assert story(findings(many)).about.endswith(f"{many.table.name}, compared by group")


def test_what_is_unequal_is_told_in_people_with_each_gap_of_the_plain_model(
    german: Study, told: Story
) -> None:
    unfair = chapter(told, "unfair")
    prepared, test = german.prepared, german.prepared.mask(Part.TEST)
    rates = {}
    for code, name in enumerate(prepared.groups):
        rates[name] = unfair.charts[0].series[0].figures[code]
        assert f"{name}: {rates[name]:.0f}" in unfair.headline
    apart = max(rates.values()) - min(rates.values())
    assert apart == pytest.approx(1000 * german.plain.test.gaps["demographic_parity"])
    for gap, fact, sentence in zip(german.config.gaps, unfair.facts, unfair.sentences, strict=True):
        assert fact.value == figure(german.plain.test.gaps[gap], gap)
        assert f" is {fact.value} " in sentence
    assert f"{int(test.sum())} test rows" in unfair.sentences[0]


def test_shares_of_the_influence_are_those_of_the_rows(found: Findings, told: Story) -> None:
    rows = chapter(told, "rows")
    harm = np.maximum(found.influence.value, 0)
    prepared = found.study.prepared
    train = prepared.mask(Part.TRAIN)
    shares = {
        f"{name}, {'good' if good else 'bad'} outcome": harm[
            (prepared.group[train] == code) & (prepared.y[train] == good)
        ].sum()
        / harm.sum()
        for code, name in enumerate(prepared.groups)
        for good in (0, 1)
    }
    most = max(shares, key=shares.__getitem__)
    assert rows.headline.startswith(f"{most}: ")
    assert f"{percent(shares[most], 0)} of what widens the gap" in rows.headline
    drawn = dict(zip(rows.charts[0].categories, rows.charts[0].series[1].figures, strict=True))
    assert drawn == pytest.approx({cell: 100 * share for cell, share in shares.items()})
    assert any("no list of errors" in sentence for sentence in rows.sentences)


def test_what_was_reached_names_both_gaps_and_the_step(german: Study, told: Story) -> None:
    done = chapter(told, "done")
    for gap, fact in zip(german.config.gaps, done.facts, strict=True):
        before, after = german.plain.test.gaps[gap], german.operating.test.gaps[gap]
        assert fact.value == before_after(before, after, gap)
        assert figure(after, gap) in done.headline
    assert any(
        f"step {german.operating.step} of {german.points[-1].step}" in line for line in done.more
    )
    weights = done.charts[1]
    assert isinstance(weights, Bars)
    assert weights.mark == 1.0
    train = german.prepared.mask(Part.TRAIN)
    first = german.operating.weights[
        (german.prepared.group[train] == 0) & (german.prepared.y[train] == 1)
    ]
    place = weights.categories.index(f"{german.prepared.groups[0]}, good outcome")
    assert weights.series[0].figures[place] == pytest.approx(first.mean())


def test_the_price_is_told_in_decisions_and_the_frontier_holds_every_step(
    german: Study, told: Story
) -> None:
    cost = chapter(told, "cost")
    fell = german.plain.test.utility["accuracy"] - german.operating.test.utility["accuracy"]
    wrong = f"{abs(1000 * fell):.0f}"
    assert cost.headline.startswith("As many" if wrong == "0" else wrong)
    (frontier,) = cost.charts
    assert isinstance(frontier, Dots)
    steps, plain, chosen = frontier.series
    assert len(steps.dots) == len(german.points) - 1
    assert plain.dots[0].y == pytest.approx(100 * german.plain.test.utility["accuracy"])
    low, high = chosen.dots[0].y_interval
    assert low < chosen.dots[0].y < high


def test_gains_and_losses_are_all_told_once(found: Findings, told: Story) -> None:
    people = chapter(told, "people")
    lines = [*people.sentences, *people.more]
    for verb, moved in (("gains", better_off), ("loses", worse_off)):
        sure = [e for e in moved(found.changes) if e.enough and e.beyond_chance]
        assert sum(f" {verb}: " in line for line in lines) == len(sure)
    assert sum(line.startswith("May be chance: ") for line in lines) == len(found.alarm.chance)


def test_a_loss_beyond_chance_is_the_headline_and_a_fact(found: Findings) -> None:
    """Everybody of one group who was selected is not any more; the other group is left alone."""
    changed = found.changes.copy()
    own = (changed["metric"] == "selection_rate") & (changed["group"] == "under 26")
    for name, value in (("change", -0.3), ("ci_low", -0.4), ("ci_high", -0.2)):
        changed.loc[own, name] = value
    people = chapter(story(dataclasses.replace(found, changes=changed)), "people")
    assert "under 26 loses: 300 fewer of 1,000 are selected" in people.headline
    (fact,) = [fact for fact in people.facts if fact.label == "Largest loss: under 26"]
    assert fact.value == "300 fewer of 1,000"
    assert "interval 200 to 400" in fact.detail


def test_what_remains_tells_the_gaps_left_and_the_spread(found: Findings, told: Story) -> None:
    remains, study = chapter(told, "remains"), found.study
    for gap, fact in zip(study.config.gaps, remains.facts, strict=True):
        assert fact.value == figure(study.operating.test.gaps[gap], gap)
    assert any("They were not computed" in line for line in remains.sentences)
    flat = [{**p.test.gaps, **p.test.utility} for p in (study.plain, study.operating)]
    spread = Spread("1", tuple(SplitFigures(seed, 1, *flat) for seed in (4, 9)))
    again = chapter(story(dataclasses.replace(found, spread=spread)), "remains")
    was = f"{100 * study.plain.test.gaps['demographic_parity']:.1f} ± 0.0 before"
    told_over = f"Over 2 other splits the gap in selection (demographic parity) is {was}"
    assert any(told_over in sentence for sentence in again.sentences)


def test_every_fact_names_a_chart_of_the_story(told: Story) -> None:
    named = [fact.chart for each in told.chapters for fact in each.facts]
    assert named
    assert set(named) <= set(told.charts)


def test_of_many_groups_both_ends_are_drawn_and_the_small_one_is_not_told(many: Study) -> None:
    of = story(findings(many))
    unfair = chapter(of, "unfair")
    assert len(unfair.charts[0].categories) == MOST_GROUPS
    assert "groups at both ends" in unfair.charts[0].reading
    assert "town 3" in unfair.headline
    assert "town 7" in unfair.headline
    assert "the largest difference of any two of 14 groups" in unfair.sentences[0]
    assert "=1+1" not in " ".join((unfair.headline, *unfair.charts[0].categories))
    assert any("=1+1" in line for line in chapter(of, "people").more)


def test_a_slide_has_no_more_bars_than_can_be_read_and_keeps_both_ends(many: Study) -> None:
    known = findings(many)
    whole_chart = story(known).charts["rates"]
    assert len(whole_chart.categories) * len(whole_chart.series) > MOST_BARS
    drawn = next(s.chart for s in deck(known).slides if s.chart and s.chart.key == "rates")
    assert len(drawn.categories) * len(drawn.series) <= MOST_BARS
    before = dict(zip(whole_chart.categories, whole_chart.series[0].figures, strict=True))
    ends = {min(before, key=before.__getitem__), max(before, key=before.__getitem__)}
    assert ends <= set(drawn.categories)
    for category, value in zip(drawn.categories, drawn.series[0].figures, strict=True):
        assert value == before[category]
    assert "farthest from the middle" in drawn.reading


def test_a_group_that_cannot_be_told_is_in_no_chart_and_no_title(found: Findings) -> None:
    plain = found.plain.copy()
    plain.loc[plain["group"] == "under 26", "status"] = "few"
    small = dataclasses.replace(found, plain=plain)
    drawn = rates_chart(small, "selection_rate", "rates", ("plain", "chosen"))
    assert drawn.categories == ("26 and over",)
    assert "1 group has too few rows to be drawn" in drawn.reading
    assert "under 26" not in drawn.headline


def test_the_plain_model_alone_has_no_price_and_nobody_gains(german: Study) -> None:
    of = story(findings(plain_study(german.config, table=german.table)))
    assert [each.key for each in of.chapters] == ["unfair", "rows", "done", "remains"]
    assert chapter(of, "done").headline.startswith("Nothing yet")
    assert {fact.chart for fact in chapter(of, "unfair").facts} <= set(of.charts)
    assert of.cautions == ()


def test_where_nothing_can_be_compared_the_story_says_so_and_every_export_holds(
    german: Study,
) -> None:
    config = dataclasses.replace(german.config, min_cell=190)
    study = run(dataclasses.replace(config, steps=1), table=german.table)
    known = findings(study)
    of = story(known)
    assert known.influence is None
    assert "cannot be told: too few rows" in chapter(of, "unfair").headline
    assert "No row can be named" in chapter(of, "rows").headline
    assert "cannot be told" in chapter(of, "remains").headline
    text = repr(of)
    assert "nan" not in text
    assert len(deck(known).slides) >= len(of.chapters)


def test_a_gap_of_losses_is_told_without_a_chart_of_gaps(german: Study) -> None:
    config = dataclasses.replace(german.config, gaps=("loss_parity",), steps=1)
    of = story(findings(run(config, table=german.table)))
    unfair = chapter(of, "unfair")
    assert unfair.headline.startswith("The gap in log loss is 0.")
    assert {fact.chart for fact in unfair.facts} == {""}


def test_a_remark_is_the_first_caution(found: Findings) -> None:
    assert story(dataclasses.replace(found, remark="At p = .7.")).cautions[0] == "At p = .7."


def test_controls_that_were_computed_before_are_not_computed_again(german: Study) -> None:
    controls = matched_controls(german)
    assert findings(german, controls=controls).controls == controls


def test_drawings_have_every_figure_as_text_and_say_what_is_not_known(told: Story) -> None:
    bars = told.charts["rates"]
    assert isinstance(bars, Bars)
    drawn = drawing(bars)
    for series in bars.series:
        for value in series.figures:
            assert f">{value:.0f}</text>" in drawn
    first = dataclasses.replace(bars.series[0], figures=(None, 5.0), intervals=(None, None))
    drawn = drawing(dataclasses.replace(bars, series=(first,), categories=("a<b", "c" * 60)))
    assert "not enough evidence" in drawn
    assert "a&lt;b" in drawn
    assert f"{'c' * 30}" in drawn
    assert f">{'c' * 60}</text>" not in drawn


def test_slides_say_one_thing_each_and_hold_the_rest_in_their_notes(
    found: Findings, told: Story
) -> None:
    slides = deck(found).slides
    charts = [slide.chart.key for slide in slides if slide.chart is not None]
    assert charts == list(told.charts)
    for each in told.chapters:
        (own,) = [slide for slide in slides[1:] if slide.title == each.headline]
        assert set(each.sentences) | set(each.more) <= set(own.notes)
        assert len(own.points) + len(own.facts) <= 4
    titles = [slide.title for slide in slides[1:]]
    assert len(set(titles)) == len(titles)
    last = slides[-1]
    assert last.code == "python -m iffair_core replay study"
    assert any(found.study.table.digest in point for point in last.points)
    assert any("[task" in line for line in last.notes)


def short(of: Story) -> dict[str, Fact]:
    """The facts in short by what stands before the colon of their labels."""
    return {fact.label.partition(":")[0]: fact for fact in of.in_short}


def test_what_was_gained_what_it_costs_and_what_got_worse_stand_side_by_side(
    german: Study, found: Findings, told: Story
) -> None:
    labels = [fact.label.partition(":")[0] for fact in told.in_short]
    assert labels[:3] == ["Targeted", "Targeted", "Price"]
    plain, chosen = german.plain.test, german.operating.test
    for gap, fact in zip(german.config.gaps, told.in_short, strict=False):
        assert fact.value == before_after(plain.gaps[gap], chosen.gaps[gap], gap)
        assert fact.tone == {"better": "better", "worse": "worse"}.get(
            str(found.effect(gap).verdict), "open"
        )
    wrong = 1000 * (plain.utility["accuracy"] - chosen.utility["accuracy"])
    assert f"{abs(wrong):.0f}" in short(told)["Price"].value.replace("none", "0")
    assert told.title.startswith(chapter(told, "done").headline)
    assert set(story(findings(plain_study(german.config, table=german.table))).in_short) == set()


def test_a_gap_that_got_wider_is_in_the_title_and_as_large_as_the_gain(found: Findings) -> None:
    wider = [
        dataclasses.replace(e, before=0.118, after=0.256, change=0.138, low=0.04, high=0.24)
        if e.metric == "error_rate_parity" and not e.group
        else e
        for e in found.effects
    ]
    marked = [
        dataclasses.replace(e, verdict=Verdict.WORSE) if e.change == 0.138 else e for e in wider
    ]
    of = story(dataclasses.replace(found, effects=tuple(marked)))
    assert of.title.endswith("but another one grows from 11.8 to 25.6 points")
    fact = short(of)["Got wider"]
    assert (fact.value, fact.tone) == ("11.8 → 25.6 points", "worse")
    assert "error-rate parity" in fact.label
    first = deck(dataclasses.replace(found, effects=tuple(marked))).slides[0]
    assert fact in first.short


def test_words_of_the_story_and_how_figures_are_rounded_are_said(told: Story) -> None:
    meaning, figures = told.terms
    assert meaning == (
        "A good outcome is class = 1. Selected are those to whom the model gives it a "
        "probability of at least 0.5."
    )
    assert "before figures are rounded" in figures


@pytest.fixture(scope="module")
def with_learner() -> Study:
    task = BUILTIN["german"].task
    return run(StudyConfig(data="german", task=task, steps=3, learner="decision_tree"))


def test_the_other_learner_has_a_chapter_with_its_own_figures(with_learner: Study) -> None:
    of = story(findings(with_learner))
    other = chapter(of, "carried")
    before, after = (p.transfer.test for p in (with_learner.plain, with_learner.operating))
    gap = "demographic_parity"
    assert other.facts[0].value == before_after(before.gaps[gap], after.gaps[gap], gap)
    assert other.facts[1].value == before_after(
        before.utility["accuracy"], after.utility["accuracy"], "accuracy"
    )
    assert other.headline.startswith("With a decision tree the gap in selection ")
    without, reweighted = other.charts[0].series
    assert other.charts[0].categories == ("Logistic regression", "A decision tree")
    own = [100 * p.test.gaps[gap] for p in (with_learner.plain, with_learner.operating)]
    assert without.figures == pytest.approx((own[0], 100 * before.gaps[gap]))
    assert reweighted.figures == pytest.approx((own[1], 100 * after.gaps[gap]))
    low, high = reweighted.intervals[1]
    assert low <= reweighted.figures[1] <= high


def test_a_learner_without_kept_scores_says_so(with_learner: Study) -> None:
    of = story(dataclasses.replace(findings(with_learner), carried=None))
    other = chapter(of, "carried")
    assert other.headline == "Not told for a decision tree"
    assert "run again" in other.sentences[0]
