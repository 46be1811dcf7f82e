"""Why a method has no answer in a contest: sentences for what its library cannot take."""

from __future__ import annotations

import numpy as np

from iffair_core.baselines.method import Contest, Why
from iffair_core.baselines.target_rows import target_rows
from iffair_core.config import GapName
from iffair_core.fairness.gaps import GAP_RATES
from iffair_core.words import percent

GRID_DIMENSIONS = 4
"""Most multipliers that a grid is laid over: Fairlearn advises against more."""
LIBRARY_CUT = 0.5


def first_of(*reasons: Why) -> Why:
    """The first of the reasons that is not empty."""

    def why(contest: Contest) -> str:
        return next((found for reason in reasons if (found := reason(contest))), "")

    return why


def weighs_rows(contest: Contest) -> str:
    """For methods whose library takes no sample weights."""
    weight = contest.train.rows.weight
    if np.ptp(weight) == 0.0:
        return ""
    return (
        "Its library takes no sample weights, and this study has them. Choose a method that takes "
        "them, or compare without the weights."
    )


def selects_share(contest: Contest) -> str:
    """For methods that set the thresholds, and with them the share that is selected."""
    if contest.config.share is None:
        return ""
    return (
        "It sets its own thresholds, and this study selects "
        f"{percent(contest.config.share, 0)} of the rows. Compare at a fixed threshold."
    )


def other_cut(contest: Contest) -> str:
    """For methods that train for decisions at a probability of one half."""
    if contest.config.share is None and contest.config.cut == LIBRARY_CUT:
        return ""
    asked = (
        f"at {contest.config.cut:g}"
        if contest.config.share is None
        else f"so that {percent(contest.config.share, 0)} of the rows are selected"
    )
    return f"It trains for decisions at a probability of .5; this study decides {asked}."


def only_for(*gaps: GapName, because: str) -> Why:
    """For methods that are defined for these gaps alone."""

    def why(contest: Contest) -> str:
        return "" if contest.gap in gaps else because

    return why


def many_groups(contest: Contest) -> str:
    """For methods that favour one group over one other."""
    if len(contest.groups) == 2:
        return ""
    return f"It is defined for two groups; here are {len(contest.groups)}."


def wide_grid(contest: Contest) -> str:
    """For a grid of multipliers, one for each rate of the gap and group but one."""
    dimensions = len(GAP_RATES[contest.gap]) * (len(contest.groups) - 1)
    if dimensions <= GRID_DIMENSIONS:
        return ""
    return (
        f"{len(contest.groups)} groups make a grid of {dimensions} dimensions, and more than "
        f"{GRID_DIMENSIONS} are not searched well. Exponentiated gradient searches them."
    )


def one_outcome(contest: Contest) -> str:
    """For methods that need both outcomes in every group of the rows that they are fitted on."""
    rows = target_rows(contest)
    bare = [
        name
        for code, name in enumerate(contest.groups)
        if len(np.unique(rows.rows.y[rows.group == code])) < 2
    ]
    if not bare:
        return ""
    return (
        f"It needs both outcomes in every group; {', '.join(bare)} "
        f"{'has' if len(bare) == 1 else 'have'} one or none. Merge small groups."
    )
