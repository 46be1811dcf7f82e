"""A study folder as one file, which tells nothing of the machine that it was made on."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import tomli_w

from iffair_core.errors import StudyError
from iffair_core.kept.points import saved_figures
from iffair_core.places import CONFIG
from iffair_core.report.provenance import shared_data

EARLIEST = (1980, 1, 1, 0, 0, 0)


def study_zip(folder: str | Path, name: str = "study") -> bytes:
    """The folder with everything in it as a zip that unpacks to a folder called ``name``.

    Dates of files are left out: the same study gives the same bytes. Its config names the table,
    not where it lay; that is no part of the study's id. Raises StudyError if the folder does not
    exist or is no study.
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
            content = _shared(path, root) if path == root / CONFIG else path.read_bytes()
            archive.writestr(info, content)
    return target.getvalue()


def _shared(config: Path, folder: Path) -> bytes:
    """The config with the name of the table in place of its path, else as it stands."""
    settings = tomllib.loads(config.read_text(encoding="utf-8"))
    settings["data"] = shared_data(settings["data"], saved_figures(folder)["table"]["name"])
    return tomli_w.dumps(settings).encode()
