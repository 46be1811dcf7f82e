"""Jobs: a worker a core, the others wait, and a cancelled one is gone at once."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import pytest

from iffair_core.results import Study
from pages._ui import jobs

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
