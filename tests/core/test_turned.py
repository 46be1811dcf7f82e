"""A gap that turned round is told with both groups, before and after."""

from __future__ import annotations

import dataclasses

from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.effects import Effect, Verdict
from iffair_core.evidence.headline import headline
from iffair_core.evidence.turned import turned, turned_rates

NB = "\N{NO-BREAK SPACE}"


def rate(group: str, before: float, after: float, metric: str = "selection_rate") -> Effect:
    change = after - before
    figures = (before, after, change, change - 0.01, change + 0.01)
    return Effect(metric, group, "rate", *figures, 300, False, Verdict.BETTER)


GAP = Effect(
    "demographic_parity", "", "gap", 0.2, 0.1, -0.1, -0.2, -0.05, 600, True, Verdict.BETTER
)
ACCURACY = Effect(
    "accuracy", "", "utility", 0.8, 0.8, 0.0, -0.01, 0.01, 600, False, Verdict.UNCLEAR
)
SWAPPED = [rate("Female", 0.3, 0.5), rate("Male", 0.5, 0.4), GAP, ACCURACY]
SAID = (
    "Turned round on test rows (Selected): Female was below Male before "
    f"(30.0{NB}% against 50.0{NB}%) and is above it "
    f"afterwards (50.0{NB}% against 40.0{NB}%)."
)


def test_two_groups_that_change_places_are_named_with_their_rates() -> None:
    assert turned_rates(SWAPPED) == (SAID,)
    assert turned(SWAPPED, "demographic_parity") == (SAID,)
    assert turned(SWAPPED, "equal_opportunity") == ()
    assert SAID in conflict_words(SWAPPED).sentences
    assert f"beyond chance). {SAID} Accuracy" in headline(SWAPPED)


def test_groups_that_keep_their_order_are_not_told() -> None:
    kept = [rate("Female", 0.3, 0.4), rate("Male", 0.5, 0.4), GAP, ACCURACY]
    assert turned_rates(kept) == ()
    assert "Turned" not in headline(kept)


def test_a_group_of_too_few_rows_turns_nothing() -> None:
    few = dataclasses.replace(SWAPPED[0], verdict=Verdict.FEW)
    assert turned_rates([few, *SWAPPED[1:]]) == ()


def test_of_many_groups_the_two_furthest_apart_before_are_looked_at() -> None:
    many = [rate("a", 0.3, 0.5), rate("b", 0.4, 0.2), rate("c", 0.6, 0.55)]
    assert turned_rates(many) == ()
    both = [*SWAPPED, rate("Female", 0.2, 0.6, "true_positive_rate")]
    assert turned_rates([*both, rate("Male", 0.4, 0.5, "true_positive_rate")])[1].startswith(
        "Turned round on test rows (Selected, good outcome (TPR)): Female was below Male"
    )
