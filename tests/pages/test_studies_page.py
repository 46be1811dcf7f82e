"""Kept studies on their page: found, opened, named, deleted, compared, taken in."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.data.tables import Table
from iffair_core.kept import shelf
from iffair_core.kept.save import save_study
from iffair_core.kept.unpack import import_study
from iffair_core.report.archive import study_zip
from iffair_core.results import Study, choose
from pages._ui import jobs
from tests.pages.helpers import IDENTIFIER, Open, texts

OTHER = "fedcba9876543210"


@pytest.fixture
def two(home: Path, reweighted: Study) -> tuple[str, str]:
    """The study, and the same one at its first step with a name."""
    for identifier, study in ((IDENTIFIER, reweighted), (OTHER, choose(reweighted, 1))):
        save_study(study, home / "studies" / identifier)
    shelf.rename(OTHER, "The *first* step")
    return IDENTIFIER, OTHER


@pytest.fixture
def uploaded(home: Path, plain: Study) -> Study:
    """The plain study as one of a table that somebody uploaded on another machine."""
    table = Table(plain.table.frame, "loans.csv", plain.table.digest, "CSV")
    config = dataclasses.replace(plain.config, data="/elsewhere/loans.csv")
    return dataclasses.replace(plain, table=table, config=config)


def listed(app: AppTest) -> list[str]:
    """The ids of the studies in the list, as they stand."""
    keys = (str(button.key) for button in app.button)
    return [key.removeprefix("study_open_") for key in keys if key.startswith("study_open_")]


def test_empty_page_leads_to_the_data(open_app: Open) -> None:
    app = open_app("studies")
    app.button(key="studies_none").click().run()
    assert app.title[0].value == "Data"


def test_study_is_told_with_its_figures_and_opened(open_app: Open, two: tuple[str, str]) -> None:
    app = open_app("studies")
    card = shelf.listing().cards[-1]
    after = card.after["targeted"]
    assert f"**{100 * after.value:.1f} points**" in texts(app)
    assert "The \\*first\\* step" in texts(app)
    app.button(key=f"study_open_{OTHER}").click().run()
    assert app.title[0].value == "Frontier"
    assert app.query_params["study"] == OTHER


def test_search_and_order(open_app: Open, two: tuple[str, str], plain: Study, home: Path) -> None:
    save_study(plain, home / "studies" / ("a" * 16))
    app = open_app("studies")
    app.selectbox(key="studies_order").select("Name").run()
    assert listed(app)[-1] == OTHER
    app.selectbox(key="studies_order").select("Smallest gap").run()
    gaps = {card.id: card.after["targeted"].value for card in shelf.listing().cards}
    assert listed(app) == sorted(gaps, key=gaps.__getitem__)
    app.selectbox(key="studies_kind").select("Plain model alone").run()
    assert listed(app) == ["a" * 16]
    app.text_input(key="studies_find").input("first").run()
    assert "None of 3 studies" in texts(app)
    app.selectbox(key="studies_kind").select("All studies").run()
    assert listed(app) == [OTHER]


def test_long_list_is_shown_a_page_at_a_time(
    open_app: Open, reweighted_link: str, home: Path
) -> None:
    card = (home / "studies" / IDENTIFIER / "card.json").read_text()
    for number in range(12):
        (home / "studies" / f"{number:016x}").mkdir()
        (home / "studies" / f"{number:016x}" / "card.json").write_text(card)
    assert len(listed(open_app("studies"))) == 10


def test_rename_delete_and_undo(open_app: Open, two: tuple[str, str]) -> None:
    app = open_app("studies", study=IDENTIFIER)
    app.text_input(key=f"study_name_{IDENTIFIER}").input("Spring").run()
    app.button(key=f"study_rename_{IDENTIFIER}").click().run()
    assert {card.id: card.name for card in shelf.listing().cards}[IDENTIFIER] == "Spring"
    app.button(key=f"study_delete_{IDENTIFIER}").click().run()
    assert listed(app) == [OTHER]
    assert "study" not in app.query_params
    app.button(key="studies_undo").click().run()
    assert set(listed(app)) == {IDENTIFIER, OTHER}
    assert "“Spring” is back" in texts(app)


def test_deleted_study_is_restored_from_the_bin_and_its_link_says_so(
    open_app: Open, two: tuple[str, str]
) -> None:
    shelf.delete(OTHER)
    app = open_app("audit", study=OTHER)
    assert "was deleted on" in texts(app)
    app = open_app("studies")
    app.button(key=f"study_restore_{OTHER}").click().run()
    assert OTHER in listed(app)


def test_settings_are_taken_over_for_a_run(open_app: Open, two: tuple[str, str]) -> None:
    app = open_app("studies")
    app.button(key=f"study_settings_{OTHER}").click().run()
    assert app.title[0].value == "Reweight"
    assert app.slider(key="run_steps").value == 6
    assert "A run makes a new study" in texts(app)


def test_two_are_compared(open_app: Open, two: tuple[str, str], reweighted: Study) -> None:
    app = open_app("studies")
    app.checkbox(key=f"study_compare_{IDENTIFIER}").check().run()
    assert "one is chosen" in texts(app)
    app.checkbox(key=f"study_compare_{OTHER}").check().run()
    figures = app.dataframe[0].value.set_index("metric")
    accuracy = [reweighted.points[i].test.utility["accuracy"] for i in (reweighted.chosen, 1)]
    for letter, value in zip("AB", accuracy, strict=True):
        assert figures.loc["Accuracy", f"{letter} after"].startswith(f"{100 * value:.1f}")
    said = texts(app)
    assert "None: all settings are the same" in said
    assert "rank correlation of the weights +" in said
    assert "600 common training rows" in said
    app.button(key="studies_clear").click().run()
    assert "none is chosen" in texts(app)


def test_settings_and_tables_that_differ_are_told(
    open_app: Open, reweighted: Study, home: Path, reweighted_link: str
) -> None:
    other = dataclasses.replace(
        reweighted,
        config=dataclasses.replace(reweighted.config, max_gap=0.1, rule="uniform"),
        table=dataclasses.replace(reweighted.table, digest="0" * 64),
    )
    save_study(other, home / "studies" / OTHER)
    app = open_app("studies")
    for identifier in (IDENTIFIER, OTHER):
        app.checkbox(key=f"study_compare_{identifier}").check().run()
    table = app.table[0].value
    assert table.loc["Largest gap allowed"].tolist() == ["5.0 points", "10.0 points"]
    assert table.loc["Rule"].tolist() == ["path", "uniform"]
    assert len(table) == 2
    assert "their tables differ" in texts(app)


def test_studies_of_other_groups_are_not_held_against_one_another(
    open_app: Open, reweighted: Study, home: Path, reweighted_link: str
) -> None:
    (age,) = reweighted.config.task.sensitive
    older = dataclasses.replace(age, bins=(40.0,), reference=None)
    task = dataclasses.replace(reweighted.config.task, sensitive=(older,))
    config = dataclasses.replace(reweighted.config, task=task)
    other = dataclasses.replace(reweighted, config=config)
    save_study(other, home / "studies" / OTHER)
    app = open_app("studies")
    for identifier in (IDENTIFIER, OTHER):
        app.checkbox(key=f"study_compare_{identifier}").check().run()
    assert "Their outcomes or groups differ" in texts(app)
    assert "where they overlap, the difference may be chance" not in texts(app)


def test_zip_of_another_machine_is_taken_in_and_opened(
    open_app: Open, uploaded: Study, home: Path
) -> None:
    folder = save_study(uploaded, home / "made" / IDENTIFIER)
    app = open_app("studies")
    app.file_uploader(key="studies_import").upload("study.zip", study_zip(folder)).run()
    assert "is imported" in texts(app)
    (new,) = listed(app)
    app.button(key=f"study_open_{new}").click().run()
    assert app.title[0].value == "Audit"
    app.switch_page("pages/data.py").run()
    assert "loans.parquet" in [h.value for h in app.header]
    assert "no longer kept" not in texts(app)


def test_study_that_is_here_already_is_led_to(
    open_app: Open, two: tuple[str, str], home: Path
) -> None:
    app = open_app("studies")
    zipped = study_zip(home / "studies" / OTHER)
    app.file_uploader(key="studies_import").upload("study.zip", zipped).run()
    said = texts(app)
    assert "“The \\*first\\* step”, made" in said
    assert "is here already" in said
    assert "Nothing was added" in said
    assert set(listed(app)) == set(two)
    app.button(key="studies_arrived_open").click().run()
    assert app.title[0].value == "Frontier"
    assert app.query_params["study"] == OTHER


def test_table_of_an_imported_study_is_its_own_whatever_lies_where_the_server_runs(
    open_app: Open, uploaded: Study, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / uploaded.table.name).write_text("another,table\n1,2\n")
    folder = save_study(uploaded, home / "made" / IDENTIFIER)
    card = import_study(io.BytesIO(study_zip(folder))).card
    monkeypatch.chdir(home)
    app = open_app("data", study=card.id)
    assert f"{len(uploaded.table.frame):,} rows" in texts(app)


def test_study_without_its_table_gets_it(open_app: Open, uploaded: Study, home: Path) -> None:
    folder = save_study(uploaded, home / "made" / IDENTIFIER)
    table = (folder / "table.parquet").read_bytes()
    (folder / "table.parquet").unlink()
    app = open_app("studies")
    app.file_uploader(key="studies_import").upload("study.zip", study_zip(folder)).run()
    assert "did not come along" in texts(app)
    (new,) = listed(app)
    assert app.button(key=f"study_open_{new}").disabled
    app.file_uploader(key="studies_table").upload("loans.parquet", table).run()
    assert "can be opened" in texts(app)
    assert not app.button(key=f"study_open_{new}").disabled


def test_zip_that_is_no_study_is_refused(open_app: Open) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("../evil.json", "{}")
    app = open_app("studies")
    app.file_uploader(key="studies_import").upload("study.zip", target.getvalue()).run()
    assert "lacks config.toml" in texts(app)


def test_link_whose_table_is_gone_says_so(open_app: Open, uploaded: Study, home: Path) -> None:
    folder = save_study(uploaded, home / "studies" / IDENTIFIER)
    (folder / "table.parquet").unlink()
    said = texts(open_app("audit", study=IDENTIFIER))
    assert "The table of this study is gone" in said
    assert "loans.csv" in said


def test_fingerprint_of_a_report_opens_its_study(open_app: Open, two: tuple[str, str]) -> None:
    fingerprint = shelf.listing().cards[0].fingerprint
    app = open_app("frontier", study=fingerprint)
    assert app.title[0].value == "Frontier"
    assert app.query_params["study"] in two


def test_first_screen_has_the_latest_studies(open_app: Open, two: tuple[str, str]) -> None:
    app = open_app()
    assert "Your latest studies" in [h.value for h in app.subheader]
    app.button(key=f"recent_open_{OTHER}").click().run()
    assert app.title[0].value == "Frontier"


def test_run_that_ended_while_nobody_looked_is_found(reweighted_link: str) -> None:
    assert jobs.progress(reweighted_link).state == "done"


@pytest.fixture(autouse=True)
def fresh_server() -> Iterator[None]:
    """No job of another test."""
    yield
    jobs.desk.clear()
