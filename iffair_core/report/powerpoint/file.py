"""The slides of a study as a .pptx file: headline, points, a native chart, speaker's notes.

Titles are in the title placeholders and colours in the theme, so that the outline and a change of
design work as usual.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu, Inches, Length

from iffair_core.report.findings import Findings
from iffair_core.report.powerpoint.charts import add_chart
from iffair_core.report.powerpoint.text import Line, height_of, largest, plain_text, put, write
from iffair_core.report.powerpoint.theme import INK, KICKER, QUIET, TONES, paint, set_theme
from iffair_core.report.slides import PRODUCT, Deck, Slide, deck
from iffair_core.report.story.values import Fact

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE = Inches(0.6)
FULL = Emu(WIDTH - 2 * EDGE)
SAID = Inches(4.4)
BETWEEN = Inches(0.25)
FOOT = Inches(0.5)
TITLE_ONLY = 5
TITLES, FIRST_TITLES, POINTS = (32, 28, 24, 20, 18), (40, 36, 32, 28, 24), (20, 18, 16, 14, 12)
CHAPTER_ROWS, FIRST_ROWS = 2, 3
MOST_CARDS = 4
MORE = "More in the notes."


def powerpoint(found: Findings, *, dark: bool = False) -> bytes:
    """The file, one slide each of ``slides.deck``; ``dark`` for a dark room."""
    slides = deck(found)
    file = Presentation()
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    file.core_properties.title = plain_text(f"{slides.title}: {slides.about}")
    file.core_properties.author = PRODUCT
    set_theme(file, dark=dark)
    for number, slide in enumerate(slides.slides, 1):
        page = file.slides.add_slide(file.slide_layouts[TITLE_ONLY])
        body = _head(page, slide, first=number == 1)
        if slide.short:
            body = _cards(page, slide.short, body)
        _body(page, slide, body)
        _foot(page, slides, number)
        page.notes_slide.notes_text_frame.text = plain_text("\n".join(slide.notes))
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _head(page: Any, slide: Slide, *, first: bool) -> Length:
    """The question and the answer; where what is below them begins."""
    top = Inches(0.9 if first else 0.4)
    below = put(page, (EDGE, top, FULL), [Line(slide.kicker, 16, KICKER, bold=True)])
    sizes, rows = (FIRST_TITLES, FIRST_ROWS) if first else (TITLES, CHAPTER_ROWS)
    size = largest(sizes, slide.title, FULL, rows, bold=True)
    lines = [Line(slide.title, size, INK, bold=True)]
    title = page.shapes.title
    title.left, title.top, title.width = EDGE, below, FULL
    title.height = height_of(lines, FULL)
    write(title.text_frame, lines)
    return Emu(below + title.height + BETWEEN)


def _cards(page: Any, facts: Sequence[Fact], top: Length) -> Length:
    """The result in short, side by side: a line in the colour of its tone above each."""
    across = len(facts) if len(facts) <= MOST_CARDS else -(-len(facts) // 2)
    width = Emu((FULL - (across - 1) * BETWEEN) // across)
    for begin in range(0, len(facts), across):
        lower = top
        for i, fact in enumerate(facts[begin : begin + across]):
            left = Emu(EDGE + i * (width + BETWEEN))
            edge = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, Inches(0.06))
            edge.fill.solid()
            paint(edge.fill.fore_color, TONES[fact.tone])
            edge.line.fill.background()
            under = Emu(top + Inches(0.06))
            lower = max(lower, put(page, (left, under, width), _fact(fact, 24)))
        top = Emu(lower + Inches(0.15))
    return Emu(top + Inches(0.1))


def _body(page: Any, slide: Slide, top: Length) -> None:
    """Figures and points, beside the chart if there is one."""
    width = FULL if slide.chart is None else SAID
    if slide.chart is not None:
        left = Emu(EDGE + SAID + BETWEEN)
        room = (left, top, Emu(WIDTH - left - EDGE), Emu(HEIGHT - top - FOOT))
        add_chart(page, slide.chart, room)
    for fact in slide.facts:
        top = Emu(put(page, (EDGE, top, width), _fact(fact, 22)) + Inches(0.06))
    if slide.points or slide.code:
        put(page, (EDGE, top, width), _points(slide, width, Emu(HEIGHT - top - FOOT)))


def _fact(fact: Fact, size: int) -> list[Line]:
    """Label, figure, detail."""
    return [
        Line(fact.label, 13, QUIET),
        Line(fact.value, size, INK, bold=True),
        *([Line(fact.detail, 13, QUIET)] if fact.detail else []),
    ]


def _points(slide: Slide, width: Length, room: Length) -> list[Line]:
    """The points in the largest letters in which all of them fit into ``room``.

    Where long names make them too long for the smallest, the first ones, and where the rest is.
    """
    sizes = POINTS if width == FULL else POINTS[1:]
    code = [slide.code] if slide.code else []
    fitting = [_lines([*slide.points, *code], size) for size in sizes]
    fewer = (slide.points[:number] for number in range(len(slide.points) - 1, 0, -1))
    fitting += [_lines([*points, MORE, *code], sizes[-1]) for points in fewer]
    return next((lines for lines in fitting if height_of(lines, width) <= room), fitting[-1])


def _lines(texts: Sequence[str], size: int) -> list[Line]:
    return [Line(text, size, INK, after=7) for text in texts]


def _foot(page: Any, of: Deck, number: int) -> None:
    """What it is about, and the number of the slide."""
    line = Line(f"{of.about}. {PRODUCT}. {number} of {len(of.slides)}", 11, QUIET)
    put(page, (EDGE, Emu(HEIGHT - Inches(0.42)), FULL), [line])
