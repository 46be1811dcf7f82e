"""Jobs: a worker a core, the others wait, and a cancelled one is gone at once."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.kept.beside import save_yardsticks
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.results import Study
from iffair_core.yardsticks import FOUR_FIFTHS, Yardsticks
from pages._ui import jobs, links, studies
from tests.pages.helpers import Open

SLEEPER = "import time; time.sleep(60)"


@pytest.fixture
def one_core(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One core, and workers that only sleep."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    launch = jobs.subprocess.Popen

    def sleeper(command: list[str], **given: object):
        return launch([sys.executable, "-c", SLEEPER], **given)

    monkeypatch.setattr(jobs.subprocess, "Popen", sleeper)
    yield
    for identifier in [*jobs.desk().waiting, *jobs.desk().running]:
        jobs.cancel(identifier)


@pytest.mark.usefixtures("one_core")
def test_jobs_beyond_the_cores_wait_and_start_in_order(plain: Study) -> None:
    first, second, third = (jobs.start(plain.config) for _ in range(3))
    states = [jobs.progress(i).state for i in (first, second, third)]
    assert states == ["running", "waiting", "waiting"]
    jobs.cancel(first)
    assert jobs.progress(first).state == "gone"
    assert jobs.progress(second).state == "running"
    jobs.cancel(third)
    assert jobs.desk().waiting == []


@pytest.mark.usefixtures("one_core")
def test_cancelled_worker_is_gone_within_a_second(plain: Study) -> None:
    identifier = jobs.start(plain.config)
    process = jobs.desk().running[identifier]
    assert os.getpgid(process.pid) == process.pid
    assert os.getpriority(os.PRIO_PROCESS, process.pid) >= jobs.NICENESS
    begun = time.monotonic()
    jobs.cancel(identifier)
    assert time.monotonic() - begun < 1
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_job_that_nobody_started_is_gone() -> None:
    assert jobs.progress("feedfeedfeedfeed").state == "gone"


def test_a_new_study_of_the_table_is_held_against_what_the_present_one_is(
    open_app: Open, plain: Study, plain_link: str, reweighted: Study
) -> None:
    """As when a run ends: lines and shares that were set on the audit stay."""
    held = Yardsticks((FOUR_FIFTHS,), {"under 26": 0.25})
    save_yardsticks(held, studies.folder_of(plain_link))
    app = open_app("audit", study=plain_link)
    made = "feedfeedfeedfeed"
    save_study(reweighted, studies.folder_of(made))

    ended = f"from pages._ui import studies\nstudies.pass_on({made!r})"
    session = AppTest.from_string(ended, default_timeout=60)
    session.session_state[links.STUDY] = app.session_state[links.STUDY]
    session.run()
    assert not session.exception
    assert load_study(studies.folder_of(made)).yardsticks == held
    assert load_study(studies.folder_of(plain_link)).yardsticks == held
