"""Long runs in worker processes that report progress and can be cancelled.

A job is a folder with the configuration and the progress file of one worker. The worker is the
command line in a process group of its own: it survives a page change and a reload, and it ends
when the server does. At most one worker a core runs; other jobs wait in their order.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from iffair_core.config import GapName, StudyConfig
from iffair_core.places import FIGURES, home, is_id, new_id
from pages._ui import studies

ROOT = Path(__file__).resolve().parents[2]
NICENESS = 10
GRACE_SECONDS = 0.3

Kind = Literal["run", "repeat", "compare"]


@dataclass(frozen=True)
class Progress:
    """Where a job stands; ``fraction`` is that of the whole run, ``text`` says what it does."""

    state: Literal["waiting", "running", "done", "failed", "gone"]
    fraction: float = 0.0
    text: str = ""


@dataclass(frozen=True)
class Asked:
    """What is compared: methods by name, on so many splits, each at closing one gap."""

    gap: GapName
    methods: tuple[str, ...]
    splits: int


@dataclass(frozen=True)
class Task:
    """What a job does: ``run`` makes the study, the others add to it.

    repeat     its spread over other splits
    compare    other methods on its splits, as ``asked`` says
    arguments  of the command line, without the progress file
    """

    kind: Kind
    study: str
    arguments: tuple[str, ...]
    asked: Asked | None = None


@dataclass
class Desk:
    """The jobs of this server by id: what they do, the workers, and who waits for a free core."""

    tasks: dict[str, Task] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@st.cache_resource
def desk() -> Desk:
    return Desk()


def start(config: StudyConfig) -> str:
    """Queue a run; its id becomes that of the study. The job starts when a core is free."""
    identifier = new_id()
    settings = _folder(identifier) / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(config.to_toml(), encoding="utf-8")
    place = studies.folder_of(identifier)
    arguments = ("run", "--config", str(settings), "--out", str(place))
    return _queue(identifier, Task("run", identifier, arguments))


def refine(study: str, gap: float) -> str:
    """Queue the training of a point that has just this gap; it makes a study of its own."""
    identifier = new_id()
    _folder(identifier).mkdir(parents=True)
    place = studies.folder_of(identifier)
    arguments = ("refine", str(studies.folder_of(study)), "--gap", repr(gap), "--out", str(place))
    return _queue(identifier, Task("run", identifier, arguments))


def repeat(study: str, splits: int) -> str:
    """Queue the study again on other splits; the spread is kept in its folder."""
    identifier = new_id()
    _folder(identifier).mkdir(parents=True)
    arguments = ("repeat", str(studies.folder_of(study)), "--seeds", str(splits))
    return _queue(identifier, Task("repeat", study, arguments))


def compare(study: str, asked: Asked) -> str:
    """Queue other methods on splits of the study; each attempt is kept there as it ends."""
    identifier = new_id()
    _folder(identifier).mkdir(parents=True)
    arguments = ("compare", str(studies.folder_of(study)), "--gap", asked.gap)
    arguments += ("--methods", ",".join(asked.methods), "--seeds", str(asked.splits))
    return _queue(identifier, Task("compare", study, arguments, asked))


def task_of(identifier: str | None) -> Task | None:
    """What the job does; None if this server does not know it."""
    return desk().tasks.get(identifier or "")


def _queue(identifier: str, task: Task) -> str:
    with desk().lock:
        desk().tasks[identifier] = task
        desk().waiting.append(identifier)
    _fill_cores()
    return identifier


def progress(identifier: str) -> Progress:
    """Where the job stands; "gone" if it was cancelled or the server was started anew.

    A run that this server does not know is done if its study is there.
    """
    _fill_cores()
    if identifier in desk().waiting:
        return Progress("waiting", text="Waiting for a free core")
    process = desk().running.get(identifier)
    if process is None:
        made = is_id(identifier) and (studies.folder_of(identifier) / FIGURES).exists()
        return Progress("done", 1.0, "Done") if made else Progress("gone")
    ended = process.poll()
    report = _report(identifier)
    if ended is None:
        return Progress("running", min(report.get("fraction", 0.0), 1.0), report.get("text", ""))
    if ended == 0:
        return Progress("done", 1.0, "Done")
    return Progress("failed", text=_reason(identifier, report, ended))


def cancel(identifier: str) -> None:
    """End the worker and all that it started, at once; a study that it was making is deleted."""
    with desk().lock:
        task = desk().tasks.pop(identifier, None)
        if identifier in desk().waiting:
            desk().waiting.remove(identifier)
        process = desk().running.pop(identifier, None)
    if process is not None:
        _end(process)
        if task is not None and task.kind == "run":
            shutil.rmtree(studies.folder_of(task.study), ignore_errors=True)
    shutil.rmtree(_folder(identifier), ignore_errors=True)


def finish(identifier: str) -> None:
    """Forget an ended job; what it made stays."""
    with desk().lock:
        desk().running.pop(identifier, None)
        desk().tasks.pop(identifier, None)
    shutil.rmtree(_folder(identifier), ignore_errors=True)


def _folder(identifier: str) -> Path:
    return home() / "jobs" / identifier


def _fill_cores() -> None:
    cores = os.cpu_count() or 1
    with desk().lock:
        busy = sum(process.poll() is None for process in desk().running.values())
        while desk().waiting and busy < cores:
            identifier = desk().waiting.pop(0)
            desk().running[identifier] = _launch(identifier)
            busy += 1


def _launch(identifier: str) -> subprocess.Popen[bytes]:
    folder = _folder(identifier)
    command = [sys.executable, "-m", "iffair_core", *desk().tasks[identifier].arguments]
    command += ["--progress", str(folder / "progress.json")]
    with (folder / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={"OMP_NUM_THREADS": "1", **os.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, signal_number)
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                continue
    process.wait()


def _report(identifier: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((_folder(identifier) / "progress.json").read_text())
    except (OSError, ValueError):
        return {}
    return found


def _reason(identifier: str, report: dict[str, Any], status: int) -> str:
    """The error that the worker reported, else the last line that it printed."""
    if report.get("error"):
        return str(report["error"])
    errors = _folder(identifier) / "errors.txt"
    lines = errors.read_text(errors="replace").strip().splitlines() if errors.is_file() else []
    return lines[-1] if lines else f"The worker ended with status {status}. Run it again."
