"""The plain model and the operating point beside one another, on test rows."""

from __future__ import annotations

import pandas as pd

from iffair_core.evidence.conflict import widened_words
from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.words import interval
from iffair_core.fairness.utility import UTILITIES
from iffair_core.results import Point, Study
from pages._ui import words
from pages._ui.readings import gained

REPORTED_GAPS = tuple(words.GAPS)


def comparison(before: Point, after: Point, targets: tuple[str, ...]) -> pd.DataFrame:
    """Every gap and utility on the test rows at two points; ``target`` marks the targeted gaps."""
    lines = [
        ("gap", n, words.gap_title(n), before.test.gaps[n], after.test.gaps[n], n in targets)
        for n in REPORTED_GAPS
    ]
    lines += [
        ("utility", n, words.utility_title(n), before.test.utility[n], after.test.utility[n], False)
        for n in UTILITIES
    ]
    columns = ["kind", "name", "title", "before", "after", "target"]
    table = pd.DataFrame(lines, columns=columns).astype({"before": float, "after": float})
    table["change"] = table["after"] - table["before"]
    return table


def comparison_sentence(study: Study) -> str:
    """What the operating point does to the targeted gaps, and what it costs, on test rows."""
    found = {effect.metric: effect for effect in gained.effects_of(study) if not effect.group}
    moved = [_moved(found[gap]) for gap in study.config.gaps]
    return f"On test rows {'; '.join(moved)}. {_price(found['accuracy'])}"


def _moved(gap: Effect) -> str:
    """ "Demographic parity falls from … to … (change …, beyond chance)"."""
    title = words.gap_title(gap.metric)
    if gap.before is None or gap.after is None or gap.change is None:
        return f"{title} is undefined"
    was, now = words.figure(gap.before, gap.metric), words.figure(gap.after, gap.metric)
    verb = "falls" if gap.change < 0 else "rises"
    moved = f"stays at {was}" if was == now else f"{verb} from {was} to {now}"
    bounds = interval(gap.low, gap.high, gap.metric, signed=True)
    return f"{title} {moved} (95\N{NO-BREAK SPACE}% interval of the change {bounds}: {_sure(gap)})"


def _price(accuracy: Effect) -> str:
    """ "Accuracy falls by 1.6 points (95 % interval 1.0 to 2.2: beyond chance)."."""
    if accuracy.change is None:
        return "Accuracy is undefined."
    amount = words.points(accuracy.change)
    verb = "falls" if accuracy.change < 0 else "rises"
    moved = "stays as it is" if amount == words.points(0.0) else f"{verb} by {amount}"
    bounds = interval(accuracy.low, accuracy.high, "accuracy", signed=True)
    return (
        f"Accuracy {moved} (95\N{NO-BREAK SPACE}% interval of the change {bounds}: "
        f"{_sure(accuracy)})."
    )


def price(cost: float) -> str:
    """What a loss of accuracy is called: "costs 1.2 points of accuracy"."""
    amount = words.points(cost)
    if amount == words.points(0.0):
        return "leaves accuracy as it is"
    return f"{'costs' if cost > 0 else 'gains'} {amount} of accuracy"


def _sure(effect: Effect) -> str:
    return str(Verdict.UNCLEAR) if effect.verdict is Verdict.UNCLEAR else "beyond chance"


def widened(study: Study) -> str:
    """Which gaps the operating point made larger, beyond chance; empty if there is none."""
    grown = widened_words(gained.effects_of(study))
    return f"**Larger than with the plain model, beyond chance:** {grown}." if grown else ""
