"""Kept studies in words: a line of a list, and what stands beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import pandas as pd

from iffair_core.evidence.levels import Level
from iffair_core.evidence.words import UNDEFINED, bare, figure, with_interval
from iffair_core.kept.card import TARGETED, Card
from iffair_core.kept.outline import Outline, agreement
from pages._ui import words

UNKNOWN = Level(None)


def about(card: Card) -> str:
    """Date, data, target and how it was made."""
    gaps = words.listed([words.gap_title(gap) for gap in card.gaps])
    made = f"rule {words.rule_title(card.rule).lower()}" if card.steps else "plain model alone"
    return " · ".join((words.moment(card.made), card.data, gaps, made))


def result(card: Card) -> str:
    """The largest targeted gap and the accuracy on test rows, with their intervals."""
    gap, accuracy = card.gaps[0], "accuracy"
    name = words.gap_title(gap) if len(card.gaps) == 1 else "Largest targeted gap"
    return (
        f"{name} {_change(card, TARGETED, gap)}; "
        f"accuracy {_change(card, accuracy, accuracy)}. Test rows."
    )


def told(level: Level, metric: str) -> str:
    """ "1.5 points (0.2 to 4.1)"."""
    return with_interval(figure(level.value, metric), level.low, level.high, metric)


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
    together = {study.card.digest for study in studies.values()}
    note = (
        "Each interval is of one study alone; where they overlap, the difference may be chance."
        if len(together) == 1
        else "The tables differ: the figures describe different people, not better or worse runs."
    )
    return f"Largest targeted gap and accuracy on test rows. {'; '.join(said)}. {note}"


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


def _change(card: Card, metric: str, unit: str) -> str:
    before, after = (m.get(metric, UNKNOWN) for m in (card.before, card.after))
    if not card.steps:
        return told(before, unit)
    if before.value is None:
        return f"{UNDEFINED} → {told(after, unit)}"
    reached = with_interval(f"**{figure(after.value, unit)}**", after.low, after.high, unit)
    return f"{bare(before.value, unit)} → {reached}"
