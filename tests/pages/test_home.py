"""The first screen: examples, upload, and where one is in the flow."""

from __future__ import annotations

import subprocess
import sys

from iffair_core.data.builtin import BUILTIN
from tests.pages.helpers import ROOT, Open, texts

COLD = """
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
assert app.title[0].value == "IFFair", app.exception
print("torch" in sys.modules)
"""


def test_every_packaged_set_opens_with_one_click(open_app: Open) -> None:
    app = open_app()
    assert {b.key for b in app.button} == {"home_tour"} | {f"open_{name}" for name in BUILTIN}
    app.button(key="open_compas").click().run()
    assert app.title[0].value == "Data"
    assert "African-American" not in app.button(key="task_use").label
    assert not app.button(key="task_use").disabled


def test_first_screen_says_what_it_is_and_what_is_missing(open_app: Open) -> None:
    app = open_app()
    said = texts(app)
    assert "Find the training rows that make a model unfair" in said
    assert said.count("needs a task") == 5
    assert app.get("file_uploader")


def test_flow_leads_on_from_where_one_is(open_app: Open, reweighted_link: str) -> None:
    app = open_app(study=reweighted_link)
    assert texts(app).count("✓") == 4
    app.button(key="home_continue").click().run()
    assert app.title[0].value == "Frontier"


def test_first_screen_does_not_load_torch() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", COLD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip().splitlines()[-1] == "False"
