"""Kept studies in words: what stands beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from iffair_core.evidence.level import UNKNOWN
from iffair_core.kept.card import TARGETED
from iffair_core.kept.outline import Outline, agreement
from iffair_core.words import bare, figure
from pages._ui import words
from pages._ui.readings.card import told


def letters(studies: Mapping[str, Outline]) -> str:
    """Which study a letter stands for."""
    return "  \n".join(
        f"**{letter}** {words.as_written(study.card.title)}, {words.moment(study.card.made)}"
        for letter, study in studies.items()
    )


def figures_table(studies: Mapping[str, Outline]) -> pd.DataFrame:
    """Every gap and utility in words: columns metric, then before and after study by study.

    ``studies`` are by the letter that stands for them. Gaps that some study targets come first
    and are marked.
    """
    wanted = {gap for study in studies.values() for gap in study.card.gaps}
    metrics = sorted(words.GAPS, key=lambda gap: gap not in wanted) + list(words.UTILITIES)
    lines = []
    for metric in metrics:
        title = words.measure_title(metric) + (" ◂ target" if metric in wanted else "")
        cells = {
            f"{name} {when}": told(getattr(study.card, when).get(metric, UNKNOWN), metric)
            for name, study in studies.items()
            for when in (("before", "after") if study.card.steps else ("before",))
        }
        lines.append({"metric": title, **cells})
    return pd.DataFrame(lines).fillna("")


def figures_sentence(studies: Mapping[str, Outline]) -> str:
    """What each study reaches, and how far their intervals can be held against one another."""
    said = [
        f"**{name}**: {told(card.after.get(TARGETED, UNKNOWN), card.gaps[0])} "
        f"at accuracy {told(card.after.get('accuracy', UNKNOWN), 'accuracy')}"
        for name, card in ((name, study.card) for name, study in studies.items())
    ]
    return f"Largest targeted gap and accuracy on test rows. {'; '.join(said)}. {_note(studies)}"


def _note(studies: Mapping[str, Outline]) -> str:
    """How far the figures can be held against one another."""
    if len({study.card.digest for study in studies.values()}) > 1:
        return "The tables differ: the figures describe different people, not better or worse runs."
    asked = {(s.config.task.outcome, s.config.task.sensitive) for s in studies.values()}
    if len(asked) > 1:
        return (
            "Their outcomes or groups differ: a gap of one is between other people than a gap of "
            "another, and none is better or worse for it."
        )
    return "Each interval is of one study alone; where they overlap, the difference may be chance."


def weight_lines(studies: Mapping[str, Outline]) -> Iterator[str]:
    """How many rows the weights are worth, and how alike the weights of two studies are."""
    for name, study in studies.items():
        rows = len(study.weights)
        yield (
            f"**{name}**: {words.count(rows)} training rows, worth "
            f"{words.count(round(study.card.sample_size))} (effective sample size)."
        )
    for (one, first), (other, second) in combinations(studies.items(), 2):
        found = agreement(first, second)
        both = f"{one} and {other}"
        if found.correlation is None:
            yield f"{both}: no rank correlation of the weights, for {found.reason}."
        else:
            yield (
                f"{both}: rank correlation of the weights "
                f"{bare(found.correlation, 'f1', signed=True)} over "
                f"{words.plural(found.rows, 'common training row')} (+1: the same order, 0: none)."
            )


def frontier_sentence(lines: pd.DataFrame, gap: str) -> str:
    """Where the operating points of the overlaid frontiers stand."""
    chosen = lines[lines["chosen"]]
    said = [
        f"{line.study}: {figure(line.gap, gap)} at {figure(line.utility, 'accuracy')}"
        for line in chosen.itertuples()
    ]
    return (
        f"Each study on its own test rows, from the plain model (open) to its last step; lower "
        f"and further right is better. Operating points, ringed: {'; '.join(said)}."
    )
