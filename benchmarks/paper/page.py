"""The page of the documentation: verdicts first, then the tables that they rest on."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.head import head
from benchmarks.paper import claims, crossed, falls, kept, li_liu
from benchmarks.paper.figures import shares_chart
from benchmarks.paper.plan import DATASETS, GAPS, MODELS, plan
from benchmarks.paper.reported import reported_claims
from benchmarks.paper.shares import Share, by_seed, shares
from benchmarks.paper.study_tables import crossed_table, together_tables
from benchmarks.paper.trade_offs import HOW_SHARES_ARE_READ, WHAT_NEEDS_MEAN, share_table
from iffair_core.words import TITLES

INTRODUCTION = (
    "Seven data sets, logistic regression and a small network, every method of the comparison, "
    "two gaps. Rows are divided 60/20/20 by outcome and group; the sensitive columns are among the "
    "features; every choice is made on validation rows, every figure is of test rows. All figures "
    "are in points, means over the seeds ± half of their 95 % interval (Student's, over splits of "
    "one table: no interval for other tables). How to read this, and the causes of what falls "
    "short: [benchmarks](../benchmarks/README.md#the-papers-table)."
)


def write_page(folder: Path, page: Path) -> None:
    """The page, the figures beside the results, and the shares of every seed as a file."""
    entries = kept.read(folder)
    found = shares(entries)
    for model in MODELS:
        for gap in GAPS:
            mine = _in(found, model, gap)
            if mine:
                title = f"{TITLES[gap]}, {claims.MODELS[model]}"
                chart = shares_chart(title, mine)
                (folder / _figure(model, gap)).write_text(chart, encoding="utf-8")
    if found:
        kept.write_table(by_seed(found), folder, "shares")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(_lines(folder, page, entries, found)), encoding="utf-8")


def _lines(folder: Path, page: Path, entries: pd.DataFrame, found: Sequence[Share]) -> list[str]:
    studies = kept.read_table(folder, "studies")
    published = kept.read_table(folder, "published")
    together = falls.together(studies) if len(studies) else []
    both = crossed.crossed(studies) if len(studies) else []
    point = None if published.empty else li_liu.chosen(published)
    judged = [*claims.share_claims(found)]
    judged += [*claims.together_claims(together)] if together else []
    judged += [claims.published_claim(point)] if point else []
    judged += [claims.crossed_claim(both)] if both else []
    lines = head(
        "The paper's table",
        INTRODUCTION,
        libraries=("numpy", "scipy", "scikit-learn", "fairlearn", "torch"),
        command="make paper",
        note="two processes, one BLAS thread each, other work on the machine meanwhile",
    )
    lines += ["", *_state(entries), "", "## What the paper claims", ""]
    lines += [*_claims("claim", reported_claims(together, found))]
    lines += ["", "## Bars and verdicts", "", *_claims("bar", judged)]
    lines += ["", "## Trade-offs", "", HOW_SHARES_ARE_READ, "", WHAT_NEEDS_MEAN]
    for model in MODELS:
        for gap in GAPS:
            mine = _in(found, model, gap)
            if mine:
                place = os.path.relpath(folder / _figure(model, gap), page.parent)
                lines += ["", f"### {TITLES[gap]}, {claims.MODELS[model]}", ""]
                lines += [f"![Share of each method on each data set]({Path(place).as_posix()})", ""]
                lines += [*share_table(mine)]
    lines += [*together_tables(together), *crossed_table(both)]
    return [*lines, ""]


def _in(found: Sequence[Share], model: str, gap: str) -> list[Share]:
    return [s for s in found if (s.cell.model, s.cell.gap) == (model, gap)]


def _figure(model: str, gap: str) -> str:
    return f"{model}-{gap}.svg"


def _state(entries: pd.DataFrame) -> Iterator[str]:
    """How much of the plan is there, by model."""
    there = kept.units_of(entries)
    for model in MODELS:
        planned = [unit for unit in plan() if unit.split.model == model]
        made = [unit for unit in planned if unit in there]
        line = f"- {claims.MODELS[model]}: {len(made)} of {len(planned)} attempts are measured"
        lacks = Counter(unit.split.data for unit in planned if unit not in there)
        missing = ", ".join(f"{data} {lacks[data]}" for data in DATASETS if lacks[data])
        yield line + (f"; missing: {missing}" if made and missing else "")


def _claims(what: str, judged: Iterable[claims.Claim]) -> Iterator[str]:
    yield f"| {what} | verdict | figures and causes |"
    yield "|---|---|---|"
    for claim in judged:
        yield f"| {claim.bar} | {claim.verdict} | {claim.why} |"
