"""A study folder as one file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from iffair_core.errors import StudyError

EARLIEST = (1980, 1, 1, 0, 0, 0)


def study_zip(folder: str | Path, name: str = "study") -> bytes:
    """The folder with everything in it as a zip that unpacks to a folder called ``name``.

    Dates of files are left out: the same study gives the same bytes. Raises StudyError if the
    folder does not exist.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        raise StudyError(f"There is no study folder {str(folder)!r}. Run the study first.")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            member = str(Path(name) / path.relative_to(root))
            info = zipfile.ZipInfo(member, date_time=EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return target.getvalue()
