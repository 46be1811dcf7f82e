"""What a reweighting was to reach, what it reached on validation and test rows, and its price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from iffair_core.config import StudyConfig
from iffair_core.data.prepared import Part
from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.level import Level
from iffair_core.evidence.levels import levels
from iffair_core.fairness.measure import Measures, targeted_gap
from iffair_core.frontier import operating_point
from iffair_core.results import Point, Study
from iffair_core.words import (
    LOSSES,
    TITLES,
    bare,
    before_after,
    figure,
    gap_name,
    interval,
    listed,
    percent,
    points,
)

HIGH_PRICE = 0.05
"""A loss of accuracy on test rows that is warned of."""
MODEST_PRICE = 0.02
"""A loss of accuracy on validation rows at which an earlier step is proposed instead."""
ROUNDING = 1e-9
LOSS = "accuracy"


@dataclass(frozen=True)
class Limit:
    """A targeted gap, or the loss of accuracy: wanted at most, and reached; None is undefined.

    The figure on validation rows has no interval: the point is chosen for its being small.
    ``plain`` is the plain model's gap there, where another point was chosen.
    """

    metric: str
    wanted: float
    validation: float | None
    test: Level
    plain: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it is kept on validation rows, on which the point is chosen."""
        return _within(self.wanted, self.validation)

    def __str__(self) -> str:
        """ "Demographic parity: wanted at most 2.0 points; reached 1.7 points on …"."""
        title = "Loss of accuracy" if self.metric == LOSS else TITLES[self.metric]
        return (
            f"{title}: wanted at most {self._told(self.wanted)}; reached "
            f"{self._told(self.validation)} on validation rows ({self._kept(self.validation)}), "
            f"{self._told(self.test.value)} on test rows ({self._tested()}).{self._before()}"
        )

    def _before(self) -> str:
        if not _within(self.wanted, self.plain):
            return ""
        return f" The plain model keeps it on validation rows already ({self._told(self.plain)})."

    def _tested(self) -> str:
        """ "95 % interval 1.3 to 4.3: not kept, which may be chance"."""
        kept, low, high = self._kept(self.test.value), self.test.low, self.test.high
        if low is None or high is None:
            return kept
        bounds = interval(low, high, self.metric)
        chance = low <= self.wanted < high
        return (
            f"95\N{NO-BREAK SPACE}% interval {bounds}: {kept}"
            f"{', which may be chance' if chance else ''}"
        )

    def _kept(self, value: float | None) -> str:
        return "kept" if _within(self.wanted, value) else "not kept"

    def _told(self, value: float | None) -> str:
        if self.metric == LOSS and value is not None:
            return f"{bare(value, LOSS)} points"
        return figure(value, self.metric)


def goal(config: StudyConfig) -> str:
    """What the operating point shall keep to: "a gap of at most 2.0 points"."""
    if config.bounds:
        each = [f"{TITLES[gap]} {figure(config.allowed(gap), gap)}" for gap in config.gaps]
        wanted = f"gaps of at most {listed(each)}"
    else:
        kind = "a gap" if len(config.gaps) == 1 else "gaps"
        wanted = f"{kind} of at most {figure(config.max_gap, config.gaps[0])}"
    if config.max_loss is None:
        return wanted
    return f"{wanted}, for at most {points(config.max_loss)} of accuracy"


def limits(study: Study, found: Sequence[Effect]) -> tuple[Limit, ...]:
    """Every limit of the config beside the operating point; none for the plain model alone.

    ``found`` are the effects of the operating point on test rows.
    """
    point = study.operating

    def tested(metric: str) -> Level:
        return _lost(found) if metric == LOSS else levels(study, point, gaps=[metric]).gap

    moved = point.step != study.plain.step
    plain = study.plain.validation.gaps if moved else {}
    return tuple(
        Limit(*wanted, tested(wanted[0]), plain.get(wanted[0])) for wanted in _wanted(study)
    )


def _wanted(study: Study) -> Iterator[tuple[str, float, float | None]]:
    """Metric, what is wanted at most, and what was reached on validation rows."""
    if len(study.points) == 1:
        return
    config, reached = study.config, study.operating.validation
    for gap in config.gaps:
        yield gap, config.allowed(gap), reached.gaps[gap]
    if config.max_loss is not None:
        yield LOSS, config.max_loss, _loss(study.plain.validation, reached)


def cautions(study: Study, found: Sequence[Effect]) -> tuple[str, ...]:
    """What to know before all else: limits missed, nothing gained, another gap, a high price.

    ``found`` are the effects of the operating point on test rows. Empty where there is nothing to
    warn of, and for the plain model alone.
    """
    if len(study.points) == 1:
        return ()
    said = (shortfall(study, found), _widened(found))
    return (*filter(None, said), *_price(study, found))


def _within(wanted: float, value: float | None) -> bool:
    return value is not None and value <= wanted + ROUNDING


def _loss(before: Measures, after: Measures) -> float | None:
    was, now = before.utility[LOSS], after.utility[LOSS]
    return None if was is None or now is None else was - now


def _lost(found: Sequence[Effect]) -> Level:
    """By how much the accuracy fell on test rows; an interval of before and after together."""
    accuracy = next(effect for effect in found if effect.metric == LOSS)
    fell, low, high = (
        None if value is None else -value
        for value in (accuracy.change, accuracy.high, accuracy.low)
    )
    return Level(fell, low, high)


def shortfall(study: Study, found: Sequence[Effect]) -> str:
    """That limits were missed or nothing was gained, and what to do; empty if neither."""
    if len(study.points) == 1:
        return ""
    missed = [limit for limit in _wanted(study) if not _within(*limit[1:])]
    told = "The limits were not reached on validation rows. " if missed else ""
    advice = "Raise what is allowed, take more steps or try another rule."
    if study.operating.step == 0:
        told += "The operating point is the plain model, so nothing was changed. "
    elif not any(e.targeted and e.narrowed for e in found):
        told += f"On test rows no targeted gap narrowed beyond chance{_losers(found)}. "
        advice = f"Consider the plain model. {advice}"
    return f"{told}{advice}" if told else ""


def _losers(found: Sequence[Effect]) -> str:
    groups = {e.group for e in found if e.kind == "rate" and e.verdict is Verdict.WORSE}
    if not groups:
        return ""
    return f" and {len(groups)} {'group' if len(groups) == 1 else 'groups'} lost beyond chance"


def widened(found: Sequence[Effect]) -> tuple[Effect, ...]:
    """Gaps that were not targeted and got wider beyond chance, the widest one first.

    Equalised odds repeats the wider one of its two rates, and is left out beside it.
    """
    gaps = [e for e in found if e.kind == "gap" and not e.targeted and e.verdict is Verdict.WORSE]
    sizes = {effect.after for effect in gaps if not effect.metric.startswith("equalized_odds")}
    own = [e for e in gaps if not (e.metric.startswith("equalized_odds") and e.after in sizes)]
    return tuple(sorted(own, key=lambda e: (e.metric in LOSSES, -(e.after or 0.0))))


def _widened(found: Sequence[Effect]) -> str:
    told = [
        f"the {gap_name(e.metric)}, from {before_after(e.before, e.after, e.metric, by=' to ')}"
        for e in widened(found)
    ]
    if not told:
        return ""
    return (
        f"Another gap got wider on test rows, beyond chance: {listed(told)}. Where it matters, "
        "target it as well or choose an earlier step of the frontier."
    )


def _price(study: Study, found: Sequence[Effect]) -> Iterator[str]:
    accuracy = next(e for e in found if e.metric == LOSS)
    if accuracy.change is None or accuracy.after is None or accuracy.before is None:
        return
    if accuracy.change <= ROUNDING - HIGH_PRICE:
        yield (
            f"A high price: accuracy falls by {points(accuracy.change)} on test rows, "
            f"{-1000 * accuracy.change:.0f} more wrong decisions in 1,000. {_way_out(study, found)}"
        )
    share = _one_decision(study)
    if accuracy.after < share:
        as_well = ", as is that of the plain model" if accuracy.before < share else ""
        yield (
            f"Its accuracy on test rows ({percent(accuracy.after)}) is below that of one and the "
            f"same decision for everybody ({percent(share)}){as_well}. Look at balanced accuracy "
            "and ROC AUC, limit the loss of accuracy, or choose an earlier step of the frontier."
        )


def cheaper(study: Study, found: Sequence[Effect]) -> Point | None:
    """Where the price is high, the point of the narrowest gaps at a modest one on validation rows.

    None where the price is not high, or nothing but the plain model is that cheap.
    """
    accuracy = next(e for e in found if e.metric == LOSS)
    if accuracy.change is None or accuracy.change > ROUNDING - HIGH_PRICE:
        return None
    gaps = study.config.gaps
    index, _ = operating_point(study.points, gaps, 0.0, max_loss=MODEST_PRICE)
    point = study.points[index]
    before, after = (targeted_gap(p.validation, gaps) for p in (study.plain, point))
    gained = before is not None and after is not None and after < before
    return point if gained and index != study.chosen else None


def _way_out(study: Study, found: Sequence[Effect]) -> str:
    general = "Limit the loss of accuracy, or allow a larger gap."
    point = cheaper(study, found)
    if point is None:
        return general
    reached, lost = point.validation, _loss(study.plain.validation, point.validation) or 0.0
    gaps = [f"a {gap_name(gap)} of {figure(reached.gaps[gap], gap)}" for gap in study.config.gaps]
    price = f"for {points(lost)} of accuracy" if lost > ROUNDING else "without a loss of accuracy"
    return (
        f"Step {point.step} costs less: on validation rows it leaves {listed(gaps)}, {price}. "
        f"{general}"
    )


def _one_decision(study: Study) -> float:
    """Accuracy on test rows of the better of "all selected" and "nobody selected"."""
    prepared = study.prepared
    test = prepared.mask(Part.TEST)
    good = float(np.average(prepared.y[test], weights=prepared.weight[test]))
    return max(good, 1.0 - good)
