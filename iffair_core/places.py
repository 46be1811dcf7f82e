"""Where things lie: the state folder, the folder of studies, and the files of one study."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from pathlib import Path

from platformdirs import user_data_path

from iffair_core.errors import ConfigError

CARD, CONFIG, FIGURES, TABLE = "card.json", "config.toml", "study.json", "table.parquet"
PARAMETERS, WEIGHTS = "parameters.parquet", "weights.parquet"
LEARNER = "learner.parquet"
COMPARISON = "comparison"
SPREAD, YARDSTICKS = "spread.json", "yardsticks.json"
DECISIONS = "decisions.json"

IDENTIFIER = re.compile(r"[0-9a-f]{16}")
SETTINGS = "settings.toml"
ENVIRONMENT = "IFFAIR_STUDIES"


def home() -> Path:
    """The local folder of studies and uploaded tables: IFFAIR_HOME, or the user's data folder."""
    given = os.environ.get("IFFAIR_HOME")
    return Path(given) if given else user_data_path("iffair", appauthor=False)


def studies_place() -> str:
    """The folder or URL that studies are kept in.

    IFFAIR_STUDIES, else ``studies`` in the file settings.toml of the state folder, else the
    folder "studies" there. Raises ConfigError if the file says something else.
    """
    given = os.environ.get(ENVIRONMENT) or _setting()
    return given or str(home() / "studies")


def is_id(text: str) -> bool:
    """Whether ``text`` can be what ``new_id`` gives."""
    return IDENTIFIER.fullmatch(text) is not None


def new_id() -> str:
    """An id for a study, a job or an upload that nobody guesses."""
    return secrets.token_hex(8)


def _setting() -> str | None:
    path = home() / SETTINGS
    if not path.is_file():
        return None
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"The settings {str(path)!r} cannot be read: {error}.") from error
    if set(settings) - {"studies"} or not isinstance(settings.get("studies", ""), str):
        raise ConfigError(
            f'The settings {str(path)!r} may hold one line, studies = "FOLDER or URL"; got '
            f"{', '.join(settings)}. Correct the file."
        )
    return settings.get("studies") or None
