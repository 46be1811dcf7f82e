"""A result as a story: plain values that page, report, slides, model card and JSON are made from.

A chapter answers one question: a headline, the sentences that support it, its figures, and the
charts that show them. A chart is a value too, so that it can be drawn as SVG, as a native chart of
a slide, or handed on as numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["plain", "chosen", "rows", "share", "other"]
Tone = Literal["better", "worse", "open"]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Bars:
    """Figures by category, each with its 95 % interval where it has one.

    mark      a line to measure against (0, or a weight of 1)
    reading   one sentence that reads it
    headline  what it shows, where that is not the headline of its chapter
    """

    key: str
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    reading: str
    digits: int = 1
    mark: float = 0.0
    headline: str = ""


@dataclass(frozen=True)
class Series:
    """A figure and its interval for each category of a chart; None where nothing can be told."""

    name: str
    role: Role
    figures: tuple[float | None, ...]
    intervals: tuple[Interval | None, ...]


@dataclass(frozen=True)
class Dot:
    """One model: gap across, utility up, each with its interval if it is known."""

    x: float
    y: float
    x_interval: Interval | None = None
    y_interval: Interval | None = None


@dataclass(frozen=True)
class Dots:
    """Models by gap and utility; a series of ``test`` False is of validation rows."""

    key: str
    title: str
    x_title: str
    y_title: str
    series: tuple[DotSeries, ...]
    reading: str
    headline: str = ""


@dataclass(frozen=True)
class DotSeries:
    name: str
    role: Role
    test: bool
    dots: tuple[Dot, ...]


Chart = Bars | Dots


@dataclass(frozen=True)
class Fact:
    """A figure as text: "18.3 points", what it is of, how sure it is, and the chart it is in.

    ``chart`` is empty where no chart shows it (log loss). ``tone`` says of a change whether it is
    better or worse beyond chance.
    """

    label: str
    value: str
    detail: str
    chart: str
    tone: Tone = "open"


@dataclass(frozen=True)
class Chapter:
    """The answer to one question.

    sentences  what supports the headline, the most important first
    more       what else is to be known: details, and what a speaker may be asked
    charts     the first one belongs to the headline
    in_facts   how many of the first sentences say what the facts say
    """

    key: str
    question: str
    headline: str
    sentences: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    charts: tuple[Chart, ...] = ()
    in_facts: int = 0


@dataclass(frozen=True)
class Story:
    """
    title     the result in a sentence
    about     the data and the groups, in a line
    terms     what "selected" and "a good outcome" are here, and how figures are written
    in_short  what was gained, what it costs, what got worse: side by side, of one size
    first     what to know before all else: a remark, limits that were missed, nothing gained
    cautions  these, and warnings of a price or of another gap, which stand in short as well
    """

    title: str
    about: str
    terms: tuple[str, ...]
    in_short: tuple[Fact, ...]
    first: tuple[str, ...]
    cautions: tuple[str, ...]
    chapters: tuple[Chapter, ...]

    @property
    def charts(self) -> Mapping[str, Chart]:
        """Every chart by its key."""
        return {chart.key: chart for chapter in self.chapters for chart in chapter.charts}
