"""What was wanted beside what was reached, and the warnings that come before all else."""

from __future__ import annotations

import dataclasses
import html

import pytest

from iffair_core.evidence.effects import Effect, Verdict, effects
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import levels
from iffair_core.evidence.limits import (
    MODEST_PRICE,
    Limit,
    cautions,
    cheaper,
    goal,
    limits,
    widened,
)
from iffair_core.evidence.rows import changes
from iffair_core.report import html_report
from iffair_core.results import Point, Study
from iffair_core.study import run
from tests.oracles.studies import config


@pytest.fixture(scope="module")
def german() -> Study:
    return run(config("german", steps=3, max_gap=0.0, max_loss=0.2))


def changed(study: Study, **fields: object) -> Study:
    return dataclasses.replace(study, config=dataclasses.replace(study.config, **fields))


def effect(metric: str, change: float, verdict: Verdict, *, group: str = "") -> Effect:
    kind = "rate" if group else "utility" if metric == "accuracy" else "gap"
    bounds = (0.8, 0.8 + change, change, change, change)
    return Effect(metric, group, kind, *bounds, 500, kind == "gap", verdict)


def test_a_limit_is_told_with_what_is_reached_on_both_parts() -> None:
    def told(value: float, low: float, high: float) -> str:
        return str(Limit("demographic_parity", 0.02, 0.017, Level(value, low, high)))

    assert told(0.028, 0.013, 0.043) == (
        "Demographic parity: wanted at most 2.0 points; reached 1.7 points on validation rows "
        "(kept), 2.8 points on test rows (95\N{NO-BREAK SPACE}% interval 1.3 to 4.3: not kept, "
        "which may be chance)."
    )
    assert told(0.028, 0.021, 0.043).endswith("2.1 to 4.3: not kept).")
    assert told(0.01, 0.0, 0.03).endswith("0.0 to 3.0: kept, which may be chance).")
    assert told(0.01, 0.0, 0.02).endswith("0.0 to 2.0: kept).")
    already = Limit("demographic_parity", 0.02, 0.01, Level(0.01, 0.0, 0.02), 0.018)
    assert str(already).endswith(
        " kept). The plain model keeps it on validation rows already (1.8 points)."
    )
    assert "already" not in str(dataclasses.replace(already, plain=0.03))
    loss = Limit("accuracy", 0.01, -0.003, Level(None))
    assert str(loss) == (
        "Loss of accuracy: wanted at most 1.0 points; reached −0.3 points on validation rows "
        "(kept), undefined on test rows (not kept)."
    )


def test_limits_are_those_of_the_config_and_the_figures_of_the_point(german: Study) -> None:
    found = effects(changes(german), german.config.gaps)
    gap, loss = limits(german, found)
    point = german.operating
    assert (gap.metric, gap.wanted) == ("demographic_parity", 0.0)
    assert gap.validation == point.validation.gaps["demographic_parity"]
    assert gap.test == levels(german, point).gap
    assert gap.test.value == pytest.approx(point.test.gaps["demographic_parity"])
    assert (loss.metric, loss.wanted) == ("accuracy", 0.2)
    fallen = german.plain.test.utility["accuracy"], point.test.utility["accuracy"]
    assert loss.test.value == pytest.approx((fallen[0] or 0.0) - (fallen[1] or 0.0))
    change = next(effect for effect in found if effect.metric == "accuracy")
    assert (loss.test.low, loss.test.high) == (-(change.high or 0.0), -(change.low or 0.0))
    own = changed(german, bounds=(("demographic_parity", 0.3),), max_loss=None)
    assert [limit.wanted for limit in limits(own, found)] == [0.3]
    alone = dataclasses.replace(german, points=german.points[:1], chosen=0)
    assert limits(alone, found) == ()


def test_a_limit_that_the_plain_model_keeps_is_told_of_another_point_alone(german: Study) -> None:
    wide = changed(german, max_gap=0.9)
    found = effects(changes(german), german.config.gaps)
    assert "The plain model keeps it" in str(limits(wide, found)[0])
    plain = dataclasses.replace(wide, chosen=0)
    assert plain.operating.step == 0
    assert "The plain model keeps it" not in str(limits(plain, found)[0])


def test_what_is_wanted_is_told_as_it_is_set(german: Study) -> None:
    assert goal(german.config) == "a gap of at most 0.0 points, for at most 20.0 points of accuracy"
    both = ("demographic_parity", "loss_parity")
    own = changed(german, gaps=both, bounds=(("loss_parity", 0.1),), max_loss=None)
    assert goal(own.config) == (
        "gaps of at most Demographic parity 0.0 points and Loss parity 0.1000"
    )


def test_a_run_that_gained_nothing_says_so_first(german: Study) -> None:
    last = dataclasses.replace(german, chosen=len(german.points) - 1)
    found = [
        effect("demographic_parity", -0.01, Verdict.UNCLEAR),
        effect("accuracy", -0.01, Verdict.UNCLEAR),
        effect("selection_rate", -0.1, Verdict.WORSE, group="a"),
        effect("error_rate", 0.1, Verdict.WORSE, group="a"),
    ]
    told = cautions(last, found)[0]
    assert told.startswith(
        "The limits were not reached on validation rows. On test rows no targeted gap narrowed "
        "beyond chance and 1 group lost beyond chance. Consider the plain model."
    )
    gained = [effect("demographic_parity", -0.1, Verdict.BETTER), *found[1:]]
    assert "plain model" not in cautions(last, gained)[0]
    easy = changed(last, max_gap=1.0)
    assert not any("narrowed" in line or "limits" in line for line in cautions(easy, gained))
    plain = dataclasses.replace(easy, chosen=0)
    assert "operating point is the plain model" in cautions(plain, gained)[0]


def test_a_high_price_is_warned_of(german: Study) -> None:
    easy = changed(dataclasses.replace(german, chosen=1), max_gap=1.0)
    gap = effect("demographic_parity", -0.1, Verdict.BETTER)
    assert cautions(easy, [gap, effect("accuracy", -0.049, Verdict.WORSE)]) == ()
    (told,) = cautions(easy, [gap, effect("accuracy", -0.062, Verdict.WORSE)])
    assert told.startswith("A high price: accuracy falls by 6.2 points")
    assert "62 more wrong decisions in 1,000" in told
    _, below = cautions(easy, [gap, effect("accuracy", -0.2, Verdict.WORSE)])
    assert "(60.0\N{NO-BREAK SPACE}%) is below that of one and the same decision" in below
    assert "70.0\N{NO-BREAK SPACE}%" in below


def test_a_cheaper_step_is_proposed_where_the_price_is_high(german: Study) -> None:
    def gap(point: Point) -> float:
        return point.validation.gaps["demographic_parity"] or 0.0

    def with_accuracy(point: Point, lost: float) -> Point:
        utility = {**point.validation.utility, "accuracy": 0.7 - lost}
        return dataclasses.replace(
            point, validation=dataclasses.replace(point.validation, utility=utility)
        )

    prices = (0.0, 0.01, MODEST_PRICE, 0.1)
    points = tuple(map(with_accuracy, german.points, prices))
    last = dataclasses.replace(german, points=points, chosen=3)
    modest = min(points[:3], key=gap)
    assert modest.step > 0
    narrowed = effect("demographic_parity", -0.1, Verdict.BETTER)
    high = [narrowed, effect("accuracy", -0.08, Verdict.WORSE)]
    assert cheaper(last, high) == modest
    told = next(line for line in cautions(last, high) if line.startswith("A high price"))
    assert (
        f"Step {modest.step} costs less: on validation rows it leaves a gap in selection "
        f"(demographic parity) of {100 * gap(modest):.1f} points, for "
        f"{100 * prices[modest.step]:.1f} points of accuracy."
    ) in told
    assert cheaper(last, [narrowed, effect("accuracy", -0.04, Verdict.WORSE)]) is None
    assert cheaper(dataclasses.replace(last, chosen=modest.step), high) is None
    costly = dataclasses.replace(last, points=(points[0], points[3]), chosen=1)
    assert cheaper(costly, high) is None
    assert "costs less" not in cautions(costly, high)[-1]


def test_another_gap_that_widened_beyond_chance_is_told_with_its_size(german: Study) -> None:
    def other(metric: str, after: float, verdict: Verdict = Verdict.WORSE) -> Effect:
        gap = effect(metric, 0.1, verdict)
        return dataclasses.replace(gap, targeted=False, before=0.118, after=after)

    easy = changed(dataclasses.replace(german, chosen=1), max_gap=1.0)
    own = [
        effect("demographic_parity", -0.1, Verdict.BETTER),
        effect("accuracy", -0.01, Verdict.WORSE),
    ]
    found = [
        *own,
        other("loss_parity", 0.3),
        other("predictive_equality", 0.2, Verdict.UNCLEAR),
        other("error_rate_parity", 0.15),
        other("equal_opportunity", 0.256),
        other("equalized_odds", 0.256),
    ]
    names = ["equal_opportunity", "error_rate_parity", "loss_parity"]
    assert [e.metric for e in widened(found)] == names
    (told,) = cautions(easy, found)
    assert "good outcome (equal opportunity), from 11.8 to 25.6 points, the gap in wrong" in told
    assert [e.metric for e in widened([*own, other("equalized_odds", 0.3)])] == ["equalized_odds"]
    assert widened(own) == ()


def test_the_report_begins_with_cautions_and_has_every_limit(german: Study) -> None:
    text = html.unescape(html_report(german))
    found = effects(changes(german), german.config.gaps)
    told = cautions(german, found)
    assert told, "a gap of zero is not to be reached"
    assert text.index(told[0]) < text.index('<p class="lead">')
    assert all(str(limit) in text for limit in limits(german, found))
