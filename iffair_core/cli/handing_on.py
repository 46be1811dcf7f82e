"""The commands that hand a study on, as weights, scores or a report; and who decided what."""

from __future__ import annotations

import dataclasses
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from iffair_core.cli.command import Actions, add, add_folder, add_json
from iffair_core.comparison.store import load_comparisons
from iffair_core.data.tables import read_table
from iffair_core.decisions.log import SIGN_OFF, SUBJECTS, Decision, DecisionLog
from iffair_core.decisions.standing import signed_by, standing
from iffair_core.errors import ConfigError
from iffair_core.kept.beside import load_spread
from iffair_core.kept.decisions import keep_notes, load_log, note
from iffair_core.kept.load import load_study
from iffair_core.report.exports import EXPORTS
from iffair_core.report.findings import findings
from iffair_core.report.score import score_table
from iffair_core.report.unread import unread_cells
from iffair_core.report.weights import weights_table
from iffair_core.results import Study


def add_commands(actions: Actions) -> None:
    """Add them to the commands of the parser."""
    _add_weights(actions)
    _add_score(actions)
    _add_export(actions)
    _add_note(actions)


def print_weights(given: Namespace) -> int:
    """Print one line for each row of the study: source row, id, split, weight."""
    weights_table(load_study(given.folder)).to_csv(sys.stdout, index=False)
    return 0


def score_file(given: Namespace) -> int:
    """Print the table with the operating point's probability and decision for each row.

    What the model could not read as written is said on standard error.
    """
    study, table = load_study(given.folder), read_table(given.file)
    scored = score_table(study, table)
    for unread in unread_cells(study, table):
        print(f"warning: {unread}", file=sys.stderr)
    scored.to_csv(sys.stdout, index=False)
    return 0


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


def _add_weights(actions: Actions) -> None:
    parser = add(actions, "weights", print_weights, "print the weights of a saved study as CSV")
    add_folder(parser)


def _add_score(actions: Actions) -> None:
    parser = add(
        actions,
        "score",
        score_file,
        "print a table with the study's probabilities and decisions as CSV",
    )
    add_folder(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="the table to be scored")


def _add_export(actions: Actions) -> None:
    parser = add(
        actions, "export", export_study, "write a saved study as a file for people to read"
    )
    add_folder(parser)
    parser.add_argument(
        "--as",
        dest="form",
        choices=list(EXPORTS),
        required=True,
        help=", ".join(f"{name}: {form.title}" for name, form in EXPORTS.items()),
    )
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="the file to write")


def _add_note(actions: Actions) -> None:
    parser = add(
        actions,
        "note",
        note_decision,
        "add to the decision log of a saved study who chose what and why; print the log",
    )
    add_folder(parser)
    parser.add_argument("--about", choices=list(SUBJECTS), help="what the entry is about")
    parser.add_argument(
        "--what", metavar="TEXT", default="", help="default: what the study has now"
    )
    parser.add_argument("--why", metavar="TEXT", default="", help="the reason")
    parser.add_argument("--by", metavar="NAME", default="", help="who chose it")
    parser.add_argument(
        "--role", metavar="ROLE", default="", help="as what: the role of that person"
    )
    parser.add_argument("--notes", metavar="TEXT", help="free notes, in place of the former ones")
    add_json(parser, "print the log as JSON")
