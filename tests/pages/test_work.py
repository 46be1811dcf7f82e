"""A reload loses nothing: draft, settings, threshold and their table come back from the address."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import work
from tests.pages.helpers import Open, texts

TABLE = b"pay,sex,hours\n" + b"".join(
    b"%s,%s,%d\n" % (p, s, h)
    for p, s, h in zip(
        [b"high", b"low", b"low"] * 60, [b"f", b"m"] * 90, list(range(20, 65)) * 4, strict=True
    )
)


def reloaded(app: AppTest, open_app: Open, page: str) -> AppTest:
    """A new session at the address that the old one shows."""
    return open_app(page, **dict(app.query_params.items()))


def test_draft_survives_a_reload(open_app: Open) -> None:
    app = open_app("data")
    app.file_uploader[0].upload("pay.csv", TABLE).run()
    app.selectbox(key="task_outcome").set_value("pay").run()
    app.multiselect(key="task_sensitive").select("sex").run()
    app = reloaded(app, open_app, "data")
    assert app.selectbox(key="task_outcome").value == "pay"
    assert app.multiselect(key="task_sensitive").value == ["sex"]
    assert "pay.csv" in [h.value for h in app.header]


def test_settings_and_threshold_survive_a_reload(open_app: Open, reweighted_link: str) -> None:
    app = open_app("reweight", study=reweighted_link)
    app.slider(key="run_steps").set_value(9).run()
    app.slider(key="cut_value").set_value(0.4).run()
    app = reloaded(app, open_app, "reweight")
    assert app.slider(key="run_steps").value == 9
    assert app.slider(key="cut_value").value == 0.4


def test_work_on_another_study_is_left_alone(
    open_app: Open, reweighted_link: str, home: Path
) -> None:
    app = open_app("reweight", study=reweighted_link)
    app.slider(key="run_steps").set_value(9).run()
    (path,) = (home / "work").glob("*.json")
    other = {**json.loads(path.read_text()), "study": "f" * 16}
    path.write_text(json.dumps(other))
    app = reloaded(app, open_app, "reweight")
    assert app.slider(key="run_steps").value == 6


@pytest.mark.parametrize("content", ["{", "{}", '{"study": null, "source": 3}'])
def test_damaged_work_is_passed_over(open_app: Open, home: Path, content: str) -> None:
    (home / "work").mkdir()
    (home / "work" / ("a" * 16 + ".json")).write_text(content)
    app = open_app("data", work="a" * 16)
    assert "No table is open yet" in texts(app)


def test_name_of_a_file_elsewhere_is_no_work(open_app: Open) -> None:
    app = open_app("data", work="../../etc/passwd")
    assert "No table is open yet" in texts(app)


def test_old_work_goes_and_young_keeps_its_table(open_app: Open, home: Path) -> None:
    app = open_app("data")
    app.file_uploader[0].upload("pay.csv", TABLE).run()
    (path,) = (home / "work").glob("*.json")
    assert work.tables_in_use() == {next((home / "tables").iterdir()).name}
    work.remove_old()
    assert path.exists()
    past = time.time() - 7.1 * 86_400
    os.utime(path, (past, past))
    work.remove_old()
    assert not path.exists()
