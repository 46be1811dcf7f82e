"""Every page of the navigation, in both themes and at 390 px, with a study open and without.

axe-core must find nothing serious, and nothing may stand beyond the edge of a telephone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.save import save_study
from iffair_core.study import run
from pages._ui import shell
from tools.live import Dashboard

IDENTIFIER = "5eed0fda7a00000a"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}
OF_STREAMLIT = (
    # Pages in sections are drawn as <div> within the <ul> of the navigation.
    ("list", '[data-testid="stSidebarNavItems"]'),
    ("listitem", '[data-testid="stSidebarNavItems"] li'),
)
"""What Streamlit itself draws and no page can mend: rule, and the elements that it is about."""

FOLDED = "details:not([open]) > summary"
OPEN_ALL = f"() => document.querySelectorAll('{FOLDED}').forEach(e => e.click())"
BEYOND = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const moves = element => {
    for (let e = element.parentElement; e; e = e.parentElement)
      if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e.dataset.testid !== 'stMain')
        return true;
    return false;
  };
  return [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(e => e.getBoundingClientRect().width && e.getBoundingClientRect().right > edge)
    .filter(e => e.type !== 'range' && !moves(e))
    .map(e => `${e.tagName} ${e.closest('[class*=st-key]')?.className ?? ''} ${e.textContent}`
      .slice(0, 160));
}"""
"""Elements of a page that reach beyond its right edge and that no container scrolls to."""

OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Rules that a theme can break on a page that keeps to all rules in the other theme."""

AT_REST = "() => !document.getAnimations().some(a => a instanceof CSSTransition)"
"""No colour is on its way from one theme to the other."""


@pytest.fixture(scope="module")
def address(server, home) -> str:
    """The server, with a kept study of German credit."""
    german = load_builtin("german")
    study = run(StudyConfig("german", german.task, steps=3), table=german.table)
    save_study(study, home / "studies" / IDENTIFIER)
    return server


@pytest.fixture(scope="module")
def session(browser) -> Iterator[Page]:
    """One tab for all pages, so that the browser loads Streamlit's own files once."""
    context = browser.new_context(viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.fixture(params=[f"?study={IDENTIFIER}", ""], ids=["study", "empty"])
def link(request) -> str:
    return request.param


@pytest.fixture(params=list(shell.TITLES), ids=lambda path: Path(path).stem)
def shown(request, session, address, link) -> Dashboard:
    """One page, all that is folded away unfolded."""
    dashboard = Dashboard(session, address)
    session.set_viewport_size(WIDE)
    dashboard.open(("/" if request.param == shell.HOME else f"/{Path(request.param).stem}") + link)
    dashboard.settle()
    session.evaluate(OPEN_ALL)
    dashboard.settle()
    return dashboard


def grave_findings(dashboard: Dashboard, rules: list[str] | None = None) -> list[str]:
    """What axe-core calls serious or critical, but for what Streamlit alone can mend.

    By ``rules`` alone, if they are named.
    """
    options = None if rules is None else {"runOnly": rules}
    found = Axe().run(dashboard.page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not _is_of_streamlit(dashboard, rule["id"], node["target"])
    ]


def _is_of_streamlit(dashboard: Dashboard, rule: str, target: list[str]) -> bool:
    element = dashboard.page.locator(target[0])
    return any(
        rule == name and element.evaluate("(e, selector) => e.matches(selector)", selector)
        for name, selector in OF_STREAMLIT
    )


def test_axe_finds_nothing_serious_in_either_theme_and_nothing_is_cut_at_390_px(shown):
    for theme, rules in (("light", None), ("dark", OF_COLOUR)):
        shown.page.emulate_media(color_scheme=theme)
        shown.settle()
        shown.page.wait_for_function(AT_REST)
        assert grave_findings(shown, rules) == [], theme
    shown.page.set_viewport_size(NARROW)
    shown.settle()
    assert shown.page.evaluate(BEYOND) == []
