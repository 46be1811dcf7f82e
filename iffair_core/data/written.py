"""How a value and an outcome are written; knows no table, so that a card can be shown at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from iffair_core.config import Outcome


def value_text(value: Any) -> str:
    """How a value is shown: "1" for 1 and 1.0, "0.5", "True", text without outer blanks."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (float, np.floating)):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace").strip()
    return str(value).strip()


def favourable_words(outcome: Outcome) -> str:
    """The favourable outcome in words: "income = >50K", "PINCP above 50000"."""
    if outcome.above is not None:
        return f"{outcome.column} above {value_text(outcome.above)}"
    if outcome.at_most is not None:
        return f"{outcome.column} at most {value_text(outcome.at_most)}"
    return f"{outcome.column} = {' or '.join(outcome.favourable)}"
