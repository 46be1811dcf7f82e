"""The report of a study as one self-contained HTML file: no script, no file or font from outside.

It holds figures of groups only, never a row of the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from iffair_core.comparison.result import Comparison
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import BUILTIN, builtin_name
from iffair_core.data.task import describe_outcome
from iffair_core.evidence.alarm import EXPLORATORY
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.control_words import control_lines
from iffair_core.evidence.effects import Effect
from iffair_core.evidence.headline import headline
from iffair_core.evidence.limits import goal, limits
from iffair_core.evidence.representation import represented
from iffair_core.evidence.representation_words import TOGETHER, all_at_once, compared_shares
from iffair_core.evidence.screening_words import HEURISTIC
from iffair_core.evidence.spread import Spread
from iffair_core.evidence.summary import screening
from iffair_core.report import facts, figures
from iffair_core.report.beside import beside
from iffair_core.report.findings import Findings, findings
from iffair_core.report.provenance import REPLAY, REPLAY_WHERE, provenance, shared_config
from iffair_core.report.story import story
from iffair_core.report.svg import frontier_chart, histogram_chart, rates_chart
from iffair_core.report.templates import environment, known_percent
from iffair_core.report.words import LEARNER_WORDS, RATE_MEANINGS, RULE_WORDS, model_words
from iffair_core.results import Study
from iffair_core.weights.describe import summarise_weights
from iffair_core.words import LOSSES, ROUNDED, TITLES, weighted_by


def html_report(
    study: Study, spread: Spread | None = None, comparisons: Sequence[Comparison] = ()
) -> str:
    """The whole report. What it says and why stands in ``report.html`` beside this file.

    ``spread`` is that of the study over other splits, ``comparisons`` with other methods, if they
    were computed.
    """
    return report_of(findings(study, spread, comparisons))


def report_of(known: Findings) -> str:
    """The report of what was found."""
    study, spread = known.study, known.spread
    prepared, found, controls = study.prepared, known.effects, known.controls
    rows = figures.test_rows(study, found)
    packaged = builtin_name(study.config.data)
    config = shared_config(study)
    return (
        environment()
        .get_template("report.html")
        .render(
            study=study,
            config=config,
            prepared=prepared,
            card=BUILTIN[packaged] if packaged else None,
            outcome=describe_outcome(study.table.frame, config.task.outcome),
            targets=", ".join(TITLES[gap] for gap in config.gaps),
            model=model_words(config),
            rule=RULE_WORDS[config.rule],
            threshold=_threshold(config),
            summary=_summary(study, found),
            story=story(known),
            provenance=provenance(study),
            where=REPLAY_WHERE,
            replay=REPLAY,
            limits=limits(study, found),
            goal=goal(config),
            weighted=weighted_by(config.task.weight_column) if config.task.weight_column else "",
            alarm=known.alarm,
            exploratory=EXPLORATORY,
            rounded=ROUNDED,
            conflict=conflict_words(found),
            figures=rows,
            validation=figures.validation_rows(study),
            controls=list(figures.control_rows(study, controls)),
            gained=control_lines(controls, config.gaps),
            heuristic=HEURISTIC,
            lines=_lines(study),
            shares=represented(study),
            compared_shares=compared_shares,
            all_at_once=all_at_once,
            together=TOGETHER,
            spread=spread,
            spread_rows=list(figures.spread_rows(spread, found)) if spread else [],
            comparisons=[beside(config, found) for found in known.comparisons],
            other=_other(known),
            counts=facts.test_counts(study),
            rate_charts=_rate_charts(study, rows),
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
            names=(study.table.name, *prepared.groups),
            rows_of=dict(facts.split_counts(study)),
        )
    )


def _summary(study: Study, found: Sequence[Effect]) -> str:
    """What changed on test rows: the targeted gaps and the accuracy, with intervals."""
    rows = "On test rows that took no part in any choice"
    if study.chosen_by == "user":
        rows = "On test rows, whose figures could be seen when the point was chosen"
    return f"{rows}: {headline(found)}"


def _lines(study: Study) -> list[tuple[str, str]]:
    """Model and sentence, for each screening line that was set."""
    titles = {"plain": "Plain model", "chosen": "Operating point"}
    return [(titles[line["model"]], line["said"]) for line in screening(study)]


def _other(known: Findings) -> tuple[str, list[figures.Row]] | None:
    """Name and figures of the study's other learner; none of the latter if no scores are kept."""
    study = known.study
    if study.config.learner is None or study.operating.transfer is None:
        return None
    rows = [] if known.carried is None else figures.learner_rows(study, known.carried)
    return LEARNER_WORDS[study.config.learner], rows


def _rate_charts(
    study: Study, rows: Sequence[figures.Row]
) -> list[tuple[str, Markup, list[figures.Row]]]:
    """Title, chart and table of every rate."""
    return [
        (title, Markup(rates_chart(title, lines)), [row for row in rows if row.metric == rate])
        for rate, lines in facts.group_rates(study).items()
        for title in [f"{TITLES[rate]}: {RATE_MEANINGS[rate]}, %"]
    ]


def _frontier(study: Study) -> Markup | None:
    points = facts.frontier_points(study)
    if not points:
        return None
    unit = "" if study.config.gaps[0] in LOSSES else ", points"
    labels = (f"largest targeted gap{unit} (smaller is better)", "accuracy, % (higher is better)")
    return Markup(frontier_chart("Gap against accuracy of every step", points, labels))


def _threshold(config: StudyConfig) -> str:
    if config.share is not None:
        return f"those among the {known_percent(config.share)} with the highest probability of it"
    return f"those whose probability of it is at least {config.cut:g}"
