"""Every click on Adult that needs no training is answered; its seconds are printed."""

import pandas as pd

from benchmarks import interface
from pages._ui import shell

LOOK = 0.2
"""Seconds before each click; a person looks longer, and finds more of it prepared."""


def test_clicks_are_answered_and_their_seconds_told(browser, server, home):
    study = interface.keep_study(home)
    found = pd.DataFrame(
        [interface.first_screen(browser, server), *interface.clicks(browser, server, study, LOOK)]
    )
    page = interface.markdown(found, LOOK)
    print(page)
    pages = len(shell.TITLES) - len(interface.WITHOUT_NAVIGATION)
    assert page.count("\n| ") == 2 + pages + len(interface.CLICKS)
    assert (found["first"] > 0).all()
