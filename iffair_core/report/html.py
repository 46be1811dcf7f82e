"""The report of a study as one self-contained HTML file: no script, no file or font from outside.

It holds figures of groups only, never a row of the table.
"""

from __future__ import annotations

import dataclasses

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import BUILTIN, builtin_name
from iffair_core.data.task import describe_outcome
from iffair_core.fairness.measure import targeted_gap, widened_gaps
from iffair_core.report import facts
from iffair_core.report.svg import frontier_chart, histogram_chart, rates_chart
from iffair_core.report.words import GAP_WORDS, LEARNER_WORDS, MODEL_WORDS, RATE_WORDS, RULE_WORDS
from iffair_core.results import Study, summarise_weights


def html_report(study: Study) -> str:
    """The whole report. What it says and why stands in ``report.html`` beside this file."""
    environment = Environment(
        loader=PackageLoader("iffair_core.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figure"] = _figure
    environment.filters["percent"] = _percent
    config, prepared = study.config, study.prepared
    plain, chosen = study.plain, study.operating
    packaged = builtin_name(config.data)
    if packaged is None:
        # A report is handed on: it names the table, not where it lay on one's disk.
        config = dataclasses.replace(config, data=study.table.name)
    return environment.get_template("report.html").render(
        study=study,
        config=config,
        prepared=prepared,
        card=BUILTIN[packaged] if packaged else None,
        outcome=describe_outcome(study.table.frame, config.task.outcome),
        attributes=" and ".join(a.name for a in config.task.sensitive),
        targets=", ".join(GAP_WORDS[gap][0].lower() for gap in config.gaps),
        model=_model(config),
        rule=RULE_WORDS[config.rule],
        threshold=_threshold(config),
        summary=summary(study),
        gaps=list(facts.gap_lines(plain, chosen, config.gaps)),
        utilities=list(facts.utility_lines(plain, chosen)),
        other=_other(study),
        counts=facts.test_counts(study),
        rate_charts=_rate_charts(study),
        frontier=_frontier(study),
        weights=summarise_weights(study.operating.weights),
        cells=facts.weight_cells(study),
        histogram=Markup(
            histogram_chart(
                "Histogram of the training weights",
                study.operating.weights,
                ("weight (mean 1)", "training rows"),
            )
        ),
        split=facts.split_counts(study),
        versions=facts.versions(study),
    )


def summary(study: Study) -> str:
    """What changed on test rows: the targeted gap, the accuracy, and the gaps that widened."""
    config = study.config
    before = targeted_gap(study.plain.test, config.gaps)
    after = targeted_gap(study.operating.test, config.gaps)
    accuracy = [p.test.utility["accuracy"] for p in (study.plain, study.operating)]
    what = "the targeted gap" if len(config.gaps) == 1 else "the largest targeted gap"
    wider = widened_gaps(study.plain.test, study.operating.test)
    names = ", ".join(GAP_WORDS[name][0] for name in wider)
    rows = "On test rows that took no part in any choice"
    if study.chosen_by == "user":
        rows = "On test rows, whose figures could be seen when the point was chosen"
    return (
        f"{rows}, {what} went from {_percent(before)} to "
        f"{_percent(after)}, and accuracy from {_percent(accuracy[0])} to {_percent(accuracy[1])}."
        + (f" Other gaps widened: {names}." if wider else "")
    )


def _other(study: Study) -> tuple[str, list[facts.Line], list[facts.Line]] | None:
    """Name, gaps and utilities of the study's other learner; None if it was not measured."""
    before, after, config = study.plain.transfer, study.operating.transfer, study.config
    if config.learner is None or before is None or after is None:
        return None
    gaps = list(facts.gap_lines(before, after, config.gaps))
    return LEARNER_WORDS[config.learner], gaps, list(facts.utility_lines(before, after))


def _rate_charts(study: Study) -> list[tuple[str, Markup]]:
    return [
        (RATE_WORDS[rate], Markup(rates_chart(RATE_WORDS[rate], rows)))
        for rate, rows in facts.group_rates(study).items()
    ]


def _frontier(study: Study) -> Markup | None:
    points = facts.frontier_points(study)
    if not points:
        return None
    labels = ("largest targeted gap (smaller is better)", "accuracy (higher is better)")
    return Markup(frontier_chart("Gap against accuracy of every step", points, labels))


def _model(config: StudyConfig) -> str:
    name = MODEL_WORDS[config.model]
    if config.model == "network":
        layers = " and ".join(str(width) for width in config.network.layers)
        name += f" (hidden layers of {layers} {config.network.activation} units)"
    return name


def _threshold(config: StudyConfig) -> str:
    if config.share is not None:
        return f"the {_percent(config.share)} of rows with the highest probability"
    return f"a probability of at least {config.cut:g}"


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.4f}"


def _percent(value: float | None) -> str:
    return "undefined" if value is None else f"{100 * value:.1f} %"
