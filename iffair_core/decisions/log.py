"""The decision log: entries that are only ever added, free notes that are edited, a sign-off.

A choice that the program notices (``automatic``) has no name and no reason until a person adds an
entry that has. Moving a slider is no decision: of automatic entries about one subject that follow
each other, the last stands, and where it comes back to what the log already says, none does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from iffair_core.config import check_choice
from iffair_core.errors import ConfigError

SIGN_OFF = "sign_off"
SUBJECTS: Mapping[str, str] = {
    "task": "Outcome and groups",
    "metric": "Gap to close",
    "reference_group": "Reference group",
    "operating_point": "Operating point",
    "threshold": "Decision threshold",
    "screening": "Screening lines and shares",
    "note": "Note",
    SIGN_OFF: "Sign-off",
}
"""Title of all that an entry may be about."""
OF_ONE_RUN = frozenset({"operating_point", "threshold", SIGN_OFF})
"""What a new run of the same table does not take over."""


@dataclass(frozen=True)
class Decision:
    """One entry.

    about      of ``SUBJECTS``
    what       what was chosen, in words
    why        the reason; by, role: who chose, both as given, empty if nobody said
    at         when, as ISO 8601 in UTC; now, if it is empty
    automatic  noted by the program

    Raises ConfigError if the subject is unknown, ``what`` is empty or a sign-off names nobody.
    """

    about: str
    what: str
    why: str = ""
    by: str = ""
    role: str = ""
    at: str = ""
    automatic: bool = False

    def __post_init__(self) -> None:
        check_choice("about", self.about, tuple(SUBJECTS))
        for name in ("what", "why", "by", "role"):
            object.__setattr__(self, name, " ".join(str(getattr(self, name)).split()))
        object.__setattr__(self, "at", _moment(self.at))
        if not self.what:
            raise ConfigError("An entry of the decision log says what was chosen; got nothing.")
        if self.about == SIGN_OFF and not self.by:
            raise ConfigError("A sign-off needs the name of the person who signs; got none.")

    @property
    def title(self) -> str:
        return SUBJECTS[self.about]

    @property
    def day(self) -> str:
        """ "2026-11-28 09:14 UTC"."""
        return f"{self.at[:10]} {self.at[11:16]} UTC"

    @property
    def person(self) -> str:
        """Name and role; who noted it, where nobody gave a name."""
        named = ", ".join(filter(None, (self.by, self.role)))
        return named or ("noted by the program" if self.automatic else "no name given")


@dataclass(frozen=True)
class DecisionLog:
    """``entries`` from the first to the last, and ``notes`` as they stand now."""

    entries: tuple[Decision, ...] = ()
    notes: str = ""

    def __bool__(self) -> bool:
        return bool(self.entries or self.notes)

    @property
    def signed(self) -> Decision | None:
        """The last sign-off."""
        return next((e for e in reversed(self.entries) if e.about == SIGN_OFF), None)

    @property
    def changed_since(self) -> tuple[Decision, ...]:
        """Entries other than notes after the last sign-off; none if nobody signed."""
        if self.signed is None:
            return ()
        after = self.entries[self.entries.index(self.signed) + 1 :]
        return tuple(e for e in after if e.about not in ("note", SIGN_OFF))

    def last(self, about: str) -> Decision | None:
        return next((e for e in reversed(self.entries) if e.about == about), None)

    def for_next_run(self) -> DecisionLog:
        """What still holds for another run of the same table."""
        kept = tuple(e for e in self.entries if e.about not in OF_ONE_RUN)
        return dataclasses.replace(self, entries=kept)

    def to_dict(self) -> dict[str, Any]:
        return {"entries": [dataclasses.asdict(e) for e in self.entries], "notes": self.notes}


def log_from(saved: Mapping[str, Any]) -> DecisionLog:
    """What ``DecisionLog.to_dict`` gave. Raises ConfigError, KeyError or TypeError if it is not."""
    return DecisionLog(tuple(Decision(**entry) for entry in saved["entries"]), str(saved["notes"]))


def with_entry(log: DecisionLog, entry: Decision) -> DecisionLog:
    """The log with one entry more, or with another one in place of an automatic one."""
    entries = log.entries
    if entry.automatic:
        if entries and entries[-1].automatic and entries[-1].about == entry.about:
            entries = entries[:-1]
        last = DecisionLog(entries).last(entry.about)
        if last is not None and last.what == entry.what:
            return dataclasses.replace(log, entries=entries)
    return dataclasses.replace(log, entries=(*entries, entry))


def _moment(given: str) -> str:
    if not given:
        return datetime.now(UTC).isoformat(timespec="seconds")
    try:
        moment = datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise ConfigError(
            f"The time of an entry must be as in 2026-03-31T09:00:00+00:00; got {given!r}."
        ) from error
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat(timespec="seconds")
