"""Take in a study from the zip of another machine, after it has been looked through.

Nothing of a zip is believed: names may lead out of the folder, sizes may be wrong, files may be
of any kind, tables may be huge when they are opened, settings and digests may have been changed.
What is not a whole study of this version or of an older one is refused with the reason, and
leaves nothing behind. Figures are taken as they stand; ``replay`` computes them again.
"""

from __future__ import annotations

import dataclasses
import json
import math
import stat
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, NoReturn

import pyarrow.parquet as pq

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import builtin_name
from iffair_core.data.tables import read_table, write_parquet
from iffair_core.errors import IFFairError, StudyError, TableError
from iffair_core.kept.beside import load_spread
from iffair_core.kept.card import TARGETED, Card, bare_card, read_card
from iffair_core.kept.card_of import card_of
from iffair_core.kept.load import load_study
from iffair_core.kept.members import check_member
from iffair_core.kept.mirror import publish
from iffair_core.kept.points import saved_figures, saved_points
from iffair_core.kept.shelf import place_of, write_card
from iffair_core.kept.twin import twin
from iffair_core.places import CARD, CONFIG, FIGURES, PARAMETERS, TABLE, WEIGHTS, new_id
from iffair_core.study import fingerprint
from iffair_core.version import __version__

MOST_FILES = 10_000
MOST_BYTES = 4 * 2**30
MOST_TEXT = 64 * 2**20
MOST_CELLS = 500_000_000
"""Limits of a zip: files, bytes unpacked, bytes of a file that is no table, cells of a table."""
NEEDED = (CONFIG, FIGURES, PARAMETERS, WEIGHTS)
BLOCK = 2**20


@dataclass(frozen=True)
class Arrival:
    """A study that came in, and what it added: where it was kept already at most its table.

    The card's ``has_table`` says if there is one.
    """

    card: Card
    added: Literal["study", "table", "nothing"]


def import_study(source: str | Path | IO[bytes]) -> Arrival:
    """Keep the study in a zip under a new id, unless the very same is kept here.

    That one gets the table if it lacks it. Raises StudyError that says what is wrong with the
    zip, TableError if its table is damaged.
    """
    place = place_of(new_id())
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".study-") as scratch:
        whole = Path(scratch) / place.name
        whole.mkdir()
        _extract(source, whole)
        card = _checked(whole)
        if here := twin(whole, card.fingerprint):
            return _completed(here, whole / TABLE)
        write_card(card, whole)
        whole.rename(place)
    publish(place)
    return Arrival(read_card(place), "study")


def attach_table(identifier: str, file: str | Path | IO[bytes], name: str | None = None) -> Card:
    """Give a study that came without its table the table; it must be the very same.

    Raises TableError if the file is no table, StudyError if it is another one.
    """
    place = place_of(identifier)
    saved = saved_figures(place)["table"]
    table = read_table(file, name)
    if table.digest != saved["digest"]:
        raise StudyError(
            f"{table.name!r} is not the table of this study: its content has the digest "
            f"{table.digest[:12]}, the study was made from {saved['name']!r} with "
            f"{saved['digest'][:12]}. Give the original file."
        )
    write_parquet(table, place / TABLE)
    publish(place)
    return read_card(place)


def _completed(place: Path, table: Path) -> Arrival:
    """A study that was kept already, with the table if that came and was not there."""
    if not table.exists() or (place / TABLE).exists():
        return Arrival(read_card(place), "nothing")
    table.replace(place / TABLE)
    publish(place)
    return Arrival(read_card(place), "table")


def _extract(source: str | Path | IO[bytes], folder: Path) -> None:
    """Write the members of the zip into ``folder``, each checked before it is written."""
    try:
        with zipfile.ZipFile(source) as archive:
            for name, info in _members(archive).items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy(archive, info, target)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise StudyError(
            f"This is no zip of a study, or it is damaged ({error}). Download the study folder on "
            "the other machine's Report page again."
        ) from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of the zip by their names within the study's folder."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    if len(files) > MOST_FILES or sum(info.file_size for info in files) > MOST_BYTES:
        raise StudyError(
            f"The zip holds {len(files):,} files of "
            f"{sum(info.file_size for info in files) / 2**30:.1f} GB; a study has at most "
            f"{MOST_FILES:,} of {MOST_BYTES // 2**30} GB. Nothing was taken."
        )
    configs = [info.filename for info in files if info.filename.split("/")[-1] == CONFIG]
    top = min(configs, key=len, default=CONFIG).removesuffix(CONFIG)
    names = {info.filename for info in files}
    if missing := [name for name in NEEDED if top + name not in names]:
        raise StudyError(
            f"The zip is no study: it lacks {', '.join(missing)}. Download the study folder on the "
            "other machine's Report page."
        )
    found: dict[str, zipfile.ZipInfo] = {}
    for info in files:
        name = info.filename.removeprefix(top)
        check_member(name)
        if stat.S_ISLNK(info.external_attr >> 16) or name in found:
            _refuse(f"{name!r} is a link or comes twice")
        if not name.endswith(".parquet") and info.file_size > MOST_TEXT:
            _refuse(f"{name!r} has {info.file_size / 2**20:.0f} MB")
        found[name] = info
    return found


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one file; never more than it is said to hold."""
    written = 0
    with archive.open(info) as packed, target.open("wb") as file:
        while block := packed.read(BLOCK):
            written += len(block)
            if written > info.file_size:
                _refuse(f"{info.filename!r} holds more than it says")
            file.write(block)


def _checked(folder: Path) -> Card:
    """The card of an unpacked study that can be relied on. Raises StudyError, TableError."""
    _strict_json(folder)
    config = _config(folder)
    saved = saved_figures(folder)
    _check_version(saved.get("version"))
    for path in folder.glob("*.parquet"):
        _check_size(path)
    _check_fingerprint(folder, saved)
    try:
        if builtin_name(config.data) or (folder / TABLE).exists():
            card = card_of(load_study(folder))
        else:
            saved_points(folder, saved)
            card = bare_card(folder)
        load_spread(folder)
        return _with_name(folder, card)
    except (StudyError, TableError):
        raise
    except Exception as error:
        # Whatever a damaged file makes a reader raise, it is the file that is wrong.
        raise StudyError(
            f"The study in the zip is damaged ({type(error).__name__}: {error}). Download it "
            "again; nothing was taken."
        ) from error


def _with_name(folder: Path, known: Card) -> Card:
    """The card that came along, which must not contradict what is known of the study.

    Its figures are those that are known where they have intervals; else its own.
    """
    try:
        came = read_card(folder)
    except StudyError as error:
        why = str(error.__cause__ or error).rstrip(".")
        raise StudyError(
            f"{CARD} in the zip cannot be used: {why}. Nothing was taken; without that file the "
            "study can be imported."
        ) from error
    for when in ("before", "after"):
        own, said = getattr(known, when), getattr(came, when)
        if any(not _same(said[name].value, own[name].value) for name in own.keys() & said.keys()):
            _refuse("its card has other figures than the study")
    if (came.fingerprint, came.digest) != (known.fingerprint, known.digest):
        _refuse("its card is that of another study")
    best = known if known.after[TARGETED].high is not None else came
    return dataclasses.replace(
        known, name=came.name, made=came.made, before=best.before, after=best.after
    )


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _strict_json(folder: Path) -> None:
    """Every JSON file is JSON, without NaN or infinity."""

    def number(text: str) -> NoReturn:
        raise ValueError(f"{text} is no figure")

    for path in folder.rglob("*.json"):
        try:
            json.loads(path.read_text(encoding="utf-8"), parse_constant=number)
        except (ValueError, RecursionError) as error:
            _refuse(f"{path.relative_to(folder).as_posix()} is damaged ({error})")


def _config(folder: Path) -> StudyConfig:
    try:
        return StudyConfig.from_file(folder / CONFIG)
    except (IFFairError, TypeError, ValueError) as error:
        raise StudyError(f"{CONFIG} in the zip cannot be used: {error}") from error


def _check_version(version: Any) -> None:
    try:
        made, own = (tuple(map(int, v.split("."))) for v in (version, __version__))
    except (ValueError, AttributeError):
        _refuse(f"{FIGURES} names the version {version!r}, which is none")
    if made > own:
        raise StudyError(
            f"The study was made with version {version}; this is {__version__}. Update IFFair to "
            "take it in."
        )


def _check_size(path: Path) -> None:
    """A small file can hold a table that no memory does; its head says so before it is read."""
    try:
        head = pq.read_metadata(path)
    except (OSError, ValueError) as error:
        raise StudyError(f"{path.name} in the zip is damaged ({error}).") from error
    sized = sum(head.row_group(i).total_byte_size for i in range(head.num_row_groups))
    if head.num_rows * head.num_columns > MOST_CELLS or sized > MOST_BYTES:
        _refuse(
            f"{path.name} has {head.num_rows:,} rows of {head.num_columns:,} columns, more than "
            f"{MOST_CELLS:,} cells"
        )


def _check_fingerprint(folder: Path, saved: dict[str, Any]) -> None:
    """Settings and table are those that the figures were computed from."""
    settings = tomllib.loads((folder / CONFIG).read_text(encoding="utf-8"))
    made = fingerprint(settings, saved["table"]["digest"], saved["version"])
    if saved["version"] == __version__ and made != saved["study"]:
        raise StudyError(
            f"The study says that it is {saved['study']}, but its settings and its table's digest "
            f"make {made}: one of them was changed after it was run. Run it again."
        )


def _refuse(what: str) -> NoReturn:
    raise StudyError(f"The zip cannot be taken: {what}. Nothing was taken.")
