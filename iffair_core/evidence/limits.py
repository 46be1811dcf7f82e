"""What a reweighting was to reach, what it reached on validation and test rows, and its price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from iffair_core.data.prepared import Part
from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.words import TITLES, bare, figure, percent, points
from iffair_core.results import Measures, Study

HIGH_PRICE = 0.05
"""A loss of accuracy on test rows that is warned of."""
ROUNDING = 1e-9
LOSS = "accuracy"


@dataclass(frozen=True)
class Limit:
    """A targeted gap, or the loss of accuracy: wanted at most, and reached; None is undefined."""

    metric: str
    wanted: float
    validation: float | None
    test: float | None

    @property
    def kept(self) -> bool:
        """Whether it is kept on validation rows, on which the point is chosen."""
        return self._within(self.validation)

    def __str__(self) -> str:
        """ "Demographic parity: wanted at most 2.0 points; reached 1.7 points on …"."""
        title = "Loss of accuracy" if self.metric == LOSS else TITLES[self.metric]
        parts = (("validation", self.validation), ("test", self.test))
        reached = ", ".join(
            f"{self._told(value)} on {part} rows ({'kept' if self._within(value) else 'not kept'})"
            for part, value in parts
        )
        return f"{title}: wanted at most {self._told(self.wanted)}; reached {reached}."

    def _told(self, value: float | None) -> str:
        if self.metric == LOSS and value is not None:
            return f"{bare(value, LOSS)} points"
        return figure(value, self.metric)

    def _within(self, value: float | None) -> bool:
        return value is not None and value <= self.wanted + ROUNDING


def limits(study: Study) -> tuple[Limit, ...]:
    """Every limit of the config beside the operating point; none for the plain model alone."""
    if len(study.points) == 1:
        return ()
    config, point = study.config, study.operating
    found = [
        Limit(
            gap,
            dict(config.bounds).get(gap, config.max_gap),
            point.validation.gaps[gap],
            point.test.gaps[gap],
        )
        for gap in config.gaps
    ]
    if config.max_loss is not None:
        before = study.plain
        loss = _loss(before.validation, point.validation), _loss(before.test, point.test)
        found.append(Limit(LOSS, config.max_loss, *loss))
    return tuple(found)


def cautions(study: Study, found: Sequence[Effect]) -> tuple[str, ...]:
    """What to know before all else: limits that were missed, nothing gained, a high price.

    ``found`` are the effects of the operating point on test rows. Empty where there is nothing to
    warn of, and for the plain model alone.
    """
    if len(study.points) == 1:
        return ()
    return (*filter(None, (_shortfall(study, found),)), *_price(study, found))


def _loss(before: Measures, after: Measures) -> float | None:
    was, now = before.utility[LOSS], after.utility[LOSS]
    return None if was is None or now is None else was - now


def _shortfall(study: Study, found: Sequence[Effect]) -> str:
    missed = [limit for limit in limits(study) if not limit.kept]
    told = "The limits were not reached on validation rows. " if missed else ""
    advice = "Raise what is allowed, take more steps or try another rule."
    if study.operating.step == 0:
        told += "The operating point is the plain model, so nothing was changed. "
    elif not any(e.targeted and e.narrowed for e in found):
        told += f"On test rows no targeted gap narrowed beyond chance{_lost(found)}. "
        advice = f"Consider the plain model. {advice}"
    return f"{told}{advice}" if told else ""


def _lost(found: Sequence[Effect]) -> str:
    groups = {e.group for e in found if e.kind == "rate" and e.verdict is Verdict.WORSE}
    if not groups:
        return ""
    return f" and {len(groups)} {'group' if len(groups) == 1 else 'groups'} lost beyond chance"


def _price(study: Study, found: Sequence[Effect]) -> Iterator[str]:
    accuracy = next(e for e in found if e.metric == LOSS)
    if accuracy.change is None or accuracy.after is None or accuracy.before is None:
        return
    if accuracy.change <= ROUNDING - HIGH_PRICE:
        yield (
            f"A high price: accuracy falls by {points(accuracy.change)} on test rows, "
            f"{-1000 * accuracy.change:.0f} more wrong decisions in 1,000. Limit the loss of "
            "accuracy, allow a larger gap, or choose an earlier step of the frontier."
        )
    share = _one_decision(study)
    if accuracy.after < share:
        as_well = ", as is that of the plain model" if accuracy.before < share else ""
        yield (
            f"Its accuracy on test rows ({percent(accuracy.after)}) is below that of one and the "
            f"same decision for everybody ({percent(share)}){as_well}. Look at balanced accuracy "
            "and ROC AUC, limit the loss of accuracy, or choose an earlier step of the frontier."
        )


def _one_decision(study: Study) -> float:
    """Accuracy on test rows of the better of "all selected" and "nobody selected"."""
    prepared = study.prepared
    test = prepared.mask(Part.TEST)
    good = float(np.average(prepared.y[test], weights=prepared.weight[test]))
    return max(good, 1.0 - good)
