"""Tables of the claims that are read off whole studies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.paper.claims import MODELS
from benchmarks.paper.crossed import Crossed
from benchmarks.paper.falls import Fall, Together
from benchmarks.paper.kept import KEPT_GAPS
from benchmarks.paper.words import told
from iffair_core.words import TITLES

HOW_FALLS_ARE_READ = (
    "One study targets demographic parity, equalised odds and error-rate parity together. A cell "
    "holds the plain model's gap and by how much it falls; a gap that is marked * cannot be told "
    "from zero in the plain model: the interval of its signed mean over the seeds includes zero. "
    "The last column is the error gap that the base rates of the groups leave where both odds "
    "agree, d (1 − TPR − FPR), at the rates of the chosen point ([method](method.md), section 4). "
    "Bold: it does not fall, or not beyond its interval where it was there."
)


def together_tables(found: Sequence[Together]) -> Iterator[str]:
    """Falls of all four gaps, a table for each model and choice of the point."""
    if not found:
        return
    yield from ("", "## All four gaps together", "", HOW_FALLS_ARE_READ)
    for model, choice in dict.fromkeys((t.model, t.choice) for t in found):
        yield from ("", f"### {MODELS[model].capitalize()}, {choice}", "")
        header = f"| data | seeds | accuracy lost | {' | '.join(TITLES[g] for g in KEPT_GAPS)} "
        header += "| left by base rates |"
        yield header
        yield "|---|---|---|---|" + "---|" * len(KEPT_GAPS)
        for line in found:
            if (line.model, line.choice) == (model, choice):
                falls = [_fall(line.falls[gap]) for gap in KEPT_GAPS]
                loss = _bold(told(line.loss), "accuracy" in line.missed)
                cells = [line.data, str(line.loss.splits), loss, *falls, told(line.left)]
                yield f"| {' | '.join(cells)} |"


def crossed_table(found: Sequence[Crossed]) -> Iterator[str]:
    """Intersections of sex and race."""
    if not found:
        return
    yield from ("", "## Sex and race crossed", "")
    yield "| data | seeds | largest DP gap | falls by | accuracy lost | left out |"
    yield "|---|---|---|---|---|---|"
    for line in found:
        yield (
            f"| {line.data} | {line.loss.splits} | {told(line.plain)} | {told(line.fall)} "
            f"({line.share:.0%}) | {told(line.loss)} | {'; '.join(line.left_out)} |"
        )


def _fall(found: Fall) -> str:
    mark = "" if found.real else " *"
    return f"{told(found.plain)}{mark}, {_bold(told(found.fall), not found.holds)}"


def _bold(text: str, there: bool) -> str:
    return f"**{text}**" if there else text
