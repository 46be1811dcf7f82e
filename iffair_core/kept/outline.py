"""Kept studies beside one another, read without their tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from iffair_core.config import StudyConfig
from iffair_core.errors import StudyError
from iffair_core.fairness.measure import targeted_gap
from iffair_core.kept.card import Card, read_card
from iffair_core.kept.points import saved_figures, saved_points
from iffair_core.places import CONFIG, WEIGHTS
from iffair_core.results import Point
from iffair_core.weights.describe import rank_correlation

FEWEST_ROWS = 3


@dataclass(frozen=True, eq=False)
class Outline:
    """A kept study but for its table: card, settings, points.

    chosen   index of the operating point
    weights  of the training rows at the operating point, by source row
    """

    card: Card
    config: StudyConfig
    points: tuple[Point, ...]
    chosen: int
    weights: pd.Series


@dataclass(frozen=True)
class Agreement:
    """Spearman's rank correlation of two studies' weights over the rows that both train on.

    None where it is not defined; ``reason`` then says why.
    """

    rows: int
    correlation: float | None
    reason: str = ""


def outline(folder: str | Path) -> Outline:
    """Read a kept study without its table. Raises StudyError if it is damaged."""
    place = Path(folder)
    saved = saved_figures(place)
    try:
        points = saved_points(place, saved)[0]
        steps = [point.step for point in points]
        chosen = steps.index(saved["chosen"]["step"])
        weights = pd.read_parquet(place / WEIGHTS, columns=[str(steps[chosen])]).iloc[:, 0]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError(
            f"The study {place.name} is damaged ({error}). Delete it, or restore it from a copy."
        ) from error
    config = StudyConfig.from_file(place / CONFIG)
    return Outline(read_card(place), config, points, chosen, weights)


def agreement(one: Outline, other: Outline) -> Agreement:
    """How alike two studies order the rows of one table by weight."""
    if one.card.digest != other.card.digest:
        return Agreement(0, None, "their tables differ")
    both = pd.concat([one.weights, other.weights], axis=1, join="inner").to_numpy()
    if len(both) < FEWEST_ROWS:
        return Agreement(len(both), None, "they train on different rows")
    found = rank_correlation(both[:, 0], both[:, 1])
    reason = "all weights of one of them are alike" if found is None else ""
    return Agreement(len(both), found, reason)


def frontiers(studies: dict[str, Outline], gaps: tuple[str, ...], utility: str) -> pd.DataFrame:
    """Columns study, step, gap, utility, chosen: every point on its own test rows.

    ``studies`` are by the name that they have in the table; ``gap`` is the largest of ``gaps``.
    """
    lines = [
        (
            name,
            point.step,
            targeted_gap(point.test, gaps),
            point.test.utility[utility],
            number == study.chosen,
        )
        for name, study in studies.items()
        for number, point in enumerate(study.points)
    ]
    table = pd.DataFrame(lines, columns=["study", "step", "gap", "utility", "chosen"])
    return table.astype({"gap": float, "utility": float})
