"""How fit, gradient and influence of every row grow with the rows and the columns of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmarks.speed.contest import Contender, Timed, contest
from benchmarks.speed.tabular import Table, synthetic
from iffair_core.models.logistic import LogisticLearner

LEARNER = LogisticLearner(l2=0.001)
SIZES = {
    "rows": ((10_000, 50), (32_000, 50), (100_000, 50), (320_000, 50), (1_000_000, 50)),
    "columns": ((32_000, 10), (32_000, 30), (32_000, 100), (32_000, 300)),
}


def measure(size: str, rounds: int) -> Iterator[tuple[str, list[Timed]]]:
    """``size`` is "rows" or "columns": what grows. Ratios are to the smallest table."""
    shapes = {f"{n} x {d}": n for n, d in SIZES[size]}
    tables = {name: synthetic(*map(int, name.split(" x "))) for name in shapes}
    timed = contest([Contender(name, _step(table)) for name, table in tables.items()], rounds)
    told = [replace(t, correlation=None, error=None, note=_each(t, shapes[t.name])) for t in timed]
    yield "fit, gradient and influence of one target", told


def _step(table: Table) -> Callable[[], None]:
    def run() -> None:
        table.influence(LEARNER)

    return run


def _each(timed: Timed, rows: int) -> str:
    assert timed.seconds is not None
    return f"{timed.seconds / rows * 1e6:.2f} µs a row"
