"""What pages will show is worked out beforehand: all of it, never while a page is drawn."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from iffair_core.results import Study
from pages._ui import ahead, foreseen
from pages._ui.patterns import search
from pages._ui.readings import gained, measured
from pages._ui.shift import by_column

MEASURED = {
    gained: ("changes", "findings", "levels", "matched_controls", "story"),
    measured: ("figures", "ledger", "utility_figures"),
    search: ("patterns_at",),
    by_column: ("slices",),
}
"""What measures, by the module that keeps what it found."""
SECONDS = 10.0


def found_beforehand(study: Study, folder: Path) -> list[object]:
    """Asked as the pages ask."""
    plain, chosen = study.plain, study.operating
    return [
        gained.changes_of(study),
        gained.controls_of(study),
        gained.story_of(gained.findings_of(study, folder)),
        *(gained.levels_of(study, study.config.gaps, part) for part in foreseen.JUDGED),
        *(measured.figures_of(study, point) for point in (plain, chosen)),
        *(measured.utilities_of(study, point) for point in (plain, chosen)),
        measured.ledger_of(study),
        by_column.foresee(study),
        search.foresee(study),
    ]


def test_pages_find_everything_measured(
    reweighted: Study, home: Path, reweighted_link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home / "studies" / reweighted_link
    for kept in (gained._findings, gained._controls, measured._figures, search._found):
        kept.clear()
    for piece in foreseen.pieces(reweighted, folder):
        piece()
    for module, names in MEASURED.items():
        for name in names:
            monkeypatch.setattr(module, name, _not_again)
    assert len(found_beforehand(reweighted, folder)) == 12


def _not_again(*_args: object, **_kwargs: object) -> None:
    raise AssertionError("This was to be measured beforehand.")


def test_no_piece_begins_while_a_page_is_drawn_or_right_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = threading.Event()
    monkeypatch.setattr(ahead, "QUIET_SECONDS", 0.6)
    monkeypatch.setattr(ahead._work, "subject", "study")
    with ahead.drawing():
        thread = threading.Thread(target=ahead._do, args=("study", [begun.set]))
        thread.start()
        assert not begun.wait(0.1)
    assert not begun.wait(ahead.QUIET_SECONDS / 2)
    assert begun.wait(SECONDS)
    thread.join(SECONDS)


def test_another_study_takes_over_and_a_failure_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []

    def change() -> None:
        done.append("first")
        ahead._work.subject = "another"

    monkeypatch.setattr(ahead._work, "subject", "study")
    ahead._do("study", [_not_again, change, lambda: done.append("second")])
    assert done == ["first"]
