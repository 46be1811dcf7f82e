"""Other data in the browser: a second table beside the test rows, then part by part."""

import re

import pytest
from playwright.sync_api import expect

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.save import save_study
from iffair_core.study import run

IDENTIFIER = "5eed0fda7a000001"
LATER_ROWS = 400


@pytest.fixture
def linked(home):
    """A kept study of German credit, and the table that it was made from."""
    german = load_builtin("german")
    save_study(
        run(StudyConfig("german", german.task, steps=3), table=german.table),
        home / "studies" / IDENTIFIER,
    )
    return german.table.frame


def test_models_are_measured_on_a_second_table_and_part_by_part(dashboard, linked, tmp_path):
    linked.sample(LATER_ROWS, random_state=0).to_csv(tmp_path / "later year.csv", index=False)
    dashboard.open(f"/shift?study={IDENTIFIER}")
    dashboard.on("Other data")
    control = dashboard.part("shift_table").locator("input[type=file]")
    control.set_input_files(tmp_path / "later year.csv")
    rows = dashboard.text(f"{LATER_ROWS} rows in later year.csv beside")
    expect(rows).to_be_visible()
    dashboard.settle()
    told = dashboard.text(re.compile(r"Demographic parity.*in later year\.csv"))
    expect(told).to_be_visible()
    expect(dashboard.page.get_by_test_id("stDataFrame").first).to_be_visible()
    groups = dashboard.download("shift_table_rates_csv").read_text(encoding="utf-8")
    assert "under 26" in groups

    dashboard.choose("shift_column", "purpose")
    dashboard.choose("shift_figure", "Accuracy")
    expect(dashboard.part("shift_slices")).to_contain_text("A410")
    parts = dashboard.download("shift_slices_csv").read_text(encoding="utf-8")
    assert sum(line.startswith("A43,") for line in parts.splitlines()) == 1
