"""Groups that changed places are named, and the verdict of their gap says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.effects import Effect, Verdict, effects
from iffair_core.evidence.headline import headline
from iffair_core.evidence.turned import GroupRate, Turn, worst_turn
from iffair_core.fairness.change import fairness_change

NB = "\N{NO-BREAK SPACE}"
ROWS = 1000


def changes(*selected: tuple[str, float, float], rows: int = ROWS) -> pd.DataFrame:
    """Changes of groups of ``rows`` rows each, selected in these shares before and after.

    Half of the selected, and half of the others, have a good outcome.
    """
    group = np.repeat([name for name, _, _ in selected], rows)
    place = np.tile(np.arange(rows), len(selected))

    def decisions(when: int) -> np.ndarray:
        return (place < np.repeat([round(rows * share[when]) for share in selected], rows)) * 1

    return fairness_change(place % 2, decisions(1), decisions(2), group, min_count=10)


def of(found: tuple[Effect, ...], gap: str = "demographic_parity") -> Effect:
    return next(effect for effect in found if effect.metric == gap)


SWAPPED = (("Female", 0.3, 0.5), ("Male", 0.5, 0.42))
SAID = (
    "Turned round on test rows (Selected): Female was below Male before "
    f"(30.0{NB}% against 50.0{NB}%) and is above it "
    f"afterwards (50.0{NB}% against 42.0{NB}%)."
)


def test_a_narrower_gap_whose_groups_changed_places_is_not_told_better() -> None:
    found = effects(changes(*SWAPPED), ["demographic_parity"])
    gap = of(found)
    assert gap.verdict is Verdict.NARROWED_BUT_TURNED
    assert gap.narrowed
    assert str(gap.turn) == SAID
    assert f"beyond chance). {SAID} Accuracy" in headline(found)
    told = conflict_words(found)
    assert "Demographic parity" not in told.better
    assert told.turned[0].startswith(
        "Narrower beyond chance, but turned round: Demographic parity −12.0 points"
    )
    assert SAID in told.sentences


def test_a_gap_as_large_as_before_the_other_way_round_is_told() -> None:
    found = effects(changes(("a", 0.3, 0.5), ("b", 0.5, 0.3)), ["demographic_parity"])
    assert of(found).verdict is Verdict.TURNED
    said = conflict_words(found).turned[0]
    assert said.startswith(
        "Turned round beyond chance, while the change of its size may be chance: Demographic "
    )
    assert "stays at 20.0 points" in headline(found)
    assert "may be chance" in headline(found)


def test_a_gap_that_turned_round_and_got_wider_is_worse() -> None:
    gap = of(effects(changes(("a", 0.4, 0.8), ("b", 0.5, 0.4))))
    assert gap.verdict is Verdict.WORSE
    assert gap.turn is not None


def test_groups_that_keep_their_order_are_not_told() -> None:
    found = effects(changes(("a", 0.3, 0.4), ("b", 0.5, 0.45)), ["demographic_parity"])
    assert of(found).turn is None
    assert of(found).verdict is Verdict.BETTER
    assert "Turned" not in headline(found)


@pytest.mark.parametrize(
    ("selected", "rows"),
    [
        ((("a", 0.30, 0.412), ("b", 0.50, 0.40)), ROWS),
        ((("a", 0.49, 0.60), ("b", 0.50, 0.40)), ROWS),
        (SWAPPED, 50),
    ],
)
def test_an_order_that_may_be_chance_turns_no_verdict(selected: tuple, rows: int) -> None:
    gap = of(effects(changes(*selected, rows=rows)))
    assert gap.verdict not in (Verdict.TURNED, Verdict.NARROWED_BUT_TURNED)
    assert str(gap.turn).endswith("That they changed places may be chance.")


def test_a_group_of_too_few_rows_turns_nothing() -> None:
    frame = changes(*SWAPPED)
    of_group = (frame["metric"] == "selection_rate") & (frame["group"] == "Female")
    few = frame.assign(status=frame["status"].mask(of_group, "few"))
    assert of(effects(few)).turn is None


def test_of_many_groups_every_pair_is_looked_at_and_the_worst_told() -> None:
    many = (("a", 0.3, 0.35), ("b", 0.4, 0.6), ("c", 0.5, 0.45), ("d", 0.7, 0.5))
    turn = of(effects(changes(*many))).turn
    assert turn is not None
    assert (turn.lower.group, turn.higher.group, turn.others) == ("b", "c", 1)
    assert str(turn).endswith("So did 1 other pair.")
    assert turn.size == pytest.approx(0.15)


def test_small_changes_of_order_among_many_groups_are_noise() -> None:
    many = (("a", 0.30, 0.35), ("b", 0.40, 0.41), ("c", 0.41, 0.40), ("d", 0.7, 0.5))
    assert of(effects(changes(*many))).turn is None


def test_all_pairs_hold_together() -> None:
    """Six pairs need a larger difference than one pair does."""
    two = [GroupRate("a", 0.40, 0.55, ROWS), GroupRate("b", 0.55, 0.505, ROWS)]
    rest = [GroupRate("c", 0.1, 0.1, ROWS), GroupRate("d", 0.9, 0.9, ROWS)]
    one = worst_turn("selection_rate", two)
    assert isinstance(one, Turn)
    assert one.beyond_chance
    assert worst_turn("selection_rate", [*two, *rest]) is None


def test_equalised_odds_has_the_worst_turn_of_its_rates() -> None:
    found = effects(changes(*SWAPPED))
    turn = of(found, "equalized_odds").turn
    assert turn is not None
    assert turn.rate in ("true_positive_rate", "false_positive_rate")
