"""Studies as plain folders: config.toml, table.parquet, results in JSON and Parquet.

    config.toml         the StudyConfig
    card.json           name, date and the figures that a list shows (``kept.card``)
    study.json          every figure, the digest of the table, how the operating point was chosen
    parameters.parquet  one column a point (and a model of classic reweighing): theta
    weights.parquet     one column a point: our weight of each training row, by source row
    learner.parquet     one column a point: the other learner's probability of each test row
    table.parquet       the source table; a packaged set is named in the config and not copied
    spread.json         figures of other splits, if they were computed (``evidence.spread``)
    comparison/         attempts of other methods, if any were compared (``comparison.store``)
    yardsticks.json     screening lines and reference shares, if any were set (``yardsticks``)
    decisions.json      who chose what and why (``decisions``)

A folder is written beside its place and moved there whole, so a reader never meets a half one.
Whatever is written is published where studies are kept elsewhere (``kept.mirror``).
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import builtin_name, load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.data.prepared import Part
from iffair_core.data.tables import Table, read_table, write_parquet
from iffair_core.decisions.file import load_log, write_log
from iffair_core.errors import ConfigError, StudyError
from iffair_core.evidence.spread import Spread, from_dict
from iffair_core.kept import card as cards
from iffair_core.kept.card_of import card_of
from iffair_core.kept.mirror import publish
from iffair_core.kept.points import REWEIGHING, pushes, saved_figures, saved_points
from iffair_core.places import (
    CARD,
    COMPARISON,
    CONFIG,
    DECISIONS,
    FIGURES,
    LEARNER,
    PARAMETERS,
    SPREAD,
    TABLE,
    WEIGHTS,
    YARDSTICKS,
)
from iffair_core.results import Fidelity, Point, Study
from iffair_core.writing import write_json
from iffair_core.yardsticks import Yardsticks, yardsticks_from


def save_study(study: Study, folder: str | Path) -> Path:
    """Write the study; an older study in ``folder`` is replaced, anything else is not touched.

    Where the older one has the same id, its name, spread over splits, comparison and decision log
    are kept.
    Raises StudyError if the folder holds other files or cannot be written.
    """
    place = Path(folder)
    check_place(place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".study-") as scratch:
            whole = Path(scratch) / "study"
            whole.mkdir()
            former = cards.read_card(place) if _has_of(study, place, CARD) else None
            _write(study, whole, card_of(study, former))
            if _has_of(study, place, SPREAD):
                shutil.copy2(place / SPREAD, whole / SPREAD)
            if _has_of(study, place, COMPARISON):
                (place / COMPARISON).rename(whole / COMPARISON)
            if _has_of(study, place, DECISIONS):
                shutil.copy2(place / DECISIONS, whole / DECISIONS)
            if place.exists():
                shutil.rmtree(place)
            whole.rename(place)
    except OSError as error:
        raise StudyError(
            f"The study cannot be written to {str(place)!r}: {error.strerror}. Name another folder."
        ) from error
    publish(place)
    return place


def identity(folder: str | Path) -> tuple[StudyConfig, str]:
    """Config and digest of the table of a saved study. Raises StudyError."""
    place = Path(folder)
    digest: str = saved_figures(place)["table"]["digest"]
    return StudyConfig.from_file(place / CONFIG), digest


def check_place(folder: str | Path) -> None:
    """Raise StudyError if a study cannot be saved in ``folder``; a run asks before it begins."""
    place = Path(folder)
    existing = next(p for p in (place, *place.absolute().parents) if p.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise StudyError(
            f"A study cannot be written to {str(place)!r}: {str(existing)!r} is no folder that "
            "may be written to. Name another one."
        )
    if place.exists() and any(place.iterdir()) and not (place / FIGURES).exists():
        raise StudyError(
            f"{str(place)!r} holds other files than a study; nothing was written. Name a new or "
            "an empty folder."
        )


def check_no_other(folder: str | Path, config: StudyConfig) -> None:
    """Raise StudyError if ``folder`` holds a study with other settings than ``config``."""
    place = Path(folder)
    if (place / FIGURES).exists() and StudyConfig.from_file(place / CONFIG) != config:
        raise StudyError(
            f"{str(place)!r} holds another study ({cards.read_card(place).title}). Name a new "
            "folder, or add --replace to write over it."
        )


def load_study(folder: str | Path) -> Study:
    """Read a study as it was saved; its rows are encoded again from the table.

    Raises StudyError if the folder is no study or its table is gone or changed.
    """
    place = Path(folder)
    saved = saved_figures(place)
    config = StudyConfig.from_file(place / CONFIG)
    table = saved_table(place, config, saved["table"])
    points, reweighing = saved_points(place, saved)
    return Study(
        id=saved["study"],
        config=config,
        table=table,
        prepared=prepare(table, config.task, split=config.split, seed=config.seed),
        points=points,
        chosen=_index(points, saved["chosen"]["step"]),
        chosen_by=saved["chosen_by"],
        fidelity=Fidelity(**saved["fidelity"]) if saved["fidelity"] else None,
        stopped=saved["stopped"],
        seconds=saved["seconds"],
        warnings=tuple(saved["warnings"]),
        version=saved["version"],
        l2=saved.get("l2", config.penalty),
        reweighing=reweighing,
        yardsticks=load_yardsticks(place),
        decisions=load_log(place),
    )


def save_spread(spread: Spread, folder: str | Path) -> None:
    """Keep the spread in the folder of its study. Raises StudyError if that is none."""
    place = Path(folder)
    saved_figures(place)
    write_json(spread.to_dict(), place / SPREAD)
    publish(place)


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


def choose(study: Study, step: int) -> Study:
    """The study with the point of this step as operating point. Raises StudyError."""
    return dataclasses.replace(study, chosen=_index(study.points, step), chosen_by="user")


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


def _has_of(study: Study, place: Path, name: str) -> bool:
    """Whether ``place`` holds what is kept under this name, and of this very study."""
    return (place / name).exists() and saved_figures(place)["study"] == study.id


def _write(study: Study, folder: Path, card: cards.Card) -> None:
    (folder / CONFIG).write_text(study.config.to_toml(), encoding="utf-8")
    write_json(cards.to_dict(card), folder / CARD)
    if study.yardsticks:
        write_json(study.yardsticks.to_dict(), folder / YARDSTICKS)
    write_log(study.decisions, folder)
    figures = {
        **study.to_dict(),
        "chosen_by": study.chosen_by,
        "stopped": study.stopped,
        "fidelity": dataclasses.asdict(study.fidelity) if study.fidelity else None,
        "pushes": pushes(study),
        "table": {
            "name": study.table.name,
            "digest": study.table.digest,
            "origin": study.table.origin,
        },
        "exclusions": [dataclasses.asdict(e) for e in study.prepared.exclusions],
    }
    write_json(figures, folder / FIGURES)
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
    if builtin_name(study.config.data) is None:
        write_parquet(study.table, folder / TABLE)


def _columns(study: Study) -> Iterator[tuple[str, Point]]:
    """Every stored model under the name of its column."""
    yield from ((str(p.step), p) for p in study.points)
    yield from ((f"{REWEIGHING}{p.step}", p) for p in study.reweighing)


def saved_table(place: Path, config: StudyConfig, saved: dict[str, str]) -> Table:
    """The table of the study in ``place``. Raises StudyError if it is gone or changed."""
    if builtin_name(config.data):
        table = load_builtin(config.data).table
    elif (place / TABLE).exists():
        table = dataclasses.replace(
            read_table(place / TABLE), name=saved["name"], origin=saved["origin"]
        )
    else:
        raise StudyError(
            f"The table of this study is gone: {str(place / TABLE)!r} does not exist. Put "
            f"{saved['name']!r} back there or run the study again from the original file."
        )
    if table.digest != saved["digest"]:
        raise StudyError(
            f"The table of this study has changed since it was saved (digest "
            f"{table.digest[:12]}, saved {saved['digest'][:12]}). Run the study again."
        )
    return table


def _index(points: tuple[Point, ...], step: int) -> int:
    steps = [p.step for p in points]
    if step not in steps:
        raise StudyError(f"The study has no step {step!r}; its steps are 0 to {max(steps)}.")
    return steps.index(step)
