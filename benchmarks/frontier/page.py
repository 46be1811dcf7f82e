"""The verdicts as Markdown: what stands above the path first, then every comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pandas as pd

from benchmarks.frontier.measure import CHOSEN, DEFAULT, GAPS
from benchmarks.frontier.verdict import Verdict, verdicts
from benchmarks.head import head

PENALTIES = {
    DEFAULT: "the default penalty, λ = .001",
    CHOSEN: "the penalty that the training rows choose",
}


def markdown(frame: pd.DataFrame, command: str) -> str:
    """The whole page."""
    judged = verdicts(frame)
    seeds = sorted(frame["seed"].unique())
    lines = head(
        "The path's frontier beside baselines",
        "Logistic regression with the sensitive columns among the features, means over the splits "
        f"of {len(seeds)} seeds, test rows. A line compares a baseline with the path's frontier "
        "at the baseline's mean gap; accuracies are in percent, differences in points ± one "
        "standard error over the seeds, paired. How to read this: [README](../README.md).",
        libraries=("numpy", "scipy", "scikit-learn", "fairlearn"),
        command=command,
        note="one process, one BLAS thread, other work on the machine meanwhile",
    )
    lines += ["", *_summary(judged)]
    for penalty, gap in product(PENALTIES, GAPS):
        part = [v for v in judged if v.penalty == penalty and v.gap_name == gap]
        if part:
            lines += ["", f"## {gap}, {PENALTIES[penalty]}", "", *_table(part)]
    return "\n".join(lines) + "\n"


def _summary(judged: Sequence[Verdict]) -> Iterator[str]:
    for penalty, words in PENALTIES.items():
        part = [v for v in judged if v.penalty == penalty]
        above = [v for v in part if v.stands_above]
        beyond = [v for v in part if not v.reached]
        if part:
            yield (
                f"With {words}, {len(above)} of {len(part)} baselines stand above the path's "
                f"frontier by more than one standard error"
                f"{_listed(above)}; {len(beyond)} have a smaller gap than any of its points"
                f"{_listed(beyond)}."
            )
            yield ""


def _listed(judged: Sequence[Verdict]) -> str:
    if not judged:
        return ""
    return " (" + "; ".join(f"{v.data}, {v.gap_name}, {v.method}" for v in judged) + ")"


def _table(judged: Sequence[Verdict]) -> Iterator[str]:
    yield "| data | baseline | splits | gap | accuracy | path | baseline minus path | verdict |"
    yield "|---|---|---|---|---|---|---|---|"
    for v in judged:
        yield (
            f"| {v.data} | {v.method} | {v.seeds} | {v.gap:.3f} | {100 * v.accuracy:.2f} | "
            f"{100 * v.path:.2f} | {100 * v.above:+.2f} ± {100 * v.error:.2f} | {_words(v)} |"
        )


def _words(v: Verdict) -> str:
    verdict = "above" if v.stands_above else "not above"
    return verdict if v.reached else f"{verdict}; beyond the path's end"
