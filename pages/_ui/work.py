"""What a session works on, kept in a small file so that a reload of the page loses none of it.

The address names the file (``?work=ID``). It holds the table, the draft of the task, the settings
of the next run and the decision threshold; studies and jobs have files of their own.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from iffair_core.config import Attribute, Outcome, StudyConfig
from iffair_core.config.plain import build, mapping, plain
from iffair_core.places import home, is_id, new_id
from iffair_core.writing import write_whole
from pages._ui import state, widgets
from pages._ui.task.draft import Draft

DAYS_KEPT = 7
SECONDS_A_DAY = 86_400


def restore() -> None:
    """Bring back the work that the address names, in a session that has none yet.

    Work on another study than the one that the address names is left alone, and so is what
    cannot be read.
    """
    identifier = state.work_id()
    if identifier is None or not is_id(identifier) or not widgets.first_sight("work", identifier):
        return
    try:
        found = json.loads(_file(identifier).read_text(encoding="utf-8"))
        work = _from_dict(found)
    except (OSError, ValueError, TypeError, KeyError):
        return
    if found["study"] == state.study_id():
        state.resume(work)


def keep() -> None:
    """Write down what the session works on, where it changed."""
    work = state.work()
    if work == state.Work():
        return
    content = json.dumps({**_to_dict(work), "study": state.study_id()})
    if not state.work_changed(content):
        return
    identifier = state.work_id()
    if identifier is None or not is_id(identifier):
        identifier = new_id()
        state.name_work(identifier)
        widgets.first_sight("work", identifier)
    path = _file(identifier)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(content.encode(), path)


def remove_old() -> None:
    """Delete what nobody has worked on for ``DAYS_KEPT`` days."""
    oldest = time.time() - DAYS_KEPT * SECONDS_A_DAY
    for path in (home() / "work").glob("*.json"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def tables_in_use() -> set[str]:
    """Names of the folders of uploads that somebody works on."""
    found = set()
    for path in (home() / "work").glob("*.json"):
        try:
            source = json.loads(path.read_text(encoding="utf-8"))["source"]
            found.add(Path(source["data"]).parent.name)
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return found


def _file(identifier: str) -> Path:
    return home() / "work" / f"{identifier}.json"


def _to_dict(work: state.Work) -> dict[str, Any]:
    def held(value: Any) -> Any:
        return None if value is None else plain(dataclasses.asdict(value))

    return {f.name: held(getattr(work, f.name)) for f in dataclasses.fields(work)}


def _from_dict(found: Mapping[str, Any]) -> state.Work:
    source, draft, settings, threshold = (
        found[name] for name in ("source", "draft", "settings", "threshold")
    )
    return state.Work(
        None if source is None else build(state.Source, mapping(source, "source")),
        None if draft is None else _draft(mapping(draft, "draft")),
        None if settings is None else StudyConfig.from_dict(settings),
        None if threshold is None else build(state.Threshold, mapping(threshold, "threshold")),
    )


def _draft(found: Mapping[str, Any]) -> Draft:
    given = {name: tuple(v) if isinstance(v, list) else v for name, v in found.items()}
    if "outcome" in given:
        given["outcome"] = build(Outcome, mapping(given["outcome"], "outcome"))
    given["sensitive"] = tuple(
        build(Attribute, mapping(attribute, "sensitive")) for attribute in given["sensitive"]
    )
    return build(Draft, given)
