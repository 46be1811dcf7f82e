"""Cancelling a run: its process is gone within a second, the earlier result stands."""

import re
import time
from pathlib import Path

from playwright.sync_api import expect

BOUND_SECONDS = 1.0


def workers(home: Path) -> list[int]:
    """Processes of the command line that work on a job in this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
                state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except (FileNotFoundError, ProcessLookupError):
                continue
            ours = any(str(home).encode() in part for part in command)
            if ours and b"iffair_core" in command and state != "Z":
                found.append(int(entry.name))
    return found


def take_steps(dashboard, end: str) -> None:
    """Set the number of steps to its least (Home) or its greatest (End)."""
    slider = dashboard.part("run_steps").get_by_role("slider")
    if not slider.is_visible():
        dashboard.part("run_more").locator("summary").click()
    slider.focus()
    slider.press(end)
    dashboard.settle()


def test_cancel_ends_the_process_and_keeps_the_result(dashboard, home):
    dashboard.begin("adult")
    dashboard.visit("Reweight")
    take_steps(dashboard, "Home")
    dashboard.press("run_start")
    dashboard.part("run_compare_csv").wait_for()
    earlier = dashboard.download("run_compare_csv").read_text()

    take_steps(dashboard, "End")
    dashboard.part("run_start").get_by_role("button").click()
    expect(dashboard.part("job_panel")).to_contain_text(re.compile(r"Point \d+"))
    (worker,) = workers(home)
    dashboard.part("job_cancel").get_by_role("button").click()
    pressed = time.monotonic()
    while workers(home) and time.monotonic() < pressed + BOUND_SECONDS:
        time.sleep(0.02)
    print(f"the worker was gone {time.monotonic() - pressed:.2f} s after the click")
    assert worker not in workers(home), f"worker {worker} lived on"

    expect(dashboard.text("The run was cancelled; the earlier result")).to_be_visible()
    dashboard.settle()
    assert dashboard.download("run_compare_csv").read_text() == earlier
    assert [p.name for p in (home / "jobs").iterdir()] == []
    dashboard.visit("Frontier")
    dashboard.part("frontier_step").wait_for()
