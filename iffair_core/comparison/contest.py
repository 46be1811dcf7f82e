"""Run methods on one split of a study's rows."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from iffair_core.baselines.method import Contest, Method
from iffair_core.comparison.entries import Attempt, Entry, figures
from iffair_core.config import GapName, StudyConfig
from iffair_core.data.prepare import prepare
from iffair_core.data.tables import Table
from iffair_core.errors import FitError
from iffair_core.influence.problem import refit
from iffair_core.setting import set_up


def open_contest(config: StudyConfig, table: Table, gap: GapName, seed: int) -> Contest:
    """The rows of the study on the split of ``seed``, with one gap to close, and the plain fit.

    Of a study that targets several gaps, the bounds, paces and the largest loss play no part.
    Raises FitError if the plain model cannot be fitted.
    """
    alone = replace(config, gaps=(gap,), bounds=(), paces=(), max_loss=None, seed=seed)
    prepared = prepare(table, alone.task, split=alone.split, seed=seed)
    setting = set_up(alone, prepared)
    plain = refit(setting.problem, np.ones(len(setting.problem.train.y)), setting.plain)
    return Contest(alone, setting, plain)


def attempt(method: Method, contest: Contest) -> Attempt:
    """The method's answers, measured; a method that has none says why."""
    gap, seed = contest.gap, contest.config.seed
    reason = _why_not(method, contest)
    if reason:
        return Attempt(method.name, gap, seed, (), 0.0, reason)
    begun, entries = time.perf_counter(), []
    try:
        for answer in method.answers(contest):
            entries.append(
                Entry(
                    answer.dose,
                    figures(contest.validation, answer.validation),
                    figures(contest.test, answer.test),
                )
            )
    except FitError as error:
        reason = str(error)
    return Attempt(
        method.name, gap, seed, tuple(entries), round(time.perf_counter() - begun, 3), reason
    )


def _why_not(method: Method, contest: Contest) -> str:
    if not method.installed:
        return f"{method.library} is not installed; `pip install {method.module}` adds it."
    if not len(contest.setting.problem.targets) and method.family != "plain":
        return "No pair of groups has enough rows for this gap."
    return method.undefined(contest)
