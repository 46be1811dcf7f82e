"""Files that are written whole: a reader meets the former content or the new one, never a half."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any


def write_whole(content: bytes, path: Path) -> None:
    """Write in the folder above and move: the folder of ``path`` never holds anything else."""
    with tempfile.TemporaryDirectory(dir=path.parent.parent, prefix=".writing-") as scratch:
        whole = Path(scratch) / path.name
        whole.write_bytes(content)
        whole.replace(path)


def write_json(content: Any, path: Path) -> None:
    """Write plain values as JSON, whole. Raises ValueError for NaN or infinity."""
    write_whole(json.dumps(content, indent=1, allow_nan=False).encode(), path)
