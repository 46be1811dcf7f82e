"""Every pre-processing method of the comparison keeps to its card, on tables of several kinds."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from iffair_core.baselines import prototypes
from iffair_core.baselines.method import Answer, Contest, Method
from iffair_core.baselines.pre_methods import PRE_METHODS
from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.contest import attempt, open_contest
from iffair_core.config import Network, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.tables import Table

SMALL = Network(layers=(4,))

every_method = pytest.mark.parametrize("method", PRE_METHODS, ids=lambda method: method.name)


@pytest.fixture(autouse=True, scope="module")
def one_short_representation():
    """The learned representation, kept short; what its card says holds all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prototypes, "LIKENESS", (100.0,))
        patch.setattr(prototypes, "ITERATIONS", 20)
        yield


@pytest.fixture(scope="module")
def german() -> Contest:
    builtin = load_builtin("german")
    config = StudyConfig(data="german", task=builtin.task)
    return open_contest(config, builtin.table, "equalized_odds", 0)


@pytest.fixture(scope="module")
def network() -> Contest:
    builtin = load_builtin("german")
    config = StudyConfig(
        data="german", task=builtin.task, model="network", l2=0.05, network=SMALL, steps=3
    )
    return open_contest(config, builtin.table, "demographic_parity", 0)


@pytest.fixture(scope="module")
def many_groups() -> Contest:
    builtin = load_builtin("acs")
    frame = builtin.table.frame.iloc[:4000]
    table = replace(builtin.table, frame=frame)
    task = replace(builtin.task, sensitive=builtin.card.attributes)
    return open_contest(StudyConfig(data="acs", task=task, steps=5), table, "demographic_parity", 0)


def with_test_rows(contest: Contest, **changes: np.ndarray) -> Contest:
    """Another group or outcome for each test row; nothing else differs."""
    test = contest.test
    if "group" in changes:
        test = replace(test, group=changes["group"])
    if "y" in changes:
        test = replace(test, rows=replace(test.rows, y=changes["y"]))
    return replace(contest, setting=replace(contest.setting, test=test))


def decisions(answers: list[Answer]) -> list[list[float]]:
    return [(answer.test.probability).tolist() for answer in answers]


@every_method
def test_card_is_whole_and_registered(method: Method) -> None:
    assert METHODS[method.name] is method
    assert method.family == "pre"
    assert method.installed
    assert all((method.title, method.says.endswith("."), method.source, method.library))
    assert method.knob
    assert len(method.doses) <= 8


@every_method
def test_answers_are_decisions_that_a_second_run_repeats(method: Method, german: Contest) -> None:
    first, second = (list(method.answers(german)) for _ in range(2))
    assert first
    assert decisions(first) == decisions(second)
    for answer in first:
        for part, decided in ((german.validation, answer.validation), (german.test, answer.test)):
            assert decided.chance.shape == part.rows.y.shape
            assert set(decided.chance.tolist()) <= {0.0, 1.0}
            assert ((decided.probability >= 0) & (decided.probability <= 1)).all()
    doses = [answer.dose for answer in first]
    assert doses == sorted(doses)


@every_method
def test_only_methods_that_say_so_read_the_group_when_deciding(
    method: Method, german: Contest
) -> None:
    swapped = with_test_rows(german, group=1 - german.test.group)
    same = decisions(list(method.answers(german))) == decisions(list(method.answers(swapped)))
    assert same != method.needs.group_when_deciding


@every_method
def test_outcomes_of_test_rows_are_never_read(method: Method, german: Contest) -> None:
    hidden = with_test_rows(german, y=np.full_like(german.test.rows.y, np.nan))
    assert decisions(list(method.answers(german))) == decisions(list(method.answers(hidden)))


@every_method
def test_many_groups_have_entries(method: Method, many_groups: Contest) -> None:
    assert len(many_groups.groups) > 4
    answered = attempt(method, many_groups)
    assert answered.entries
    assert not answered.reason


@every_method
def test_a_network_has_entries(method: Method, network: Contest) -> None:
    answered = attempt(method, network)
    assert answered.entries
    assert not answered.reason
    for entry in answered.entries:
        assert 0.5 < entry.test.measures.utility["accuracy"] < 1


def test_a_table_without_numbers_has_nothing_to_repair() -> None:
    builtin = load_builtin("german")
    task = replace(builtin.task, categorical=tuple(_numbers(builtin.table)))
    contest = open_contest(
        StudyConfig(data="german", task=task), builtin.table, "demographic_parity", 0
    )
    answered = attempt(METHODS["repair"], contest)
    assert not answered.entries
    assert answered.reason.startswith("No column of the table is a number")


def test_a_rule_that_takes_no_step_says_why(german: Contest) -> None:
    closed = replace(german.plain, smooth=np.zeros_like(german.plain.smooth))
    answered = attempt(METHODS["linear_program"], replace(german, plain=closed))
    assert not answered.entries
    assert "already closed" in answered.reason


def test_the_list_of_methods_loads_neither_torch_nor_fairlearn() -> None:
    code = (
        "import sys, iffair_core.baselines.registry; "
        "print([m for m in ('torch', 'fairlearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _numbers(table: Table) -> list[str]:
    return [str(c) for c in table.frame.select_dtypes("number").columns]
