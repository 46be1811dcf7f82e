"""The lines that every page of results begins with: what was run, on what, and when."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks.machine import machine
from iffair_core.version import __version__


def head(title: str, text: str, *, libraries: Sequence[str], command: str, note: str) -> list[str]:
    """Title, a paragraph and a list: versions, machine with a ``note``, date and command."""
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    return [
        f"# {title}",
        "",
        text,
        "",
        f"- IFFair {__version__}; Python {platform.python_version()}, {versions}",
        f"- {machine()}; {note}",
        f"- {datetime.now(UTC):%Y-%m-%d}, `{command}`",
    ]
