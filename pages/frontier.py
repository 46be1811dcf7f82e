"""The frontier: what does fairness cost, and where do we stop?"""

import streamlit as st

from iffair_core.evidence.limits import goal
from iffair_core.fairness.utility import UTILITIES
from iffair_core.frontier import operating_point
from iffair_core.results import Study
from pages._ui import frame, shell, show, studies, verbatim, widgets, words
from pages._ui.charts.frontier import Axis, frontier_figure
from pages._ui.charts.units import unit_of
from pages._ui.glossary.registry import meaning
from pages._ui.readings.frontier import frontier_lines, frontier_sentence, point_table
from pages._ui.run import alarm, reached, spread, what_if

WHAT = (
    "Of these rows, with its 95 % interval. Points are chosen on validation rows, reported on test "
    "rows."
)


def axes(study: Study) -> tuple[tuple[str, ...], str]:
    """The gaps and the utility that the chart compares."""
    left, right = st.columns(2)
    targets = "the targeted gaps, the largest of them"
    choices = [targets, *words.GAPS] if len(study.config.gaps) > 1 else list(words.GAPS)
    first = targets if len(study.config.gaps) > 1 else study.config.gaps[0]
    widgets.restore_choice("frontier_gap", first, choices)
    gap = left.selectbox(
        "Gap",
        choices,
        key="frontier_gap",
        format_func=lambda name: name if name == targets else words.gap_title(name),
        help=meaning("Gap"),
    )
    widgets.restore("frontier_utility", "accuracy")
    utility = right.selectbox(
        "Utility",
        list(UTILITIES),
        key="frontier_utility",
        format_func=words.utility_title,
        help=meaning("Utility"),
    )
    return (study.config.gaps if gap == targets else (gap,)), utility


def choose_by_slider() -> None:
    """Make the step of the slider the operating point, before the page is drawn again.

    A click in the chart that came in between has forgotten the slider; then the click stands.
    """
    step = widgets.held("frontier_step")
    if step is not None:
        studies.choose_point(int(step))


def choose_by_click(step: int) -> None:
    """Make ``step`` the operating point and draw the page, its slider included, again."""
    reached.take(step)
    st.rerun()


def chart(study: Study, gaps: tuple[str, ...], utility: str) -> None:
    lines = frontier_lines(study, gaps, utility)
    title = words.gap_title(gaps[0]) if len(gaps) == 1 else "Largest targeted gap"
    figure = frontier_figure(
        lines,
        gap=Axis(title, unit_of(gaps[0])),
        utility=Axis(words.utility_title(utility), unit_of(utility)),
        chosen=study.operating.step,
    )
    picked = show.chart(
        figure,
        reading=frontier_sentence(study, lines, gaps[0], utility),
        data=lines,
        key="frontier_chart",
        selection=("points",),
    )
    if picked and int(picked[0]) != study.operating.step:
        choose_by_click(int(picked[0]))


def slider(study: Study) -> None:
    steps = [p.step for p in study.points]
    widgets.restore("frontier_step", study.operating.step)
    st.select_slider(
        "Operating point (step; 0 is the plain model)",
        steps,
        key="frontier_step",
        on_change=choose_by_slider,
        help=f"Or click a point in the chart. {meaning('Operating point')}",
    )
    st.caption(verbatim.shown(f"Step {study.operating.step}: {chosen_how(study)}. {study.stopped}"))


def chosen_how(study: Study) -> str:
    """By whom the operating point was chosen, and by which rule."""
    if study.chosen_by == "user":
        return "chosen by you"
    run = studies.current() or study
    same = (run.config.cut, run.config.share) == (study.config.cut, study.config.share)
    config = run.config
    _, unmet = operating_point(
        run.points, config.gaps, config.max_gap, config.bounds, config.max_loss
    )
    place = "on validation rows" if same else "on validation rows, at the threshold of the run"
    wanted = goal(config)
    if unmet:
        return f"the nearest {place} to what was wanted ({wanted}), which no point reaches"
    return f"the most accurate {place} with {wanted}"


def gap_unit(study: Study) -> str:
    """Title of a column of targeted gaps."""
    unit = "points" if study.config.gaps[0] in words.SHARES else "log loss"
    return f"Gap, {unit}" if len(study.config.gaps) == 1 else f"Largest gap, {unit}"


def page() -> None:
    shell.header(
        "Frontier",
        "Every point is a model trained on other weights. The best are low and to the right: a "
        "narrow gap and a useful model. Choose the one that you can answer for.",
    )
    study = show.reweighted_or_hint("The frontier", key="frontier_needs_run")
    if study is None:
        return
    show.threshold(study)
    show.threshold_differs()
    reached.section(study)
    alarm.section(study)
    chart(study, *axes(study))
    slider(study)
    st.dataframe(
        point_table(study),
        hide_index=True,
        key="frontier_table",
        alt="Every point of the frontier with its targeted gap, accuracy and weights",
        column_config={
            "step": "Step",
            "operating point": "Operating point",
            **{
                f"{kind}, {part}": st.column_config.TextColumn(f"{title}, {part}", help=WHAT)
                for kind, title in (("gap", gap_unit(study)), ("accuracy", "Accuracy, %"))
                for part in ("validation", "test")
            },
            "effective sample size": st.column_config.NumberColumn(
                "Effective sample size", format="localized"
            ),
            "largest weight": st.column_config.NumberColumn("Largest weight", format="%.2f"),
        },
    )
    what_if.section(study)
    spread.section(study)
    shell.next_step(shell.REPORT, "Take it with you", key="frontier_next")


frame.run(page, shows_job=spread.shows_job())
