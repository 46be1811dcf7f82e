"""``python -m benchmarks.interface``: seconds from a click to the page that answers it, on Adult.

The real server, a real Chromium, a study of Adult that has been reweighted; no click trains. Before
each click the page is looked at for a moment, as a person does. It is answered when the script has
run, nothing on the page is stale and every chart is drawn, and the slides where they are.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from benchmarks.head import head
from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.save import save_study
from iffair_core.study import run
from pages._ui import shell
from tools.live import Dashboard, browsing, serving

RESULTS = Path(__file__).parent / "results"
IDENTIFIER = "5eed0fda7a00000b"
FIRST_SCREEN = "first screen, of a server just started"
WITHOUT_NAVIGATION = {shell.PRESENT}
WANTED, WANTED_FIRST = 0.5, 4.0
LOOK_SECONDS = 4.0
TRIES, ATTENTION_MILLISECONDS = 3, 5_000
LEFT, RIGHT = "ArrowLeft", "ArrowRight"
WATCH = """() => {
  window.changes = 0;
  new MutationObserver(() => { window.changes += 1; }).observe(
    document.querySelector('[data-testid=stApp]'),
    {attributes: true, attributeFilter: ['data-test-script-state']});
}"""
TITLE = "() => document.querySelector('h1')?.innerText ?? ''"
BEGUN = f"([changes, title]) => window.changes > changes || ![title, ''].includes(({TITLE})())"
"""The script's state has changed, or another page stands there: a run that is short may begin and
end between two drawings, so that its state is never seen to change."""
ANSWERED = """() => document.querySelector('[data-test-script-state=notRunning]')
  && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
  && [...document.querySelectorAll('.stPlotlyChart')].every(c => c.querySelector('.main-svg'))
  && [...document.querySelectorAll('[data-testid=stMain] iframe')]
    .every(f => f.contentDocument?.readyState === 'complete' && f.contentDocument.body.innerText)"""


@dataclass(frozen=True)
class Line:
    """A click, its seconds the first time and once more, and the seconds that are wanted."""

    click: str
    first: float
    again: float | None
    wanted: float


@dataclass(frozen=True)
class Click:
    """On the page of this title: what is done, in words and in the browser.

    ``back`` is what is done the second time; ``ready`` is done before, untimed.
    """

    page: str
    name: str
    act: Callable[[Dashboard], None]
    back: Callable[[Dashboard], None]
    ready: Callable[[Dashboard], None] = lambda _: None


def _press(key: str) -> Callable[[Dashboard], None]:
    return lambda dashboard: dashboard.part(key).get_by_role("button").first.click()


def _slide(key: str, arrow: str) -> Callable[[Dashboard], None]:
    return lambda dashboard: dashboard.part(key).get_by_role("slider").press(arrow)


def _unfold(key: str) -> Callable[[Dashboard], None]:
    return lambda dashboard: dashboard.part(key).locator("summary").click()


TABLE, ROWS, STEPS, POINT = "audit_rates_as_table", "influence_count", "run_steps", "frontier_step"
CUT = "cut_value"
CLICKS = (
    Click("2 · Audit", "show a chart as a table, and hide it", _press(TABLE), _press(TABLE)),
    Click(
        "2 · Audit",
        "another threshold, and back",
        _slide(CUT, RIGHT),
        _slide(CUT, LEFT),
        _press("cut_popover"),
    ),
    Click("3 · Influence", "list fewer rows, and more", _slide(ROWS, LEFT), _slide(ROWS, RIGHT)),
    Click(
        "4 · Reweight",
        "fewer steps, and more",
        _slide(STEPS, LEFT),
        _slide(STEPS, RIGHT),
        _unfold("run_more"),
    ),
    Click(
        "5 · Frontier",
        "another operating point, and back",
        _slide(POINT, LEFT),
        _slide(POINT, RIGHT),
    ),
    Click(
        "5 · Frontier",
        "another threshold, and back",
        _slide(CUT, RIGHT),
        _slide(CUT, LEFT),
        _press("cut_popover"),
    ),
    Click("6 · Report", "the slides, and back", _press("report_present"), _press("present_leave")),
)


def first_screen(browser: Browser, address: str) -> Line:
    """An empty browser at a server that nobody has visited, until the last card stands."""
    dashboard = Dashboard(browser.new_page(), address)
    begun = time.perf_counter()
    dashboard.page.goto(address)
    dashboard.part("open_acs").wait_for()
    dashboard.page.wait_for_function(ANSWERED, polling="raf")
    seconds = time.perf_counter() - begun
    dashboard.page.close()
    return Line(FIRST_SCREEN, seconds, None, WANTED_FIRST)


def clicks(
    browser: Browser, address: str, study: str, look: float = LOOK_SECONDS
) -> Iterator[Line]:
    """To every page, twice; then a click on some of them, and its reverse.

    So many seconds pass before each.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    dashboard = Dashboard(page, address)
    dashboard.open(f"/?study={study}")
    page.evaluate(WATCH)
    paths = [path for path in shell.TITLES if path not in WITHOUT_NAVIGATION]
    titles = [shell.TITLES[path] for path in (*paths[1:], shell.HOME)]
    rounds = [{title: _seconds(dashboard, _to(title), look) for title in titles} for _ in range(2)]
    for title in titles:
        yield Line(f"go to {title}", rounds[0][title], rounds[1][title], WANTED)
    for click in CLICKS:
        _seconds(dashboard, _to(click.page), look)
        click.ready(dashboard)
        first, again = (_seconds(dashboard, act, look) for act in (click.act, click.back))
        yield Line(f"{click.page}: {click.name}", first, again, WANTED)
    page.close()


def _to(title: str) -> Callable[[Dashboard], None]:
    def go(dashboard: Dashboard) -> None:
        navigation = dashboard.page.get_by_test_id("stSidebarNav")
        navigation.get_by_role("link", name=title, exact=True).click()

    return go


def _seconds(dashboard: Dashboard, act: Callable[[Dashboard], None], look: float) -> float:
    """From before the act, after ``look`` seconds, until the page has answered it.

    Where nothing is seen to begin, as a key fell on a control in the moment in which it was drawn
    anew, it is done once more, timed from then, and that is printed.
    """
    for left in reversed(range(TRIES)):
        dashboard.settle()
        dashboard.page.wait_for_timeout(1000 * look)
        before = dashboard.page.evaluate(f"() => [window.changes, ({TITLE})()]")
        begun = time.perf_counter()
        act(dashboard)
        try:
            patience = ATTENTION_MILLISECONDS if left else None
            dashboard.page.wait_for_function(BEGUN, arg=before, polling="raf", timeout=patience)
            break
        except PlaywrightTimeout:
            if not left:
                raise
            print(f"{dashboard.page.url}: nothing began; once more")
    dashboard.page.wait_for_function(ANSWERED, polling="raf")
    return time.perf_counter() - begun


def keep_study(home: Path) -> str:
    """A reweighted Adult among the kept studies of ``home``; its id."""
    adult = load_builtin("adult")
    study = run(StudyConfig("adult", adult.task, steps=10), table=adult.table)
    save_study(study, home / "studies" / IDENTIFIER)
    return IDENTIFIER


def markdown(lines: pd.DataFrame, look: float = LOOK_SECONDS) -> str:
    """The page of results."""
    within = int((lines[["first", "again"]].min(axis=1) <= lines["wanted"]).sum())
    text = (
        "From a click to a page on which nothing is stale and every chart is drawn; Adult, "
        f"reweighted; no click trains; {look:g} seconds pass before each. "
        f"{within} of {len(lines)} are within what is wanted, the "
        "second time at the latest."
    )
    libraries = ("streamlit", "plotly", "playwright")
    note = f"server and browser share it, with a load of {os.getloadavg()[0]:.0f} over all"
    page = head(
        "Seconds of the interface",
        text,
        libraries=libraries,
        command="python -m benchmarks.interface",
        note=note,
    )
    page += ["", "| click | first | again | wanted |", "|---|---|---|---|"]
    for line in lines.itertuples(index=False):
        again = "" if pd.isna(line.again) else f"{line.again:.2f}"
        page.append(f"| {line.click} | {line.first:.2f} | {again} | {line.wanted:g} |")
    return "\n".join(page) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        home = Path(folder)
        study = keep_study(home)
        with serving(home) as address:
            lines = [first_screen(browser, address), *clicks(browser, address, study)]
    frame = pd.DataFrame(lines)
    frame.to_csv(RESULTS / "interface.csv", index=False)
    page = markdown(frame)
    (RESULTS / "interface.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
