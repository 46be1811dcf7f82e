"""Every click on Adult that needs no training is answered; its seconds are printed."""

import pandas as pd

from benchmarks import interface
from pages._ui import shell


def test_clicks_are_answered_and_their_seconds_told(browser, server, home):
    study = interface.keep_study(home)
    found = pd.DataFrame(
        [interface.first_screen(browser, server), *interface.clicks(browser, server, study)]
    )
    page = interface.markdown(found)
    print(page)
    assert page.count("\n| ") == 1 + len(shell.TITLES) + 1 + len(interface.CLICKS)
    assert (found["first"] > 0).all()
