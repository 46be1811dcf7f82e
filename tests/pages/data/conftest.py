"""The page Data with a packaged set, and with an upload."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.data.parts import MESSY
from tests.pages.helpers import Open


@pytest.fixture
def german(open_app: Open) -> AppTest:
    app = open_app()
    app.button(key="open_german").click().run()
    assert not app.exception
    return app


@pytest.fixture
def uploaded(open_app: Open) -> AppTest:
    app = open_app("data")
    app.file_uploader[0].upload("exam;1.csv", MESSY.encode(), "text/csv").run()
    assert not app.exception
    return app
