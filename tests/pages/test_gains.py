"""What a gain is worth, on the pages: who is worse off, conflicts, controls."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from streamlit.proto.Metric_pb2 import Metric
from streamlit.testing.v1 import AppTest

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.evidence.alarm import LOST, NOBODY, SPELT_OUT, alarm, people
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.control_words import control_lines
from iffair_core.evidence.controls import matched_controls
from iffair_core.evidence.effects import Verdict, effects
from iffair_core.evidence.levels import levels
from iffair_core.evidence.limits import cautions, cheaper, limits
from iffair_core.evidence.rows import changes
from iffair_core.evidence.worse_off import worse_off
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.study import run
from iffair_core.words import interval
from pages._ui import words
from pages._ui.charts.cells import cells_of
from pages._ui.charts.effects import MARKS, effects_figure, groups_figure
from pages._ui.run.conflicts import MOST_GROUPS, most_moved
from pages._ui.run.parts import KEY as PARTS
from pages._ui.run.results import weights_sentence
from tests.pages.helpers import IDENTIFIER, Open, opened, texts


@pytest.fixture(scope="module")
def levelled() -> Study:
    """Law school: large enough that a closed gap is paid for beyond chance."""
    law = load_builtin("law_school")
    config = StudyConfig("law_school", law.task, steps=4, max_gap=0.02)
    return run(config, table=law.table)


@pytest.fixture
def levelled_link(home: Path, levelled: Study) -> str:
    save_study(levelled, home / "studies" / IDENTIFIER)
    return IDENTIFIER


@pytest.mark.parametrize("page", ["reweight", "frontier"])
def test_who_is_worse_off_is_said_on_every_result(
    page: str, open_app: Open, levelled_link: str, levelled: Study
) -> None:
    found = alarm(changes(levelled), levelled.config.min_cell)
    assert found.lost, "the study is to have a loss beyond chance"
    app = open_app(page, study=levelled_link)
    boxes = [w.value for w in app.warning if "Worse off than before" in w.value]
    assert len(boxes) == 1
    assert [line in boxes[0] for line in found.lost[:SPELT_OUT]] == [True] * len(
        found.lost[:SPELT_OUT]
    )
    assert found.compared in boxes[0]
    assert all(line in texts(app) for line in (*found.chance, *found.unknown))


def test_the_report_tells_who_loses_and_who_may(
    open_app: Open, levelled_link: str, levelled: Study
) -> None:
    found = changes(levelled)
    losses = [each for each in worse_off(found) if each.enough and each.beyond_chance]
    app = open_app("report", study=levelled_link)
    said = "\n".join([texts(app), *(head.value for head in app.subheader)]).replace("\\", "")
    assert losses, "the study is to have a loss beyond chance"
    assert all(f"{each.group} loses: {people(each, LOST)}" in said for each in losses)
    told = alarm(found, levelled.config.min_cell)
    assert all(line in said for line in (*told.chance, *told.unknown, told.compared))


def test_nobody_worse_off_beyond_chance_is_said_with_what_may_be(
    open_app: Open, reweighted_link: str, reweighted: Study
) -> None:
    found = alarm(changes(reweighted), reweighted.config.min_cell)
    assert not found.lost
    app = open_app("reweight", study=reweighted_link)
    assert f"{NOBODY} {found.compared}" in [i.value for i in app.info]
    assert all(line in texts(app) for line in found.chance)


def test_the_sidebar_has_the_interval_and_colours_no_change_that_may_be_chance(
    open_app: Open, home: Path, levelled: Study, reweighted: Study
) -> None:
    coloured = {}
    for study in (levelled, reweighted):
        save_study(study, home / "studies" / IDENTIFIER)
        bar, gap = open_app("audit", study=IDENTIFIER).sidebar, levels(study, study.operating).gap
        bounds = interval(gap.low, gap.high, "demographic_parity")
        said = f"95 % interval {bounds} points, {words.plural(gap.rows or 0, 'test row')}"
        assert said in [caption.value for caption in bar.caption]
        (effect,) = (e for e in effects(changes(study)) if e.metric == "demographic_parity")
        metric = bar.metric[0].proto
        coloured[effect.verdict] = metric.color != Metric.MetricColor.GRAY
        assert metric.direction == Metric.MetricDirection.DOWN
        assert metric.delta == f"{100 * effect.change:+.1f} points".replace("-", "−")
    assert coloured == {Verdict.BETTER: True, Verdict.UNCLEAR: False}


def test_conflicts_and_controls_are_told_on_the_reweight_page(
    open_app: Open, levelled_link: str, levelled: Study
) -> None:
    app = open_app("reweight", study=levelled_link)
    controls = matched_controls(levelled)
    verdict, *each = control_lines(controls, ("demographic_parity",))
    assert f"The same gap by simpler means: {verdict}" in texts(app).replace("**", "")
    said = texts(opened(app, PARTS, "What else it moved")).replace("**", "")
    for sentence in conflict_words(effects(changes(levelled), levelled.config.gaps)).sentences:
        assert sentence in said
    said = texts(opened(app, PARTS, "By simpler means")).replace("**", "")
    for line in (verdict, *each):
        assert line in said
    table = next(d.value for d in app.dataframe if "means" in d.value)
    assert table["group"].tolist() == ["no", "no", "yes", "no"]
    line = controls[0].change
    assert line is not None
    reached = line[line["metric"] == "accuracy"]["after"].iloc[0]
    assert table["accuracy"][1].startswith(f"{100 * reached:.1f} (")


def test_where_no_weight_moved_nobody_gains_most(levelled: Study) -> None:
    train = levelled.prepared.mask(Part.TRAIN)
    group, y = levelled.prepared.group[train], levelled.prepared.y[train]
    cells = cells_of(group, y, levelled.prepared.groups)
    assert weights_sentence(np.ones(len(y)), cells) == (
        "No group and outcome gains or loses: the mean weight is 1.00 in all."
    )
    assert "gains most" in weights_sentence(1.0 + group, cells)


def test_chart_of_changes_has_each_figure_once_by_its_verdict(levelled: Study) -> None:
    found = effects(changes(levelled), levelled.config.gaps)
    figure = effects_figure(found)
    shown = {
        (trace.name, title) for trace in figure.data for title in trace.y or () if title is not None
    }
    whole = [e for e in found if e.kind != "rate" and e.low is not None]
    assert len(shown) == len(whole)
    names = {verdict: name for verdict, (name, _, _) in MARKS.items()}
    assert sum(name == names[Verdict.WORSE] for name, _ in shown) == sum(
        e.verdict is Verdict.WORSE for e in whole
    )
    assert sum("target" in title for _, title in shown) == 1


def test_a_small_group_is_not_enough_evidence_in_the_picture(levelled: Study) -> None:
    found = changes(levelled)
    group = levelled.prepared.groups[0]
    first = (found["group"] == group) & (found["metric"] == "selection_rate")
    few = found.assign(status=found["status"].mask(first, "few"), n=found["n"].mask(first, 3))
    figure = groups_figure(effects(few), levelled.prepared.groups, 10)
    assert figure.data[0].text[0][0] == "not enough evidence<br>(3 rows, 10 needed)"
    assert figure.data[0].z[0][0] == 0


def test_of_many_groups_those_that_moved_most_are_drawn(levelled: Study) -> None:
    one = next(e for e in effects(changes(levelled)) if e.metric == "selection_rate")
    names = [f"g{i}" for i in range(30)]
    found = [
        dataclasses.replace(one, group=name, change=i / 100, verdict=Verdict.WORSE)
        for i, name in enumerate(names)
    ]
    assert most_moved(found, names) == names[-MOST_GROUPS:]
    assert most_moved(found[:5], names[:5]) == names[:5]


def downloads(app: AppTest) -> set[str]:
    """Keys of what can be downloaded."""
    return {b.proto.id.rsplit("-", 1)[-1] for b in app.get("download_button")}


def test_all_changes_can_be_downloaded(open_app: Open, reweighted_link: str) -> None:
    app = open_app("reweight", study=reweighted_link)
    keys, before = {}, set[str]()
    for tab in [tab.label for tab in app.tabs]:
        now = downloads(opened(app, PARTS, tab))
        keys[tab], before = now - before, now
    assert keys == {
        "Before and after": {"run_compare_csv"},
        "What else it moved": {"run_effects_csv", "run_group_rates_csv"},
        "By simpler means": {"run_matched_csv"},
        "Where the weight went": {"run_weights_csv"},
        "Rates by group": {"run_rates_csv"},
    }
    opened(app, PARTS, "What else it moved")
    assert "run_changes" in downloads(opened(app, "run_rates_all"))


@pytest.mark.parametrize("page", ["reweight", "frontier", "report"])
def test_what_was_wanted_and_reached_is_said_on_every_result(
    page: str, open_app: Open, levelled_link: str, levelled: Study
) -> None:
    app = open_app(page, study=levelled_link)
    said = texts(app).replace("\\", "")
    warned = [w.value.replace("\\", "") for w in app.warning]
    moved = effects(changes(levelled), levelled.config.gaps)
    assert all(str(limit) in said for limit in limits(levelled, moved))
    assert all(caution in warned for caution in cautions(levelled, moved))


@pytest.mark.parametrize("page", ["reweight", "frontier"])
def test_where_the_price_is_high_a_cheaper_step_is_one_click_away(
    page: str, open_app: Open, home: Path
) -> None:
    compas = load_builtin("compas")
    costly = run(StudyConfig("compas", compas.task, max_gap=0.02), table=compas.table)
    save_study(costly, home / "studies" / IDENTIFIER)
    instead = cheaper(costly, effects(changes(costly), costly.config.gaps))
    assert instead is not None, "the study is to have a high price"
    app = open_app(page, study=IDENTIFIER)
    app.button(key="reached_cheaper").click().run()
    assert not app.exception
    assert load_study(home / "studies" / IDENTIFIER).operating.step == instead.step
    assert "A high price" not in texts(app)
    if page == "frontier":
        assert app.select_slider(key="frontier_step").value == instead.step
