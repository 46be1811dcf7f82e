"""Which training rows does it rest on?"""

from __future__ import annotations

import numpy as np

from iffair_core.report.findings import Findings
from iffair_core.report.story.charts import influence_chart, influence_shares
from iffair_core.report.story.values import Chapter, Fact
from iffair_core.words import counted, gap_name, percent

TOP = 0.1
NOT_ERRORS = (
    "Influence says which rows the gap rests on. It does not say that a row is wrong, and is no "
    "list of errors or of guilty people."
)
QUESTION = "Which rows does it rest on?"


def rows(found: Findings) -> Chapter:
    cells, chart = influence_shares(found), influence_chart(found)
    if cells is None or chart is None or found.influence is None:
        return Chapter(
            "rows",
            QUESTION,
            "No row can be named: the gap rests on no two groups that can be compared",
        )
    first, gap = cells.iloc[0], gap_name(found.study.config.gaps[0])
    harm = np.sort(np.maximum(found.influence.value, 0.0))[::-1]
    most = max(1, round(TOP * len(harm)))
    share = float(harm[:most].sum() / harm.sum())
    rows_share, harm_share = float(first["rows_share"]), float(first["harm_share"])
    return Chapter(
        key="rows",
        question=QUESTION,
        headline=f"{first['cell']}: {percent(rows_share, 0)} of the training rows carry "
        f"{percent(harm_share, 0)} of what widens the gap",
        sentences=(
            f"Of the {len(harm):,} training rows, the {percent(TOP, 0)} with most influence make "
            f"up {percent(share, 0)} of what widens the {gap}, between "
            f"{found.influence.higher} and {found.influence.lower}.",
            NOT_ERRORS,
        ),
        more=_fidelity(found),
        facts=(
            Fact(
                f"Of what widens the gap: {first['cell']}",
                percent(harm_share, 0),
                f"{counted(int(first['rows']), 'rows')}, {percent(rows_share, 0)} of the training "
                "rows",
                chart.key,
            ),
            Fact(
                f"Of what widens the gap: the top {percent(TOP, 0)} of rows",
                percent(share, 0),
                counted(most, "rows"),
                chart.key,
            ),
        ),
        charts=(chart,),
    )


def _fidelity(found: Findings) -> tuple[str, ...]:
    proof = found.study.fidelity
    if proof is None:
        return ("Influence is an approximation; this study did not put it to the test.",)
    return (
        f"Influence is an approximation. {proof.groups} random groups of {proof.rows_per_group} "
        "rows were left out and the model trained again: predicted and actual change of the gap "
        f"correlate at {proof.correlation:.3f}, with a slope of {proof.slope:.3f} (1 is exact).",
    )
