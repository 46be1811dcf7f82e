"""Prepared rows and problems of packaged sets, built once a test session."""

from __future__ import annotations

from functools import cache

import numpy as np

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.data.prepared import Prepared
from iffair_core.influence.problem import State, refit
from iffair_core.setting import Setting, set_up


@cache
def prepared(name: str, seed: int = 0) -> Prepared:
    builtin = load_builtin(name)
    return prepare(builtin.table, builtin.task, seed=seed)


def config(name: str, *gaps: str, **changes: object) -> StudyConfig:
    return StudyConfig(
        data=name,
        task=load_builtin(name).task,
        gaps=gaps or ("demographic_parity",),
        **changes,
    )


@cache
def plain(name: str, *gaps: str) -> tuple[Setting, State]:
    """The problem of a set and its plain model."""
    setting = set_up(config(name, *gaps), prepared(name))
    return setting, refit(setting.problem, np.ones(len(setting.problem.train.y)))
