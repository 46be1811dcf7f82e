"""Contests on packaged sets, opened once for all tests of methods."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from iffair_core.baselines.method import Contest
from iffair_core.comparison.contest import open_contest
from iffair_core.config import GapName, Network, StudyConfig
from iffair_core.data.builtin import load_builtin


@cache
def german(
    gap: GapName = "demographic_parity", model: str = "logistic", **given: object
) -> Contest:
    """German credit, seed 0; ``given`` are further settings of the study."""
    builtin = load_builtin("german")
    config = StudyConfig(
        "german", replace(builtin.task, keep_sensitive=True), model=model, network=Network((4,))
    )
    return open_contest(replace(config, **given), builtin.table, gap, 0)
