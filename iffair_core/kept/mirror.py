"""Studies in a folder elsewhere: any place that fsspec can open, such as s3://bucket/studies.

    URL/ID/card.json    the manifest: the card, and the sha256 of every file of the study
    URL/ID/files/SHA    the files by their content

Work is done on a local copy; whoever writes to it publishes it. Files go first and the manifest,
one small file, last, so a reader meets the former study or the new one. A file that is there is
not sent again: choosing another point sends figures, not the table. Of two machines that change
one study at the same time the later one wins. What could not be sent is marked and sent when the
study is next opened. Keys and end points are fsspec's own settings (its configuration files and
FSSPEC_ variables).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import fsspec
from fsspec.core import url_to_fs

from iffair_core.errors import StudyError
from iffair_core.kept.members import check_member
from iffair_core.places import CARD, IDENTIFIER, home, studies_place
from iffair_core.writing import write_whole

LOCAL = ("file", "local")


@dataclass(frozen=True)
class Mirror:
    """An opened place: its URL, its file system and its folder there."""

    url: str
    files: Any
    root: str

    def of(self, identifier: str, *names: str) -> str:
        return "/".join((self.root.rstrip("/"), identifier, *names))


def folder_of_studies() -> Path:
    """The local folder of studies, or of the copies of those that are kept elsewhere."""
    given = studies_place()
    if _is_local(given):
        return Path(fsspec.core.strip_protocol(given) if "://" in given else given).expanduser()
    return home() / "copies" / hashlib.sha256(given.encode()).hexdigest()[:12]


def mirror() -> Mirror | None:
    """Where studies are kept elsewhere; None if they are in a local folder. Raises StudyError."""
    given = studies_place()
    return None if _is_local(given) else _opened(given)


def publish(folder: Path) -> None:
    """Send a study that was written, if it is one of those that are kept elsewhere.

    Raises StudyError if it cannot be sent; the local copy stands and is marked.
    """
    there = mirror()
    if there is None or folder.parent.absolute() != folder_of_studies().absolute():
        return
    unsent = _mark(folder)
    unsent.touch()
    with _reached(there, "The study is saved on this machine and sent when it is next opened."):
        _send(there, folder)
    unsent.unlink()


def refresh(there: Mirror, folder: Path) -> None:
    """Bring the local copy up to date; nothing is left of one that is not kept any more."""
    if _mark(folder).exists():
        publish(folder)
        return
    with _reached(there):
        found = _manifest(there, folder.name)
        if found is None:
            shutil.rmtree(folder, ignore_errors=True)
        elif _held(folder) != found["files"]:
            _fetch(there, folder, found["files"])
    if found is not None:
        _write(folder / CARD, json.dumps(found["card"], indent=1).encode())


def manifests(there: Mirror) -> dict[str, dict[str, Any]]:
    """The manifest of every study that is kept there, by id; no other file is read."""
    with _reached(there):
        there.files.invalidate_cache()
        paths = there.files.glob(there.of("*", CARD))
        found = there.files.cat(paths, on_error="omit") if paths else {}
        return {
            identifier: json.loads(content)
            for path, content in found.items()
            if IDENTIFIER.fullmatch(identifier := path.rstrip("/").split("/")[-2])
        }


def send_card(there: Mirror, identifier: str, card: Mapping[str, Any]) -> None:
    """Replace the card of a study; its files stay."""
    with _reached(there):
        found = _manifest(there, identifier)
        if found is not None:
            _put_manifest(there, identifier, {**found, "card": card})


def erase(there: Mirror, identifier: str) -> None:
    """Delete a study for good; the manifest goes first."""
    with _reached(there):
        for path, deep in ((there.of(identifier, CARD), False), (there.of(identifier), True)):
            if there.files.exists(path):
                there.files.rm(path, recursive=deep)


def _is_local(given: str) -> bool:
    return "://" not in given or given.split("://", 1)[0] in LOCAL


@lru_cache(maxsize=4)
def _opened(url: str) -> Mirror:
    try:
        files, root = url_to_fs(url)
    except ImportError as error:
        raise StudyError(
            f"Studies are to be kept at {url!r}, which needs another package: {error}. Install it "
            "into the environment, or name a folder."
        ) from error
    except ValueError as error:
        raise StudyError(
            f"Studies cannot be kept at {url!r}: {error}. Name a folder or a URL that fsspec "
            "knows, such as s3://bucket/studies."
        ) from error
    except Exception as error:  # each back end of fsspec has errors of its own
        raise _out_of_reach(url, error) from error
    return Mirror(url, files, root)


@contextmanager
def _reached(there: Mirror, *then: str) -> Iterator[None]:
    """Every file system has exceptions of its own; all of them become a StudyError."""
    try:
        yield
    except StudyError:
        raise
    except Exception as error:  # each back end of fsspec has errors of its own
        raise _out_of_reach(there.url, error, *then) from error


def _out_of_reach(
    url: str, error: Exception, then: str = "Try again when it can be reached."
) -> StudyError:
    return StudyError(f"The studies at {url!r} cannot be reached: {error!r}. {then}")


def _manifest(there: Mirror, identifier: str) -> dict[str, Any] | None:
    path = there.of(identifier, CARD)
    there.files.invalidate_cache()
    if not there.files.exists(path):
        return None
    found: dict[str, Any] = json.loads(there.files.cat_file(path))
    for name in found["files"]:
        check_member(name)
    return found


def _put_manifest(there: Mirror, identifier: str, manifest: Mapping[str, Any]) -> None:
    """Written beside its place and moved, which object stores and disks do whole."""
    path = there.of(identifier, CARD)
    there.files.pipe_file(f"{path}.new", json.dumps(manifest, indent=1).encode())
    there.files.mv(f"{path}.new", path)


def _send(there: Mirror, folder: Path) -> None:
    held = _held(folder)
    base = there.of(folder.name, "files")
    there.files.makedirs(base, exist_ok=True)
    known = {path.rsplit("/", 1)[-1] for path in there.files.ls(base, detail=False)}
    for name, digest in held.items():
        if digest not in known:
            there.files.put_file(str(folder / name), f"{base}/{digest}")
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    _put_manifest(there, folder.name, {"card": card, "files": held})
    for digest in known - set(held.values()):
        there.files.rm_file(f"{base}/{digest}")


def _fetch(there: Mirror, folder: Path, wanted: Mapping[str, str]) -> None:
    """Put the files together beside the folder, check their content, and take its place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".study-") as scratch:
        whole, held = Path(scratch) / "study", _held(folder)
        for name, digest in wanted.items():
            target = whole / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if held.get(name) == digest:
                shutil.copy2(folder / name, target)
            else:
                there.files.get_file(there.of(folder.name, "files", digest), str(target))
        if _held(whole) != wanted:
            raise StudyError(
                f"The study {folder.name} at {there.url!r} is damaged: a file is not what its "
                "manifest says. Restore it from a copy, or delete it."
            )
        shutil.rmtree(folder, ignore_errors=True)
        whole.rename(folder)


def _held(folder: Path) -> dict[str, str]:
    """sha256 of every file but the card, by its path in the folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != CARD
    }


def _mark(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.unsent")


def _write(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        write_whole(content, path)
