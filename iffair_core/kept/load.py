"""A study read from its folder (the form: ``kept``); its rows are encoded again from the table."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import builtin_name, load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.data.tables import Table, read_table
from iffair_core.errors import StudyError
from iffair_core.influence.fidelity import Fidelity
from iffair_core.kept.beside import load_yardsticks
from iffair_core.kept.decisions import load_log
from iffair_core.kept.points import saved_figures, saved_points
from iffair_core.places import CONFIG, TABLE
from iffair_core.results import Study, position


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
        chosen=position(points, saved["chosen"]["step"]),
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


def identity(folder: str | Path) -> tuple[StudyConfig, str]:
    """Config and digest of the table of a saved study. Raises StudyError."""
    place = Path(folder)
    digest: str = saved_figures(place)["table"]["digest"]
    return StudyConfig.from_file(place / CONFIG), digest


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
            f"The table of this study is gone: {str(place / TABLE)!r} does not exist. Give it the "
            f"original {saved['name']!r} on the dashboard's page Studies, under “Import a study "
            "from another machine”, or run the study again from that file."
        )
    if table.digest != saved["digest"]:
        raise StudyError(
            f"The table of this study has changed since it was saved (digest "
            f"{table.digest[:12]}, saved {saved['digest'][:12]}). Run the study again."
        )
    return table
