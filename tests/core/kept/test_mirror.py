"""Studies kept elsewhere: file://, memory://, and a file system that other processes share."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest

from iffair_core.errors import StudyError
from iffair_core.kept import mirror, shelf
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.places import home as state_folder
from iffair_core.results import Study, choose
from tests.core.kept.conftest import ID

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["memory://iffair/studies", "dir::file://{}/shared"])
def elsewhere(request, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty place that is no local folder; a fresh look at it for every call."""
    url = request.param.format(home)
    monkeypatch.setenv("IFFAIR_STUDIES", url)
    monkeypatch.setattr(shelf, "FRESH_SECONDS", 0.0)
    yield url
    memory = fsspec.filesystem("memory")
    if memory.exists("/iffair"):
        memory.rm("/iffair", recursive=True)


def lose_copies() -> None:
    """As on another machine, where nothing was opened yet."""
    shutil.rmtree(state_folder() / "copies")


def test_study_is_opened_where_it_was_not_made(study: Study, elsewhere: str) -> None:
    save_study(study, shelf.place_of(ID))
    lose_copies()
    (card,) = shelf.listing().cards
    assert (card.id, card.has_table, card.fingerprint) == (ID, True, study.id)
    assert load_study(shelf.opened(ID)).to_dict() == study.to_dict()


def test_only_what_changed_is_sent(study: Study, elsewhere: str) -> None:
    folder = save_study(study, shelf.place_of(ID))
    there = mirror.mirror()
    assert there is not None
    files = {p["name"]: p for p in there.files.ls(there.of(ID, "files"), detail=True)}
    sent: list[str] = []
    whole, there.files.put_file = there.files.put_file, lambda a, b: (sent.append(a), whole(a, b))
    try:
        save_study(choose(study, 1), folder)
    finally:
        there.files.put_file = whole
    assert [Path(path).name for path in sent] == ["study.json"]
    left = there.files.ls(there.of(ID, "files"), detail=False)
    assert len(left) == len(files)
    lose_copies()
    assert load_study(shelf.opened(ID)).operating.step == 1


def test_change_on_another_machine_is_seen(study: Study, elsewhere: str, home: Path) -> None:
    mine = save_study(study, shelf.place_of(ID))
    kept = home / "kept"
    shutil.copytree(mine, kept)
    save_study(choose(study, 1), mine)
    shelf.rename(ID, "By another")
    shutil.rmtree(mine)
    shutil.copytree(kept, mine)
    assert load_study(shelf.opened(ID)).operating.step == 1
    assert shelf.listing().cards[0].name == "By another"


def test_bin_works_elsewhere_too(study: Study, elsewhere: str) -> None:
    save_study(study, shelf.place_of(ID))
    shelf.delete(ID)
    assert shelf.listing().cards == ()
    lose_copies()
    with pytest.raises(StudyError, match="was deleted on"):
        shelf.opened(ID)
    shelf.restore(ID)
    assert [card.id for card in shelf.listing().cards] == [ID]
    shelf.delete(ID)
    assert shelf.empty_bin(days=-1) == (ID,)
    with pytest.raises(StudyError, match="not kept here"):
        shelf.opened(ID)


def test_a_file_that_was_changed_there_is_noticed(study: Study, elsewhere: str) -> None:
    save_study(study, shelf.place_of(ID))
    there = mirror.mirror()
    assert there is not None
    manifest = json.loads(there.files.cat_file(there.of(ID, "card.json")))
    there.files.pipe_file(there.of(ID, "files", manifest["files"]["study.json"]), b"{}")
    lose_copies()
    with pytest.raises(StudyError, match="a file is not what its manifest says"):
        shelf.opened(ID)


def test_a_manifest_cannot_lead_out_of_the_folder(study: Study, elsewhere: str, home: Path) -> None:
    save_study(study, shelf.place_of(ID))
    there = mirror.mirror()
    assert there is not None
    path = there.of(ID, "card.json")
    manifest = json.loads(there.files.cat_file(path))
    manifest["files"]["../../out.json"] = manifest["files"].pop("study.json")
    there.files.pipe_file(path, json.dumps(manifest).encode())
    lose_copies()
    with pytest.raises(StudyError, match="no name of a file"):
        shelf.opened(ID)
    assert not list(home.rglob("out.json"))


def test_what_could_not_be_sent_is_kept_and_sent_later(
    study: Study, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ConnectionError("no route")

    with monkeypatch.context() as cut:
        cut.setattr(mirror, "_send", broken)
        with pytest.raises(StudyError, match=r"cannot be reached.*no route.*saved on this machine"):
            save_study(study, shelf.place_of(ID))
    assert shelf.listing().cards == ()
    assert load_study(shelf.opened(ID)).id == study.id
    assert [card.id for card in shelf.listing().cards] == [ID]


def test_another_process_keeps_its_study_there(study: Study, home: Path, monkeypatch) -> None:
    monkeypatch.setenv("IFFAIR_STUDIES", f"dir::file://{home}/shared")
    save_study(study, shelf.place_of(ID))
    lose_copies()
    command = [sys.executable, "-m", "iffair_core", "screen", ID, "--line", "four_fifths"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    lose_copies()
    assert load_study(shelf.opened(ID)).yardsticks.lines[0].measure == "selection_ratio"


def test_file_url_is_the_folder_itself(study: Study, home: Path, monkeypatch) -> None:
    monkeypatch.setenv("IFFAIR_STUDIES", f"file://{home}/shared")
    assert mirror.mirror() is None
    save_study(study, shelf.place_of(ID))
    assert (home / "shared" / ID / "study.json").exists()
    assert [card.id for card in shelf.listing().cards] == [ID]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nowhere://studies", "fsspec knows, such as s3://bucket/studies"),
        ("ftp://127.0.0.1:1/studies", "cannot be reached"),
    ],
)
def test_place_that_cannot_be_used_is_a_clear_error(monkeypatch, url: str, words: str) -> None:
    monkeypatch.setenv("IFFAIR_STUDIES", url)
    with pytest.raises(StudyError, match=words):
        shelf.listing()


def test_missing_plug_in_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.setenv("IFFAIR_STUDIES", "s3://bucket/studies")
    with pytest.raises(StudyError, match="needs another package: Install s3fs"):
        shelf.listing()
