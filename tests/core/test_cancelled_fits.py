"""Work that is no longer wanted ends within an iteration, and no other work with it."""

from __future__ import annotations

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from iffair_core.cancel import cancellable, check_cancelled
from iffair_core.config import Network, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.errors import Cancelled
from iffair_core.influence.change import remove
from iffair_core.row_influence import Opened, open_point, prove
from iffair_core.study import plain_study


@pytest.fixture(scope="module", params=["logistic", "network"])
def opened(request: pytest.FixtureRequest) -> Opened:
    german = load_builtin("german")
    config = StudyConfig("german", german.task, model=request.param, network=Network((4,)), l2=0.01)
    return open_point(plain_study(config, table=german.table))


def test_a_proof_ends_at_the_iteration_at_which_it_is_no_longer_wanted(opened: Opened) -> None:
    asked: list[None] = []

    def after_two() -> bool:
        asked.append(None)
        return len(asked) == 3

    with pytest.raises(Cancelled):
        prove(opened, remove(np.arange(60)), after_two)
    assert len(asked) == 3


def test_a_proof_that_is_wanted_is_the_same(opened: Opened) -> None:
    change = remove(np.arange(60))
    watched, free = prove(opened, change, lambda: False), prove(opened, change)
    assert dataclasses.astuple(watched.gaps["demographic_parity"]) == dataclasses.astuple(
        free.gaps["demographic_parity"]
    )


def test_a_new_network_ends_while_it_learns_from_mini_batches(opened: Opened) -> None:
    train, learner = opened.setting.problem.train, opened.setting.problem.learner
    with cancellable(lambda: True), pytest.raises(Cancelled):
        learner.fit(train.X, train.y, train.weight)


def test_work_of_another_thread_goes_on() -> None:
    inside, seen = threading.Event(), threading.Event()

    def unwanted() -> None:
        with cancellable(lambda: True):
            inside.set()
            assert seen.wait(10)
            check_cancelled()

    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(unwanted)
        assert inside.wait(10)
        check_cancelled()
        seen.set()
        with pytest.raises(Cancelled):
            ended.result(10)
