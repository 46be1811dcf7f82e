"""The figures of the HTML report: with intervals, rows and verdicts, or why there is none."""

import dataclasses

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.evidence.alarm import alarm
from iffair_core.evidence.carried import carried
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.control_words import control_lines
from iffair_core.evidence.controls import matched_controls
from iffair_core.evidence.effects import effects
from iffair_core.evidence.rows import changes, figures
from iffair_core.evidence.spread import SplitFigures, Spread
from iffair_core.evidence.utilities import utility_figures
from iffair_core.fairness.report import fairness_report
from iffair_core.report import (
    html_report,
)
from iffair_core.report.words import GAP_MEANINGS, UTILITY_MEANINGS
from iffair_core.study import plain_study, probabilities, run
from iffair_core.words import bare, figure, interval
from tests.core.report.reader import Reader, plainly


def told(line, metric) -> str:
    """A figure with its interval as the report writes it."""
    bounds = interval(line["ci_low"], line["ci_high"], metric)
    return plainly(f"{figure(line['value'], metric)} ({bounds})")


def test_report_has_every_figure_with_its_interval_on_both_parts(german, report):
    for part in (Part.VALIDATION, Part.TEST):
        both = [
            pd.concat([figures(german, p, part), utility_figures(german, p, part)])
            for p in (german.plain, german.operating)
        ]
        for metric in (*GAP_MEANINGS, *UTILITY_MEANINGS):
            lines = [
                frame[(frame["metric"] == metric) & (frame["group"] == "")].iloc[-1]
                for frame in both
            ]
            assert " ".join(told(line, metric) for line in lines) in report.text


def test_report_has_every_change_with_rows_and_verdict(german, report):
    for effect in effects(changes(german), german.config.gaps):
        moved = bare(effect.change, effect.metric, signed=True)
        bounds = interval(effect.low, effect.high, effect.metric, signed=True)
        assert f"{moved} ({bounds}) {effect.rows} {effect.verdict}" in report.text


def test_report_says_who_is_worse_off_what_else_moved_and_what_simpler_means_reach(german, report):
    frame = changes(german)
    found = alarm(frame, german.config.min_cell)
    for line in (*found.lost, *found.chance, *found.unknown):
        assert plainly(line) in report.text
    assert (plainly(found.headline) in report.text) == (not found.lost)
    for sentence in conflict_words(effects(frame, german.config.gaps)).sentences:
        assert plainly(sentence) in report.text
    controls = matched_controls(german)
    for line in control_lines(controls, ("demographic_parity",)):
        assert plainly(line) in report.text
    for control in controls:
        assert plainly(control.setting) in report.text


def test_report_shows_the_spread_beside_the_interval_if_it_was_computed(german, report):
    assert "all figures here come from one split" in report.text
    plain, chosen = ({**p.test.gaps, **p.test.utility} for p in (german.plain, german.operating))
    splits = tuple(SplitFigures(seed, 1, plain, chosen) for seed in (4, 9))
    read = Reader(html_report(german, Spread("1", splits)))
    moved = bare(chosen["accuracy"] - plain["accuracy"], "accuracy", signed=True)
    assert "2 other splits (seeds 4, 9)" in read.text
    assert f"{bare(chosen['accuracy'], 'accuracy')} ± 0.0 {moved} ± 0.0" in read.text
    assert "all figures here come from one split" not in read.text


def test_report_tells_no_rate_of_too_few_rows(german):
    config = dataclasses.replace(german.config, min_cell=30)
    read = Reader(html_report(dataclasses.replace(german, config=config)))
    rows = german.prepared.y[german.prepared.mask(Part.TEST)]
    young = german.prepared.group[german.prepared.mask(Part.TEST)] == 0
    bad = int((young & (rows == 0)).sum())
    name = german.prepared.groups[0]
    assert f"{name} {bad} not enough evidence ({bad} rows, 30 needed)" in read.text


def test_report_shows_the_rates_with_their_intervals(german):
    prepared = german.prepared
    test = prepared.mask(Part.TEST)
    rates = fairness_report(
        prepared.y[test],
        (probabilities(german, german.plain)[test] >= german.plain.cut).astype(int),
        sensitive_features=np.array(prepared.groups)[prepared.group[test]],
    )
    wanted = rates[(rates["metric"] == "true_positive_rate") & (rates["group"] == "under 26")]
    html = html_report(german)
    chart = html[html.index("<title>Selected, good outcome (TPR)") :]
    assert f"{100 * wanted['value'].item():.1f} %" in chart[: chart.index("</svg>")]


def test_report_of_the_plain_model_alone(german):
    read = Reader(html_report(plain_study(german.config)))
    assert "Only the plain model was fitted." in read.text


def test_report_names_what_is_undefined(german):
    nothing = dict.fromkeys(german.plain.test.gaps)
    measures = dataclasses.replace(
        german.plain.test, gaps=nothing, undefined={"equal_opportunity": "no rows in a, b"}
    )
    point = dataclasses.replace(german.plain, test=measures, validation=measures)
    read = Reader(html_report(dataclasses.replace(german, points=(point,), chosen=0)))
    assert "Left out: no rows in a, b" in read.text
    assert "nan" not in read.text.lower().split()


def test_the_report_says_how_many_rows_choose_and_judge(german):
    report = html_report(german)
    counts = {part: int(german.prepared.mask(part).sum()) for part in Part}
    assert f"The point was chosen on these {counts[Part.VALIDATION]:,} rows" in report
    assert f"Figures are of the {counts[Part.TEST]:,} test rows" in report


def test_the_report_shows_another_learner_beside_the_model(german):
    config = dataclasses.replace(german.config, learner="decision_tree", steps=1)
    study = run(config, table=german.table)
    report = html_report(study)
    assert "The same weights with a decision tree" in report
    section = report.split("The same weights with a decision tree")[1].split("<h2>")[0]
    for effect in effects(carried(study).change, config.gaps):
        if effect.kind != "rate":
            bounds = interval(effect.low, effect.high, effect.metric, signed=True)
            assert f"({bounds})" in section
            assert str(effect.verdict) in section
    assert (
        f"{figure(study.operating.transfer.test.utility['accuracy'], 'accuracy')} <br>" in section
    )
    old = [dataclasses.replace(p.transfer, probability=None) for p in study.points]
    points = [dataclasses.replace(p, transfer=t) for p, t in zip(study.points, old, strict=True)]
    unkept = html_report(dataclasses.replace(study, points=tuple(points)))
    assert "kept no scores of that learner" in unkept
    assert "The same weights" not in html_report(german)
