"""The dashboard live: a real server on a free port and a real browser in front of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
START_SECONDS = 60
PATIENCE_MILLISECONDS = 60_000
REACTION_MILLISECONDS = 250
LINE_PIXELS, MARKER_PIXELS, COLUMN_PIXELS = 35, 40, 60
"""Of a table: its lines, the column of ticks, and about one narrow column."""


def find_browser() -> str:
    """Path of a Chromium or Chrome. Raises FileNotFoundError saying what to do if there is none."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError(
        f"No Chromium or Chrome on PATH (looked for {', '.join(CHROMIUM_NAMES)}). Install one, "
        "for example with: apt-get install chromium"
    )


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Run the dashboard with its own folder of studies; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    command += ["--browser.gatherUsageStats", "false"]
    log = home / "server.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "IFFAIR_HOME": str(home), "OMP_NUM_THREADS": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_healthy(address, server, log)
            yield address
        finally:
            server.terminate()


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"The dashboard did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=list(CHROMIUM_FLAGS)
        )
        try:
            yield browser
        finally:
            browser.close()


class Dashboard:
    """One browser session with the dashboard. Widgets are named by their keys."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        expect.set_options(timeout=PATIENCE_MILLISECONDS)

    def open(self, path: str = "/") -> None:
        self.page.goto(self.address + path)
        self.settle()

    def begin(self, name: str) -> None:
        """Use a packaged set with its own task; the audit of its plain model is shown."""
        self.open()
        self.press(f"open_{name}")
        self.on("Data")
        self.press("task_use")
        self.on("Audit")

    def settle(self) -> None:
        """Wait until the script has run and nothing is left to be drawn."""
        self.page.wait_for_timeout(REACTION_MILLISECONDS)
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        expect(self.page.locator("[data-testid=stSkeleton]")).to_have_count(0)

    def part(self, key: str) -> Locator:
        """The element of the widget or container with this key."""
        return self.page.locator(".st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key))

    def on(self, title: str) -> None:
        """Wait until the page with this title is shown."""
        self.page.get_by_role("heading", name=title, level=1, exact=True).wait_for()
        self.settle()

    def text(self, text: str | re.Pattern[str]) -> Locator:
        """What is shown with this text; what it replaces may stand beside it until it is drawn."""
        return self.page.get_by_text(text).filter(visible=True).first

    def chart(self, key: str) -> Locator:
        """The chart with this key; its predecessor may stand beside it until it is drawn."""
        return self.part(key).locator(".js-plotly-plot").filter(visible=True).first

    def press(self, key: str) -> None:
        self.part(key).get_by_role("button").first.click()
        self.settle()

    def choose(self, key: str, option: str) -> None:
        """Choose in a select box or add to a multiselect the option that begins with a text."""
        field = self.part(key).locator("input").first
        field.click()
        field.press("ControlOrMeta+a")
        field.press_sequentially(option)
        beginning = re.compile(rf"^\s*{re.escape(option)}(\s|$)")
        self.page.get_by_role("option", name=beginning).first.click()
        self.page.keyboard.press("Tab")
        self.settle()

    def click_cell(self, key: str, *, column: int, line: int) -> None:
        """Click into a table whose key begins with ``key``; lines below the header, from 0."""
        table = self.page.locator(f"[class*='st-key-{key}']").get_by_test_id("stDataFrame").first
        table.evaluate("e => e.scrollIntoView({block: 'center'})")
        self.settle()
        box = table.bounding_box()
        assert box is not None, f"The table {key} is not shown."
        across = MARKER_PIXELS + COLUMN_PIXELS * column
        self.page.mouse.click(box["x"] + across, box["y"] + LINE_PIXELS * (line + 1.5))
        self.settle()

    def visit(self, title: str) -> None:
        """Go to a page by the navigation."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
        self.settle()

    def download(self, key: str) -> Path:
        """Press a download button; the file that arrives."""
        with self.page.expect_download() as event:
            self.part(key).get_by_role("button").first.click()
        return Path(event.value.path())

    def problems(self) -> list[str]:
        """Texts of the exceptions that the page shows."""
        return self.page.get_by_test_id("stException").all_inner_texts()
