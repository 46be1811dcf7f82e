"""Spread over splits: other seeds, the rule's operating point each time, kept with the study."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from iffair_core.data.builtin import load_builtin
from iffair_core.errors import Cancelled, ConfigError, StudyError
from iffair_core.evidence.spread import (
    SplitFigures,
    Spread,
    from_dict,
    other_seeds,
    repeat,
    spread_table,
)
from iffair_core.kept.beside import load_spread, save_spread
from iffair_core.kept.save import save_study
from iffair_core.results import Study, choose
from iffair_core.study import run
from tests.oracles.studies import config

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def study() -> Study:
    return run(config("german", steps=2))


@pytest.fixture(scope="module")
def spread(study: Study) -> Spread:
    return repeat(study.config, SEEDS, table=study.table)


def test_each_split_is_the_study_of_its_seed(study: Study, spread: Spread) -> None:
    assert [split.seed for split in spread.splits] == list(SEEDS)
    alone = run(dataclasses.replace(study.config, seed=2))
    assert spread.splits[1].step == alone.operating.step
    measures = alone.operating.test
    assert spread.splits[1].after == {**measures.gaps, **measures.utility}
    assert other_seeds(study.config, 2) == SEEDS


def test_table_has_mean_and_sample_deviation_of_each_figure(spread: Spread) -> None:
    table = spread_table(spread).set_index(["metric", "when"])
    before = np.array([split.before["accuracy"] for split in spread.splits])
    after = np.array([split.after["accuracy"] for split in spread.splits])
    line = table.loc[("accuracy", "change")]
    assert line["mean"] == pytest.approx((after - before).mean())
    assert line["sd"] == pytest.approx((after - before).std(ddof=1))
    assert table.loc[("accuracy", "before"), "smallest"] == before.min()
    assert table.loc[("accuracy", "after"), "largest"] == after.max()
    assert line["splits"] == 2


def test_a_figure_that_one_split_alone_defines_has_no_spread() -> None:
    splits = tuple(
        SplitFigures(
            seed, 1, {"equal_opportunity": old, "f1": 0.5}, {"equal_opportunity": 0.1, "f1": 0.6}
        )
        for seed, old in ((1, 0.2), (2, None))
    )
    table = spread_table(Spread("1", splits)).set_index(["metric", "when"])
    line = table.loc[("equal_opportunity", "change")]
    assert line["splits"] == 1
    assert line[["mean", "sd", "smallest", "largest"]].isna().all()
    assert table.loc[("f1", "change"), "mean"] == pytest.approx(0.1)


def test_the_spread_stays_with_its_study_and_leaves_with_another(
    study: Study, spread: Spread, tmp_path: Path
) -> None:
    place = save_study(study, tmp_path / "s")
    save_spread(spread, place)
    assert load_spread(place) == spread
    save_study(choose(study, 1), place)
    assert load_spread(place) == spread
    save_study(dataclasses.replace(study, id="another"), place)
    assert load_spread(place) is None


def test_a_damaged_spread_and_a_folder_without_a_study_are_met_by_a_sentence(
    study: Study, spread: Spread, tmp_path: Path
) -> None:
    with pytest.raises(StudyError, match="not a study folder"):
        save_spread(spread, tmp_path)
    place = save_study(study, tmp_path / "s")
    (place / "spread.json").write_text('{"version": "1", "splits": [{"seed": 1}]}')
    with pytest.raises(StudyError, match="compute the spread again"):
        load_spread(place)


def test_progress_covers_all_splits_and_cancel_ends_them(study: Study) -> None:
    seen: list[tuple[float, str]] = []

    def progress(stage: str, fraction: float, text: str) -> None:
        seen.append((fraction, text))

    def enough() -> bool:
        return bool(seen) and seen[-1][0] > 0.5

    with pytest.raises(Cancelled):
        repeat(study.config, SEEDS, progress, enough, table=study.table)
    assert [f for f, _ in seen] == sorted(f for f, _ in seen)
    assert seen[0][1].startswith("Split 1 of 2: ")
    assert seen[-1][1].startswith("Split 2 of 2: ")


@pytest.mark.parametrize("seeds", [(), (1,), (1, 1)])
def test_too_few_seeds_are_refused(study: Study, seeds: tuple[int, ...]) -> None:
    with pytest.raises(ConfigError, match="at least 2 seeds"):
        repeat(study.config, seeds)


def test_a_split_by_date_has_no_spread(study: Study) -> None:
    task = dataclasses.replace(study.config.task, date_column="duration")
    dated = dataclasses.replace(study.config, task=task, split="date")
    with pytest.raises(ConfigError, match="divided by date"):
        repeat(dated, SEEDS, table=load_builtin("german").table)


def test_a_spread_survives_json(spread: Spread) -> None:
    assert from_dict(spread.to_dict()).splits == spread.splits
