"""Zips from elsewhere: a whole study is taken in, anything else is refused and leaves nothing."""

from __future__ import annotations

import dataclasses
import io
import json
import pickle
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from iffair_core.cli import main
from iffair_core.errors import IFFairError, StudyError
from iffair_core.kept import shelf, unpack
from iffair_core.kept.decisions import keep_notes
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.kept.unpack import attach_table, import_study
from iffair_core.replay import replay
from iffair_core.report.archive import study_zip
from iffair_core.results import Study
from tests.core.kept.conftest import ID

Files = dict[str, bytes]


@pytest.fixture
def files(kept: Path) -> Files:
    """The study's files, and an empty shelf to take them in."""
    shelf.rename(ID, "Made elsewhere")
    found = {p.relative_to(kept).as_posix(): p.read_bytes() for p in kept.rglob("*.*")}
    shelf.erase(ID)
    return found


def zipped(files: Files, top: str = "study/") -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name if name.startswith("!") else top + name, content)
    target.seek(0)
    return target


def refused(source: io.BytesIO, words: str) -> None:
    """The import fails with these words and nothing is left of it."""
    with pytest.raises(IFFairError, match=words):
        import_study(source)
    assert shelf.listing() == shelf.Listing(())
    place = shelf.place_of(ID).parent
    assert not place.exists() or list(place.iterdir()) == []


def edited(files: Files, name: str, change: Callable[[dict], object]) -> io.BytesIO:
    values = json.loads(files[name])
    change(values)
    return zipped({**files, name: json.dumps(values).encode()})


@pytest.mark.parametrize("top", ["study/", "", "a/b/"])
def test_whole_study_is_taken_in_under_a_new_id(files: Files, study: Study, top: str) -> None:
    card = import_study(zipped(files, top)).card
    assert card.id != ID
    assert (card.name, card.has_table) == ("Made elsewhere", True)
    assert load_study(shelf.opened(card.id)).to_dict() == study.to_dict()
    assert replay(shelf.opened(card.id))[1] == ()


def test_study_that_is_kept_already_is_not_kept_twice(files: Files, home: Path) -> None:
    first = import_study(zipped(files))
    shelf.rename(first.card.id, "Called otherwise here")
    again = import_study(zipped(files))
    assert (first.added, again.added) == ("study", "nothing")
    assert (again.card.id, again.card.name) == (first.card.id, "Called otherwise here")
    assert [card.id for card in shelf.listing().cards] == [first.card.id]
    assert [path.name for path in (home / "studies").iterdir()] == [first.card.id]


def test_study_that_was_decided_on_since_is_another_one(files: Files) -> None:
    first = import_study(zipped(files))
    keep_notes("Looked at again.", shelf.opened(first.card.id))
    again = import_study(zipped(files))
    assert again.added == "study"
    assert len(shelf.listing().cards) == 2


def test_kept_study_without_its_table_gets_it_from_the_zip(files: Files, study: Study) -> None:
    table = files.pop("table.parquet")
    first = import_study(zipped(files))
    again = import_study(zipped({**files, "table.parquet": table}))
    assert (again.added, again.card.id, again.card.has_table) == ("table", first.card.id, True)
    assert load_study(shelf.opened(first.card.id)).to_dict() == study.to_dict()


def test_export_of_the_dashboard_is_taken_in(kept: Path, study: Study) -> None:
    card = import_study(io.BytesIO(study_zip(kept))).card
    assert load_study(shelf.opened(card.id)).operating.step == study.operating.step


def test_exported_zip_does_not_say_where_the_table_lay(
    study: Study, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = "/home/somebody/secret-project"
    config = dataclasses.replace(study.config, data=f"{private}/loans.csv")
    folder = save_study(dataclasses.replace(study, config=config), shelf.place_of(ID))
    with zipfile.ZipFile(io.BytesIO(study_zip(folder))) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
        archive.extractall(home / "elsewhere")
    assert not [name for name, content in contents.items() if b"secret-project" in content]
    unpacked = home / "elsewhere" / "study"
    assert replay(unpacked)[1] == ()
    monkeypatch.chdir(home)
    settings = ["--config", str(unpacked / "config.toml"), "--steps", "1"]
    assert main(["run", *settings, "--out", "again"]) == 0
    assert load_study("again").table.digest == study.table.digest


def test_file_that_is_called_like_a_packaged_set_is_not_taken_for_it(
    study: Study, home: Path
) -> None:
    named = dataclasses.replace(study.table, name="german")
    config = dataclasses.replace(study.config, data="/elsewhere/german")
    moved = dataclasses.replace(study, config=config, table=named)
    card = import_study(io.BytesIO(study_zip(save_study(moved, home / "made")))).card
    assert not card.packaged
    assert load_study(shelf.opened(card.id)).to_dict() == study.to_dict()


def test_deleted_study_comes_back_as_a_kept_one(kept: Path) -> None:
    shelf.delete(ID)
    card = import_study(io.BytesIO(study_zip(kept))).card
    assert [c.id for c in shelf.listing().cards] == [card.id]


def test_without_its_table_it_is_listed_and_says_what_is_missing(
    files: Files, study: Study, home: Path
) -> None:
    del files["table.parquet"]
    card = import_study(zipped(files)).card
    assert not card.has_table
    assert shelf.listing().cards[0].after["accuracy"].high is not None
    with pytest.raises(
        StudyError, match=r"table of this study is gone.*on the dashboard's page Studies"
    ):
        load_study(shelf.opened(card.id))
    other = study.table.frame.assign(age=1)
    other.to_csv(home / "other.csv", index=False)
    with pytest.raises(StudyError, match="is not the table of this study"):
        attach_table(card.id, home / "other.csv")
    study.table.frame.to_csv(home / "loans.csv", index=False)
    assert attach_table(card.id, home / "loans.csv").has_table
    assert load_study(shelf.opened(card.id)).to_dict() == study.to_dict()


def test_study_of_before_there_were_cards_is_taken_in(files: Files, study: Study) -> None:
    del files["card.json"]
    card = import_study(zipped(files)).card
    assert card.name == ""
    assert card.after["accuracy"].low is not None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../evil.json", "no name of a file"),
        ("/etc/evil.json", "no name of a file"),
        ("a\\..\\evil.json", "no name of a file"),
        ("C:evil.json", "no name of a file"),
        (".hidden.json", "no name of a file"),
        ("comparison/../../evil.json", "no name of a file"),
        ("deep/evil.json", "and no others"),
        ("comparison/a/model.pkl", "and no others"),
        ("model.skops", "and no others"),
        ("run.py", "and no others"),
    ],
)
def test_names_that_no_study_has_are_refused(
    files: Files, home: Path, name: str, words: str
) -> None:
    refused(zipped({**files, name: b"{}"}, top=""), words)
    assert not list(home.parent.rglob("evil*"))


def test_a_card_that_cannot_be_used_is_told_by_its_place_in_the_zip(files: Files) -> None:
    card = {**json.loads(files["card.json"]), "name": "long " * 40}
    refused(
        zipped({**files, "card.json": json.dumps(card).encode()}),
        r"^card.json in the zip cannot be used: A name has at most 120 characters",
    )


def test_pickle_is_refused_whatever_it_is_called(files: Files) -> None:
    harmful = pickle.dumps(print)
    refused(zipped({**files, "model.pkl": harmful}), "and no others")
    refused(zipped({**files, "weights.parquet": harmful}), "weights.parquet in the zip is damaged")
    refused(zipped({**files, "table.parquet": harmful}), "table.parquet in the zip is damaged")


def test_link_and_double_are_refused(files: Files) -> None:
    target = zipped(files)
    with zipfile.ZipFile(target, "a") as archive:
        info = zipfile.ZipInfo("study/spread.json")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    refused(target, "link or comes twice")
    target = zipped(files)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("study/study.json", "{}")
    refused(target, "link or comes twice")


def test_sizes_are_limited(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_TEXT", 1_000_000)
    refused(zipped({**files, "spread.json": b" " * 1_000_001}), "spread.json' has 1 MB")
    monkeypatch.setattr(unpack, "MOST_FILES", len(files) - 1)
    refused(zipped(files), f"holds {len(files)} files")
    monkeypatch.setattr(unpack, "MOST_FILES", 100)
    monkeypatch.setattr(unpack, "MOST_BYTES", 1000)
    refused(zipped(files), "a study has at most")


def test_size_that_is_understated_is_found_out(files: Files) -> None:
    content = b" " * 500_000
    raw = zipped({**files, "spread.json": content}).getvalue()
    lying = raw.replace(struct.pack("<I", len(content)), struct.pack("<I", 10))
    assert lying != raw
    refused(io.BytesIO(lying), "damaged|holds more than it says")


def test_small_file_of_a_huge_table_is_not_opened(files: Files, monkeypatch) -> None:
    monkeypatch.setattr(unpack, "MOST_CELLS", 1_000_000)
    target = io.BytesIO()
    pq.write_table(pa.table({"age": pa.array([1] * 1_000_001)}), target, compression="zstd")
    assert len(target.getvalue()) < 100_000
    refused(
        zipped({**files, "table.parquet": target.getvalue()}), "table.parquet has 1,000,001 rows"
    )


def test_what_is_no_zip_or_no_study_is_refused(files: Files) -> None:
    refused(io.BytesIO(b"not a zip"), "no zip of a study")
    refused(io.BytesIO(zipped(files).getvalue()[:-200]), "no zip of a study")
    refused(zipped({"letter.json": b"{}"}), "lacks config.toml, study.json")
    del files["weights.parquet"]
    refused(zipped(files), "lacks weights.parquet")


def test_other_versions_are_told_apart(files: Files) -> None:
    refused(
        edited(files, "study.json", lambda s: s.update(version="99.0.0")),
        "made with version 99.0.0; this is",
    )
    for version in ("new", None, 3):
        changed = edited(files, "study.json", lambda s, v=version: s.update(version=v))
        refused(changed, "which is none")


def test_damaged_text_is_named(files: Files) -> None:
    refused(zipped({**files, "study.json": b"{"}), "study.json is damaged")
    refused(zipped({**files, "study.json": b'{"x": NaN}'}), "NaN is no figure")
    refused(zipped({**files, "card.json": b"[" * 100_000}), "card.json is damaged")
    refused(zipped({**files, "study.json": b"{}"}), "lacks")
    refused(zipped({**files, "config.toml": b"\xff"}), "config.toml in the zip cannot be used")


def test_unknown_setting_is_named(files: Files) -> None:
    more = files["config.toml"].decode().replace("data =", 'colour = "red"\ndata =', 1)
    refused(zipped({**files, "config.toml": more.encode()}), "Unknown setting colour")


def test_changed_settings_digest_and_table_are_noticed(files: Files, study: Study) -> None:
    other = dataclasses.replace(study.config, max_gap=0.01).to_toml().encode()
    refused(zipped({**files, "config.toml": other}), "was changed after it was run")
    tampered = edited(files, "study.json", lambda s: s["table"].update(digest="0" * 64))
    refused(tampered, "was changed after it was run")
    target = io.BytesIO()
    study.table.frame.assign(age=30).to_parquet(target)
    refused(zipped({**files, "table.parquet": target.getvalue()}), "has changed since it was saved")


def test_card_that_contradicts_the_study_is_refused(files: Files) -> None:
    def better(card: dict) -> None:
        card["after"]["targeted"][0] = 0.0001

    refused(edited(files, "card.json", better), "other figures than the study")
    refused(
        edited(files, "card.json", lambda c: c.update(fingerprint="0" * 12)),
        "card is that of another study",
    )
    refused(edited(files, "card.json", lambda c: c.update(name=3)), "name must be text")


def test_wrong_points_are_refused(files: Files) -> None:
    def drop(saved: dict) -> None:
        saved["frontier"][1]["test"].pop("gaps")

    refused(edited(files, "study.json", drop), "damaged")
    weights = pd.read_parquet(io.BytesIO(files["weights.parquet"])).drop(columns="1")
    target = io.BytesIO()
    weights.to_parquet(target)
    refused(zipped({**files, "weights.parquet": target.getvalue()}), "damaged")


def test_where_a_table_lies_is_no_part_of_the_fingerprint(study: Study, home: Path) -> None:
    moved = dataclasses.replace(study.config, data="/another/place.csv")
    folder = save_study(dataclasses.replace(study, config=moved), shelf.place_of(ID))
    assert replay(folder)[1] == ()
