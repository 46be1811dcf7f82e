"""Fixtures: one server and one browser for all tests, a fresh session for each.

Every session is watched: a request to any other host, or an exception on the page at the end of
a test, fails the test.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tools.live import Dashboard, browsing, serving

LOCAL_SCHEMES = {"data", "blob", "about"}

NewSession = Callable[[], Dashboard]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def home(tmp_path_factory) -> Path:
    """The folder of studies of the server that all tests share."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def server(home) -> Iterator[str]:
    with serving(home) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture
def session_at(browser) -> Iterator[Callable[[str], Dashboard]]:
    """Makes sessions, each in a browser context of its own, at a given address."""
    with ExitStack() as stack:
        made: list[Dashboard] = []
        foreign: list[str] = []

        def make(address: str) -> Dashboard:
            context = browser.new_context(
                accept_downloads=True, viewport={"width": 1280, "height": 900}
            )
            stack.callback(context.close)
            own = urlsplit(address).netloc

            def watch(request) -> None:
                target = urlsplit(request.url)
                if target.scheme not in LOCAL_SCHEMES and target.netloc != own:
                    foreign.append(request.url)

            context.on("request", watch)
            made.append(Dashboard(context.new_page(), address))
            return made[-1]

        yield make
        assert [text for session in made for text in session.problems()] == []
        assert foreign == []


@pytest.fixture
def new_session(session_at, server) -> NewSession:
    return lambda: session_at(server)


@pytest.fixture
def dashboard(new_session) -> Dashboard:
    return new_session()
