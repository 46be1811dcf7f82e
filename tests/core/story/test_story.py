"""The chapters of the story against the figures of their study."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.evidence.controls import matched_controls
from iffair_core.evidence.spread import SplitFigures, Spread
from iffair_core.evidence.worse_off import better_off, worse_off
from iffair_core.report.findings import Findings, findings
from iffair_core.report.slides import deck
from iffair_core.report.story import CHAPTERS, story
from iffair_core.report.story.values import Bars, Dots, Story
from iffair_core.results import Study
from iffair_core.study import plain_study, run
from iffair_core.words import before_after, figure, percent
from tests.core.story.parts import chapter


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


def test_a_remark_is_the_first_caution(found: Findings) -> None:
    assert story(dataclasses.replace(found, remark="At p = .7.")).cautions[0] == "At p = .7."


def test_controls_that_were_computed_before_are_not_computed_again(german: Study) -> None:
    controls = matched_controls(german)
    assert findings(german, controls=controls).controls == controls


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
