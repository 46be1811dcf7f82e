"""The commands that hand a saved study on, and that keep who decided what."""

from __future__ import annotations

import dataclasses
import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iffair_core.cli.command import AddFolder, add
from iffair_core.comparison.store import load_comparisons
from iffair_core.decisions.file import keep_notes, load_log, note
from iffair_core.decisions.log import SIGN_OFF, SUBJECTS, Decision, DecisionLog
from iffair_core.decisions.standing import signed_by, standing
from iffair_core.errors import ConfigError
from iffair_core.kept.beside import load_spread
from iffair_core.kept.load import load_study
from iffair_core.report.exports import EXPORTS
from iffair_core.report.findings import findings
from iffair_core.results import Study


def add_commands(actions: Any, add_folder: AddFolder) -> None:
    """The parsers of both commands."""
    _add_export(actions, add_folder)
    _add_note(actions, add_folder)


def export_study(given: Namespace) -> int:
    """Write one form of the study to a file and say how large it is."""
    if given.out.is_dir() or not given.out.absolute().parent.is_dir():
        raise ConfigError(
            f"--out {str(given.out)!r} is a folder or lies in one that does not exist. Name a file "
            "in a folder that does."
        )
    study = load_study(given.folder)
    found = findings(study, load_spread(given.folder), load_comparisons(given.folder))
    made = EXPORTS[given.form].make(found)
    content = made if isinstance(made, bytes) else made.encode()
    given.out.write_bytes(content)
    print(f"{given.out}: {EXPORTS[given.form].title}, {len(content) / 1000:,.0f} kB")
    return 0


def note_decision(given: Namespace) -> int:
    """Add to the decision log what is given, and print the log."""
    log = load_log(given.folder)
    if given.notes is not None:
        log = keep_notes(given.notes, given.folder)
    study = load_study(given.folder)
    if given.about is not None:
        log = note(_entry(study, given), given.folder)
    elif given.what or given.why or given.by:
        raise ConfigError("An entry needs --about; see note --help for what it may be.")
    if given.json:
        print(json.dumps(log.to_dict(), indent=2, ensure_ascii=False))
    else:
        print("\n".join(log_lines(dataclasses.replace(study, decisions=log))))
    return 0


def log_lines(study: Study) -> Iterator[str]:
    """What is chosen now, then the entries from the first to the last, then the notes."""
    log: DecisionLog = study.decisions
    yield from (f"now: {said}" for said in standing(study).values())
    for entry in log.entries:
        why = f" Why: {entry.why}" if entry.why else ""
        yield f"{entry.day}  {entry.title}: {entry.what}{why} ({entry.person})"
    if log.notes:
        yield f"notes: {log.notes}"


def _entry(study: Study, given: Namespace) -> Decision:
    """What was chosen, in the words given or as the study stands."""
    if given.about == SIGN_OFF:
        return signed_by(study, given.by, given.role, given.why)
    what = given.what or standing(study).get(given.about, "")
    if not what:
        raise ConfigError(f"An entry about {given.about} needs --what: say what was chosen.")
    return Decision(given.about, what, given.why, given.by, given.role)


def _add_export(actions: Any, add_folder: AddFolder) -> None:
    export = add(actions, "export", "write a saved study as a file for people to read")
    add_folder(export)
    export.add_argument(
        "--as",
        dest="form",
        choices=list(EXPORTS),
        required=True,
        help=", ".join(f"{name}: {form.title}" for name, form in EXPORTS.items()),
    )
    export.add_argument("--out", metavar="FILE", type=Path, required=True, help="the file to write")
    export.set_defaults(command=export_study)


def _add_note(actions: Any, add_folder: AddFolder) -> None:
    note = add(
        actions,
        "note",
        "add to the decision log of a saved study who chose what and why; print the log",
    )
    add_folder(note)
    note.add_argument("--about", choices=list(SUBJECTS), help="what the entry is about")
    note.add_argument("--what", metavar="TEXT", default="", help="default: what the study has now")
    note.add_argument("--why", metavar="TEXT", default="", help="the reason")
    note.add_argument("--by", metavar="NAME", default="", help="who chose it")
    note.add_argument("--role", metavar="ROLE", default="", help="as what: the role of that person")
    note.add_argument("--notes", metavar="TEXT", help="free notes, in place of the former ones")
    note.add_argument("--json", action="store_true", help="print the log as JSON")
    note.set_defaults(command=note_decision)
