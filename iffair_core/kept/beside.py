"""What is kept beside the figures of a study: its spread over other splits, and its yardsticks."""

from __future__ import annotations

import json
from pathlib import Path

from iffair_core.errors import ConfigError, StudyError
from iffair_core.evidence.spread import Spread, from_dict
from iffair_core.kept.mirror import publish
from iffair_core.kept.points import saved_figures
from iffair_core.places import SPREAD, YARDSTICKS
from iffair_core.writing import write_json
from iffair_core.yardsticks import Yardsticks, yardsticks_from


def save_spread(spread: Spread, folder: str | Path) -> None:
    """Keep the spread in the folder of its study. Raises StudyError if that is none."""
    place = Path(folder)
    saved_figures(place)
    write_json(spread.to_dict(), place / SPREAD)
    publish(place)


def load_spread(folder: str | Path) -> Spread | None:
    """The spread that was computed for the study in ``folder``; None if there is none.

    Raises StudyError if it cannot be read.
    """
    place = Path(folder) / SPREAD
    if not place.exists():
        return None
    try:
        return from_dict(json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StudyError(
            f"{str(place)!r} cannot be read ({error}). Delete it and compute the spread again."
        ) from error


def save_yardsticks(yardsticks: Yardsticks, folder: str | Path) -> None:
    """Keep them in the folder of a study; empty ones take the former away.

    Raises StudyError if it is no study.
    """
    place = Path(folder)
    saved_figures(place)
    if yardsticks:
        write_json(yardsticks.to_dict(), place / YARDSTICKS)
    else:
        (place / YARDSTICKS).unlink(missing_ok=True)
    publish(place)


def load_yardsticks(place: Path) -> Yardsticks:
    """Those that are kept with the study in ``place``; empty ones if there are none.

    Raises StudyError if they cannot be read.
    """
    if not (place / YARDSTICKS).exists():
        return Yardsticks()
    try:
        return yardsticks_from(json.loads((place / YARDSTICKS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ConfigError) as error:
        raise StudyError(
            f"{str(place / YARDSTICKS)!r} cannot be read ({error}). Delete it and set lines and "
            "shares again."
        ) from error
