"""The figures and models of a saved study, written, and read without its table."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.errors import StudyError
from iffair_core.fairness.measure import Measures
from iffair_core.places import FIGURES, LEARNER, PARAMETERS, WEIGHTS
from iffair_core.results import Point, Study, Transfer
from iffair_core.weights.push import push_from

REWEIGHING = "reweighing-"
"""What the columns of classic reweighing's models begin with."""


A_STUDY = "a folder that `run --out` wrote, or the id of a kept study (`studies` lists them)"


def saved_figures(place: Path) -> dict[str, Any]:
    """What study.json holds. Raises StudyError if the folder is no study."""
    try:
        saved = json.loads((place / FIGURES).read_text(encoding="utf-8"))
        missing = {"study", "frontier", "chosen", "table", "chosen_by"} - set(saved)
    except (OSError, ValueError, TypeError) as error:
        raise StudyError(
            f"{str(place)!r} is not a study folder: {FIGURES} cannot be read ({_why(error)}). Name "
            f"{A_STUDY}."
        ) from error
    if missing:
        raise StudyError(f"{FIGURES} in {str(place)!r} lacks {', '.join(sorted(missing))}.")
    figures: dict[str, Any] = saved
    return figures


def _why(error: Exception) -> str:
    """What a file's error says, without its number and its path."""
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def write_points(study: Study, folder: Path) -> None:
    """Write the parameters, the weights and the other learner's probabilities of every model."""
    columns = dict(_columns(study))
    parameters = {name: pd.Series(point.theta) for name, point in columns.items()}
    pd.DataFrame(parameters).to_parquet(folder / PARAMETERS)
    rows = study.prepared.row[study.prepared.mask(Part.TRAIN)]
    weights = pd.DataFrame({name: point.weights for name, point in columns.items()})
    weights.set_index(pd.Index(rows, name="row")).to_parquet(folder / WEIGHTS)
    learner = {
        name: point.transfer.probability
        for name, point in columns.items()
        if point.transfer is not None and point.transfer.probability is not None
    }
    if learner:
        pd.DataFrame(learner).to_parquet(folder / LEARNER)


def saved_points(place: Path, saved: dict[str, Any]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The points of the frontier, and those of classic reweighing."""
    parameters, weights = pd.read_parquet(place / PARAMETERS), pd.read_parquet(place / WEIGHTS)
    learner = pd.read_parquet(place / LEARNER) if (place / LEARNER).exists() else pd.DataFrame()

    def read(points: list[dict[str, Any]], kind: str) -> tuple[Point, ...]:
        names = [f"{kind}{p['step']}" for p in points]
        return tuple(
            _point(p, parameters[name].dropna(), weights[name], learner.get(name))
            for p, name in zip(points, names, strict=True)
        )

    points = tuple(_pushed(p, saved.get("pushes", {})) for p in read(saved["frontier"], ""))
    return points, read(saved.get("reweighing", []), REWEIGHING)


def _columns(study: Study) -> Iterator[tuple[str, Point]]:
    """Every stored model under the name of its column."""
    yield from ((str(p.step), p) for p in study.points)
    yield from ((f"{REWEIGHING}{p.step}", p) for p in study.reweighing)


def pushes(study: Study) -> dict[str, dict[str, Any]]:
    """What moved the weights at each step that tells it, in plain values."""
    return {str(p.step): p.push.to_dict() for p in study.points if p.push is not None}


def _pushed(point: Point, saved: dict[str, dict[str, Any]]) -> Point:
    """The point with what moved its weights; studies of older versions do not tell."""
    found = saved.get(str(point.step))
    return point if found is None else dataclasses.replace(point, push=push_from(found))


def _point(
    saved: dict[str, Any], theta: pd.Series, weights: pd.Series, learner: pd.Series | None
) -> Point:
    return Point(
        step=saved["step"],
        theta=theta.to_numpy(np.float64),
        weights=weights.to_numpy(np.float64),
        cut=saved["cut"],
        validation=Measures(**saved["validation"]),
        test=Measures(**saved["test"]),
        predicted=saved["predicted"],
        reached=saved["reached"],
        gradient_norm=saved["gradient_norm"],
        transfer=_transfer(saved["transfer"], learner) if "transfer" in saved else None,
        landed=saved.get("landed"),
    )


def _transfer(saved: dict[str, Any], probability: pd.Series | None) -> Transfer:
    return Transfer(
        saved["cut"],
        Measures(**saved["validation"]),
        Measures(**saved["test"]),
        None if probability is None else probability.to_numpy(np.float64),
    )
