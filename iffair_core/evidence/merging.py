"""What to do with groups that are too small for a figure: merge values, or compare by less.

Values whose groups lack test rows are merged into "Other"; of numbers, the interval that lacks
rows joins its smaller neighbour. In an intersection, dropping an attribute is proposed as well.
A missing value stays a group of its own: that it is missing is no likeness to others. A merged
group hides differences within it, so nothing is merged unless a person says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from iffair_core.config import Attribute, SplitName, Task
from iffair_core.data.groups import (
    MISSING,
    SEPARATOR,
    attribute_groups,
    bin_labels,
)
from iffair_core.data.task import canonical
from iffair_core.evidence.support import Support, group_support

OTHER = "Other"


@dataclass(frozen=True)
class Proposal:
    """Other sensitive attributes, and what they would achieve.

    what     what is done, in words
    groups   groups afterwards, ``lacking`` of them still too small for some gap
    """

    what: str
    sensitive: tuple[Attribute, ...]
    groups: int
    lacking: int


def proposals(
    frame: pd.DataFrame,
    task: Task,
    split: SplitName,
    seed: int,
    min_cell: int,
    found: Sequence[Support],
) -> tuple[Proposal, ...]:
    """Changes that leave fewer groups too small than ``found`` has: merges, then attributes less.

    The best of either kind comes first.

    Raises TaskError where the study could not be prepared.
    """
    before = _lacking(found)
    tried = []
    for what, sensitive in _candidates(frame, task.sensitive, found):
        after = group_support(frame, replace(task, sensitive=sensitive), split, seed, min_cell)
        tried.append(Proposal(what, sensitive, len(after), _lacking(after)))
    better = [each for each in tried if each.lacking < before and each.groups > 1]
    return tuple(
        sorted(better, key=lambda each: (-len(each.sensitive), each.lacking, -each.groups))
    )


def _lacking(found: Sequence[Support]) -> int:
    return sum(1 for each in found if each.lacking)


def _candidates(
    frame: pd.DataFrame, sensitive: Sequence[Attribute], found: Sequence[Support]
) -> Iterator[tuple[str, tuple[Attribute, ...]]]:
    """Merges of one attribute each, of all attributes, and intersections without one attribute."""
    if not _lacking(found):
        return
    merged = list(sensitive)
    said = []
    for i, attribute in enumerate(sensitive):
        small = _small_parts(found, i, len(sensitive))
        change = (
            _fewer_bins(attribute, found, i, len(sensitive))
            if attribute.bins
            else _merged(frame, attribute, small)
        )
        if change is None:
            continue
        what, merged[i] = change
        said.append(what)
        yield what, (*sensitive[:i], merged[i], *sensitive[i + 1 :])
    if len(said) > 1:
        yield "; ".join(said), tuple(merged)
    if len(sensitive) > 1:
        for i, attribute in enumerate(sensitive):
            rest = (*sensitive[:i], *sensitive[i + 1 :])
            yield f"Compare without {attribute.name}", rest


def _small_parts(found: Sequence[Support], place: int, attributes: int) -> list[str]:
    """Groups of one attribute, but "Missing", that are part of a group that lacks rows."""
    named = [_part(each.group, place, attributes) for each in found if each.lacking]
    return [name for name in dict.fromkeys(named) if name != MISSING]


def _part(group: str, place: int, attributes: int) -> str:
    return group.split(SEPARATOR)[place] if attributes > 1 else group


def _merged(
    frame: pd.DataFrame, attribute: Attribute, small: Sequence[str]
) -> tuple[str, Attribute] | None:
    """The attribute with ``small`` as one group "Other"; None if that merges nothing."""
    values = attribute_groups(frame, replace(attribute, rename=(), reference=None)).unique()
    renamed = {canonical(value): group for value, group in attribute.rename}
    own = {str(v): renamed.get(canonical(v), str(v)) for v in sorted(values)}
    groups = set(own.values())
    joined = {*small, OTHER} & groups
    if len(joined) < 2 or len(groups - joined) < 1:
        return None
    rename = tuple(
        (value, OTHER if group in joined else group)
        for value, group in own.items()
        if group in joined or value != group
    )
    reference = None if attribute.reference in joined else attribute.reference
    named = sorted(joined - {OTHER})
    shown = ", ".join(named[:4]) + (f" and {len(named) - 4} more" if len(named) > 4 else "")
    what = f"Merge {shown} of {attribute.name} into {OTHER!r}"
    return what, replace(attribute, rename=rename, reference=reference)


def _fewer_bins(
    attribute: Attribute, found: Sequence[Support], place: int, attributes: int
) -> tuple[str, Attribute] | None:
    """The attribute without the cut points that make intervals lack rows; None if none can go."""
    cuts = list(attribute.bins)
    labels = list(bin_labels(cuts))
    rows = dict.fromkeys(labels, 0)
    for each in found:
        part = _part(each.group, place, attributes)
        if part in rows:
            rows[part] += each.test_rows
    small = set(_small_parts(found, place, attributes)) & set(labels)
    gone = set()
    for label in small:
        i = labels.index(label)
        sides = [j for j in (i - 1, i + 1) if 0 <= j < len(labels)]
        neighbour = min(sides, key=lambda j: rows[labels[j]])
        gone.add(cuts[min(i, neighbour)])
    left = tuple(cut for cut in cuts if cut not in gone)
    if not gone or not left:
        return None
    shown = ", ".join(f"{cut:g}" for cut in sorted(gone))
    what = f"Leave out the cut at {shown} of {attribute.name}"
    return what, replace(attribute, bins=left, reference=None)
