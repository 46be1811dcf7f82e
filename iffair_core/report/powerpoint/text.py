"""Text on a slide: in boxes that are as high as their text, in letters as large as fit.

PowerPoint measures text when it draws it, a file cannot. Widths are those of a wide sans serif
letter, so that text has room to spare in the theme's own font.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Length, Pt

from iffair_core.report.powerpoint.theme import INK, paint

WIDE, BOLD_WIDE, HIGH = 0.55, 0.6, 1.22
"""Mean width of a letter, of a bold one, and height of a line, in font sizes."""
INSET = Inches(0.05)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Line:
    """A paragraph: its text, size in points, colour, weight, and the room below it in points."""

    text: str
    size: int
    colour: Any = INK
    bold: bool = False
    after: int = 0

    def rows(self, width: Length) -> int:
        """Into how many lines it breaks within ``width``."""
        letter = self.size * (BOLD_WIDE if self.bold else WIDE)
        letters = int((width - 2 * INSET) / Pt(1) / letter)
        return max(len(wrap(self.text, max(letters, 1))), 1)

    def height(self, width: Length) -> Length:
        return Pt(self.rows(width) * self.size * HIGH + self.after)


def plain_text(text: str) -> str:
    """``text`` without the characters that a file of XML cannot hold."""
    return FORBIDDEN.sub("", text)


def height_of(lines: Sequence[Line], width: Length) -> Length:
    """How high a box of these lines is."""
    return Emu(sum(line.height(width) for line in lines) + 2 * INSET)


def largest(sizes: Sequence[int], text: str, width: Length, rows: int, *, bold: bool) -> int:
    """The largest of the falling ``sizes`` in which ``text`` takes at most ``rows`` lines."""
    fits = (s for s in sizes if Line(text, s, bold=bold).rows(width) <= rows)
    return next(fits, sizes[-1])


def put(page: Any, place: tuple[Length, Length, Length], lines: Sequence[Line]) -> Length:
    """A box at (left, top, width) with these lines; its lower edge."""
    left, top, width = place
    height = height_of(lines, width)
    write(page.shapes.add_textbox(left, top, width, height).text_frame, lines)
    return Emu(top + height)


def write(frame: Any, lines: Sequence[Line]) -> None:
    """The lines as paragraphs of a frame that keeps its size."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = INSET
    frame.text = ""
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(line.after)
        run = paragraph.add_run()
        run.text = plain_text(line.text)
        run.font.size, run.font.bold = Pt(line.size), line.bold
        paint(run.font.color, line.colour)
