"""Kept studies beside one another, without their tables."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

from iffair_core.kept.outline import agreement, frontiers, outline
from iffair_core.kept.save import save_study
from iffair_core.results import Study, choose
from tests.core.kept.conftest import OTHER_ID


@pytest.fixture
def other(study: Study, kept: Path) -> Path:
    """The same study at its first step."""
    return save_study(choose(study, 1), kept.parent / OTHER_ID)


def test_outline_has_all_but_the_table(study: Study, kept: Path) -> None:
    (kept / "table.parquet").unlink()
    found = outline(kept)
    assert found.config == study.config
    assert [p.to_dict() for p in found.points] == [p.to_dict() for p in study.points]
    assert found.chosen == study.chosen
    np.testing.assert_array_equal(found.weights, study.operating.weights)


def test_agreement_is_the_correlation_of_ranks(study: Study, kept: Path, other: Path) -> None:
    found = agreement(outline(kept), outline(other))
    ranks = [rankdata(study.points[step].weights) for step in (study.operating.step, 1)]
    assert found.rows == len(ranks[0])
    assert found.correlation == pytest.approx(np.corrcoef(ranks)[0, 1])


def test_rows_are_matched_by_where_they_come_from(kept: Path) -> None:
    one = outline(kept)
    shuffled = one.weights.sample(frac=0.5, random_state=0)
    found = agreement(one, dataclasses.replace(one, weights=shuffled))
    assert (found.rows, found.correlation) == (len(shuffled), pytest.approx(1.0))


def test_what_has_no_correlation_says_why(kept: Path) -> None:
    one = outline(kept)
    elsewhere = dataclasses.replace(one, card=dataclasses.replace(one.card, digest="0"))
    even = dataclasses.replace(one, weights=pd.Series(1.0, index=one.weights.index))
    apart = dataclasses.replace(one, weights=one.weights.rename(lambda row: row + 10_000))
    for other, reason in (
        (elsewhere, "their tables differ"),
        (even, "alike"),
        (apart, "different rows"),
    ):
        found = agreement(one, other)
        assert found.correlation is None
        assert reason in found.reason


def test_frontiers_hold_every_point(study: Study, kept: Path, other: Path) -> None:
    table = frontiers({"a": outline(kept), "b": outline(other)}, study.config.gaps, "accuracy")
    assert table.groupby("study")["chosen"].sum().to_dict() == {"a": 1, "b": 1}
    line = table[(table["study"] == "b") & table["chosen"]].iloc[0]
    assert line["step"] == 1
    assert line["gap"] == pytest.approx(study.points[1].test.gaps["demographic_parity"])
    assert line["utility"] == pytest.approx(study.points[1].test.utility["accuracy"])
