"""The story as charts, as slides, and in short."""

from __future__ import annotations

import dataclasses

from iffair_core.evidence.effects import Verdict
from iffair_core.report.drawings import drawing
from iffair_core.report.findings import Findings, findings
from iffair_core.report.slides import MOST_BARS, deck
from iffair_core.report.story import story
from iffair_core.report.story.charts import MOST_GROUPS, rates_chart
from iffair_core.report.story.values import Bars, Story
from iffair_core.results import Study
from iffair_core.study import plain_study, run
from iffair_core.words import before_after
from tests.core.story.parts import chapter, short


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


def test_a_gap_of_losses_is_told_without_a_chart_of_gaps(german: Study) -> None:
    config = dataclasses.replace(german.config, gaps=("loss_parity",), steps=1)
    of = story(findings(run(config, table=german.table)))
    unfair = chapter(of, "unfair")
    assert unfair.headline.startswith("The gap in log loss is 0.")
    assert {fact.chart for fact in unfair.facts} == {""}


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
    assert short(told)["Other gaps that got wider"].value == "none beyond chance"
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


def test_the_last_slide_is_written_for_people(found: Findings) -> None:
    origin = " ".join(deck(found).slides[-1].points)
    assert "logistic regression, targeted: Demographic parity" in origin
    assert "demographic_parity" not in origin
    assert "Left out: 1 entry, listed in the notes" in origin
