"""What figures are called in sentences, and how they are written: points, percent, four decimals.

The dashboard, the report and the command line all write figures this way. Gaps are differences
of shares and stand in percentage points, shares in percent, losses with four decimals.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

TITLES: Mapping[str, str] = {
    "demographic_parity": "Demographic parity",
    "equal_opportunity": "Equal opportunity (TPR gap)",
    "predictive_equality": "Predictive equality (FPR gap)",
    "equalized_odds": "Equalised odds",
    "equalized_odds_mean": "Equalised odds, mean",
    "error_rate_parity": "Error-rate parity",
    "loss_parity": "Loss parity",
    "accuracy": "Accuracy",
    "balanced_accuracy": "Balanced accuracy",
    "f1": "F1",
    "roc_auc": "ROC AUC",
    "log_loss": "Log loss",
    "brier": "Brier score",
    "selection_rate": "Selected",
    "true_positive_rate": "Selected, good outcome (TPR)",
    "false_positive_rate": "Selected, bad outcome (FPR)",
    "error_rate": "Misjudged",
}
"""Title of every gap, utility and group rate."""

GAP_NAMES: Mapping[str, tuple[str, str]] = {
    "demographic_parity": ("gap in selection", "demographic parity"),
    "equal_opportunity": ("gap in selection of people with a good outcome", "equal opportunity"),
    "predictive_equality": ("gap in selection of people with a bad outcome", "predictive equality"),
    "equalized_odds": ("gap in selection at equal outcomes", "equalised odds"),
    "equalized_odds_mean": ("mean gap in selection at equal outcomes", "equalised odds, mean"),
    "error_rate_parity": ("gap in wrong decisions", "error-rate parity"),
    "loss_parity": ("gap in log loss", "loss parity"),
}
"""Every gap in plain words, which follow "the", and the field's name for it."""

GAP_LABELS: Mapping[str, str] = {
    "demographic_parity": "Selection",
    "equal_opportunity": "Selection, good outcome",
    "predictive_equality": "Selection, bad outcome",
    "equalized_odds": "Equal outcomes",
    "equalized_odds_mean": "Equal outcomes, mean",
    "error_rate_parity": "Wrong decisions",
    "loss_parity": "Log loss",
}
"""The same as labels of a chart of gaps."""

LOSSES = frozenset({"log_loss", "brier", "loss_parity"})
INDICES = frozenset({"f1", "roc_auc"})
GAPS = frozenset(name for name in TITLES if name.endswith("parity") or "equal" in name)
UNDEFINED = "undefined"
NOT_ENOUGH = "not enough evidence"
MINUS = "\N{MINUS SIGN}"
ROUNDED = (
    "Differences are taken before figures are rounded, so the last digit of a difference may not "
    "be that of the figures shown."
)


def percent(share: float, digits: int = 1) -> str:
    """0.1234 -> "12.3 %", which does not break over two lines."""
    return f"{100 * share:.{digits}f}\N{NO-BREAK SPACE}%"


def points(difference: float) -> str:
    """Absolute difference of two shares in percentage points: 0.19 -> "19.0 points"."""
    return f"{100 * abs(difference):.1f} points"


def listed(names: Sequence[str]) -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def some(names: Sequence[str], most: int = 8) -> str:
    """As ``listed``, but of many names the first alone: "a, b and 40 more"."""
    if len(names) <= most:
        return listed(names)
    return listed([*names[:most], f"{len(names) - most:,} more"])


def figure(value: float | None, name: str) -> str:
    """A figure in the unit of its metric; "undefined" if it is None or NaN."""
    if value is None or math.isnan(value):
        return UNDEFINED
    if name in LOSSES:
        return f"{value:.4f}"
    if name in GAPS:
        return points(value)
    return f"{value:.3f}" if name in INDICES else percent(value)


def gap_name(gap: str) -> str:
    """ "gap in selection (demographic parity)"."""
    plain, term = GAP_NAMES[gap]
    return f"{plain} ({term})"


def capital(text: str) -> str:
    """A sentence with its first letter in upper case; the rest as it was."""
    return text[:1].upper() + text[1:]


def before_after(before: float | None, after: float | None, name: str, *, by: str = " → ") -> str:
    """ "25.7 → 3.1 points": two figures of a metric, their unit once."""
    was, now = figure(before, name), figure(after, name)
    unit = now.lstrip("0123456789,.")
    return f"{was.removesuffix(unit)}{by}{now}" if now != unit else f"{was}{by}{now}"


def bare(value: float, name: str, *, signed: bool = False) -> str:
    """A figure or a change without its unit: points and percent in hundredths."""
    if name in LOSSES:
        return number(value, 4, signed)
    return number(value, 3, signed) if name in INDICES else number(100 * value, 1, signed)


def number(value: float, digits: int, signed: bool = False) -> str:
    """A number with a minus sign that stands out, "−1.5"; signed: a plus sign as well.

    What rounds to zero has no minus sign.
    """
    text = f"{round(value, digits) + 0.0:{'+' if signed else ''}.{digits}f}"
    return text.replace("-", MINUS)


def interval(low: float | None, high: float | None, name: str, *, signed: bool = False) -> str:
    """ "8.1 to 9.9" in the unit of the metric, without naming it; empty if it is undefined.

    An edge of an interval that excludes zero, and that would be written as zero, has one more
    digit.
    """
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    more = low > 0 or high < 0
    return " to ".join(_edge(value, name, signed, more) for value in (low, high))


def with_interval(
    told: str, low: float | None, high: float | None, name: str, *, signed: bool = False
) -> str:
    """ "9.0 points (8.1 to 9.9)" of a figure as it is told; alone where it has no interval."""
    bounds = interval(low, high, name, signed=signed)
    return f"{told} ({bounds})" if bounds else told


def _edge(value: float, name: str, signed: bool, more: bool) -> str:
    text = bare(value, name, signed=signed)
    if not more or text.strip("+0."):
        return text
    if name in LOSSES | INDICES:
        return number(value, 5 if name in LOSSES else 4, signed)
    return number(100 * value, 2, signed)


def change(value: float, low: float, high: float, name: str) -> str:
    """A change with its interval: "+13.7 points (+3.6 to +23.7)"."""
    unit = "" if name in LOSSES | INDICES else " points"
    return f"{bare(value, name, signed=True)}{unit} ({interval(low, high, name, signed=True)})"


def weighted_by(column: str) -> str:
    """What the user's own weights mean for the figures and for their intervals."""
    return (
        f"Rates, gaps and utilities are weighted by {column}; counts are rows. Intervals know how "
        "unequal the weights are, but nothing of strata or clusters of a survey."
    )


def not_enough(rows: int, needed: int) -> str:
    """Status of a figure that rests on too few rows; "undefined" if they are not too few."""
    return UNDEFINED if rows >= needed else f"{NOT_ENOUGH} ({short_of(rows, needed)})"


def short_of(rows: int, needed: int, cell: str = "rows") -> str:
    """ "3 rows, 10 needed"; ``cell`` says which rows: "test rows with a favourable outcome"."""
    return f"{counted(rows, cell)}, {needed} needed"


def counted(rows: int, cell: str) -> str:
    """ "1 test row with a favourable outcome", of ``cell`` in the plural."""
    return f"{rows:,} {cell.replace('rows', 'row', 1) if rows == 1 else cell}"


def shortened(name: str, most: int) -> str:
    """A long name without its middle: names often differ at the end, as in "…, bad outcome"."""
    if len(name) <= most:
        return name
    end = most // 2
    return f"{name[: most - end - 1].rstrip()}…{name[-end:].lstrip()}"
