"""The benchmark of predictions against retraining: its lines, and that they replace older ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.proof import main


def test_a_case_is_measured_once_and_told(tmp_path: Path) -> None:
    chosen = ["--data", "german", "--model", "logistic", "--out", str(tmp_path)]
    assert main(chosen) == 0
    first = pd.read_csv(tmp_path / "proof.csv")
    assert first["question"].value_counts().to_dict() == {
        "one row left out": 1,
        "a random group left out": 1,
        "the most harmful rows left out": 2,
    }
    single = first.set_index("question").loc["one row left out"]
    assert single["corrected_correlation"] >= 0.999
    assert single["corrected_slope"] == pytest.approx(1.0, abs=0.02)
    harmful = first[first["before"].notna()]
    assert harmful["rows_each"].tolist() == [12, 60]
    assert (harmful["actual"] < harmful["before"]).all()
    page = (tmp_path / "proof.md").read_text()
    assert f"| german | logistic | 0.001 | 12 | {100 * harmful['before'].iloc[0]:.2f} |" in page
    assert main(chosen) == 0
    again = pd.read_csv(tmp_path / "proof.csv")
    pd.testing.assert_frame_equal(again.drop(columns="seconds"), first.drop(columns="seconds"))
