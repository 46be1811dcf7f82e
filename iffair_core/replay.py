"""A saved study computed again, and held against what was stored, leaf by leaf."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iffair_core.config import StudyConfig
from iffair_core.kept.beside import load_yardsticks
from iffair_core.kept.decisions import load_log
from iffair_core.kept.load import saved_table
from iffair_core.kept.points import pushes, saved_figures
from iffair_core.places import CONFIG
from iffair_core.results import Study, choose
from iffair_core.study import Progress, run


def replay(folder: str | Path, progress: Progress | None = None) -> tuple[Study, tuple[str, ...]]:
    """Run the study again from its config and table; list what differs from the stored figures.

    Stored results are not used, save for what a user chose: operating point, yardsticks and the
    decision log.
    """
    place = Path(folder)
    saved = saved_figures(place)
    config = StudyConfig.from_file(place / CONFIG)
    study = run(config, progress, table=saved_table(place, config, saved["table"]))
    study = dataclasses.replace(study, yardsticks=load_yardsticks(place), decisions=load_log(place))
    if saved["chosen_by"] == "user" and saved["chosen"]["step"] < len(study.points):
        study = choose(study, saved["chosen"]["step"])
    fresh = study.to_dict() | {"pushes": pushes(study)}
    names = ("study", "version", "l2", "plain", "chosen", "frontier", "reweighing", "warnings")
    compared = (*names, "pushes") if "pushes" in saved else names
    differences = [
        line for name in compared for line in _differences(name, saved.get(name), fresh[name])
    ]
    return study, tuple(differences)


def _differences(name: str, saved: Any, fresh: Any) -> Iterator[str]:
    """One line for each leaf that differs."""
    if isinstance(saved, dict) and isinstance(fresh, dict):
        for key in dict.fromkeys([*saved, *fresh]):
            yield from _differences(f"{name}.{key}", saved.get(key), fresh.get(key))
    elif isinstance(saved, list) and isinstance(fresh, list) and len(saved) == len(fresh):
        for i, (one, other) in enumerate(zip(saved, fresh, strict=True)):
            yield from _differences(f"{name}[{i}]", one, other)
    elif saved != fresh:
        yield f"{name}: stored {saved!r}, now {fresh!r}"
