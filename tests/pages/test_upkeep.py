"""Uploads that no study uses are deleted when a server begins, seven days after they came."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import pytest

from iffair_core.results import Study
from pages._ui import upkeep
from tests.pages.helpers import IDENTIFIER, Open, texts

DAY = 86_400


def upload(home: Path, name: str, days: float) -> Path:
    """An upload whose file was written so many days ago."""
    file = home / "tables" / name / "table.csv"
    file.parent.mkdir(parents=True)
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    written = time.time() - days * DAY
    os.utime(file, (written, written))
    return file


def refer(home: Path, kind: str, study: Study, data: Path) -> None:
    """A study or job whose configuration names the table."""
    folder = home / kind / IDENTIFIER
    folder.mkdir(parents=True)
    config = dataclasses.replace(study.config, data=str(data))
    (folder / "config.toml").write_text(config.to_toml(), encoding="utf-8")


def test_old_upload_goes_and_a_young_one_stays(home: Path) -> None:
    old, young = upload(home, "a" * 16, 7.1), upload(home, "b" * 16, 6.9)
    assert upkeep.remove_unused(home) == ("a" * 16,)
    assert not old.parent.exists()
    assert young.exists()


@pytest.mark.parametrize("kind", ["studies", "jobs"])
def test_upload_in_use_stays_however_old_it_is(home: Path, plain: Study, kind: str) -> None:
    used, unused = upload(home, "a" * 16, 400), upload(home, "b" * 16, 400)
    refer(home, kind, plain, used)
    assert upkeep.remove_unused(home) == ("b" * 16,)
    assert used.exists()
    assert not unused.exists()


def test_upload_stays_in_use_when_the_state_folder_is_moved(home: Path, plain: Study) -> None:
    used = upload(home, "a" * 16, 400)
    refer(home, "studies", plain, Path("elsewhere") / used.relative_to(home))
    assert upkeep.remove_unused(home) == ()


def test_what_is_no_upload_is_not_touched(home: Path) -> None:
    own = upload(home, "my own tables", 400)
    assert upkeep.remove_unused(home) == ()
    assert own.exists()


def test_first_page_of_a_server_deletes_and_the_data_page_says_so(
    open_app: Open, home: Path
) -> None:
    old = upload(home, "a" * 16, 8)
    app = open_app("data")
    assert not old.parent.exists()
    later = upload(home, "b" * 16, 8)
    app.file_uploader[0].upload("table.csv", b"a,b\n1,2\n3,4\n", "text/csv").run()
    assert later.exists()
    assert "or for 7 days if no study uses it" in texts(app)
