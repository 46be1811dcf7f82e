"""The plain model and the operating point beside one another, on test rows."""

from __future__ import annotations

import pandas as pd

from iffair_core.fairness.measure import targeted_gap, widened_gaps
from iffair_core.fairness.utility import UTILITIES
from iffair_core.results import Point, Study
from pages._ui import words

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
    """What the operating point buys, and what it costs, on the test rows."""
    before, after = study.plain.test, study.operating.test
    gaps = study.config.gaps
    old, new = targeted_gap(before, gaps), targeted_gap(after, gaps)
    if old is None or new is None:
        return "The targeted gap is undefined on the test rows."
    title = words.gap_title(gaps[0]) if len(gaps) == 1 else "The largest targeted gap"
    cost = (before.utility["accuracy"] or 0.0) - (after.utility["accuracy"] or 0.0)
    was, now = words.figure(old, gaps[0]), words.figure(new, gaps[0])
    verb = "falls" if new < old else "rises"
    moved = f"stays at {was}" if was == now else f"{verb} from {was} to {now}"
    return f"{title} {moved} on test rows; that {price(cost)}."


def price(cost: float) -> str:
    """What a loss of accuracy is called: "costs 1.2 points of accuracy"."""
    amount = words.points(cost)
    if amount == words.points(0.0):
        return "leaves accuracy as it is"
    return f"{'costs' if cost > 0 else 'gains'} {amount} of accuracy"


def widened(study: Study) -> str:
    """Which gaps the operating point made larger on test rows; empty if there is none."""
    before, after = study.plain.test, study.operating.test
    wider = [
        f"{words.gap_title(name)} ({words.figure(before.gaps[name], name)} → "
        f"{words.figure(after.gaps[name], name)})"
        for name in widened_gaps(before, after)
    ]
    return f"**Larger than with the plain model:** {words.listed(wider)}." if wider else ""


def comparison_table(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of ``comparison`` as a person reads them: title, before, after, change."""
    told = [
        (
            f"{line.title} (target)" if line.target else line.title,
            words.figure(line.before, line.name),
            words.figure(line.after, line.name),
            words.change(line.before, line.after, line.name),
        )
        for line in lines.itertuples(index=False)
    ]
    return pd.DataFrame(told, columns=["title", "before", "after", "change"])
