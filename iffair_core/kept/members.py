"""Which names the files of a study from elsewhere may have."""

from __future__ import annotations

from pathlib import PurePosixPath

from iffair_core.errors import StudyError
from iffair_core.places import COMPARISON

KINDS = (".json", ".toml", ".parquet")
"""The kinds of file of a study: text and tables, nothing that runs when it is opened."""
FORBIDDEN = frozenset("\\:\0")


def check_member(name: str) -> None:
    """Raise StudyError unless ``name`` is a path that a study's folder can hold.

    A file of one of ``KINDS`` in the folder itself, or a JSON file two folders below it in
    ``comparison/``; never a path that leads out of the folder.
    """
    parts = PurePosixPath(name).parts
    if not parts or name != "/".join(parts) or any(map(_leads_away, parts)):
        raise StudyError(f"{name!r} is no name of a file in a study's folder; nothing was taken.")
    kind = PurePosixPath(name).suffix
    nested = len(parts) == 3 and parts[0] == COMPARISON and kind == ".json"
    if kind not in KINDS or (len(parts) > 1 and not nested):
        raise StudyError(
            f"A study holds files of the kinds {', '.join(KINDS)} and no others; this one has "
            f"{name!r}. Nothing was taken."
        )


def _leads_away(part: str) -> bool:
    return part.startswith((".", "/")) or bool(FORBIDDEN & set(part))
