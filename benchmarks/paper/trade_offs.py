"""The table of shares of one model and gap: a line a method, a column a data set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from benchmarks.paper.plan import DATASETS, SEEDS
from benchmarks.paper.shares import Share
from benchmarks.paper.words import told
from iffair_core.baselines.method import FAMILIES, Method
from iffair_core.baselines.registry import METHODS

HOW_SHARES_ARE_READ = (
    "A method's share is its hypervolume: of the box between a gap of zero and the plain model's, "
    "and between the plain model's accuracy and five points less, the part that at most eight of "
    "its points dominate, in percent. The points are chosen on validation rows and measured on "
    "test rows; one that is better than the plain model counts as equal to it. 100 would be no "
    "gap at no loss. Bold: the largest mean of the column among methods that do not need "
    "the group when deciding."
)
WHAT_NEEDS_MEAN = (
    "In brackets the family, and what a method needs: *group*, each person's group when deciding; "
    "*chance*, decisions that are drawn by lot; *training*, another training program or many runs "
    "of it; *records*, features that are altered before the model sees them."
)


def share_table(found: Sequence[Share]) -> Iterator[str]:
    """Mean shares of one model and gap, seconds an attempt, and why there is none."""
    sets = [data for data in DATASETS if any(s.cell.data == data for s in found)]
    yield f"| method | {' | '.join(sets)} | seconds |"
    yield "|---|" + "---|" * (len(sets) + 1)
    best = {data: _best(found, data) for data in sets}
    for name in dict.fromkeys(s.method for s in found):
        mine = {s.cell.data: s for s in found if s.method == name}
        cells = [_cell(mine.get(data), best[data]) for data in sets]
        yield f"| {_title(METHODS[name])} | {' | '.join(cells)} | {_seconds(mine.values())} |"
    yield from _reasons(found)


def _best(found: Sequence[Share], data: str) -> str | None:
    """The method of the largest mean, of those that do not need the group when deciding."""
    allowed = [
        s
        for s in found
        if s.cell.data == data
        and s.found.estimate
        and not METHODS[s.method].needs.group_when_deciding
    ]
    return max(allowed, key=_mean).method if allowed else None


def _mean(share: Share) -> float:
    return share.found.estimate.mean if share.found.estimate else 0.0


def _cell(share: Share | None, best: str | None) -> str:
    if share is None:
        return ""
    if share.found.estimate is None:
        return "none"
    seeds = share.found.estimate.splits
    text = told(share.found.estimate) + ("" if seeds == len(SEEDS) else f" ({seeds})")
    return f"**{text}**" if share.method == best else text


def _title(method: Method) -> str:
    """Its title, its family and the marks of what it needs."""
    needs = method.needs
    marks = [
        word
        for word, there in (
            ("group", needs.group_when_deciding),
            ("chance", needs.randomised),
            ("training", needs.own_training),
            ("records", needs.changed_features),
        )
        if there
    ]
    return f"{method.title} ({', '.join([FAMILIES[method.family].split(':')[0].lower(), *marks])})"


def _seconds(found: Iterable[Share]) -> str:
    spent = [s.seconds for s in found if s.seconds is not None]
    return f"{min(spent):.1f} to {max(spent):.1f}" if spent else ""


def _reasons(found: Sequence[Share]) -> Iterator[str]:
    said: dict[tuple[str, str], list[str]] = {}
    for share in found:
        reason = share.reason or share.found.reason
        if reason:
            said.setdefault((share.method, reason), []).append(share.cell.data)
    if said:
        yield ""
    for (name, reason), sets in said.items():
        yield f"- {METHODS[name].title}, {', '.join(sets)}: {reason}"
