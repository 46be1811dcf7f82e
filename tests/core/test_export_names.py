"""What is handed on says odd names as text: no element, link or style is theirs."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from iffair_core.report import EXPORTS, findings
from iffair_core.report.drawings import drawing
from iffair_core.report.findings import Findings
from iffair_core.report.powerpoint.charts import MOST_LETTERS
from iffair_core.report.story.values import Bars, Series
from tests.core.odd_names import (
    COLUMN,
    FILE,
    LONG_COLUMN,
    LONG_OLD,
    LONG_YOUNG,
    OLD,
    PERSON,
    SOURCE,
    VALUES,
    YOUNG,
    long_study,
    odd_study,
    odd_table,
)

SAID = {
    "html": (YOUNG, OLD, COLUMN, FILE, PERSON, SOURCE, VALUES["A43"]),
    "slides": (YOUNG, OLD, COLUMN, FILE, PERSON),
}


class Read(HTMLParser):
    """The text of a page, the elements with their texts, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.links, self.open = "", [""], [""]
        self.short: set[tuple[str, str]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data
        self.short.add((self.open[-1], data.strip()))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    path: Path = tmp_path_factory.mktemp("odd") / FILE
    odd_table().to_csv(path, index=False)
    return findings(odd_study(str(path)))


@pytest.mark.parametrize("form", SAID)
def test_names_are_the_text_of_a_page(found: Findings, form: str) -> None:
    page: Any = EXPORTS[form].make(found)
    read = Read(page)
    text = " ".join(read.text.split())
    assert [name for name in SAID[form] if name not in text] == []
    assert not read.short & {("b", "x"), ("b", "$x$"), ("i", "used")}
    assert [link for link in read.links if "example.org" in link] == []


def test_names_are_the_text_of_slides(found: Findings) -> None:
    made: Any = EXPORTS["pptx"].make(found)
    slides = Presentation(io.BytesIO(made)).slides
    said = "\n".join(
        shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame
    )
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides)
    assert YOUNG in said
    assert COLUMN in f"{said}\n{notes}"
    charts = [s.chart for slide in slides for s in slide.shapes if s.has_chart]
    names = {str(name) for chart in charts for name in chart.plots[0].categories}
    assert {YOUNG, OLD} <= names


def test_long_names_stay_within_the_slides() -> None:
    made: Any = EXPORTS["pptx"].make(findings(long_study()))
    file = Presentation(io.BytesIO(made))
    shapes = [shape for slide in file.slides for shape in slide.shapes]
    said = " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    assert [name for name in (LONG_COLUMN, LONG_OLD, LONG_YOUNG) if name not in said] == []
    for shape in shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= file.slide_width
        assert shape.top + shape.height <= file.slide_height
    for chart in (shape.chart for shape in shapes if shape.has_chart):
        names = [str(name) for name in chart.plots[0].categories]
        assert max(map(len, names), default=0) <= MOST_LETTERS
        assert len(set(names)) == len(names)


def test_drawn_names_that_differ_at_the_end_stay_apart() -> None:
    names = tuple(f"{LONG_YOUNG}, {outcome} outcome" for outcome in ("good", "bad"))
    series = Series("x", "plain", (1.0, 2.0), (None, None))
    drawn = Read(drawing(Bars("key", "Title", "unit", names, (series,), "Reading."))).short
    said = [text for tag, text in drawn if tag == "text" and text.endswith("outcome")]
    assert len(said) == 2
    assert all(text.startswith("Jüngere 😀") for text in said)
