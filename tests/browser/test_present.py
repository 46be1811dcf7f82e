"""Presenting by keys, and the files that are handed on in a browser without a network."""

import re

import pytest
from playwright.sync_api import expect

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.save import save_study
from iffair_core.report import EXPORTS, findings
from iffair_core.report.slides import deck
from iffair_core.study import run
from tests.core.odd_names import LONG_OLD, LONG_YOUNG, long_study

IDENTIFIER, ODD = "fedcba9876543210", "0dd0dd0dd0dd0dd0"


@pytest.fixture(scope="module")
def found(home):
    german = load_builtin("german")
    study = run(StudyConfig(data="german", task=german.task, steps=2), table=german.table)
    save_study(study, home / "studies" / IDENTIFIER)
    return findings(study)


@pytest.fixture
def offline(browser):
    """A page of a browser that reaches nothing, and what it asked for."""
    context = browser.new_context(offline=True)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    yield context.new_page(), asked
    context.close()


def test_keys_move_the_slides_and_escape_leads_back(dashboard, found):
    slides = deck(found).slides
    dashboard.open(f"/report?study={IDENTIFIER}")
    dashboard.on("Report")
    dashboard.press("report_present")
    page = dashboard.page
    frame = page.frame_locator(".st-key-present_deck iframe")
    shown = frame.locator("section.on h1, section.on h2")
    expect(shown).to_have_text(slides[0].title)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    box = page.locator(".st-key-present_deck iframe").bounding_box()
    size = page.viewport_size
    assert (box["width"], box["height"]) == (size["width"], size["height"])
    for key, at in (
        ("ArrowRight", 1),
        ("Space", 2),
        ("ArrowLeft", 1),
        ("End", len(slides) - 1),
        ("ArrowRight", len(slides) - 1),
        ("Home", 0),
        ("PageDown", 1),
    ):
        page.keyboard.press(key)
        expect(shown).to_have_text(slides[at].title)
    notes = frame.locator("section.on aside")
    expect(notes).to_be_hidden()
    page.keyboard.press("n")
    expect(notes).to_be_visible()
    expect(notes).to_contain_text(slides[1].notes[0])
    page.keyboard.press("Escape")
    expect(notes).to_be_hidden()
    light = frame.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    page.keyboard.press("t")
    dark = frame.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert light == "rgb(255, 255, 255)"
    assert dark == "rgb(16, 23, 30)"
    page.keyboard.press("Escape")
    dashboard.on("Report")
    assert f"study={IDENTIFIER}" in page.url


@pytest.mark.parametrize("names", ["plain", "long"])
def test_every_slide_fits_its_window_also_beside_its_notes(offline, found, tmp_path, names):
    page, asked = offline
    shown = found if names == "plain" else findings(long_study())
    path = tmp_path / "slides.html"
    path.write_text(EXPORTS["slides"].make(shown), encoding="utf-8")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(path.as_uri())
    for slide in deck(shown).slides:
        fits(page)
        page.keyboard.press("n")
        fits(page)
        notes, section = page.locator("section.on aside"), page.locator("section.on")
        expect(notes).to_contain_text(" ".join(slide.notes[0].split())[:60])
        covered = notes.bounding_box()["x"]
        box = section.bounding_box()
        assert box["x"] + box["width"] <= covered + 1
        assert box["width"] > 0.65 * 1280
        assert smallest_text(page) >= 10
        page.keyboard.press("n")
        page.keyboard.press("ArrowRight")
    assert asked == [path.as_uri()]


def test_a_click_into_the_notes_leaves_the_slide(offline, found, tmp_path):
    page, _ = offline
    path = tmp_path / "slides.html"
    path.write_text(EXPORTS["slides"].make(found), encoding="utf-8")
    page.goto(path.as_uri())
    page.keyboard.press("n")
    page.locator("section.on aside").click()
    page.keyboard.press("PageDown")
    expect(page.locator("#place")).to_have_text(re.compile("^1 /"))
    page.locator("section.on h1").click()
    expect(page.locator("#place")).to_have_text(re.compile("^2 /"))


def fits(page):
    """Nothing of the slide that is shown is cut off or lies outside of it."""
    over = page.locator("section.on").evaluate("e => e.scrollHeight - e.clientHeight")
    assert over <= 1
    wide = page.locator("section.on :is(.fact, h1, h2, .said)").evaluate_all(
        "all => Math.max(0, ...all.map(e => e.scrollWidth - e.clientWidth))"
    )
    assert wide <= 1


def smallest_text(page):
    """Pixels of the smallest letters of headline, figures and sentences."""
    sizes = "all => Math.min(...all.map(e => parseFloat(getComputedStyle(e).fontSize)))"
    return page.locator("section.on :is(h1, h2, li, .fact b)").evaluate_all(sizes)


def test_present_shows_odd_names_as_they_are(dashboard, home):
    save_study(long_study(), home / "studies" / ODD)
    dashboard.open(f"/present?study={ODD}")
    deck_shown = dashboard.page.frame_locator(".st-key-present_deck iframe")
    text = deck_shown.locator("body").text_content()
    assert [name for name in (LONG_YOUNG, LONG_OLD) if name not in text] == []
    expect(deck_shown.locator("section b", has_text=re.compile("^unter 26$"))).to_have_count(0)


def test_the_report_opens_without_a_network_and_its_numbers_lead_to_charts(
    offline, found, tmp_path
):
    page, asked = offline
    path = tmp_path / "report.html"
    path.write_text(EXPORTS["html"].make(found), encoding="utf-8")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path.as_uri())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#done .fact").first.click()
    assert page.url.endswith("#chart-gaps")
    expect(page.locator("#chart-gaps svg")).to_be_in_viewport()
    printed = page.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 4 <= pages <= 20
    assert {re.sub("#.*", "", url) for url in asked} == {path.as_uri()}
