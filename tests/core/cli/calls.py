"""What the tests of the command line call it with, and how they read what it answers."""

from iffair_core.cli import BAD_INPUT, main
from iffair_core.config import StudyConfig

GERMAN = ["run", "--data", "german", "--gap", "demographic_parity", "--rule", "path"]
QUICK = [*GERMAN, "--steps", "3"]


def config_of(place) -> StudyConfig:
    return StudyConfig.from_file(place / "config.toml")


def complaint(capsys, arguments) -> str:
    """The line on standard error of a call that ends with status 2, after the bar of a slow one."""
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = stop.code
    printed = capsys.readouterr()
    assert status == BAD_INPUT
    assert printed.out == ""
    said = printed.err.rpartition("\r")[2]
    assert len(said.splitlines()) == 1
    return said
