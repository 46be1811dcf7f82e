"""The plain model and the operating point beside one another, on test rows."""

from __future__ import annotations

import pandas as pd

from iffair_core.evidence.headline import headline
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
    return f"On test rows: {headline(gained.effects_of(study))}"


def price(cost: float) -> str:
    """What a loss of accuracy is called: "costs 1.2 points of accuracy"."""
    amount = words.points(cost)
    if amount == words.points(0.0):
        return "leaves accuracy as it is"
    return f"{'costs' if cost > 0 else 'gains'} {amount} of accuracy"
