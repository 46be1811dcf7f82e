"""The command line as a process: progress, and an end by a signal, a parent or a reader."""

import json
import os
import signal
import subprocess
import sys
import time

from iffair_core.cli import INTERRUPTED, main
from tests.core.cli.calls import GERMAN, QUICK, complaint


def test_progress_bar_goes_to_standard_error(folder, capsys):
    assert main(["replay", str(folder)]) == 0
    printed = capsys.readouterr()
    assert "Done 100%|" in printed.err
    assert "%|" not in printed.out


def test_progress_file_ends_as_done(tmp_path):
    progress = tmp_path / "progress.json"
    assert main([*QUICK, "--out", str(tmp_path / "s"), "--progress", str(progress)]) == 0
    found = json.loads(progress.read_text())
    assert (found["state"], found["fraction"], found["error"]) == ("done", 1.0, None)


def test_progress_file_of_a_failed_run_says_why(tmp_path, capsys):
    progress = tmp_path / "progress.json"
    given = [*GERMAN, "--drop", "nothing", "--out", str(tmp_path / "s"), "--progress"]
    assert "'nothing'" in complaint(capsys, [*given, str(progress)])
    found = json.loads(progress.read_text())
    assert found["state"] == "failed"
    assert "'nothing'" in found["error"]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "iffair_core", *arguments]


def wait_for(condition, seconds: float = 60.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.02)


def test_interrupt_ends_with_130_and_saves_nothing(tmp_path):
    progress, place = tmp_path / "progress.json", tmp_path / "s"
    given = ["run", "--data", "adult", "--steps", "500", "--out", str(place)]
    # a shell starts its background jobs with this signal ignored, and children inherit that
    inherited = signal.signal(signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command(*given, "--progress", str(progress)), stderr=subprocess.PIPE, text=True
    ) as process:
        signal.signal(signal.SIGINT, inherited)
        wait_for(progress.exists)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in err
    assert not place.exists()
    assert json.loads(progress.read_text())["state"] == "failed"


def test_a_worker_ends_with_the_process_that_started_it(tmp_path):
    progress = tmp_path / "progress.json"
    given = ["run", "--data", "adult", "--steps", "500", "--out", str(tmp_path / "s")]
    starter = (
        "import subprocess, sys, time\n"
        "worker = subprocess.Popen(sys.argv[1:], start_new_session=True)\n"
        "print(worker.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    call = [sys.executable, "-c", starter, *command(*given, "--progress", str(progress))]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as parent:
        worker = int(parent.stdout.readline())
        wait_for(progress.exists)
        parent.kill()
    wait_for(lambda: not alive(worker), seconds=5)
    assert not (tmp_path / "s").exists()


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_reader_that_leaves_early_causes_no_traceback(folder):
    call = " ".join(command("weights", str(folder))) + " | head -1"
    done = subprocess.run(call, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "row,split,weight"
    assert done.stderr == ""
    assert os.path.exists(folder)
