"""A warning: percentile bootstrap intervals of a largest difference, which nothing here uses.

The largest difference of a sample is above zero where the true one is zero, and that of a bootstrap
sample is larger still, so the interval lies above the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product

import numpy as np

from benchmarks.coverage.trial import Drawn, Trial, sizes
from iffair_core.arrays import Codes, Vector

DRAWS = 1000
SAMPLES = 400
RATE = 0.3
NAME = "percentile bootstrap of a largest difference (not used)"


def trials() -> Iterator[Trial]:
    """Few and many groups, at no gap and at a gap of one group from the others."""
    for groups, n, gap in product((2, 5), (200, 2000), (0.0, 0.15)):
        rates = np.full(groups, RATE) + gap * (np.arange(groups) == groups - 1)
        setting = f"{groups} groups 1:1, rate {RATE:g}, gap {gap:g}"
        yield Trial(setting, n, partial(_bootstrap, rates, sizes(n, groups)), DRAWS)


def _bootstrap(
    rates: Vector, rows: Codes, random: np.random.Generator, draws: int
) -> Mapping[str, Drawn]:
    found = random.binomial(rows, rates, (draws, len(rates))) / rows
    again = random.binomial(rows, found, (SAMPLES, *found.shape)) / rows
    low, high = np.quantile(np.ptp(again, axis=2), (0.025, 0.975), axis=0)
    return {NAME: Drawn(float(np.ptp(rates)), low, high)}
