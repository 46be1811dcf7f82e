"""``python -m benchmarks.proof``: how well influence, and a Newton step, predict retraining.

Three questions a case, all about demographic parity on the plain model: single rows left out (half
of them the most influential, half random), random groups of 2 % of the rows left out, and the most
harmful rows left out together. Every actual figure is a real refit.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import linregress

from benchmarks.head import head
from iffair_core.arrays import Codes, Vector
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepare import prepare
from iffair_core.influence.change import remove
from iffair_core.influence.leverage import left_out
from iffair_core.influence.problem import Problem, State, contrast_influence, refit, smooth_gaps
from iffair_core.influence.retrain import fidelity, retrain
from iffair_core.setting import Setting, set_up

RESULTS = Path(__file__).parent / "results"
GAP = "demographic_parity"
GROUPS = 20
HARMFUL_SHARES = (0.02, 0.1)


@dataclass(frozen=True)
class Case:
    """A model on a packaged set; ``single`` rows are left out one by one."""

    data: str
    model: str
    l2: float
    single: int


CASES = (
    Case("german", "logistic", 0.001, 60),
    Case("compas", "logistic", 0.001, 60),
    Case("adult", "logistic", 0.001, 30),
    Case("german", "network", 0.001, 12),
    Case("german", "network", 0.016, 30),
    Case("compas", "network", 0.001, 30),
    Case("adult", "network", 0.001, 12),
)


@dataclass(frozen=True)
class Line:
    """One question about one case. Harmful rows have figures of the gap, the others a line fit."""

    data: str
    model: str
    l2: float
    question: str
    changes: int
    rows_each: int
    influence_correlation: float | None = None
    influence_slope: float | None = None
    corrected_correlation: float | None = None
    corrected_slope: float | None = None
    before: float | None = None
    influence: float | None = None
    newton: float | None = None
    actual: float | None = None
    seconds: float = 0.0


def measure(case: Case) -> Iterator[Line]:
    """All questions of a case."""
    setting = _setting(case)
    state = refit(setting.problem, np.ones(len(setting.problem.train.y)))
    signed = float(np.sign(state.smooth[0]))
    influence = signed * contrast_influence(setting.problem, state, 0).of(0)
    yield _single(case, setting.problem, state, influence, signed)
    yield _groups(case, setting.problem, state)
    for share in HARMFUL_SHARES:
        yield _harmful(
            case, setting, state, np.argsort(-influence)[: round(share * len(influence))]
        )


def _setting(case: Case) -> Setting:
    builtin = load_builtin(case.data)
    config = StudyConfig(case.data, builtin.task, gaps=(GAP,), model=case.model, l2=case.l2)
    return set_up(config, prepare(builtin.table, builtin.task, seed=0))


def _single(case: Case, problem: Problem, state: State, influence: Vector, signed: float) -> Line:
    half = case.single // 2
    random = np.random.default_rng(0).choice(len(influence), half, replace=False)
    rows = np.unique(np.concatenate([np.argsort(-np.abs(influence))[:half], random]))
    plainly = -influence[rows] * state.weights[rows]
    corrected = left_out(state.fit, problem.train, state.weights, influence, rows)
    begun = time.perf_counter()
    actual = []
    for i in rows:
        weights = remove(np.array([i])).weights(state.weights)
        after = refit(problem, weights, state.fit.theta)
        actual.append(signed * (smooth_gaps(problem, after, state.cut) - state.smooth)[0])
    spent = (time.perf_counter() - begun) / len(rows)
    first, second = linregress(plainly, actual), linregress(corrected, actual)
    return Line(
        *_named(case, "one row left out", len(rows), 1),
        influence_correlation=float(first.rvalue),
        influence_slope=float(first.slope),
        corrected_correlation=float(second.rvalue),
        corrected_slope=float(second.slope),
        seconds=spent,
    )


def _groups(case: Case, problem: Problem, state: State) -> Line:
    begun = time.perf_counter()
    found = fidelity(problem, state, seed=0, groups=GROUPS)
    if found is None:
        raise RuntimeError(f"No fidelity for {case}: too few rows or no target.")
    return Line(
        *_named(case, "a random group left out", found.groups, found.rows_per_group),
        influence_correlation=found.correlation,
        influence_slope=found.slope,
        corrected_correlation=found.newton_correlation,
        corrected_slope=found.newton_slope,
        seconds=(time.perf_counter() - begun) / found.groups,
    )


def _harmful(case: Case, setting: Setting, state: State, rows: Codes) -> Line:
    proof = retrain(setting.problem, state, remove(rows), setting.validation)
    return Line(
        *_named(case, "the most harmful rows left out", 1, len(rows)),
        **asdict(proof.pairs[GAP].shift),
        seconds=proof.seconds,
    )


def _named(
    case: Case, question: str, changes: int, rows_each: int
) -> tuple[str, str, float, str, int, int]:
    return case.data, case.model, case.l2, question, changes, rows_each


FITTED_HEAD = (
    "| data | model | λ | left out | refits | influence: correlation, slope | "
    "{better}: correlation, slope | seconds a refit |",
    "|---|---|---|---|---|---|---|---|",
)
HARMFUL_HEAD = (
    "| data | model | λ | rows left out | before | influence | one Newton step | trained again | "
    "seconds |",
    "|---|---|---|---|---|---|---|---|---|",
)


def markdown(frame: pd.DataFrame, command: str) -> str:
    """The whole page."""
    lines = head(
        "Proof: predicted against retrained",
        "Demographic parity (smooth, on train and validation rows) of the plain model, split of "
        "seed 0. Correlation is Pearson's, slope that of the actual on the predicted change. "
        "Networks are 32-16 softplus. Half of the single rows are the most influential ones, half "
        "are random; a group is 2 % of the training rows. docs/method.md, section 5, has the "
        "formulas.",
        libraries=("numpy", "scipy", "torch"),
        command=command,
        note="one thread, other work on the machine meanwhile",
    )
    for question, better in (
        ("one row left out", "with leverage"),
        ("a random group left out", "one Newton step"),
    ):
        lines += ["", f"## {question.capitalize()}", ""]
        lines += [FITTED_HEAD[0].format(better=better), FITTED_HEAD[1]]
        for r in frame[frame["question"] == question].itertuples():
            lines.append(
                f"| {r.data} | {r.model} | {r.l2:g} | {r.rows_each} | {r.changes} | "
                f"{r.influence_correlation:.5f}, {r.influence_slope:.3f} | "
                f"{r.corrected_correlation:.5f}, {r.corrected_slope:.3f} | {r.seconds:.2f} |"
            )
    lines += ["", "## The most harmful rows left out together (gap, in points)", "", *HARMFUL_HEAD]
    for r in frame[frame["before"].notna()].itertuples():
        figures = " | ".join(f"{100 * v:.2f}" for v in (r.before, r.influence, r.newton, r.actual))
        lines.append(
            f"| {r.data} | {r.model} | {r.l2:g} | {r.rows_each} | {figures} | {r.seconds:.2f} |"
        )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the chosen cases, keep the others that are there, and write proof.csv and .md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proof", description=__doc__)
    parser.add_argument("--data", nargs="+", choices=sorted({c.data for c in CASES}))
    parser.add_argument("--model", nargs="+", choices=sorted({c.model for c in CASES}))
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    given = parser.parse_args(arguments)
    raw = given.out / "proof.csv"
    whole = pd.read_csv(raw) if raw.exists() else pd.DataFrame()
    for case in CASES:
        if case.data not in (given.data or [case.data]):
            continue
        if case.model not in (given.model or [case.model]):
            continue
        print(case, file=sys.stderr, flush=True)
        fresh = pd.DataFrame([asdict(line) for line in measure(case)])
        whole = pd.concat([_without(whole, case), fresh.dropna(axis=1, how="all")])
        whole.to_csv(raw, index=False)
        page = markdown(_ordered(whole), "python -m benchmarks.proof")
        (given.out / "proof.md").write_text(page, encoding="utf-8")
    return 0


def _without(frame: pd.DataFrame, case: Case) -> pd.DataFrame:
    if frame.empty:
        return frame
    same = (frame["data"] == case.data) & (frame["model"] == case.model) & (frame["l2"] == case.l2)
    return frame[~same]


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """In the order of the cases."""
    place = {(c.data, c.model, c.l2): i for i, c in enumerate(CASES)}
    keys = [place[key] for key in zip(frame["data"], frame["model"], frame["l2"], strict=True)]
    return frame.iloc[np.argsort(keys, kind="stable")]


if __name__ == "__main__":
    sys.exit(main())
