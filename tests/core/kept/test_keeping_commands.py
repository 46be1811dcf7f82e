"""The commands around kept studies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iffair_core.cli import main
from iffair_core.kept import shelf
from iffair_core.report.archive import study_zip
from iffair_core.results import Study
from tests.core.kept.conftest import ID


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_list_rename_delete_restore(kept: Path, study: Study, capsys) -> None:
    assert printed(capsys, "rename", study.id, "Spring review").startswith(f"{ID}  ")
    lines = printed(capsys, "studies").splitlines()
    assert lines[0].endswith("Spring review")
    assert " -> " in lines[1]
    assert f"restore {ID}" in printed(capsys, "delete", ID)
    assert printed(capsys, "studies") == "No study is kept yet.\n"
    assert "Spring review" in printed(capsys, "studies", "--bin")
    printed(capsys, "restore", ID)
    assert printed(capsys, "studies", "--bin") == "The bin is empty.\n"
    (card,) = json.loads(printed(capsys, "studies", "--json"))
    assert (card["id"], card["fingerprint"], card["name"]) == (ID, study.id, "Spring review")


def test_import_prints_the_new_id_and_it_replays(kept: Path, home: Path, capsys) -> None:
    (home / "study.zip").write_bytes(study_zip(kept))
    shelf.erase(ID)
    new = printed(capsys, "import", str(home / "study.zip")).split()[0]
    assert new != ID
    again = printed(capsys, "import", str(home / "study.zip"))
    assert again.startswith(f"{new}  ")
    assert "kept here already: nothing was added" in again
    assert [card.id for card in shelf.listing().cards] == [new]
    assert main(["replay", new]) == 0
    assert "replay: every figure is the same as stored" in capsys.readouterr().err


def test_import_refuses_with_one_line(home: Path, capsys) -> None:
    (home / "study.zip").write_bytes(b"no zip")
    assert main(["import", str(home / "study.zip")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_run_writes_over_another_study_only_when_told(home: Path, capsys) -> None:
    command = ["run", "--data", "german", "--steps", "1", "--out", str(home / "s")]
    printed(capsys, *command)
    printed(capsys, *command)
    assert main([*command, "--seed", "1"]) == 2
    assert "holds another study (German credit" in capsys.readouterr().err
    printed(capsys, *command, "--seed", "1", "--replace")


def test_deleted_study_is_told_apart_from_none(kept: Path, capsys) -> None:
    shelf.delete(ID)
    with pytest.raises(SystemExit):
        main(["weights", ID])
    assert f"restore {ID}" in capsys.readouterr().err
