"""Kept studies in a local folder: cards, names, the bin."""

from __future__ import annotations

import dataclasses
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from iffair_core.errors import ConfigError, StudyError
from iffair_core.fairness.measure import targeted_gap
from iffair_core.kept import shelf
from iffair_core.kept.card import TARGETED, read_card
from iffair_core.kept.card_of import card_of
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.kept.setting_words import setting_words
from iffair_core.places import studies_place
from iffair_core.results import Study, choose
from iffair_core.weights.describe import summarise_weights
from tests.core.kept.conftest import ID, OTHER_ID


def test_card_holds_the_figures_of_the_study(study: Study, kept: Path) -> None:
    card = read_card(kept)
    before, after = study.plain.test, study.operating.test
    for measures, levels in ((before, card.before), (after, card.after)):
        assert levels[TARGETED].value == pytest.approx(targeted_gap(measures, study.config.gaps))
        assert levels["accuracy"].value == pytest.approx(measures.utility["accuracy"])
        assert levels["accuracy"].low < levels["accuracy"].value < levels["accuracy"].high
    assert card.sample_size == summarise_weights(study.operating.weights).effective_sample_size
    assert (card.id, card.fingerprint, card.data) == (ID, study.id, "loans.csv")
    assert card.title == "loans.csv: demographic parity, path"
    assert card.steps == len(study.points) - 1 > 0


def test_studies_of_one_table_and_gap_are_told_apart(study: Study, plain: Study) -> None:
    config = study.config
    by = " × ".join(attribute.column for attribute in config.task.sensitive)
    said = setting_words(config, reweighted=True)
    assert said.startswith(f"by {by}, at most {100 * config.max_gap:.1f} points")
    others = (
        dataclasses.replace(config, max_gap=0.031),
        dataclasses.replace(config, max_weight=1.5),
        dataclasses.replace(config, landing=0.02),
        dataclasses.replace(config, seed=3),
        dataclasses.replace(config, share=0.25),
        dataclasses.replace(config, model="network"),
    )
    lines = {setting_words(other, reweighted=True) for other in others}
    assert len(lines | {said}) == len(others) + 1
    assert "points" not in setting_words(plain.config, reweighted=False)
    assert card_of(study).settings == said
    assert card_of(study).found_by("at most")


def test_name_and_date_outlive_another_operating_point(study: Study, kept: Path) -> None:
    made = shelf.rename(ID, "  Loans,\nfirst try ").made
    save_study(choose(study, 1), kept)
    card = read_card(kept)
    assert (card.name, card.made) == ("Loans, first try", made)
    assert card.after["accuracy"].value == pytest.approx(study.points[1].test.utility["accuracy"])
    assert shelf.rename(ID, "").title == "loans.csv: demographic parity, path"
    with pytest.raises(ConfigError, match="at most 120 characters; got 121"):
        shelf.rename(ID, "x" * 121)


def test_a_name_is_no_part_of_the_figures(study: Study, kept: Path) -> None:
    before = (kept / "study.json").read_bytes()
    shelf.rename(ID, "Loans")
    assert (kept / "study.json").read_bytes() == before
    assert load_study(kept).to_dict() == study.to_dict()


def test_listing_is_of_the_newest_first_and_reads_cards_alone(
    study: Study, plain: Study, kept: Path
) -> None:
    save_study(plain, kept.parent / OTHER_ID)
    card = json.loads((kept / "card.json").read_text())
    (kept / "card.json").write_text(json.dumps({**card, "made": "2020-01-01T00:00:00+00:00"}))
    for name in ("study.json", "config.toml", "weights.parquet"):
        (kept / name).unlink()
    assert [c.id for c in shelf.listing().cards] == [OTHER_ID, ID]
    assert [c.steps for c in shelf.listing().cards] == [0, 2]


def test_five_hundred_studies_are_listed_in_a_moment(kept: Path) -> None:
    card = (kept / "card.json").read_text()
    for number in range(500):
        folder = kept.parent / f"{number:016x}"
        folder.mkdir()
        (folder / "card.json").write_text(card)
    begun = time.process_time()
    assert len(shelf.listing().cards) == 501
    assert time.process_time() - begun < 2


def test_study_without_a_card_is_listed_with_its_figures(study: Study, kept: Path) -> None:
    full = read_card(kept)
    (kept / "card.json").unlink()
    os.utime(kept / "study.json", (86_400, 86_400))
    (card,) = shelf.listing().cards
    assert card.made == "1970-01-02T00:00:00+00:00"
    for name, level in card.after.items():
        assert level.value == pytest.approx(full.after[name].value)
        assert level.high is None


@pytest.mark.parametrize("content", ["{", "[]", '{"name": 3}'])
def test_damaged_card_is_named_and_hides_no_other(plain: Study, kept: Path, content: str) -> None:
    save_study(plain, kept.parent / OTHER_ID)
    (kept / "card.json").write_text(content)
    found = shelf.listing()
    assert [card.id for card in found.cards] == [OTHER_ID]
    assert found.damaged == (ID,)


def test_deleted_study_says_so_and_comes_back_whole(study: Study, kept: Path) -> None:
    shelf.delete(ID)
    assert shelf.listing().cards == ()
    assert [card.id for card in shelf.listing(deleted=True).cards] == [ID]
    with pytest.raises(StudyError, match=r"was deleted on .* can be restored on the page Studies"):
        shelf.opened(ID)
    shelf.restore(ID)
    assert [card.id for card in shelf.listing().cards] == [ID]
    assert load_study(shelf.opened(ID)).to_dict() == study.to_dict()


def test_bin_is_emptied_after_its_days(plain: Study, kept: Path) -> None:
    young = save_study(plain, kept.parent / OTHER_ID)
    for identifier, days in ((ID, 30.1), (OTHER_ID, 29.9)):
        shelf.delete(identifier)
        path = kept.parent / identifier / "card.json"
        moment = datetime.now(UTC) - timedelta(days=days)
        card = {**json.loads(path.read_text()), "deleted": moment.isoformat()}
        path.write_text(json.dumps(card))
    assert shelf.empty_bin() == (ID,)
    assert not kept.exists()
    assert young.exists()


def test_study_is_named_by_id_or_by_the_fingerprint_of_a_report(
    study: Study, plain: Study, kept: Path
) -> None:
    assert study.id == plain.id
    save_study(plain, kept.parent / OTHER_ID)
    assert shelf.named_by(study.id) == ID
    assert shelf.named_by(OTHER_ID) == OTHER_ID
    assert shelf.named_by("0" * 12) == "0" * 12


def test_unknown_and_impossible_ids_are_refused(home: Path) -> None:
    with pytest.raises(StudyError, match="not kept here"):
        shelf.opened(ID)
    with pytest.raises(StudyError, match="cannot be the id of a study"):
        shelf.opened("../../etc")


def test_words_find_a_study_whatever_their_case(kept: Path) -> None:
    card = shelf.rename(ID, "Spring review")
    assert card.found_by("spring LOANS")
    assert card.found_by("demographic path")
    assert not card.found_by("spring autumn")


def test_place_is_named_by_environment_then_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert studies_place() == str(home / "studies")
    (home / "settings.toml").write_text('studies = "/srv/studies"')
    assert studies_place() == "/srv/studies"
    monkeypatch.setenv("IFFAIR_STUDIES", "memory://studies")
    assert studies_place() == "memory://studies"
    monkeypatch.delenv("IFFAIR_STUDIES")
    (home / "settings.toml").write_text('study = "/srv/studies"')
    with pytest.raises(ConfigError, match="may hold one line"):
        studies_place()
