"""What the first screen does without is loaded behind it, before another page needs it."""

from __future__ import annotations

import subprocess
import sys

ALL = """
import sys
from pages._ui import warm_up
before = [m for m in {wanted} if m in sys.modules]
warm_up.wait()
warm_up.begin()
first = warm_up._work.thread
warm_up.begin()
assert warm_up._work.thread is first
warm_up.wait()
print(before, [m for m in {wanted} if m not in sys.modules])
"""
WANTED = ("sklearn", "scipy.stats", "statsmodels", "pyarrow.dataset", "pages._ui.studies")


def test_warm_up_loads_once_what_the_other_pages_need() -> None:
    code = ALL.format(wanted=WANTED)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[] []"
    assert "ScriptRunContext" not in done.stderr


def test_a_module_for_later_is_loaded_when_it_is_used() -> None:
    code = (
        "import sys; from pages._ui.later import later; words = later('pages._ui.words')\n"
        "print('pages._ui.words' in sys.modules, words.count(12345), 'pages._ui.words' in "
        "sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False 12,345 True"
