"""The slides of a study as a .pptx file: headline, points, a native chart, speaker's notes.

Titles are in the title placeholders, so that the outline and a change of design work as usual.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Emu, Inches, Length, Pt

from iffair_core.report.findings import Findings
from iffair_core.report.powerpoint.charts import INK, QUIET, add_chart, plain_text
from iffair_core.report.slides import PRODUCT, Deck, Slide, deck
from iffair_core.report.story.values import Fact

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE = Inches(0.6)
FULL = Emu(WIDTH - 2 * EDGE)
SAID = Inches(4.3)
TITLE_ONLY = 5
ACCENT = RGBColor(0xB9, 0x4F, 0x00)
SIZES = ((50, 32), (100, 26), (160, 22))
"""Longest title, and its size in points; longer ones have the least."""
LEAST_SIZE = 18
LETTER_INCHES = 0.085
"""About the width of a letter of 11 points."""
PAGE_LETTERS = 700
"""Points of more letters than this are set smaller."""


def powerpoint(found: Findings) -> bytes:
    """The file, one slide each of ``slides.deck``."""
    slides = deck(found)
    file = Presentation()
    file.slide_width, file.slide_height = WIDTH, HEIGHT
    file.core_properties.title = plain_text(f"{slides.title}: {slides.about}")
    file.core_properties.author = PRODUCT
    for number, slide in enumerate(slides.slides):
        page = file.slides.add_slide(file.slide_layouts[TITLE_ONLY])
        _draw(page, slide, slides, first=number == 0)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _draw(page: Any, slide: Slide, of: Deck, *, first: bool) -> None:
    top = Inches(2.2) if first else Inches(0.45)
    _write(_box(page, EDGE, top, FULL, Inches(0.4)), [slide.kicker], 16, ACCENT, bold=True)
    title = page.shapes.title
    title.left, title.top, title.width = EDGE, Emu(top + Inches(0.4)), FULL
    title.height = Inches(1.6 if first else 1.15)
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _write(title.text_frame, [slide.title], 40 if first else _size(slide.title), INK, bold=True)
    body = Emu(top + Inches(2.1 if first else 1.65))
    beside = slide.chart is not None
    _said(page, slide, body, SAID if beside else FULL)
    if slide.chart is not None:
        left = Emu(EDGE + SAID + Inches(0.2))
        room = (left, body, Emu(WIDTH - left - EDGE), Emu(HEIGHT - body - Inches(0.55)))
        add_chart(page, slide.chart, room)
    foot = _box(page, EDGE, Emu(HEIGHT - Inches(0.45)), FULL, Inches(0.3))
    _write(foot, [f"{of.about}. {PRODUCT}."], 10, QUIET)
    page.notes_slide.notes_text_frame.text = plain_text("\n".join(slide.notes))


def _said(page: Any, slide: Slide, top: Length, width: Length) -> None:
    """Figures, then points, then what is to be typed, one below the other."""
    for fact in slide.facts:
        top = _fact(page, fact, top, width)
    points = [*slide.points, *([slide.code] if slide.code else [])]
    if points:
        frame = _box(page, EDGE, top, width, Emu(HEIGHT - top - Inches(0.6)))
        many = sum(map(len, points)) > PAGE_LETTERS / (1 if width == FULL else 2)
        _write(frame, points, 14 if many else 18 if width == FULL else 16, INK, after=8)
        frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE


def _fact(page: Any, fact: Fact, top: Length, width: Length) -> Length:
    """Label, figure, detail; where the next one begins."""
    lines = 1 + len(fact.detail) * LETTER_INCHES // (width / Inches(1))
    wide = len(fact.value) * 2 * LETTER_INCHES > width / Inches(1)
    height = Inches(0.95 + 0.18 * lines + (0.36 if wide else 0))
    frame = _box(page, EDGE, top, width, height)
    _write(frame, [fact.label], 11, QUIET)
    _add(frame, fact.value, 22, INK, bold=True)
    _add(frame, fact.detail, 11, QUIET)
    return Emu(top + height)


def _box(page: Any, left: Length, top: Length, width: Length, height: Length) -> Any:
    frame = page.shapes.add_textbox(left, top, width, height).text_frame
    frame.word_wrap = True
    return frame


def _write(
    frame: Any,
    texts: Sequence[str],
    size: int,
    colour: RGBColor,
    *,
    bold: bool = False,
    after: int = 0,
) -> None:
    frame.text = ""
    for i, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        _run(paragraph, text, size, colour, bold=bold)
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(after)


def _add(frame: Any, text: str, size: int, colour: RGBColor, *, bold: bool = False) -> None:
    _run(frame.add_paragraph(), text, size, colour, bold=bold)


def _run(paragraph: Any, text: str, size: int, colour: RGBColor, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = plain_text(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = colour


def _size(title: str) -> int:
    return next((size for most, size in SIZES if len(title) <= most), LEAST_SIZE)
