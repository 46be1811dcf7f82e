"""A study's models on a second table, beside the study's own test rows."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, roc_auc_score
from statsmodels.stats.proportion import confint_proportions_2indep

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.data.tables import Table, table_from_frame
from iffair_core.errors import TableError
from iffair_core.evidence.shift import Shift, shift
from iffair_core.fairness.independent import (
    Figure,
    Sample,
    difference_frame,
    square_and_add,
)
from iffair_core.fairness.inputs import Predictions
from iffair_core.report.score import score_table
from iffair_core.results import Study
from iffair_core.study import plain_study, run

N = 900


def people(seed: int, n: int = N, moved: float = 0.0) -> pd.DataFrame:
    """Two groups, a number, a category and weights; ``moved`` shifts the outcomes of b."""
    random = np.random.default_rng(seed)
    group = random.choice(["a", "b"], n, p=[0.6, 0.4])
    x = random.normal(size=n) + 0.8 * (group == "a")
    town = random.choice(["north", "south", "west"], n)
    logit = 1.2 * x - 0.5 + (town == "north") + moved * (group == "b")
    y = np.where(random.random(n) < 1 / (1 + np.exp(-logit)), "good", "bad")
    return pd.DataFrame(
        {"y": y, "g": group, "x": x, "town": town, "w": random.uniform(0.5, 2.0, n)}
    )


def table(frame: pd.DataFrame, name: str = "later.csv") -> Table:
    return table_from_frame(frame, name)


TASK = Task(Outcome("y", favourable=("good",)), (Attribute("g"),), leave_out=("w",))


@pytest.fixture(scope="module")
def study() -> Study:
    return run(StudyConfig("t.csv", TASK, steps=3), table=table(people(1), "t.csv"))


def line(frame: pd.DataFrame, metric: str, group: str = "") -> pd.Series:
    found = frame[(frame["metric"] == metric) & (frame["group"] == group)]
    assert len(found) == 1
    return found.iloc[0]


def test_figures_are_those_of_the_scored_table_and_of_the_test_rows(study: Study) -> None:
    later = people(2, moved=-1.0)
    found = shift(study, table(later))
    scored = score_table(study, table(later))
    good = later["y"] == "good"
    accuracy = line(found.operating, "accuracy")
    assert accuracy["now"] == pytest.approx(accuracy_score(good, scored["decision"]))
    assert accuracy["then"] == pytest.approx(study.operating.test.utility["accuracy"])
    assert line(found.operating, "roc_auc")["now"] == pytest.approx(
        roc_auc_score(good, scored["probability"])
    )
    rates = scored["decision"].groupby(later["g"]).mean()
    gap = line(found.operating, "demographic_parity")
    assert gap["now"] == pytest.approx(rates["a"] - rates["b"])
    assert gap["then"] == pytest.approx(study.operating.test.gaps["demographic_parity"])
    assert line(found.plain, "demographic_parity")["then"] == pytest.approx(
        study.plain.test.gaps["demographic_parity"]
    )
    assert (found.then_rows, found.now_rows) == (180, N)


def test_difference_of_a_rate_has_newcombes_interval(study: Study) -> None:
    later = people(2, moved=-1.0)
    base = line(shift(study, table(later)).plain, "base_rate", "b")
    test = study.prepared.mask(Part.TEST)
    b = study.prepared.groups.index("b")
    then = study.prepared.y[test & (study.prepared.group == b)]
    now = (later["y"] == "good")[later["g"] == "b"]
    low, high = confint_proportions_2indep(
        now.sum(), len(now), then.sum(), len(then), method="newcomb", compare="diff"
    )
    assert (base["ci_low"], base["ci_high"]) == pytest.approx((low, high))
    assert base["change"] == pytest.approx(now.mean() - then.mean())
    assert (base["then_n"], base["now_n"]) == (len(then), len(now))
    assert base["ci_high"] < 0


def test_square_and_add_is_the_normal_interval_for_normal_bounds() -> None:
    now, then = Figure(5.0, 5.0 - 3.0, 5.0 + 3.0, 10), Figure(1.0, 1.0 - 4.0, 1.0 + 4.0, 10)
    assert square_and_add(now, then) == pytest.approx((4.0 - 5.0, 4.0 + 5.0))
    skewed = Figure(5.0, 4.0, 9.0, 10)
    assert square_and_add(skewed, Figure(1.0, 1.0, 1.0, 10)) == pytest.approx((3.0, 8.0))


@pytest.mark.parametrize(
    ("then", "now"), [((0.5, 0.5), (0.5, 0.5)), ((0.6, 0.4), (0.6, 0.4)), ((0.5, 0.5), (0.6, 0.3))]
)
def test_interval_of_a_change_of_gaps_covers(
    then: tuple[float, float], now: tuple[float, float]
) -> None:
    random = np.random.default_rng(0)
    truth = abs(now[0] - now[1]) - abs(then[0] - then[1])
    draws, held = 50, 0
    for _ in range(draws):
        found = difference_frame(
            *(_decided(random, rates, 300) for rates in (then, now)), ("a", "b")
        )
        gap = line(found, "demographic_parity")
        held += gap["ci_low"] <= truth <= gap["ci_high"]
    assert held / draws >= 0.9


def _decided(random: np.random.Generator, rates: tuple[float, float], n: int) -> Sample:
    group = np.arange(n) % 2
    decision = (random.random(n) < np.array(rates)[group]).astype(float)
    y = (random.random(n) < 0.5).astype(float)
    return Sample(y, Predictions(decision, None), group, np.ones(n))


def test_words_among_numbers_that_training_met_are_nothing_new() -> None:
    def unread(seed: int, word: str) -> pd.DataFrame:
        frame = people(seed).astype({"x": object})
        frame.loc[frame.index[::10], "x"] = word
        return frame.astype({"x": str})

    task = dataclasses.replace(TASK, numeric=("x",))
    known = plain_study(StudyConfig("t.csv", task), table=table(unread(1, "n/k"), "t.csv"))
    columns = {change.column: change for change in shift(known, table(unread(4, "n/k"))).columns}
    assert "x" not in columns or columns["x"].unreadable == 0
    columns = {change.column: change for change in shift(known, table(unread(4, "none"))).columns}
    assert columns["x"].unreadable == N // 10
    assert "none" in columns["x"].examples


def test_what_cannot_be_used_is_counted_and_named(study: Study) -> None:
    later = people(4).astype({"x": object})
    later.loc[:4, "y"] = None
    later.loc[5:6, "y"] = "withdrawn"
    later.loc[10:12, "x"] = "n/k"
    later.loc[20:39, "town"] = "east"
    later.loc[13, "x"] = 99.0
    later.loc[50:52, "g"] = "c"
    later.loc[53, "g"] = None
    found = shift(study, table(later))
    assert found.now_rows == N - 7
    (rows, *cells) = found.left_out
    assert (rows.what, rows.count) == ("y", 7)
    assert "withdrawn" in rows.reason
    assert found.new_groups == ("Missing", "c")
    assert {entry.what for entry in cells} == {"c", "Missing"}
    columns = {change.column: change for change in found.columns}
    trained = study.prepared.frame["x"][study.prepared.mask(Part.TRAIN)]
    read = pd.to_numeric(later["x"][7:], errors="coerce").dropna()
    beyond = ~read.between(trained.min(), trained.max())
    assert (columns["x"].unreadable, columns["x"].unseen) == (3, beyond.sum())
    assert beyond[13]
    assert columns["x"].missing_now == pytest.approx(3 / (N - 7))
    assert (columns["town"].unseen, columns["town"].examples) == (20, ("east",))
    new = line(found.plain, "selection_rate", "c")
    assert new["status"] == "undefined"
    assert pd.isna(new["then"])
    assert new["now_n"] == 3
    share = line(found.plain, "group_share", "c")
    assert share["now"] == pytest.approx(3 / (N - 7))


def test_a_group_that_is_too_small_here_stays_out_of_both_gaps() -> None:
    first = people(5)
    first["g"] = first["g"].where(first.index % 6 > 0, "c")
    study = plain_study(StudyConfig("t.csv", TASK), table=table(first, "t.csv"))
    later = people(6)
    later.loc[:5, "g"] = "c"
    found = shift(study, table(later)).plain
    assert line(found, "selection_rate", "c")["status"] == "few"
    assert line(found, "roc_auc")["status"] == "ok"
    rates = [line(found, "selection_rate", g) for g in "ab"]
    gap = line(found, "demographic_parity")
    for side in ("then", "now"):
        assert gap[side] == pytest.approx(abs(rates[0][side] - rates[1][side]))
    assert gap["then_n"] == rates[0]["then_n"] + rates[1]["then_n"]


def test_a_utility_of_few_rows_of_an_outcome_is_not_enough_evidence(study: Study) -> None:
    later = people(7)
    rare = later[(later["y"] == "bad") | (np.cumsum(later["y"] == "good") < 6)]
    found = shift(study, table(rare)).plain
    assert line(found, "roc_auc")["status"] == "few"
    assert not pd.isna(line(found, "roc_auc")["change"])
    assert line(found, "accuracy")["status"] == "ok"


def test_one_outcome_alone_leaves_figures_undefined_and_not_zero(study: Study) -> None:
    later = people(7)
    found = shift(study, table(later[later["y"] == "bad"])).plain
    for metric, group in (("true_positive_rate", "a"), ("equal_opportunity", ""), ("roc_auc", "")):
        figure = line(found, metric, group)
        assert figure["status"] == "undefined"
        assert pd.isna(figure["now"])
        assert pd.isna(figure["change"])
    assert line(found, "selection_rate", "a")["status"] == "ok"
    assert line(found, "base_rate", "a")["now"] == 0


def test_weights_of_the_rows_count() -> None:
    task = dataclasses.replace(TASK, leave_out=(), weight_column="w")
    study = plain_study(StudyConfig("t.csv", task), table=table(people(1), "t.csv"))
    later = people(8)
    later.loc[0, "w"] = -1.0
    later.loc[1, "w"] = np.nan
    found = shift(study, table(later))
    assert [(e.what, e.count) for e in found.left_out] == [("w", 2)]
    rows = later.iloc[2:]
    inside = rows["g"] == "b"
    good = (rows["y"] == "good")[inside]
    base = line(found.plain, "base_rate", "b")
    assert base["now"] == pytest.approx(np.average(good, weights=rows["w"][inside]))
    share = line(found.plain, "group_share", "b")
    assert share["now"] == pytest.approx(np.average(inside, weights=rows["w"]))


def test_rows_that_the_model_was_trained_on_are_counted(study: Study) -> None:
    again = people(1).iloc[:100]
    trained = study.prepared.mask(Part.TRAIN)[:100].sum()
    assert shift(study, table(again)).repeated == trained
    assert shift(study, table(people(9))).repeated == 0


def test_missing_columns_are_named(study: Study) -> None:
    with pytest.raises(TableError, match=r"'later.csv' lacks 2 of the 4 .*: town, y\. Add them"):
        shift(study, table(people(2).drop(columns=["town", "y"])))


def test_one_missing_column_is_named_as_one(study: Study) -> None:
    with pytest.raises(TableError, match=r"lacks 1 of the 4 .*: town\. Add it, under this name"):
        shift(study, table(people(2).drop(columns="town")))


def test_outcomes_in_other_words_are_refused(study: Study) -> None:
    later = people(2)
    later["y"] = later["y"].map({"good": "1", "bad": "0"})
    with pytest.raises(
        TableError, match=r"No row has an outcome that .* table: (good, bad|bad, good)"
    ):
        shift(study, table(later))


def test_a_packaged_sets_filters_hold_for_the_other_table_too() -> None:
    acs = load_builtin("acs")
    study = plain_study(StudyConfig("acs", acs.task))
    later = acs.table.frame.head(400).reset_index(drop=True)
    later.loc[:9, "AGEP"] = 12
    found = shift(study, table(later))
    assert found.now_rows == 390
    assert [(e.what, e.count) for e in found.left_out if e.kind == "rows"] == [("AGEP", 10)]
    assert found.repeated > 200


def test_shift_is_plain_json(study: Study) -> None:
    found: Shift = shift(study, table(people(2)[lambda f: f["y"] == "bad"]))
    read = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    undefined = [each for each in read["plain"] if each["status"] == "undefined"]
    assert undefined
    assert all(each["change"] is None for each in undefined)
    assert read["chosen"] != read["plain"] or study.chosen == 0
