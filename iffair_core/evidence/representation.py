"""Share of each group in the table beside a share that it should have: where sampling bias shows.

The table alone cannot show who is missing from it: that takes a reference from elsewhere (a
census, the list of all applicants), which the user gives. A share has Wilson's interval; those of
more than two groups hold together at 95 % (Bonferroni, as in Goodman 1965). Where every group has a
reference, Pearson's chi-square test compares all shares at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import chisquare

from iffair_core.config import check_number
from iffair_core.errors import ConfigError
from iffair_core.fairness.uncertainty import LEVEL, wilson
from iffair_core.results import Study

ROUNDING = 0.005
"""How far given shares may be from a sum of 1."""
LEAST_EXPECTED = 5
"""Fewest rows expected of a group for the chi-square distribution to hold (Cochran's rule)."""


@dataclass(frozen=True)
class Share:
    """``share`` of the table's rows that a group has, 95 % interval, and its reference share."""

    group: str
    rows: int
    share: float
    low: float
    high: float
    reference: float | None

    @property
    def beyond_chance(self) -> bool:
        """Whether there is a reference and the interval excludes it."""
        return self.reference is not None and not self.low <= self.reference <= self.high


@dataclass(frozen=True)
class Representation:
    """Shares in the order of the groups; ``p_value`` of the chi-square test, None without one."""

    shares: tuple[Share, ...]
    p_value: float | None


def representation(rows: Mapping[str, int], reference: Mapping[str, float]) -> Representation:
    """Shares of ``rows`` by group beside the reference shares, which may leave groups out.

    Raises ConfigError if there is no row, or if a reference share is not from 0 to 1, is of no
    group, or all of them do not sum to 1 (some of them: to more than 1).
    """
    total = sum(rows.values())
    if total == 0:
        raise ConfigError("Shares need at least one row; got none.")
    _check(rows, reference)
    count = np.array(list(rows.values()), dtype=np.float64)
    share = count / total
    compared = len(rows) if len(rows) > 2 else 1
    interval = wilson(share, np.full(len(rows), float(total)), 1 - (1 - LEVEL) / compared)
    shares = tuple(
        Share(group, rows[group], float(s), float(low), float(high), reference.get(group))
        for group, s, low, high in zip(rows, share, interval.low, interval.high, strict=True)
    )
    return Representation(shares, _test(rows, reference))


def group_rows(study: Study) -> dict[str, int]:
    """Rows of every group in the study, of all its parts."""
    groups = study.prepared.groups
    counts = np.bincount(study.prepared.group, minlength=len(groups)).tolist()
    return dict(zip(groups, counts, strict=True))


def represented(study: Study) -> Representation | None:
    """The study's groups beside the reference shares that were set; None without any."""
    shares = study.yardsticks.shares
    return representation(group_rows(study), shares) if shares else None


def _check(rows: Mapping[str, int], reference: Mapping[str, float]) -> None:
    for group, share in reference.items():
        if group not in rows:
            raise ConfigError(
                f"There is no group {group!r}; the groups are {', '.join(rows)}. Name one of them."
            )
        check_number(f"reference share of {group}", share, 0, 1)
    total = math.fsum(reference.values())
    whole = len(reference) == len(rows)
    if total > 1 + ROUNDING or (whole and total < 1 - ROUNDING):
        wanted = "to 100 %" if whole else "to at most 100 %"
        raise ConfigError(
            f"The reference shares of {len(reference)} of {len(rows)} groups must sum {wanted}; "
            f"they sum to {100 * total:.1f} %. Change one of them."
        )


def _test(rows: Mapping[str, int], reference: Mapping[str, float]) -> float | None:
    """None unless every group has a reference and enough expected rows."""
    if len(rows) < 2 or len(reference) < len(rows):
        return None
    given = np.array([reference[group] for group in rows])
    observed = np.array(list(rows.values()), dtype=np.float64)
    expected = observed.sum() * given / given.sum()
    if expected.min() < LEAST_EXPECTED:
        return None
    return float(chisquare(observed, expected).pvalue)
