"""Comparisons in the folder of their study: one file an attempt, kept as soon as it has ended.

    comparison/GAP-KEY/METHOD-SEED.json

KEY follows from the table's content, from all of the config that plays a part, and from the
version of the package: what was computed otherwise is never met again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.entries import Attempt, from_dict, to_dict
from iffair_core.comparison.result import Comparison
from iffair_core.config import GAP_NAMES, GapName, StudyConfig
from iffair_core.errors import StudyError
from iffair_core.kept.load import identity
from iffair_core.places import COMPARISON
from iffair_core.version import __version__
from iffair_core.writing import write_json

NO_PART = (
    *("data", "seed", "gaps", "bounds", "paces"),
    *("max_gap", "max_loss", "rule", "learner"),
)
"""Fields of a config that no contest looks at: it has its own seed, gap, rule and models."""


def load_comparison(folder: str | Path, gap: GapName) -> Comparison:
    """All attempts at this gap that are kept with the study; none if nothing was compared yet.

    Attempts of methods that there are no longer are left out. Raises StudyError if the folder is
    no study or a file in it cannot be read.
    """
    found = Comparison(gap)
    for path in sorted(_place(folder, gap).glob("*.json")):
        try:
            saved = json.loads(path.read_text(encoding="utf-8"))
            found = _with(found, saved)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StudyError(
                f"{str(path)!r} cannot be read ({error}). Delete it and compare again."
            ) from error
    return found


def kept(folder: str | Path, gap: GapName) -> tuple[tuple[str, int], ...]:
    """Name and time stamp of every attempt at this gap: another answer means other attempts."""
    files = sorted(_place(folder, gap).glob("*.json"))
    return tuple((path.name, path.stat().st_mtime_ns) for path in files)


def compared_gaps(folder: str | Path) -> tuple[GapName, ...]:
    """The gaps that were compared, as the study is now."""
    return tuple(gap for gap in GAP_NAMES if kept(folder, gap))


def load_comparisons(folder: str | Path) -> tuple[Comparison, ...]:
    """Every comparison that is kept with the study. Raises StudyError as ``load_comparison``."""
    return tuple(load_comparison(folder, gap) for gap in compared_gaps(folder))


def pass_on(former: str | Path, folder: str | Path) -> None:
    """Give a new study what was compared with a former one and holds for it as well."""
    for gap in GAP_NAMES:
        old, new = _place(former, gap), _place(folder, gap)
        if old.name == new.name and old.is_dir() and not new.exists():
            new.parent.mkdir(exist_ok=True)
            shutil.copytree(old, new, ignore=shutil.ignore_patterns(".*"))


def save_attempt(folder: str | Path, attempt: Attempt, comparison: Comparison) -> None:
    """Keep one attempt of a comparison with the study. Raises StudyError."""
    place = _place(folder, comparison.gap)
    content = {
        "groups": list(comparison.groups),
        "test_rows": comparison.test_rows.get(attempt.seed),
        "attempt": to_dict(attempt),
    }
    try:
        place.mkdir(parents=True, exist_ok=True)
        write_json(content, place / f"{attempt.method}-{attempt.seed}.json")
    except OSError as error:
        raise StudyError(
            f"The comparison cannot be written to {str(place)!r}: {error.strerror}."
        ) from error


def key_of(config: StudyConfig, digest: str) -> str:
    """Twelve hexadecimal digits: the same for studies whose comparisons agree."""
    settings = {name: v for name, v in config.to_dict().items() if name not in NO_PART}
    text = json.dumps([settings, digest, __version__], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _place(folder: str | Path, gap: GapName) -> Path:
    config, digest = identity(folder)
    return Path(folder) / COMPARISON / f"{gap}-{key_of(config, digest)}"


def _with(found: Comparison, saved: dict[str, Any]) -> Comparison:
    attempt = from_dict(saved["attempt"])
    if attempt.method not in METHODS:
        return found
    rows = found.test_rows
    if saved["test_rows"] is not None:
        rows = {**rows, attempt.seed: float(saved["test_rows"])}
    return replace(
        found,
        groups=tuple(saved["groups"]) or found.groups,
        test_rows=rows,
        attempts=(*found.attempts, attempt),
    )
