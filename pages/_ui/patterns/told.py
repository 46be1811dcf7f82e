"""What the page says of patterns: the sentence over them, their lines, and what retraining gave."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from iffair_core.influence.retrain import Proof
from iffair_core.patterns.pattern import Pattern, Patterns, Wanted
from iffair_core.patterns.words import size_words
from pages._ui import words

POINTS = 100.0


def reading(found: Patterns, side: Sequence[Pattern], *, widening: bool) -> str:
    """What was looked at, between whom, and what the first pattern is."""
    if found.least > Wanted.most * found.train_rows:
        return (
            f"There are {words.plural(found.train_rows, 'training row')}; a set has at least "
            f"{found.least} and at most {words.percent(Wanted.most, 0)} of them: too few to search."
        )
    searched = (
        f"{words.count(found.searched)} descriptions of at least {found.least} of "
        f"{words.count(found.train_rows)} training rows were looked at. The smooth gap between "
        f"**{found.higher}** (higher) and **{found.lower}** is {size_words(found.size, found)}."
    )
    if not side:
        return f"{searched} None of them carries a hundredth of it."
    first = side[0]
    verb = "carry" if widening else "hold down"
    return (
        f"{searched} First: **{words.as_written(first.words)}**, "
        f"{words.percent(first.row_share)} of the rows, which {verb} "
        f"{words.percent(abs(first.share))} of the gap."
    )


def shallow(found: Patterns, wanted: int) -> str | None:
    """That the columns were too many for descriptions as long as wanted."""
    if found.depth == wanted:
        return None
    return (
        f"There are {words.count(found.conditions)} conditions to combine, too many for "
        f"descriptions of {wanted}: those of at most {found.depth} were looked at. Name fewer "
        "columns under “More settings of the search” for longer ones."
    )


def retrained_share(proof: Proof, found: Patterns) -> float | None:
    """The share of the gap that went when the model was trained again."""
    pair = proof.pairs.get(found.gap)
    if pair is None or pair.shift.before is None or pair.shift.actual is None:
        return None
    return 1.0 - pair.shift.actual / pair.shift.before


def proved_words(pattern: Pattern, actual: float, found: Patterns) -> str:
    """What came of it: "Trained again without them, the gap fell from 10.3 to 4.1 points"."""
    after = found.size * (1.0 - actual)
    moved = "fell" if actual > 0 else "rose"
    turned = "; the groups changed places" if after < 0 else ""
    return (
        f"**Proved.** Trained again without them, the smooth gap {moved} from "
        f"{size_words(found.size, found)} to **{size_words(after, found)}**{turned}: "
        f"{words.percent(abs(actual))} of it (predicted {words.percent(abs(pattern.share))})."
    )


def lines(side: Sequence[Pattern], actual: Sequence[float | None]) -> pd.DataFrame:
    """One line a pattern, shares in percent and positive, as the chart draws them."""
    return pd.DataFrame(
        {
            "pattern": [p.words for p in side],
            "rows": [len(p.rows) for p in side],
            "row_share": [POINTS * p.row_share for p in side],
            "share": [POINTS * abs(p.share) for p in side],
            "times": [p.times for p in side],
            "first_order": [POINTS * abs(p.first_order) for p in side],
            "on_validation_rows": [_percent(p.unseen, p.share) for p in side],
            "validation_rows": [p.unseen_rows for p in side],
            "retrained": [_percent(a, p.share) for a, p in zip(actual, side, strict=True)],
        }
    )


def as_json(found: Patterns, subject: str) -> str:
    """All patterns of both sides as a file; ``subject`` is the study."""
    content = {"study": subject, **found.to_dict()}
    return json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False)


def _percent(value: float | None, share: float) -> float:
    """In percent, positive where it has the sign of the share."""
    return np.nan if value is None else POINTS * value * float(np.sign(share))
