"""Everything that is handed on for people, opened and read: PowerPoint, slides, card, JSON."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from PIL import ImageFont
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from iffair_core.cli import BAD_INPUT, main
from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.tables import table_from_frame
from iffair_core.decisions.log import Decision, DecisionLog
from iffair_core.kept.save import save_study
from iffair_core.literal import spoken
from iffair_core.report import EXPORTS, findings
from iffair_core.report.findings import Findings
from iffair_core.report.slides import deck
from iffair_core.report.slides_html import slides_html
from iffair_core.report.story import story
from iffair_core.report.story.values import Bars, Dots
from iffair_core.report.templates import linked
from iffair_core.study import run

LOG = DecisionLog(
    (
        Decision("metric", "Demographic parity", "the charter | asks", "Ada B.", "Head of credit"),
        Decision("sign_off", "Step 2", by="Bo C.", role="Board", at="2026-03-31T08:00:00+00:00"),
    ),
    "Discussed with the works council.",
)


@pytest.fixture(scope="module")
def found() -> Findings:
    """An uploaded table with names that a page, a sheet or a file of XML could stumble over."""
    rng = np.random.default_rng(5)
    n = 900
    group = rng.choice(np.array(["=1+1", "b<i>&", "late\x0b 26"], dtype=object), n)
    size = rng.normal(0, 1, n) + 1.2 * (group == "=1+1")
    frame = pd.DataFrame(
        {
            "person": [f"person-{i:04d}" for i in range(n)],
            "group": group,
            "size": size,
            "good": np.where(size > rng.normal(0, 1, n), "yes", "no"),
        }
    )
    frame.loc[:9, "good"] = None
    task = Task(Outcome("good", favourable=("yes",)), (Attribute("group"),), id_column="person")
    config = StudyConfig(data="/home/someone/private/loans.csv", task=task, steps=3)
    study = run(config, table=table_from_frame(frame, "loans.csv"))
    return findings(dataclasses.replace(study, decisions=LOG))


@pytest.fixture(scope="module")
def made(found: Findings) -> dict[str, str]:
    """Every export as text; of PowerPoint all that its slides, notes and charts say."""
    texts = {}
    for name, export in EXPORTS.items():
        content = export.make(found)
        texts[name] = "\n".join(said(content)) if isinstance(content, bytes) else content
    return texts


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def said(content: bytes) -> Iterator[str]:
    for slide in opened(content).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
        yield slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("name", list(EXPORTS))
def test_every_export_says_where_its_figures_come_from(
    name: str, made: dict[str, str], found: Findings
) -> None:
    text, study = made[name], found.study
    assert study.table.digest in text
    assert study.id in text
    assert "python -m iffair_core replay study" in text
    assert f"IFFair {study.version}" in text or f'"IFFair": "{study.version}"' in text
    assert re.search(r"scikit-learn\W+\d", text)
    assert re.search(r"seed\W+0", text)
    assert "steps" in text
    assert "the outcome is missing" in text


@pytest.mark.parametrize("name", list(EXPORTS))
def test_every_export_has_decisions_notes_and_sign_off(name: str, made: dict[str, str]) -> None:
    text = spoken(made[name]) if name == "card" else made[name]
    for part in ("the charter | asks", "Ada B.", "Head of credit", "works council"):
        assert part in text
    assert "Signed off by Bo C., Board, 2026-03-31 08:00 UTC" in text


@pytest.mark.parametrize("name", list(EXPORTS))
def test_no_export_has_a_row_of_a_person_or_tells_where_the_table_lay(
    name: str, made: dict[str, str], found: Findings
) -> None:
    assert "person-0" not in made[name]
    assert "someone" not in made[name]
    assert f"{found.study.table.frame['size'].iloc[3]:.6f}" not in made[name]


@pytest.mark.parametrize("name", ["html", "slides", "card", "json"])
def test_every_export_tells_the_same_story_with_its_intervals(
    name: str, made: dict[str, str], found: Findings
) -> None:
    plain = re.sub(r"<[^>]+>", "", made[name]) if name in ("html", "slides") else made[name]
    text = " ".join(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())
    if name == "card":
        text = spoken(text)
    if name == "json":
        text = " ".join(re.sub(r"\\u000b", " ", text).split())
    for chapter in story(found).chapters:
        assert " ".join(chapter.headline.split()) in text
        for sentence in chapter.sentences:
            assert " ".join(sentence.split()) in text


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


def test_slides_load_nothing_and_begin_in_the_theme_asked_for(found: Findings) -> None:
    page = slides_html(found, "dark", leave=".leave 'x' button")
    assert not re.findall(r"(?:src|href)=", page)
    assert "url(" not in page
    assert 'data-theme="dark"' in page
    assert "b&lt;i&gt;&amp;" in page
    assert "<i>" not in page
    assert len(page.encode()) < 1_000_000
    assert "data-theme=" not in slides_html(found).split("<style>")[0]


def test_the_card_has_the_headings_of_mitchell_et_al(made: dict[str, str]) -> None:
    headings = re.findall(r"^## (.+)$", made["card"], re.M)
    assert headings[:9] == [
        "Model details",
        "Intended use",
        "Factors",
        "Metrics",
        "Evaluation data",
        "Training data",
        "Quantitative analyses",
        "Ethical considerations",
        "Caveats and recommendations",
    ]
    table = [line for line in made["card"].splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} <= {5, 6, 7}


def test_the_card_begins_its_figures_with_the_result_in_short_and_the_gaps(
    made: dict[str, str], found: Findings
) -> None:
    figures = made["card"].partition("## Quantitative analyses")[2]
    table = figures.index("| figure |")
    for fact in story(found).in_short:
        assert figures.index(f"**{fact.value}**") < table
    lines = [line for line in figures.splitlines() if line.startswith("| ")][1:]
    assert lines[0].startswith("| Demographic parity")
    assert lines.index(next(x for x in lines if x.startswith("| Accuracy"))) < lines.index(
        next(x for x in lines if x.startswith("| Selected,"))
    )


def test_json_holds_figures_evidence_story_and_log(found: Findings, made: dict[str, str]) -> None:
    whole = json.loads(made["json"])
    assert whole["decisions"] == LOG.to_dict()
    assert whole["config"]["data"] == "loans.csv"
    assert whole["plain"] == found.study.plain.to_dict()
    assert {"changes", "controls", "left_out"} <= set(whole["evidence"])
    kinds = {c["kind"] for chapter in whole["story"] for c in chapter["charts"]}
    assert kinds == {"bars", "dots"}


def test_numbers_lead_to_their_chart_and_names_do_not() -> None:
    made = linked("under 26: 763 of 1,000 <b>; −3.5 points, F1 0.5", "chart-x", ["under 26"])
    assert re.findall(r'href="#(.*?)">(.*?)<', made) == [
        ("chart-x", "763"),
        ("chart-x", "1,000"),
        ("chart-x", "−3.5 points"),
        ("chart-x", "0.5"),
    ]
    assert "under 26: <a" in made
    assert "&lt;b&gt;" in made


def test_the_command_line_writes_each_form(
    found: Findings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = save_study(found.study, tmp_path / "study")
    assert main(["export", str(folder), "--as", "card", "--out", str(tmp_path / "card.md")]) == 0
    assert "Model card" in capsys.readouterr().out
    assert (tmp_path / "card.md").read_text(encoding="utf-8").startswith("# Model card: loans.csv")
    assert main(["export", str(folder), "--as", "pptx", "--out", str(tmp_path / "s.pptx")]) == 0
    assert len(opened((tmp_path / "s.pptx").read_bytes()).slides) > 6
    missing = str(tmp_path / "nowhere" / "x.html")
    assert main(["export", str(folder), "--as", "html", "--out", missing]) == BAD_INPUT
    assert "nowhere" in capsys.readouterr().err
