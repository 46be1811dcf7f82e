"""The claims of the paper, and what our runs say of each.

The paper's own figures are not public in what we could read: its claims are held against our runs
in words, not against its tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.paper.claims import MODELS, Claim, Verdict, above_words
from benchmarks.paper.falls import OWN, Together
from benchmarks.paper.plan import DATASETS, GAPS
from benchmarks.paper.shares import Share
from benchmarks.paper.words import told
from iffair_core.words import TITLES, listed

EARLIER = (
    "linear_program",
    "reweighing",
    "resampling",
    "least_harmful",
    "repair",
    "correlation_remover",
    "learned_representation",
)
"""Pre-processing methods that are not our own or the paper's."""


def reported_claims(together: Sequence[Together], found: Sequence[Share]) -> Iterator[Claim]:
    """Each claim for each model that has figures."""
    for model, words in MODELS.items():
        mine = [t for t in together if t.model == model and t.choice == OWN]
        if mine:
            yield _all_fall(words, mine)
            yield _kept(words, mine)
        for gap in GAPS:
            earlier = [
                s
                for s in found
                if (s.cell.model, s.cell.gap) == (model, gap) and s.method in EARLIER and s.lead
            ]
            if earlier:
                yield _better(f"{words}, {TITLES[gap]}", earlier)


def _all_fall(words: str, studies: Sequence[Together]) -> Claim:
    fall = {t.data: [gap for gap in t.falls if t.falls[gap].fall.mean > 0.0] for t in studies}
    all_of_them = [t.data for t in studies if len(fall[t.data]) == len(t.falls)]
    rising = "; ".join(
        f"{t.data}: {listed([TITLES[gap] for gap in t.falls if gap not in fall[t.data]])}"
        for t in studies
        if t.data not in all_of_them
    )
    why = f"on {len(all_of_them)} of {len(studies)} sets all four means fall"
    why += f"; not so {rising}" if rising else ""
    claim = f"All four gaps fall together ({words})"
    return Claim(claim, _verdict(len(all_of_them), len(studies)), why)


def _kept(words: str, studies: Sequence[Together]) -> Claim:
    kept = [t for t in studies if t.loss.mean <= t.allowed]
    losses = ", ".join(f"{t.data} {told(t.loss)}" for t in studies)
    why = f"within the loss that was allowed on {len(kept)} of {len(studies)} sets; lost: {losses}"
    return Claim(f"Utility is kept ({words})", _verdict(len(kept), len(studies)), why)


def _better(words: str, earlier: Sequence[Share]) -> Claim:
    sets = [data for data in DATASETS if any(s.cell.data == data for s in earlier)]
    above = [s for s in earlier if s.is_above]
    ahead = [data for data in sets if data not in {s.cell.data for s in above}]
    why = f"the path's share is at least that of each of them on {len(ahead)} of {len(sets)} sets"
    why += above_words(above)
    claim = f"Better trade-offs than earlier pre-processing ({words})"
    return Claim(claim, _verdict(len(ahead), len(sets)), why)


def _verdict(held: int, of: int) -> Verdict:
    if held < of:
        return "holds in part" if held else "does not hold"
    return "holds" if of == len(DATASETS) else "not measured yet"
