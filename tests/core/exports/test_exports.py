"""What every export has, and what the forms without PowerPoint have besides."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from iffair_core.cli import BAD_INPUT, main
from iffair_core.config import Network
from iffair_core.kept.save import save_study
from iffair_core.literal import spoken
from iffair_core.report import EXPORTS, findings
from iffair_core.report.card import model_card
from iffair_core.report.findings import Findings
from iffair_core.report.slides_html import slides_html
from iffair_core.report.story import story
from iffair_core.report.templates import linked
from iffair_core.study import plain_study
from tests.core.exports.parts import LOG, opened


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


def test_the_card_of_a_network_names_its_layers_and_what_trained_it(found: Findings) -> None:
    small = Network(layers=(3, 2))
    config = dataclasses.replace(found.study.config, model="network", l2=0.1, network=small)
    network = findings(plain_study(config, table=found.study.table))
    card, before = model_card(network), model_card(found)
    assert "(hidden layers of 3 and 2 softplus units), penalty 0.1" in card
    assert re.search(r"torch \d", card)
    assert "torch" not in before
    assert "hidden layers" not in before
