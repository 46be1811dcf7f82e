"""What a proof by retraining says: its sentences, its table and the lines of its chart."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from iffair_core.config import GapName
from iffair_core.influence.retrain import Proof, Shift
from iffair_core.row_influence import Opened, side_name
from pages._ui import words

POINTS = 100.0
STILL = 5e-4
"""A change below this does not show in points with one digit."""
FAR = 0.5
"""A prediction that misses by more than this share of the actual change is called far off."""
SHOWN_UTILITIES = ("accuracy", "balanced_accuracy", "log_loss")
LOSSES = ("log_loss", "brier", "loss_parity")
STEPS = ("influence", "newton", "actual")


def headline(proof: Proof, gap: GapName, opened: Opened, rows: int, told: str) -> str:
    """Influence predicted that the gap falls from a to b; retrained it fell to c."""
    if gap not in proof.pairs:
        return f"{words.gap_title(gap)}: no two groups have enough rows for it."
    pair = proof.pairs[gap]
    shift, rate = pair.shift, _rate(pair.rate)
    higher, lower = (side_name(opened, side) for side in (pair.higher, pair.lower))
    before, first = _amount(shift.before, pair.rate), _amount(shift.influence, pair.rate)
    newton, after = _amount(shift.newton, pair.rate), _amount(shift.actual, pair.rate)
    many = "this row" if rows == 1 else f"these {words.count(rows)} rows"
    return (
        f"Influence predicted that the gap between **{higher}** and **{lower}** ({rate}) "
        f"{_moves(shift.before, shift.influence)} from {before} to {first}, one Newton step to "
        f"{newton}. Trained again with {many} {told}, it "
        f"{_moved(shift.before, shift.actual)} **{after}**."
    )


def verdict(proof: Proof, gap: GapName) -> str | None:
    """A warning where neither prediction came close; None if one did, or nothing moved."""
    if gap not in proof.pairs:
        return None
    shift = proof.pairs[gap].shift
    if shift.before is None or shift.actual is None or shift.newton is None:
        return None
    moved = shift.actual - shift.before
    if abs(moved) < STILL or abs(shift.newton - shift.actual) <= FAR * abs(moved):
        return None
    return (
        "The prediction is far off here: so many rows, or rows with so much leverage, move the "
        "model further than a prediction from the old one can see. Trust the retrained figures."
    )


def reported(proof: Proof) -> str:
    """What the change does to decisions and accuracy on validation rows, and what it took."""
    accuracy = proof.utility["accuracy"]
    return (
        f"Accuracy on validation rows: {words.figure(accuracy.before, 'accuracy')} before, "
        f"{words.figure(accuracy.actual, 'accuracy')} after. Training took "
        f"{_seconds(proof.seconds)}. The study itself is not changed."
    )


def table(proof: Proof) -> pd.DataFrame:
    """Every reported gap and utility on validation rows, in points; losses in hundredths."""
    figures = {**proof.gaps, **proof.utility}
    lines = [(_title(name), *_scaled(shift)) for name, shift in figures.items()]
    frame = pd.DataFrame(lines, columns=["figure", "before", *STEPS])
    return frame.astype(dict.fromkeys(["before", *STEPS], float))


def lines(proof: Proof, gap: GapName) -> pd.DataFrame:
    """Changes in hundredths: kind, title, influence, newton, actual, asked (the gap in question).

    Of gaps it is the smooth one of the leading pair on the rows that the gap is targeted on, of
    utilities that on validation rows.
    """
    found = [
        ("gap", _title(name), *_changes(pair.shift), name == gap)
        for name, pair in proof.pairs.items()
    ]
    found += [
        ("utility", _title(name), *_changes(proof.utility[name]), False) for name in SHOWN_UTILITIES
    ]
    frame = pd.DataFrame(found, columns=["kind", "title", *STEPS, "asked"])
    return frame.astype(dict.fromkeys(STEPS, float))


def _changes(shift: Shift) -> Iterator[float | None]:
    for after in (shift.influence, shift.newton, shift.actual):
        known = after is not None and shift.before is not None
        yield POINTS * (after - shift.before) if known else None


def _scaled(shift: Shift) -> Iterator[float | None]:
    for value in (shift.before, shift.influence, shift.newton, shift.actual):
        yield None if value is None else POINTS * value


def _title(name: str) -> str:
    title = words.measure_title(name)
    return f"{title} (hundredths)" if name in LOSSES else title


def _rate(name: str) -> str:
    title = "log loss" if name == "log_loss" else words.RATES[name].title
    return title[0].lower() + title[1:]


def _seconds(spent: float) -> str:
    return f"{spent:.2f} seconds" if spent < 10 else f"{spent:.0f} seconds"


def _amount(value: float | None, rate: str) -> str:
    """A signed gap of a rate: "-2.1 points", or a difference of losses."""
    if value is None:
        return "undefined"
    return f"{value:.4f}" if rate == "log_loss" else f"{POINTS * value:.1f} points"


def _moves(before: float | None, after: float | None) -> str:
    return "falls" if before is not None and after is not None and after < before else "rises"


def _moved(before: float | None, after: float | None) -> str:
    if before is None or after is None or abs(after - before) < STILL:
        return "stayed at"
    return "fell to" if after < before else "rose to"
