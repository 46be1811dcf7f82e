"""Why a column is no feature: what was found in it, what its card says, or somebody's choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from iffair_core.data.checks import Finding, FindingKind
from pages._ui import words

WHY: Mapping[FindingKind, str] = {
    "constant": "the same value in every row",
    "identifier": "an identifier",
    "missing": "mostly missing",
    "date": "a date",
    "text": "free text",
    "numbers": "numbers among words",
    "leak": "it knows the outcome",
}
BY_CHOICE = "by choice"
BY_CARD = "its reason is in the last column"
GIVEN_UP = "it was compared before"


def reasons(
    columns: Iterable[str],
    findings: Iterable[Finding],
    given_up: Sequence[str],
    of_card: Mapping[str, str],
) -> dict[str, str]:
    """For each of the columns, should it be left out, a few words that say why."""
    found = {f.column: WHY[f.kind] for f in findings if f.propose_leave_out}
    known = dict.fromkeys(of_card, BY_CARD) | dict.fromkeys(given_up, GIVEN_UP) | found
    return {c: known.get(c, BY_CHOICE) for c in columns}


def note(found: str, reason: str, *, used: bool) -> str:
    """What stands beside a column's tick; an empty tick has a reason in any case."""
    if used or reason != BY_CHOICE:
        return found
    return f"{found} Left out {BY_CHOICE}.".strip()


def sentence(left_out: Sequence[str], why: Mapping[str, str]) -> str:
    """ "Left out: id (an identifier) and zip (by choice)."; empty if none is."""
    if not left_out:
        return ""
    return f"Left out: {words.some([f'{column} ({why[column]})' for column in left_out])}."
