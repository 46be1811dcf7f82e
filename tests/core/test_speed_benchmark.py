"""The speed benchmark: what it compares is checked, what it writes is what it measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.speed.__main__ import main
from benchmarks.speed.bars import ACCURATE, Bar
from benchmarks.speed.contest import Contender, Timed, agreement, contest
from benchmarks.speed.logistic_case import LEARNER
from benchmarks.speed.record import frame_of, holds, read, replaced, write
from benchmarks.speed.tables import markdown
from benchmarks.speed.tabular import synthetic

VALUES = np.arange(12.0).reshape(6, 2)


def timed(name: str, **changes: object) -> Timed:
    known = {"seconds": 2.0, "ratio": 1.0, "runs": 3, "correlation": 0.5, "error": None}
    return Timed(**{"name": name, "megabytes": None, "note": "", **known, **changes})


def test_every_contender_runs_once_untimed_and_then_in_turns() -> None:
    order: list[str] = []
    names = ("first", "second")
    contenders = [Contender(name, lambda name=name: order.append(name)) for name in names]
    found = contest(contenders, rounds=2)
    assert order == ["first", "second"] * 3
    assert [t.runs for t in found] == [2, 2]
    assert found[0].ratio == 1.0


def test_a_slow_contender_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.speed.contest.PATIENCE", 0.0)
    [found] = contest([Contender("slow", lambda: VALUES)], rounds=3)
    assert found.runs == 1
    assert found.seconds > 0


def test_a_missing_peer_says_why_and_is_not_run() -> None:
    def never() -> None:
        raise AssertionError

    _, absent = contest(
        [Contender("here", lambda: VALUES), Contender("gone", never, missing="not installed")], 1
    )
    assert absent.seconds is None
    assert absent.note == "not installed"


def test_agreement_is_that_of_the_worst_column() -> None:
    other = VALUES.copy()
    other[:, 1] = other[::-1, 1]
    correlation, error = agreement(other, VALUES)
    assert correlation == pytest.approx(-1.0)
    assert error == pytest.approx(10 / 11)
    assert agreement(VALUES, VALUES) == (pytest.approx(1.0), 0.0)
    assert agreement(None, VALUES) == (None, None)


def test_results_are_compared_with_the_answer_if_there_is_one() -> None:
    contenders = [Contender("a", lambda: VALUES), Contender("b", lambda: -VALUES)]
    assert [t.error for t in contest(contenders, 1)] == [0.0, 2.0]
    assert [t.error for t in contest(contenders, 1, answer=-VALUES)] == [2.0, 0.0]


def test_the_gap_of_the_table_is_that_between_its_groups() -> None:
    table = synthetic(500, 3)
    score = np.random.default_rng(0).random(500)
    gap = score[table.group == 1].mean() - score[table.group == 0].mean()
    assert table.contrast @ score == pytest.approx(gap)
    fit = LEARNER.fit(table.X, table.y, np.ones(500))
    parts = table.gap_gradients(fit, parts=4)
    np.testing.assert_allclose(parts.sum(axis=1), table.gap_gradients(fit)[:, 0], atol=1e-14)


def test_a_case_made_again_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    old = frame_of("logistic", "1 x 1", "task", [timed("a"), timed("b")])
    other = frame_of("path", "adult", "task", [timed("a")])
    frame = replaced(replaced(old, other), frame_of("logistic", "1 x 1", "new", [timed("c")]))
    assert list(frame["name"]) == ["a", "c"]
    write(frame, tmp_path / "speed.csv")
    again = read(tmp_path / "speed.csv")
    assert list(again["name"]) == ["a", "c"]
    assert holds(again, "path", "adult")
    assert not holds(again, "path", "german")
    assert not holds(again.assign(version="0"), "path", "adult")


def test_a_bar_reads_the_fastest_accurate_peer() -> None:
    bar = Bar("says", "network", "n", "task", ACCURATE, least=10.0)
    peers = [
        timed("iffair", correlation=1.0),
        timed("quick", ratio=2.0, correlation=0.9),
        timed("true", ratio=11.0, correlation=0.999),
        timed("slow", ratio=50.0, correlation=1.0),
    ]
    frame = frame_of("network", "n", "task", peers)
    assert bar.measured(frame) == 11.0
    assert bar.line(frame) == "| says | ≥ 10 | 11 | yes |"
    assert bar.measured(frame[frame["name"] == "quick"]) is None
    assert "no peer has" in bar.line(frame[frame["name"] == "quick"])
    assert "not measured" in bar.line(frame[:0])


def test_the_page_shows_what_was_measured_and_leaves_the_undefined_empty() -> None:
    frame = frame_of("logistic", "8 x 2", "one", [timed("iffair"), timed("peer", seconds=None)])
    text = markdown(frame, command="make bench")
    assert "## logistic, 8 × 2" in text
    assert "| iffair | 2 | 3 | 1.00 | 0.5000 |  |  |  |" in text
    assert "| peer |  | 3 |" in text


def test_a_small_case_agrees_and_is_written(tmp_path: Path) -> None:
    chosen = ["--case", "logistic", "--size", "1500 x 4", "--rounds", "1", "--out", str(tmp_path)]
    assert main(chosen) == 0
    frame = pd.read_csv(tmp_path / "speed.csv")
    dense = frame[frame["name"] == "straightforward NumPy"].iloc[0]
    gradients = frame[frame["name"] == "torch.func.vmap(grad)"].iloc[0]
    assert dense["error"] < 1e-6
    assert gradients["error"] < 1e-6
    assert frame[frame["name"] == "iffair, float32"].iloc[0]["error"] < 1e-4
    assert "## logistic, 1500 × 4" in (tmp_path / "speed.md").read_text(encoding="utf-8")
