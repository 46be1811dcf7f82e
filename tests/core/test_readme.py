"""What the README shows works as it stands there."""

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from iffair_core.cli.parser import build_parser

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    python -m iffair_core (.*)$", README, flags=re.MULTILINE)


def test_the_library_lines_run(capsys):
    first, second = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    found: dict[str, object] = {}
    exec(compile(first, "README.md", "exec"), found)
    study, weights = found["study"], found["weights"]
    printed = [float(figure) for figure in capsys.readouterr().out.split()]
    assert printed == [
        figure
        for point in (study.plain, study.operating)
        for figure in (point.test.gaps["demographic_parity"], point.test.utility["accuracy"])
    ]
    assert weights.shape == (len(study.prepared.y),)
    assert weights.mean() == pytest.approx(1.0)
    assert np.ptp(weights) > 0
    exec(compile(second, "README.md", "exec"), found)
    (shown,) = re.findall(r"```text\n(.*?)```", README, flags=re.DOTALL)
    assert capsys.readouterr().out == shown


def test_python_stands_in_the_readme_alone():
    """A block elsewhere would be one that nobody runs: run it here as well."""
    others = [*(ROOT / "docs").glob("*.md"), ROOT / "benchmarks" / "README.md", *ROOT.glob("*.md")]
    found = {path.name for path in others if "```python" in path.read_text(encoding="utf-8")}
    assert found == {"README.md"}


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_are_understood(line):
    arguments = shlex.split(line.split(" > ")[0])
    assert callable(build_parser().parse_args(arguments).command)


def test_the_links_lead_somewhere():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(targets) >= 5
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_the_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)", README, flags=re.M):
        assert re.search(rf"^{target}:", makefile, flags=re.M)
