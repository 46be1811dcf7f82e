"""The whole way by hand: a messy CSV in, the path, a chosen point, weights and report out."""

import io
import json
import re
import subprocess
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

from iffair_core.report import load_model
from tests.browser import messy


@pytest.fixture
def survey(tmp_path):
    return messy.write(tmp_path / "survey 1978.csv")


def run_the_path(dashboard) -> None:
    dashboard.visit("Reweight")
    dashboard.press("run_start")
    dashboard.part("run_compare_csv").wait_for()
    expect(dashboard.part("job_panel")).to_have_count(0)


def test_from_a_messy_file_to_weights_and_report(dashboard, survey, tmp_path):
    messy.bring(dashboard, tmp_path / "survey 1978.csv")
    missing = survey[messy.OUTCOME].isna().sum()
    left_out = f"{missing} rows ({messy.OUTCOME}: the outcome is missing)"
    expect(dashboard.text(left_out)).to_be_visible()
    dashboard.visit("Influence")
    expect(dashboard.part("influence_rows_csv")).to_be_visible()
    run_the_path(dashboard)

    dashboard.press("reweight_next")
    dashboard.on("Frontier")
    slider = dashboard.part("frontier_step").get_by_role("slider")
    slider.focus()
    slider.press("Home")
    dashboard.settle()
    for _ in range(3):
        dashboard.part("frontier_step").get_by_role("slider").press("ArrowRight")
        dashboard.settle()
    expect(dashboard.text("Step 3: chosen by you")).to_be_visible()
    dashboard.press("frontier_next")
    dashboard.on("Report")

    take_along(dashboard)
    weights = check_weights(pd.read_csv(dashboard.download("report_weights")), survey)
    check_report(dashboard.download("report_html").read_text(encoding="utf-8"), weights)
    check_model(dashboard.download("report_model").read_bytes(), survey)
    dashboard.part("report_zip_rows").get_by_text("With all rows of the table").click()
    dashboard.settle()
    check_study(dashboard.download("report_zip").read_bytes(), tmp_path)


def take_along(dashboard) -> None:
    dashboard.page.get_by_role("tab", name="Take along").click()
    dashboard.settle()


def check_weights(table: pd.DataFrame, survey: pd.DataFrame) -> pd.Series:
    """Every row with an outcome is there; the training weights have a mean of 1 and differ."""
    with_outcome = np.flatnonzero(survey[messy.OUTCOME].notna())
    assert sorted(table["row"]) == with_outcome.tolist()
    train = table[table["split"] == "train"]
    assert abs(len(train) / len(table) - 0.6) < 0.02
    assert train["weight"].mean() == pytest.approx(1.0)
    assert train["weight"].std() > 0
    assert table.loc[table["split"] != "train", "weight"].isna().all()
    return train["weight"]


def check_report(html: str, weights: pd.Series) -> None:
    """The report tells of this table, this step and these weights, and holds no row."""
    effective = weights.sum() ** 2 / (weights**2).sum()
    assert "survey 1978.csv" in html
    assert "of step" not in html
    assert re.search(r"step\s+3 of", html)
    assert f"worth {effective:,.0f} equally weighted rows" in html
    assert "Missing" in html
    assert "<script" not in html
    assert "perhaps" not in html


def check_model(data: bytes, survey: pd.DataFrame) -> None:
    model = load_model(data)
    assert model.favourable.startswith(messy.OUTCOME)
    assert messy.SENSITIVE not in model.features
    assert ((model.probability(survey) > 0) & (model.probability(survey) < 1)).all()


def check_study(data: bytes, folder) -> None:
    """The zip replays to the same figures in another process."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    done = subprocess.run(
        [sys.executable, "-m", "iffair_core", "replay", str(folder / "study"), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["chosen"]["step"] == 3


def test_a_table_is_scored_on_the_report_page(dashboard, tmp_path):
    dashboard.begin("german")
    dashboard.visit("Report")
    take_along(dashboard)
    weights = pd.read_csv(dashboard.download("report_weights"))
    assert (weights["weight"].dropna() == 1).all()
    (tmp_path / "broken.csv").write_text("a,b\n1,2\n")
    dashboard.part("report_scoring").locator("summary").click()
    control = dashboard.part("report_score").locator("input[type=file]")
    control.set_input_files(tmp_path / "broken.csv")
    expect(dashboard.text("columns that the model needs")).to_be_visible()


def test_an_unreadable_file_is_met_by_a_sentence(dashboard, tmp_path):
    (tmp_path / "photo.csv").write_bytes(bytes(range(256)) * 40)
    dashboard.open()
    dashboard.part("home_upload").locator("input[type=file]").set_input_files(
        tmp_path / "photo.csv"
    )
    expect(dashboard.page.get_by_test_id("stAlert").first).to_be_visible()
    assert "CSV" in dashboard.page.get_by_test_id("stAlert").first.inner_text()
