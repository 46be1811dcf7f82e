"""The quality benchmark: its figures are the study's, its tables say what the figures are."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import quality
from benchmarks.__main__ import main
from benchmarks.quality import DATASETS, GAPS, RULES, SEEDS, Figures, Run, measure, plan
from benchmarks.raw import frame_of, read_raw, write_raw
from benchmarks.tables import markdown
from iffair_core.config import StudyConfig
from iffair_core.errors import FitError
from iffair_core.study import run

ONE = ["--data", "german", "--gap", "equalized_odds", "--rule", "uniform", "--workers", "1"]


@pytest.fixture(scope="module")
def planned() -> list[Run]:
    return plan(["german"], ["demographic_parity"], ["uniform"], [1, 0])


def figures(seed: int = 0, **changes: object) -> Figures:
    known = Figures(
        study=f"study{seed}",
        version="1",
        machine="abacus",
        date="2026-01-02",
        data="german",
        gap_name="equalized_odds",
        rule="path",
        seed=seed,
        majority_accuracy=0.7,
        plain_accuracy=0.76,
        plain_gap=0.1,
        accuracy=0.75 - 0.02 * seed,
        gap=0.03 + 0.02 * seed,
        validation_gap=0.02,
        within=seed == 0,
        seconds=1.0 + seed,
    )
    return dataclasses.replace(known, **changes)


def page(*of: Figures) -> str:
    return markdown(frame_of(of), command="make bench", workers=2)


def cells(text: str, model: str) -> list[str]:
    """Cells of the last line of this model."""
    line = [line for line in text.splitlines() if f"| {model} |" in line][-1]
    return [cell.strip() for cell in line.split("|")[1:-1]]


def test_the_whole_plan_has_each_study_once() -> None:
    runs = plan()
    assert len({r.study for r in runs}) == len(runs)
    assert len(runs) == len(DATASETS) * len(GAPS) * len(RULES) * len(SEEDS) == 9 * 2 * 4 * 5


def test_figures_are_those_of_the_study(planned: list[Run]) -> None:
    found, study = measure(planned[1]), run(planned[1].config)
    assert found.study == study.id
    assert found.seed == 0
    assert found.plain_accuracy == study.plain.test.utility["accuracy"]
    assert found.plain_gap == study.plain.test.gaps["demographic_parity"]
    assert found.accuracy == study.operating.test.utility["accuracy"]
    assert found.gap == study.operating.test.gaps["demographic_parity"]
    assert found.validation_gap == study.operating.validation.gaps["demographic_parity"]
    assert found.within == (found.validation_gap <= 0.02)
    assert found.majority_accuracy == pytest.approx(0.7)
    assert 0 < found.effective_share < 1
    assert found.step == study.chosen > 0


def test_a_study_that_cannot_be_made_is_told(
    planned: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_config: StudyConfig) -> None:
        raise FitError("The rows have one outcome only.")

    monkeypatch.setattr(quality, "run", refuse)
    failed = measure(planned[0])
    assert failed.failed == "The rows have one outcome only."
    assert failed.accuracy is None
    assert "- german, uniform, seed 1: The rows have one outcome only." in page(failed)


def test_only_missing_runs_are_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def to_make() -> str:
        return capsys.readouterr().err.split(" runs to make")[0]

    assert main([*ONE, "--seed", "0", "--out", str(tmp_path)]) == 0
    assert to_make() == "1 of 1"
    first = pd.read_csv(tmp_path / "quality.csv")
    assert main([*ONE, "--seed", "0", "1", "--out", str(tmp_path)]) == 0
    assert to_make() == "1 of 2"
    both = pd.read_csv(tmp_path / "quality.csv")
    pd.testing.assert_frame_equal(both[both["seed"] == 0], first)
    assert list(both["seed"]) == [0, 1]
    assert main([*ONE, "--seed", "1", "--fresh", "--out", str(tmp_path)]) == 0
    assert to_make() == "1 of 1"
    assert len(pd.read_csv(tmp_path / "quality.csv")) == 2
    accuracy = cells((tmp_path / "quality.md").read_text(encoding="utf-8"), "uniform")[2]
    assert accuracy == f"{both['accuracy'].mean():.4f} ± {both['accuracy'].std():.4f}"


def test_raw_figures_survive_the_file_unless_they_are_stale_or_failed(
    planned: list[Run], tmp_path: Path
) -> None:
    current = figures(study=planned[0].study, gap=None, accuracy=1 / 3, stopped="Said, with comma.")
    failed = figures(1, study=planned[1].study, failed="It could not be fitted.")
    write_raw(frame_of([failed, figures(2), current]), tmp_path / "raw.csv")
    read = read_raw(tmp_path / "raw.csv", planned)
    pd.testing.assert_frame_equal(read, frame_of([current]))


def test_means_spreads_and_shares() -> None:
    text = page(figures(0), figures(1))
    assert cells(text, "one decision for all") == [
        "german",
        "one decision for all",
        "0.7000 ± 0.0000",
        "",
        "0",
        "",
        "",
    ]
    assert cells(text, "plain")[2:] == ["0.7600 ± 0.0000", "", "0.1000 ± 0.0000", "", ""]
    assert cells(text, "path")[2:] == [
        "0.7400 ± 0.0141",
        "-0.0200 ± 0.0141",
        "0.0400 ± 0.0141",
        "1 of 2",
        "1.5",
    ]
    assert "| path | 0.0400 (0.0400 to 0.0400) | 60% (60% to 60%) | -0.0200" in text
    assert "abacus; 2 runs at a time" in text
    assert "2026-01-02, `make bench`, 2 runs" in text


def test_an_undefined_figure_is_never_averaged_in_silence() -> None:
    text = page(figures(0), figures(1, gap=None, undefined="no positives in group X"))
    assert cells(text, "path")[4] == "0.0300 (1 of 2)"
    assert "- german, path, seed 1: no positives in group X" in text
    assert cells(page(figures(0, gap=None)), "path")[4] == "undefined"
