"""Seconds of several ways to the same result, taken in turns in one process.

Seconds are those of the processor. All contenders run on one thread, so on a machine of their own
that is the time on the clock; on a shared one, what others do is left out of it.

The first round checks each result against that of the reference and measures its memory; the
rounds that follow are timed. A ratio is the median, over the rounds, of a contender's seconds
over the reference's seconds in the same round, so that whatever else the machine does meets both.
"""

from __future__ import annotations

import ctypes
import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

Result = Any
PATIENCE = 20.0
"""Seconds of a first run beyond which a contender is not run again."""
_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Contender:
    """One way to a result.

    run      makes the result: an array (n,) or (n, K), or None where there is nothing to compare
    note     what it includes, where that needs to be said
    missing  why it could not be run; then ``run`` is not called
    """

    name: str
    run: Callable[[], Result]
    note: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Timed:
    """Of one contender.

    seconds      median of the timed rounds; None if it could not be run
    ratio        its seconds over the reference's
    runs         timed runs
    correlation  of its result with the answer, by rank; None if there is nothing to compare
    error        largest difference from the answer over its largest value
    megabytes    peak of resident memory beyond what the first run began with
    """

    name: str
    seconds: float | None
    ratio: float | None
    runs: int
    correlation: float | None
    error: float | None
    megabytes: float | None
    note: str


def contest(contenders: Sequence[Contender], rounds: int = 5, answer: Result = None) -> list[Timed]:
    """Time all contenders; the first one is the reference of the ratios.

    Results are compared with ``answer``, or with that of the first contender if there is none.
    """
    present = [c for c in contenders if not c.missing]
    firsts = {c.name: _first(c) for c in present}
    answer = firsts[present[0].name].result if answer is None else answer
    seconds = {name: [first.seconds] for name, first in firsts.items()}
    again = [c for c in present if firsts[c.name].seconds <= PATIENCE]
    for _ in range(rounds):
        for contender in again:
            seconds[contender.name].append(_seconds(contender.run))
    timed = {name: taken[1:] or taken for name, taken in seconds.items()}
    return [
        _timed(c, firsts[c.name], answer, timed[c.name], timed[present[0].name])
        if not c.missing
        else Timed(c.name, None, None, 0, None, None, None, c.missing)
        for c in contenders
    ]


@dataclass(frozen=True)
class _First:
    result: Result
    seconds: float
    megabytes: float | None


def _first(contender: Contender) -> _First:
    _give_back_memory()
    before = _resident(reset=True)
    begin = time.process_time()
    result = contender.run()
    seconds = time.process_time() - begin
    after = _resident(reset=False)
    grown = None if before is None or after is None else max(0.0, after - before)
    return _First(None if result is None else np.asarray(result), seconds, grown)


def _seconds(run: Callable[[], Result]) -> float:
    gc.collect()
    begin = time.process_time()
    run()
    return time.process_time() - begin


def _timed(
    contender: Contender,
    first: _First,
    answer: Result,
    taken: Sequence[float],
    of_reference: Sequence[float],
) -> Timed:
    correlation, error = agreement(first.result, answer)
    if len(taken) == len(of_reference):
        ratio = statistics.median(a / b for a, b in zip(taken, of_reference, strict=True))
    else:
        ratio = statistics.median(taken) / statistics.median(of_reference)
    return Timed(
        contender.name,
        statistics.median(taken),
        ratio,
        len(taken),
        correlation,
        error,
        first.megabytes,
        contender.note,
    )


def agreement(result: Result, reference: Result) -> tuple[float | None, float | None]:
    """Rank correlation and largest relative difference of two results of one shape.

    Of several columns, the worst. (None, None) if there is nothing to compare.
    """
    if result is None or reference is None or result.shape != reference.shape:
        return None, None
    columns = reference.reshape(len(reference), -1)
    other = result.reshape(columns.shape)
    ranks = [spearmanr(a, b).statistic for a, b in zip(columns.T, other.T, strict=True)]
    error = np.max(np.abs(other - columns), axis=0) / np.max(np.abs(columns), axis=0)
    return float(min(ranks)), float(error.max())


def _give_back_memory() -> None:
    """So that memory which Python or the C library holds in reserve does not hide what is used."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _resident(*, reset: bool) -> float | None:
    """Megabytes of resident memory: now if the peak is to be reset, else the peak since then."""
    if not _PEAK.exists():
        return None
    if reset:
        _PEAK.write_text("5", encoding="ascii")
    name = "VmRSS" if reset else "VmHWM"
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    found = next(line for line in lines if line.startswith(name))
    return int(found.split()[1]) / 1024
