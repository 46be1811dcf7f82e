"""The PowerPoint file, opened: native charts, room for all text, both themes, notes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import ImageFont
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from iffair_core.report import EXPORTS
from iffair_core.report.findings import Findings
from iffair_core.report.slides import deck
from iffair_core.report.story.values import Bars, Dots
from tests.core.exports.parts import opened


def test_powerpoint_has_the_deck_with_native_charts_that_hold_the_figures(
    found: Findings,
) -> None:
    file, wanted = opened(EXPORTS["pptx"].make(found)), deck(found)
    assert len(file.slides) == len(wanted.slides)
    for page, slide in zip(file.slides, wanted.slides, strict=True):
        clean = slide.title.replace("\x0b", "")
        assert page.shapes.title.text_frame.text == clean
        charts = [shape for shape in page.shapes if shape.has_chart]
        assert len(charts) == (slide.chart is not None)
        for frame in charts:
            assert slide.chart.title in frame._element.nvGraphicFramePr.cNvPr.get("descr")
            check_chart(frame.chart, slide.chart)


@pytest.mark.parametrize("name", ["pptx", "pptx_dark"])
def test_text_of_slides_fits_its_boxes_and_nothing_overlaps(name: str, found: Findings) -> None:
    """Measured with real letters of a sans serif that is wider than the theme's."""
    file = opened(EXPORTS[name].make(found))
    for page in file.slides:
        boxes = []
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= file.slide_width
            assert shape.top + shape.height <= file.slide_height
            if shape.has_text_frame and shape.text_frame.text:
                assert letters_high(shape) <= shape.height
            if shape.has_chart or (shape.has_text_frame and shape.text_frame.text):
                boxes.append(shape)
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                across = min(a.left + a.width, b.left + b.width) - max(a.left, b.left)
                down = min(a.top + a.height, b.top + b.height) - max(a.top, b.top)
                assert across <= 0 or down <= 0, (text_of(a), text_of(b))


def text_of(shape: Any) -> str:
    return shape.text_frame.text if shape.has_text_frame else shape.name


def letters_high(shape: Any) -> float:
    """Height that the text of a box takes, broken at its blanks."""
    frame, high = shape.text_frame, 0.0
    for paragraph in frame.paragraphs:
        (run,) = paragraph.runs
        font = ImageFont.load_default(run.font.size.pt)
        room = (shape.width - frame.margin_left - frame.margin_right) / Pt(1)
        rows, filled = 1, 0.0
        for word in run.text.split(" "):
            wide = font.getlength(f"{word} ")
            rows, filled = (rows + 1, wide) if filled + wide > room else (rows, filled + wide)
        high += rows * run.font.size * 1.2 + (paragraph.space_after or 0)
    return high + frame.margin_top + frame.margin_bottom


def test_the_dark_file_has_light_text_and_both_take_all_colours_from_the_theme(
    found: Findings,
) -> None:
    for name, ground in (("pptx", "lt1"), ("pptx_dark", "dk1")):
        file = opened(EXPORTS[name].make(found))
        master = file.slide_master._element
        assert master.find(qn("p:clrMap")).get("bg1") == ground
        charts = [s.chart._chartSpace for p in file.slides for s in p.shapes if s.has_chart]
        for element in (*(page._element for page in file.slides), *charts):
            assert not element.xpath(".//*[local-name()='srgbClr']")
            assert element.xpath(".//*[local-name()='schemeClr']")


def test_slides_have_notes_numbers_and_the_result_in_short_on_the_first(found: Findings) -> None:
    file, wanted = opened(EXPORTS["pptx"].make(found)), deck(found)
    first = "\n".join(text_of(s) for s in file.slides[0].shapes if s.has_text_frame)
    for fact in wanted.slides[0].short:
        assert fact.value in first
    for number, page in enumerate(file.slides, 1):
        assert page.notes_slide.notes_text_frame.text
        texts = [text_of(shape) for shape in page.shapes]
        assert any(text.endswith(f"{number} of {len(file.slides)}") for text in texts)


def check_chart(drawn: Any, chart: Bars | Dots) -> None:
    """Numbers of the chart and of the sheet behind it, and an error bar for each interval."""
    sheet = load_workbook(io.BytesIO(drawn.part.chart_workbook.xlsx_part.blob)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    bars = drawn._chartSpace.xpath(".//c:errBars")
    if isinstance(chart, Bars):
        assert drawn.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
        assert len(bars) == sum(any(series.intervals) for series in chart.series)
        for plotted, series in zip(drawn.plots[0].series, chart.series, strict=True):
            shown = f".{chart.digits}f"
            known = [None if v is None else f"{v:{shown}}" for v in series.figures]
            written = [None if v is None else pytest.approx(float(v)) for v in known]
            assert list(plotted.values) == written
        first = chart.series[0]
        if any(first.intervals):
            reach = [float(v.text) for v in bars[0].find(qn("c:plus")).iter(qn("c:v"))]
            high = [i[1] - v for i, v in zip(first.intervals, first.figures, strict=True)]
            assert reach == pytest.approx(high, rel=1e-4)
    else:
        assert drawn.chart_type == XL_CHART_TYPE.XY_SCATTER
        assert len(bars) == 4
        xs = [float(v.text) for v in drawn._chartSpace.xpath(".//c:xVal//c:v")]
        assert xs == pytest.approx([d.x for s in chart.series for d in s.dots], abs=1e-3)
