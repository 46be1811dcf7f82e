"""What to do with groups that are too small for a figure: merge values, or compare by less.

Values whose groups lack test rows are merged into "Other"; of numbers, the interval that lacks
rows joins its smaller neighbour. In an intersection, dropping an attribute is proposed as well.
A missing value stays a group of its own: that it is missing is no likeness to others. A merged
group hides differences within it, so nothing is merged unless a person says so.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from iffair_core.config import Attribute, SplitName, Task
from iffair_core.data.groups import (
    MISSING,
    SEPARATOR,
    attribute_groups,
    bin_labels,
    group_order,
)
from iffair_core.data.task import canonical
from iffair_core.evidence.support import GroupedRows, Support, group_support
from iffair_core.words import listed

OTHER = "Other"
SHOWN = 4


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


@dataclass(frozen=True, eq=False)
class _Change:
    """Attributes after a change; ``part`` maps a group of the one at ``place`` to its new name.

    None: the attribute at ``place`` is dropped.
    """

    what: str
    sensitive: tuple[Attribute, ...]
    place: int
    part: Mapping[str, str] | None


def proposals(
    rows: GroupedRows,
    task: Task,
    split: SplitName,
    seed: int,
    min_cell: int,
    found: Sequence[Support],
) -> tuple[Proposal, ...]:
    """Changes that leave fewer groups too small than ``found``, the support of ``rows``, has.

    Merges come before attributes less, the best of either kind first. Raises TaskError where the
    split cannot be made.
    """
    before = _lacking(found)
    if not before:
        return ()
    tried = []
    for changes in _candidates(rows, task.sensitive, found):
        sensitive = changes[-1].sensitive
        after = group_support(_changed(rows, changes), task, split, seed, min_cell)
        what = "; ".join(change.what for change in changes)
        tried.append(Proposal(what, sensitive, len(after), _lacking(after)))
    better = [each for each in tried if each.lacking < before and each.groups > 1]
    return tuple(
        sorted(better, key=lambda each: (-len(each.sensitive), each.lacking, -each.groups))
    )


def _lacking(found: Sequence[Support]) -> int:
    return sum(1 for each in found if each.lacking)


def _changed(rows: GroupedRows, changes: Sequence[_Change]) -> GroupedRows:
    """The rows in their new groups, in the order that a study gives these."""
    names = [_new_name(name, changes) for name in rows.names]
    order = group_order(pd.Series(names, dtype="str"), changes[-1].sensitive)
    place = pd.Index(order).get_indexer(pd.Index(names)).astype(np.int64)
    return replace(rows, code=place[rows.code], names=order)


def _new_name(name: str, changes: Sequence[_Change]) -> str:
    single = len(changes[0].sensitive) == 1 and changes[0].part is not None
    parts = [name] if single else name.split(SEPARATOR)
    for change in changes:
        if change.part is None:
            del parts[change.place]
        else:
            parts[change.place] = change.part.get(parts[change.place], parts[change.place])
    return SEPARATOR.join(parts)


def _candidates(
    rows: GroupedRows, sensitive: Sequence[Attribute], found: Sequence[Support]
) -> Iterator[tuple[_Change, ...]]:
    """Merges of one attribute each, of all attributes, and intersections without one attribute."""
    merged, steps = tuple(sensitive), []
    for i, attribute in enumerate(sensitive):
        small = _small_parts(found, i, len(sensitive))
        nowhere = [name for name in small if not _stands(name, found, i, len(sensitive))]
        for parts in (nowhere, small) if 0 < len(nowhere) < len(small) else (small,):
            make = _fewer_bins if attribute.bins else _merged
            made = make(rows, attribute, parts, found, i, len(sensitive))
            if made is None:
                continue
            what, changed, part = made
            yield (_Change(what, (*sensitive[:i], changed, *sensitive[i + 1 :]), i, part),)
            if parts is small:
                merged = (*merged[:i], changed, *merged[i + 1 :])
                steps.append(_Change(what, merged, i, part))
    if len(steps) > 1:
        yield tuple(steps)
    if len(sensitive) > 1:
        for i, attribute in enumerate(sensitive):
            rest = (*sensitive[:i], *sensitive[i + 1 :])
            yield (_Change(f"Compare without {attribute.name}", rest, i, None),)


def _small_parts(found: Sequence[Support], place: int, attributes: int) -> list[str]:
    """Groups of one attribute, but "Missing", that are part of a group that lacks rows."""
    named = [_part(each.group, place, attributes) for each in found if each.lacking]
    return [name for name in dict.fromkeys(named) if name != MISSING]


def _stands(name: str, found: Sequence[Support], place: int, attributes: int) -> bool:
    """Whether some group of this value has rows enough."""
    return any(not each.lacking and _part(each.group, place, attributes) == name for each in found)


def _part(group: str, place: int, attributes: int) -> str:
    return group.split(SEPARATOR)[place] if attributes > 1 else group


def _merged(
    rows: GroupedRows,
    attribute: Attribute,
    small: Sequence[str],
    found: Sequence[Support],
    place: int,
    attributes: int,
) -> tuple[str, Attribute, Mapping[str, str]] | None:
    """The attribute with its small groups as one group "Other".

    None if that merges nothing, or leaves nobody to compare "Other" with.
    """
    distinct = rows.frame[[attribute.column]].drop_duplicates()
    values = attribute_groups(distinct, replace(attribute, rename=(), reference=None)).unique()
    renamed = {canonical(value): group for value, group in attribute.rename}
    own = {str(v): renamed.get(canonical(v), str(v)) for v in sorted(values)}
    groups = set(own.values())
    joined = {*small, OTHER} & groups
    if len(joined) < 2 or not groups - joined - {MISSING}:
        return None
    rename = tuple(
        (value, OTHER if group in joined else group)
        for value, group in own.items()
        if group in joined or value != group
    )
    reference = None if attribute.reference in joined else attribute.reference
    named = sorted(joined - {OTHER})
    more = [f"{len(named) - SHOWN} more"] if len(named) > SHOWN else []
    shown = listed([*named[:SHOWN], *more])
    what = f"Merge {shown} of {attribute.name} into {OTHER!r}"
    changed = replace(attribute, rename=rename, reference=reference)
    return what, changed, dict.fromkeys(joined, OTHER)


def _fewer_bins(
    rows: GroupedRows,
    attribute: Attribute,
    small: Sequence[str],
    found: Sequence[Support],
    place: int,
    attributes: int,
) -> tuple[str, Attribute, Mapping[str, str]] | None:
    """The attribute without the cut points that make intervals lack rows; None if none can go."""
    cuts, labels = attribute.bins, bin_labels(attribute.bins)
    tested = dict.fromkeys(labels, 0)
    for each in found:
        part = _part(each.group, place, attributes)
        if part in tested:
            tested[part] += each.test_rows
    gone = set()
    for label in set(small) & set(labels):
        i = labels.index(label)
        sides = [j for j in (i - 1, i + 1) if 0 <= j < len(labels)]
        gone.add(cuts[min(i, min(sides, key=lambda j: tested[labels[j]]))])
    left = tuple(cut for cut in cuts if cut not in gone)
    if not gone or not left:
        return None
    begins = (-math.inf, *cuts)
    wider = bin_labels(left)
    part_of = {
        label: wider[bisect_right(left, begin)] for label, begin in zip(labels, begins, strict=True)
    }
    shown = ", ".join(f"{cut:g}" for cut in sorted(gone))
    what = f"Leave out the cut at {shown} of {attribute.name}"
    return what, replace(attribute, bins=left, reference=None), part_of
