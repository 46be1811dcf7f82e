"""Which method to take: chosen on validation, told by test rows, and what is within noise."""

from __future__ import annotations

import pytest

from iffair_core.baselines.method import Needs
from iffair_core.comparison.view import View
from iffair_core.comparison.which import Ranked, which
from iffair_core.comparison.words import NOTHING, needs_of, sentence
from tests.core.comparisons import GAP, Pair, attempt, comparison, same

VIEW = View(GAP)
PLAIN = [same(0.2, 0.8)]
Places = list[tuple[Pair, Pair]]


def over(seeds: int, **methods: Places):
    return comparison(
        *(
            attempt(name, [(v, (g, a + 0.001 * seed)) for v, (g, a) in places], seed)
            for seed in range(seeds)
            for name, places in methods.items()
        )
    )


def by_family(found: tuple[Ranked, ...]) -> dict[str, Ranked]:
    return {ranked.offer.family: ranked for ranked in found}


def test_an_offer_is_chosen_on_validation_rows_alone() -> None:
    path = [((0.04, 0.78), (0.09, 0.60)), ((0.05, 0.77), (0.01, 0.90)), ((0.1, 0.9), (0.0, 0.9))]
    found = which(over(2, plain=PLAIN, path=path), VIEW, 0.05)
    assert found.best is not None
    assert found.best.doses == {0: 0.0, 1: 0.0}
    assert found.best.by_seed == pytest.approx({0: 0.60, 1: 0.601})
    assert found.best.gap is not None
    assert found.best.gap.mean == pytest.approx(0.09)


def test_the_best_of_a_family_is_the_best_on_validation_rows() -> None:
    path = [((0.04, 0.78), (0.04, 0.70))]
    reweighing = [((0.04, 0.77), (0.04, 0.79))]
    found = which(over(2, plain=PLAIN, path=path, reweighing=reweighing), VIEW, 0.05)
    assert by_family(found.families)["pre"].offer.method == "path"


def test_losses_are_better_when_lower() -> None:
    path, reweighing = [same(0.04, 0.5)], [same(0.04, 0.4)]
    found = which(
        over(2, plain=PLAIN, path=path, reweighing=reweighing), View(GAP, "log_loss"), 0.05
    )
    assert found.best is not None
    assert found.best.method == "reweighing"


@pytest.mark.parametrize(
    ("other", "standing"),
    [((0.04, 0.70), "behind"), ((0.04, 0.79), "ahead")],
)
def test_families_stand_to_the_best_by_paired_differences(other: Pair, standing: str) -> None:
    path = [((0.04, 0.78), (0.04, 0.75))]
    found = which(over(3, plain=[((0.05, 0.77), other)], path=path), VIEW, 0.05)
    plain = by_family(found.families)["plain"]
    assert plain.standing == standing
    assert plain.difference is not None
    assert plain.difference.mean == pytest.approx(other[1] - 0.75)
    assert by_family(found.families)["pre"].standing == "best"


def test_a_difference_that_changes_its_sign_over_splits_is_within_noise() -> None:
    tried = [
        attempt(name, [((gap, on_validation), (gap, accuracy))], seed)
        for seed, shift in enumerate((0.02, -0.02, 0.01))
        for name, gap, on_validation, accuracy in (
            ("plain", 0.05, 0.77, 0.75 + shift),
            ("path", 0.04, 0.78, 0.75),
        )
    ]
    found = which(comparison(*tried), VIEW, 0.05)
    assert by_family(found.families)["plain"].standing == "noise"
    assert "Within noise of it: Plain model" in sentence(found)


def test_one_split_is_judged_by_its_rows() -> None:
    found = which(over(1, plain=[same(0.05, 0.5)], path=[same(0.04, 0.8)]), VIEW, 0.05)
    assert found.best is not None
    assert found.best.utility is not None
    assert found.best.utility.over == "rows"
    assert by_family(found.families)["plain"].standing == "behind"
    assert "by the rows of one split" in sentence(found)
    auc = which(
        over(1, plain=[same(0.05, 0.5)], path=[same(0.04, 0.8)]), View(GAP, "roc_auc"), 0.05
    )
    assert by_family(auc.families)["plain"].standing == "unknown"


def test_what_does_not_come_down_to_the_gap_says_how_far_it_comes() -> None:
    found = which(over(2, plain=PLAIN, path=[same(0.04, 0.8)]), VIEW, 0.05)
    plain = by_family(found.families)["plain"].offer
    assert plain.reason == "It comes down to 20.0 points on validation rows, not to 5.0 points."
    none = which(over(2, plain=PLAIN, path=[same(0.04, 0.8)]), VIEW, 0.01)
    assert none.best is None
    assert "No method that was tried" in sentence(none)


@pytest.mark.parametrize(("gaps", "offered"), [((0.04, 0.055), True), ((0.04, 0.07), False)])
def test_a_method_must_come_down_on_the_mean_of_the_splits(
    gaps: tuple[float, float], offered: bool
) -> None:
    tried = [
        attempt(name, [same(gap, 0.8), same(2 * gap, 0.9)], seed)
        for seed, path in enumerate(gaps)
        for name, gap in (("plain", 0.2), ("path", path))
    ]
    found = which(comparison(*tried), VIEW, 0.05)
    path = by_family(found.families)["pre"].offer
    assert (found.best is path) == offered
    assert path.doses == ({0: 0.0, 1: 0.0} if offered else {})
    assert path.reason == (
        "" if offered else "It comes down to 5.5 points on validation rows, not to 5.0 points."
    )


def test_a_split_that_not_every_method_has_been_tried_on_waits() -> None:
    tried = [
        *(attempt(name, [same(0.04, 0.8)], 0) for name in ("plain", "path")),
        attempt("plain", [same(0.04, 0.6)], 1),
    ]
    found = which(comparison(*tried), VIEW, 0.05)
    assert all(set(offer.by_seed) == {0} for offer in found.offers)


def test_the_sentence_says_what_the_best_one_needs() -> None:
    assert needs_of(Needs()) == NOTHING
    assert needs_of(Needs(group_when_deciding=True, randomised=True)) == (
        "each person's group when deciding and decisions by chance"
    )
    said = sentence(which(over(2, plain=PLAIN, correlation_remover=[same(0.04, 0.8)]), VIEW, 0.05))
    assert said.startswith(
        "For a gap of at most 5.0 points, take Correlation removal: accuracy 80."
    )
    assert "each person's group when deciding" in said
