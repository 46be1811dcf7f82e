"""What a proof by retraining says: its sentences, its table and the lines of its chart."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from iffair_core.config import GapName
from iffair_core.influence.retrain import Proof, Shift
from iffair_core.row_influence import Opened, side_name
from pages._ui import words

POINTS = 100.0
SMALL = 2e-3
"""A change below this is told with more digits."""
STILL = 5e-6
"""A change below this is none, even so."""
FAR = 0.5
"""A prediction that misses by more than this share of the actual change is called far off."""
LEAST_SECONDS = 0.01
SHOWN_UTILITIES = ("accuracy", "balanced_accuracy", "log_loss")
LOSSES = ("log_loss", "brier", "loss_parity")
LARGER_IS_WORSE = "Of losses (log loss, Brier score) and of gaps a larger figure is worse."
STEPS = ("influence", "newton", "actual")


def headline(proof: Proof, gap: GapName, opened: Opened, rows: int, told: str) -> str:
    """Influence predicted that the smooth gap falls from a to b; trained again it fell to c."""
    if gap not in proof.pairs:
        return f"{words.gap_title(gap)}: no two groups have enough rows for it."
    pair = proof.pairs[gap]
    shift = pair.shift
    higher, lower = (side_name(opened, side) for side in (pair.higher, pair.lower))
    digits = 1 if abs((shift.actual or 0.0) - (shift.before or 0.0)) >= SMALL else 3
    before, first, newton, after = (_amount(v, pair.rate, digits) for v in _values(shift))
    many = "this row" if rows == 1 else f"these {words.count(rows)} rows"
    return (
        f"Influence predicted that the smooth gap between **{higher}** and **{lower}** "
        f"({_rate(pair.rate)}) {_moves(shift.before, shift.influence)} from {before} to {first}, "
        f"one Newton step to {newton}. Trained again with {many} {told}, it "
        f"{_moved(shift.before, shift.actual)} **{after}**."
    )


def decisions(proof: Proof, gap: GapName) -> str:
    """What the change does to the reported gap and to accuracy, on validation rows."""
    shift, accuracy = proof.gaps[gap], proof.utility["accuracy"]
    before, first, newton, after = (words.figure(v, gap) for v in _values(shift))
    return (
        f"As it is reported, on validation rows: {words.gap_title(gap)} was {before} and is then "
        f"**{after}** (predicted {first}, by one Newton step {newton}); accuracy was "
        f"{words.figure(accuracy.before, 'accuracy')} and is then "
        f"**{words.figure(accuracy.actual, 'accuracy')}**."
    )


def verdict(proof: Proof, gap: GapName) -> str | None:
    """A warning where neither prediction came close; None if one did, or nothing moved."""
    if gap not in proof.pairs:
        return None
    before, first, newton, after = _values(proof.pairs[gap].shift)
    if before is None or first is None or newton is None or after is None:
        return None
    moved, missed = abs(after - before), min(abs(first - after), abs(newton - after))
    if moved < STILL or missed <= FAR * moved:
        return None
    return (
        "The prediction is far off here: so many rows, or rows with so strong a pull, move the "
        "model further than a prediction from the old one can see. Trust the retrained figures."
    )


def notes(proof: Proof) -> str:
    """What the smooth gap is, how long it took, and that nothing was kept."""
    return (
        "The smooth gap compares scores that rise with the probability where the reported one "
        "compares decisions: influence can follow it, and it moves with a single row. It can be "
        "much smaller than the reported gap, as scores differ less than decisions may, or larger "
        "where the decisions happen to agree more than the scores do. It is "
        f"measured on the rows that the gap is targeted on. Training took "
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
    for value in _values(shift):
        yield None if value is None else POINTS * value


def _values(shift: Shift) -> tuple[float | None, float | None, float | None, float | None]:
    return shift.before, shift.influence, shift.newton, shift.actual


def _title(name: str) -> str:
    title = words.measure_title(name)
    return f"{title} (hundredths)" if name in LOSSES else title


def _rate(name: str) -> str:
    title = "log loss" if name == "log_loss" else words.RATES[name].title
    return title[0].lower() + title[1:]


def _seconds(spent: float) -> str:
    if spent < LEAST_SECONDS:
        return f"less than {LEAST_SECONDS} seconds"
    return f"{spent:.2f} seconds" if spent < 10 else f"{spent:.0f} seconds"


def _amount(value: float | None, rate: str, digits: int) -> str:
    """A signed gap of a rate: "-2.1 points", or a difference of losses."""
    if value is None:
        return "undefined"
    if rate == "log_loss":
        return f"{value:.{digits + 3}f}"
    return f"{POINTS * value:.{digits}f} points"


def _moves(before: float | None, after: float | None) -> str:
    return "falls" if before is not None and after is not None and after < before else "rises"


def _moved(before: float | None, after: float | None) -> str:
    if before is None or after is None or abs(after - before) < STILL:
        return "stayed at"
    return "fell to" if after < before else "rose to"
