"""Patterns of a study: their sums, their proof, rows that were not looked at, and what is left."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from iffair_core import find_patterns
from iffair_core.cli import main
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.errors import ConfigError
from iffair_core.evidence.ledger import ledger
from iffair_core.evidence.summary import evidence
from iffair_core.influence.change import remove
from iffair_core.influence.problem import refit
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.patterns.pattern import Pattern, Patterns
from iffair_core.patterns.words import caution, left_out_words, share_words, unseen_words
from iffair_core.replay import replay
from iffair_core.report.html import html_report
from iffair_core.results import Study
from iffair_core.row_influence import open_point, prove, row_influence, unseen_influence
from iffair_core.study import plain_study, run

GAP = "demographic_parity"


@pytest.fixture(scope="module")
def study() -> Study:
    german = load_builtin("german")
    return plain_study(StudyConfig("german", german.task), table=german.table)


@pytest.fixture(scope="module")
def found(study: Study) -> Patterns:
    return find_patterns(study)


def every(found: Patterns) -> tuple[Pattern, ...]:
    return (*found.widening, *found.narrowing)


def test_the_first_order_share_is_the_sum_over_the_rows(study: Study, found: Patterns) -> None:
    influence = row_influence(open_point(study), GAP)
    assert (found.higher, found.lower, found.size) == ("26 and over", "under 26", influence.gap)
    assert len(every(found)) >= 12
    for pattern in every(found):
        total = float(influence.value[pattern.rows].sum())
        assert pattern.first_order == pytest.approx(total / influence.gap)
        assert pattern.row_share == len(pattern.rows) / len(influence.value)
    assert influence.value.sum() / influence.gap == pytest.approx(0.0, abs=1e-8)


def test_the_rows_are_those_that_the_words_name(study: Study, found: Patterns) -> None:
    train = study.prepared.mask(Part.TRAIN)
    group, y = study.prepared.group[train], study.prepared.y[train]
    young = next(p for p in found.widening if p.words == "age under 26, bad outcome")
    under = study.prepared.groups.index("under 26")
    assert young.rows.tolist() == np.flatnonzero((group == under) & (y == 0)).tolist()


def test_retraining_comes_near_the_prediction(study: Study, found: Patterns) -> None:
    opened = open_point(study)
    for pattern in (*found.widening[-4:], *found.narrowing[-4:]):
        shift = prove(opened, remove(pattern.rows)).pairs[GAP].shift
        actual = 1.0 - shift.actual / shift.before
        assert shift.before == pytest.approx(found.size)
        assert shift.newton == pytest.approx(found.size * (1.0 - pattern.share))
        assert pattern.share == pytest.approx(actual, rel=0.35)
        assert abs(pattern.share - actual) < abs(pattern.first_order - actual)


def test_they_are_ranked_and_each_side_has_its_sign(found: Patterns) -> None:
    for side, sign in ((found.widening, 1), (found.narrowing, -1)):
        worth = [p.share**2 / p.row_share for p in side]
        assert worth == sorted(worth, reverse=True)
        assert all(sign * p.share > 0 and sign * p.first_order > 0 for p in side)
        assert all(found.least <= len(p.rows) <= 0.25 * found.train_rows for p in side)


def test_a_second_search_finds_the_same(study: Study, found: Patterns) -> None:
    again = find_patterns(study, GAP)
    assert [p.to_dict() for p in every(again)] == [p.to_dict() for p in every(found)]


def test_settings_bound_the_descriptions(study: Study) -> None:
    narrow = find_patterns(
        study, depth=2, least=0.1, most=0.4, count=3, columns=("groups", "purpose", "credit_amount")
    )
    for pattern in every(narrow):
        named = {c.column or "groups" for c in pattern.row_set.conditions}
        assert named <= {"groups", "purpose", "credit_amount"}
        assert len(pattern.row_set.conditions) <= 2
        assert 0.1 <= pattern.row_share <= 0.4
    assert max(len(narrow.widening), len(narrow.narrowing)) <= 3
    for wrong in ({"depth": 4}, {"least": -0.1}, {"most": 0.001}, {"count": 0}, {"columns": ()}):
        with pytest.raises(ConfigError):
            find_patterns(study, **wrong)
    with pytest.raises(ConfigError, match="got wage"):
        find_patterns(study, columns=("wage",))


def test_validation_rows_say_what_a_unit_of_their_weight_would_do(study: Study) -> None:
    opened = open_point(study)
    problem, state = opened.setting.problem, opened.state
    told = unseen_influence(opened, GAP)
    row, step = int(np.argmax(np.abs(told))), 0.01
    train, beside = problem.train, problem.validation
    grown = dataclasses.replace(
        problem,
        train=dataclasses.replace(
            train,
            X=np.vstack([train.X, beside.X[row]]),
            y=np.append(train.y, beside.y[row]),
            weight=np.append(train.weight, beside.weight[row]),
        ),
    )
    k = [c.gap for c in problem.targets.contrasts].index(GAP)
    after = refit(grown, np.append(state.weights, step), state.fit)
    moved = abs(after.smooth[k]) - abs(state.smooth[k])
    assert moved / step == pytest.approx(told[row], rel=0.02)


def test_other_rows_are_counted_and_scaled(study: Study, found: Patterns) -> None:
    opened = open_point(study)
    value = unseen_influence(opened, GAP)
    rows = study.prepared.mask(Part.VALIDATION)
    group, y = study.prepared.group[rows], study.prepared.y[rows]
    young = next(p for p in found.widening if p.words == "age under 26, bad outcome")
    like = (group == study.prepared.groups.index("under 26")) & (y == 0)
    assert (young.unseen_rows, young.unseen) == (int(like.sum()), None)
    good = next(p for p in found.narrowing if p.words == "age under 26, good outcome")
    like = (group == study.prepared.groups.index("under 26")) & (y == 1)
    assert good.unseen_rows == int(like.sum()) >= 20
    assert good.unseen == pytest.approx(3 * value[like].sum() / found.size)


def test_words(found: Patterns) -> None:
    plain = Pattern(
        found.widening[0].row_set, "w", np.arange(45), 0.075, 0.5, "newton", 0.4, 0.3, 31
    )
    seen = dataclasses.replace(found, size=0.1)
    assert share_words(plain).replace("\N{NO-BREAK SPACE}", " ") == (
        "7.5 % of the training rows (45), 50.0 % of the gap: 6.7 times their share of rows"
    )
    assert left_out_words(plain, seen).endswith("fall from 10.0 points to 5.0 points")
    turned = dataclasses.replace(plain, share=1.2)
    assert left_out_words(turned, seen).endswith("places")
    assert "rise from" in left_out_words(dataclasses.replace(plain, share=-0.2), seen)
    assert "31 validation rows like these, which were not looked at" in unseen_words(plain)
    assert "hardly holds" in unseen_words(dataclasses.replace(plain, unseen=0.1))
    assert "the other way" in unseen_words(dataclasses.replace(plain, unseen=-0.1))
    assert "Too few" in unseen_words(dataclasses.replace(plain, unseen=None, unseen_rows=4))
    assert caution(seen) is None
    assert "nearly nothing" in str(caution(dataclasses.replace(found, size=0.004)))


def test_an_exclusion_replays_and_stands_in_every_record(study: Study, tmp_path: Path) -> None:
    pattern = find_patterns(study).widening[3]
    task = dataclasses.replace(study.config.task, exclude=(pattern.row_set,))
    config = dataclasses.replace(study.config, task=task, steps=2)
    without = run(config, table=study.table)
    assert without.id != study.id
    assert len(without.plain.weights) == len(study.plain.weights) - len(pattern.rows)
    entry = next(e for e in ledger(without) if e.what == pattern.words)
    assert (entry.kind, entry.count) == ("rows", len(pattern.rows))
    assert pattern.words in [e["what"] for e in evidence(without)["left_out"]]
    assert pattern.words in html_report(without)
    folder = save_study(without, tmp_path / "without")
    assert load_study(folder).config == config
    again, differences = replay(folder)
    assert differences == ()
    assert again.prepared.row.tolist() == without.prepared.row.tolist()


def test_the_command_searches_proves_and_excludes(study: Study, tmp_path: Path, capsys) -> None:
    folder, out = save_study(study, tmp_path / "study"), tmp_path / "without"
    options = ["--count", "2", "--prove", "2", "--exclude", "1", "--out", str(out), "--json"]
    assert main(["patterns", str(folder), *options]) == 0
    told = json.loads(capsys.readouterr().out)
    found = find_patterns(study, count=2)
    assert told["widening"] == [p.to_dict() for p in found.widening]
    proof = prove(open_point(study), remove(found.widening[1].rows)).pairs[GAP].shift
    assert told["proof"]["after"] == proof.actual
    assert told["proof"]["actual_share"] == 1.0 - proof.actual / proof.before
    anew = load_study(out)
    assert anew.config.task.exclude == (found.widening[0].row_set,)
    assert told["study_without"] == anew.id

    assert main(["patterns", str(folder), "--count", "2"]) == 0
    text = capsys.readouterr().out
    for pattern in every(found):
        assert pattern.words in text
    assert main(["patterns", str(folder), "--count", "1", "--prove", "9"]) == 2
    assert "patterns 1 to 2; got 9" in capsys.readouterr().err
    assert main(["patterns", str(folder), "--exclude", "1"]) == 2
    assert "--out DIR go together" in capsys.readouterr().err
