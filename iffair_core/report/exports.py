"""What a study is handed on as for people to read, by name: one entry each.

None of these holds a row of the table. The library behind PowerPoint is loaded where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from iffair_core.report.as_json import study_json
from iffair_core.report.card import model_card
from iffair_core.report.findings import Findings
from iffair_core.report.html import report_of
from iffair_core.report.slides_html import slides_html


@dataclass(frozen=True)
class Export:
    """``text`` says what it is good for; ``make`` gives the content of the file."""

    title: str
    text: str
    file: str
    mime: str
    make: Callable[[Findings], str | bytes]


def _powerpoint(found: Findings) -> bytes:
    from iffair_core.report.powerpoint import powerpoint

    return powerpoint(found)


def _powerpoint_dark(found: Findings) -> bytes:
    from iffair_core.report.powerpoint import powerpoint

    return powerpoint(found, dark=True)


POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


EXPORTS: Mapping[str, Export] = {
    "html": Export(
        "Report",
        "One HTML file: the story with its charts, decisions, every figure with its interval, "
        "settings and limits. Readable without a network; prints well.",
        "report.html",
        "text/html",
        report_of,
    ),
    "pptx": Export(
        "PowerPoint",
        "The story as slides with charts that can be edited there, and notes for the speaker.",
        "slides.pptx",
        POWERPOINT,
        _powerpoint,
    ),
    "pptx_dark": Export(
        "PowerPoint, dark",
        "The same slides with light text on a dark ground, for a dark room.",
        "slides-dark.pptx",
        POWERPOINT,
        _powerpoint_dark,
    ),
    "slides": Export(
        "Slides",
        "The same slides as one HTML file for any browser: arrows move, N shows the notes.",
        "slides.html",
        "text/html",
        slides_html,
    ),
    "card": Export(
        "Model card",
        "What a user of the model is to know, under the headings of Mitchell et al. (2019), in "
        "Markdown.",
        "model-card.md",
        "text/markdown",
        model_card,
    ),
    "json": Export(
        "JSON",
        "Story, figures, intervals, settings, decisions and what was left out, for programs.",
        "study.json",
        "application/json",
        study_json,
    ),
}
