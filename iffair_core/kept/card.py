"""The card of a kept study: what a list shows of it, in one small file that is quick to read.

A card holds what belongs to keeping (name, date, whether it lies in the bin), which is no part
of the study's figures, and a copy of the figures that a list or a comparison needs, so that
neither reads a table.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import builtin_name, data_title
from iffair_core.errors import ConfigError, StudyError
from iffair_core.evidence.level import Level
from iffair_core.kept.setting_words import setting_words
from iffair_core.places import CARD, CONFIG, FIGURES, TABLE
from iffair_core.words import TITLES, listed

LONGEST_NAME = 120
TEXTS = ("fingerprint", "made", "data", "digest", "rule", "version", "settings", "name", "deleted")
TARGETED = "targeted"
"""Name of the largest targeted gap among the figures of a card."""


@dataclass(frozen=True)
class Card:
    """What a list shows of a study.

    id           the name of its folder: what a link says
    fingerprint  of its settings, table and version: what a report prints
    name         given by a user; empty: none
    made         when it was computed, ISO 8601 in UTC
    deleted      when it was put into the bin; empty: it is not there
    data         title of the packaged set, or name of the table's file
    packaged     whether it is a packaged set
    digest       of the table
    has_table    whether the table can be opened here
    steps        points after the plain model; 0: the plain model alone
    before, after  figures on test rows of the plain model and of the operating point, by the
                 name of the metric; ``TARGETED`` is the largest targeted gap
    settings     those that tell it from other studies of this table, in words; empty in cards of
                 before there was such a line
    sample_size  effective number of training rows at the operating point
    """

    id: str
    fingerprint: str
    made: str
    data: str
    packaged: bool
    digest: str
    gaps: tuple[str, ...]
    rule: str
    steps: int
    version: str
    before: Mapping[str, Level]
    after: Mapping[str, Level]
    sample_size: float
    settings: str = ""
    name: str = ""
    deleted: str = ""
    has_table: bool = True

    @property
    def title(self) -> str:
        """The name, or what stands for it: "German credit: demographic parity, path"."""
        if self.name:
            return self.name
        gaps = listed([TITLES[gap][0].lower() + TITLES[gap][1:] for gap in self.gaps])
        return f"{self.data}: {f'{gaps}, {self.rule}' if self.steps else 'plain model'}"

    def found_by(self, text: str) -> bool:
        """Whether all words of ``text`` occur in what the card says, whatever their case."""
        said = " ".join((self.title, self.data, self.id, self.fingerprint, self.rule, self.made))
        said = f"{said} {' '.join(TITLES[gap] for gap in self.gaps)} {self.settings}".lower()
        return all(word in said for word in text.lower().split())


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def checked_name(name: str) -> str:
    """``name`` on one line. Raises ConfigError if it is too long."""
    plain = " ".join(name.split())
    if len(plain) > LONGEST_NAME:
        raise ConfigError(
            f"A name has at most {LONGEST_NAME} characters; got {len(plain)}. Shorten it."
        )
    return plain


def read_card(folder: Path) -> Card:
    """The card in a study's folder; of a study without one, what its figures tell.

    Raises StudyError if the folder is no study or its card is damaged.
    """
    path = folder / CARD
    if not path.exists():
        card = bare_card(folder)
    else:
        try:
            card = from_dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise StudyError(
                f"{str(path)!r} cannot be read ({error!r}). Delete that file: it is made anew."
            ) from error
    here = card.packaged or (folder / TABLE).exists()
    return dataclasses.replace(card, id=folder.name, has_table=here)


def to_dict(card: Card) -> dict[str, Any]:
    """The JSON form; ``id`` and ``has_table`` follow from the place and are left out."""
    values = {f.name: getattr(card, f.name) for f in dataclasses.fields(card)}
    for name in ("id", "has_table"):
        del values[name]
    for when in ("before", "after"):
        values[when] = {
            metric: [level.value, level.low, level.high] for metric, level in values[when].items()
        }
    return {**values, "gaps": list(card.gaps)}


def from_dict(values: Mapping[str, Any]) -> Card:
    """Inverse of ``to_dict``. Raises TypeError, ValueError or KeyError for anything else."""
    given = {"settings": "", **values}
    for when in ("before", "after"):
        given[when] = {str(metric): _level(triple) for metric, triple in given[when].items()}
    if wrong := [name for name in TEXTS if not isinstance(given.get(name), str)]:
        raise ValueError(f"{', '.join(wrong)} must be text")
    for moment in filter(None, (given["made"], given["deleted"])):
        datetime.fromisoformat(moment)
    given |= {"gaps": tuple(given["gaps"]), "steps": int(given["steps"])}
    given |= {"packaged": bool(given["packaged"]), "sample_size": float(given["sample_size"])}
    if unknown := [gap for gap in given["gaps"] if gap not in TITLES]:
        raise ValueError(f"unknown gap {unknown[0]!r}")
    return Card(id="", **{**given, "name": checked_name(given["name"])})


def _level(triple: Any) -> Level:
    value, low, high = triple
    for number in (value, low, high):
        if number is not None and not math.isfinite(number):
            raise ValueError(f"a figure must be finite; got {number!r}")
    return Level(value, low, high)


def bare_card(folder: Path) -> Card:
    """What the figures of a saved study tell: a card without name and intervals. Raises StudyError.

    Its date is that of the file.
    """
    path = folder / FIGURES
    try:
        config = StudyConfig.from_file(folder / CONFIG)
        saved = json.loads(path.read_text(encoding="utf-8"))
        chosen = saved["chosen"]
        return Card(
            id="",
            fingerprint=saved["study"],
            made=datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds"),
            data=data_title(config.data, saved["table"]["name"]),
            packaged=builtin_name(config.data) is not None,
            digest=saved["table"]["digest"],
            gaps=config.gaps,
            rule=config.rule,
            steps=len(saved["frontier"]) - 1,
            version=saved["version"],
            settings=setting_words(config, reweighted=len(saved["frontier"]) > 1),
            before=_bare(saved["plain"]["test"], config.gaps),
            after=_bare(chosen["test"], config.gaps),
            sample_size=chosen["weights"]["effective_sample_size"],
        )
    except (OSError, ValueError, TypeError, KeyError, ConfigError) as error:
        raise StudyError(
            f"{str(folder)!r} is not a study folder: {FIGURES} cannot be read ({error}). Name a "
            "folder that holds a study."
        ) from error


def _bare(measures: Mapping[str, Any], gaps: tuple[str, ...]) -> dict[str, Level]:
    known = {**measures["gaps"], **measures["utility"]}
    targeted = [known[gap] for gap in gaps if known.get(gap) is not None]
    return {
        TARGETED: Level(max(map(abs, targeted), default=None)),
        **{metric: Level(value) for metric, value in known.items()},
    }
