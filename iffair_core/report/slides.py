"""A story as slides: plain values that the deck in HTML and the PowerPoint file are made from.

A slide says one thing: its title is a sentence, a chart shows it, a few points support it. All
else that is to be known is in its notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from iffair_core.report.findings import Findings
from iffair_core.report.provenance import REPLAY, REPLAY_WHERE, Provenance, provenance
from iffair_core.report.story import story
from iffair_core.report.story.values import Chapter, Chart, Dots, Fact, Story
from iffair_core.report.words import MODEL_WORDS
from iffair_core.results import Study
from iffair_core.words import TITLES, listed

MOST_SAID = 4
"""Facts and points beside a chart; at least one point."""
MOST_FACTS = 3
MOST_CAUTIONS = 2
MOST_ENTRIES = 6
MOST_BARS = 16
"""More bars are too thin to be read from the back of a room."""
PRODUCT = "Made with IFFair"


@dataclass(frozen=True)
class Slide:
    """
    kicker  the question that it answers
    title   the answer, a sentence
    points  what supports it
    notes   what a speaker says, or is asked
    short   the result in short, on the first slide
    code    text to be typed as it stands
    """

    kicker: str
    title: str
    points: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    chart: Chart | None = None
    short: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Deck:
    """The first slide is the title's, the last says where the figures come from."""

    title: str
    about: str
    slides: tuple[Slide, ...]


def deck(found: Findings) -> Deck:
    """The slides of a study."""
    return deck_of(story(found), found.study)


def deck_of(told: Story, study: Study) -> Deck:
    """The slides of a story that was told already, with where the study's figures come from."""
    return Deck(told.title, told.about, tuple(_slides(told, provenance(study))))


def _slides(told: Story, origin: Provenance) -> Iterator[Slide]:
    yield Slide(
        kicker=told.about,
        title=told.title,
        points=told.first[:MOST_CAUTIONS],
        short=told.in_short,
        notes=(
            *told.terms,
            *told.cautions,
            *(f"{c.question} {c.headline}." for c in told.chapters),
        ),
    )
    for chapter in told.chapters:
        yield from _of_chapter(chapter)
    yield _decided(origin)
    yield _origin(told, origin)


def _of_chapter(chapter: Chapter) -> Iterator[Slide]:
    """The headline with the first chart; every further chart on a slide of its own."""
    notes = (*chapter.sentences, *chapter.more)
    first = chapter.charts[0] if chapter.charts else None
    facts = chapter.facts[:MOST_FACTS]
    yield Slide(
        kicker=chapter.question,
        title=chapter.headline,
        points=chapter.sentences[chapter.in_facts :][: max(1, MOST_SAID - len(facts))],
        facts=facts,
        chart=first and readable(first),
        notes=(*notes, *([first.reading] if first else [])),
    )
    for chart in chapter.charts[1:]:
        yield Slide(
            kicker=chapter.question,
            title=chart.headline or chart.title,
            points=(readable(chart).reading,),
            chart=readable(chart),
            notes=notes,
        )


def readable(chart: Chart) -> Chart:
    """The chart, or of one with too many bars the categories that are farthest from the middle."""
    if isinstance(chart, Dots) or len(chart.series) * len(chart.categories) <= MOST_BARS:
        return chart
    known = [[s.figures[i] for s in chart.series] for i in range(len(chart.categories))]
    every = [v for values in known for v in values if v is not None]
    middle = sum(every) / max(len(every), 1)
    far = [max((abs(v - middle) for v in values if v is not None), default=0.0) for values in known]
    most = MOST_BARS // len(chart.series)
    kept = sorted(sorted(range(len(far)), key=lambda i: -far[i])[:most])
    series = (
        replace(
            s,
            figures=tuple(s.figures[i] for i in kept),
            intervals=tuple(s.intervals[i] for i in kept),
        )
        for s in chart.series
    )
    return replace(
        chart,
        categories=tuple(chart.categories[i] for i in kept),
        series=tuple(series),
        reading=f"{chart.reading} The {len(kept)} farthest from the middle; the report has more.",
    )


def _decided(origin: Provenance) -> Slide:
    """What was chosen and why; the log in full is in the notes."""
    reasons = [
        f"{e.title}: {e.what}{f' Why: {e.why}' if e.why else ''} ({e.person})"
        for e in origin.decisions.entries
        if not e.automatic and e.about != "sign_off"
    ]
    chosen = [f"{subject}: {said}" for subject, said in origin.standing.items()]
    every = [
        f"{e.day}, {e.title}: {e.what} {f'Why: {e.why} ' if e.why else ''}({e.person})"
        for e in origin.decisions.entries
    ]
    notes = [origin.decisions.notes] if origin.decisions.notes else []
    return Slide(
        kicker="Who decided what, and why?",
        title=origin.signed,
        points=tuple((reasons[-MOST_ENTRIES:] or chosen)[:MOST_ENTRIES]),
        notes=(*chosen, *every, *notes),
    )


def _entries(number_of: int) -> str:
    return "1 entry" if number_of == 1 else f"{number_of} entries"


def _origin(told: Story, origin: Provenance) -> Slide:
    parts = ", ".join(f"{part} {rows:,}" for part, rows in origin.split)
    config = origin.config
    return Slide(
        kicker="Where these figures come from",
        title="One command computes all of it again",
        points=(
            *told.terms,
            f"Table {origin.table}: {origin.rows:,} rows, {origin.columns} columns; sha256 "
            f"{origin.digest}",
            f"Study {origin.study}: rows used {parts}; split {config.split}, seed {config.seed}",
            f"Rule {config.rule.replace('_', ' ')}, {MODEL_WORDS[config.model]}, targeted: "
            f"{listed([TITLES[gap] for gap in config.gaps])}",
            f"Left out: {_entries(len(origin.exclusions))}, listed in the notes",
            ", ".join(f"{name} {number}" for name, number in origin.versions),
        ),
        code=REPLAY,
        notes=(
            REPLAY_WHERE,
            *(f"Left out: {e.what} ({e.count}): {e.reason}" for e in origin.exclusions),
            f"Settings:\n{config.to_toml()}",
        ),
    )
