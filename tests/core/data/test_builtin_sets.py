"""The packaged sets: their row counts and base rates, as they are published."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from iffair_core.data.builtin import ALIASES, BUILTIN, builtin_name, load_builtin
from iffair_core.data.groups import attribute_groups
from iffair_core.data.prepare import prepare
from iffair_core.data.prepared import Part
from iffair_core.data.task import describe_outcome, outcome_vector
from iffair_core.errors import TableError

ROWS = {
    "adult": 48842,
    "compas": 5278,
    "german": 1000,
    "bank": 45211,
    "law_school": 20798,
    "meps": 15675,
    "communities": 1994,
    "default_credit": 30000,
    "acs": 15350,
}

RATES = [
    ("adult", "sex", "Male", 0.304),
    ("adult", "sex", "Female", 0.109),
    ("adult", "race", "White", 0.254),
    ("adult", "race", "Black", 0.121),
    ("compas", "race", "Caucasian", 0.609),
    ("compas", "race", "African-American", 0.477),
    ("german", "age", "26 and over", 0.728),
    ("german", "age", "under 26", 0.579),
    ("german", "sex", "male", 0.723),
    ("german", "sex", "female", 0.648),
    ("bank", "age", "25 and over", 0.1145),
    ("bank", "age", "under 25", 0.2559),
    ("law_school", "race", "White", 0.921),
    ("law_school", "race", "Non-White", 0.723),
    ("meps", "race", "White", 0.253),
    ("meps", "race", "Non-White", 0.114),
    ("communities", "Black residents", "few Black residents", 0.721),
    ("communities", "Black residents", "more Black residents", 0.271),
    ("default_credit", "sex", "Male", 0.758),
    ("default_credit", "sex", "Female", 0.792),
    ("acs", "sex", "Male", 0.497),
    ("acs", "sex", "Female", 0.376),
    ("acs", "race", "White", 0.514),
    ("acs", "race", "Black", 0.258),
    ("acs", "race", "Asian", 0.555),
]


def test_the_nine_sets_are_there() -> None:
    assert set(BUILTIN) == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_rows_and_cards(name: str) -> None:
    builtin = load_builtin(name)
    frame, card = builtin.table.frame, builtin.card
    assert len(frame) == ROWS[name]
    assert len(card.task.sensitive) == 1
    assert card.task.sensitive[0] == card.attributes[0]
    assert set(card.task.leave_out) == set(card.left_out)
    for words in (card.title, card.row, card.licence, card.source, card.citation, card.text):
        assert words.strip()
    assert "Why to doubt it" in card.text
    for attribute in card.attributes:
        assert attribute.reference in set(attribute_groups(frame, attribute))
    if card.weight_column:
        assert (frame[card.weight_column] >= 0).all()


@pytest.mark.parametrize(("name", "attribute", "group", "rate"), RATES)
def test_base_rates(name: str, attribute: str, group: str, rate: float) -> None:
    builtin = load_builtin(name)
    chosen = next(a for a in builtin.card.attributes if a.name == attribute)
    y = outcome_vector(builtin.table.frame, builtin.task.outcome)
    inside = (attribute_groups(builtin.table.frame, chosen) == group).to_numpy()
    assert y[inside].mean() == pytest.approx(rate, abs=6e-4)


@pytest.mark.parametrize("name", ROWS)
def test_every_set_is_prepared_with_its_card(name: str) -> None:
    builtin = load_builtin(name)
    prepared = prepare(builtin.table, builtin.task)
    assert len(prepared.y) == ROWS[name]
    assert np.isfinite(prepared.X).all()
    assert prepared.X.shape[1] == len(prepared.feature_names)
    assert prepared.groups[prepared.reference] == builtin.card.attributes[0].reference
    assert not set(prepared.features) & set(builtin.card.left_out)
    assert np.linalg.matrix_rank(prepared.X[prepared.mask(Part.TRAIN)]) >= 6


def test_compas_filter_counts() -> None:
    builtin = load_builtin("compas")
    counts = {e.what: e.count for e in builtin.table.exclusions}
    assert counts == {"days_b_screening_arrest": 1042, "race": 894}
    assert builtin.table.frame.index.max() > len(builtin.table.frame)


def test_adult_in_words_and_its_official_split() -> None:
    builtin = load_builtin("adult")
    sentence = "A good outcome is income = >50K. 23.9 % of the rows have it."
    assert describe_outcome(builtin.table.frame, builtin.task.outcome) == sentence
    prepared = prepare(builtin.table, builtin.task, split="official")
    test = prepared.row[prepared.mask(Part.TEST)]
    assert test.min() == 32561
    assert len(test) == 16281
    assert prepared.mask(Part.VALIDATION).sum() == pytest.approx(32561 / 4, abs=1)


def test_names_and_aliases() -> None:
    for alias, name in ALIASES.items():
        assert builtin_name(alias) == name
    assert builtin_name(" Adult ") == "adult"
    assert builtin_name("people.csv") is None
    with pytest.raises(TableError, match=r"no packaged data set 'adlt'. Did you mean adult\?"):
        load_builtin("adlt")


def test_the_packaged_files_are_small() -> None:
    folder = files("iffair_core.data") / "packaged"
    sizes = [len(entry.read_bytes()) for entry in folder.iterdir()]
    assert len(sizes) == len(ROWS)
    assert sum(sizes) < 3.5e6
