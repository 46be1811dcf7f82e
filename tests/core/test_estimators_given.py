"""The estimators with what people hand them: frames of all dtypes, odd labels, groups, weights."""

from __future__ import annotations

import doctest
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV

from iffair_core.errors import ConfigError, TaskError
from iffair_core.estimators import IFFairClassifier, classifier, reweigher
from tests.core.two_groups import ROWS, Rows, draw

NAMES = list("pqrs")


@pytest.fixture(scope="module")
def rows() -> Rows:
    return draw(ROWS, 0)


@pytest.fixture(scope="module")
def frame(rows: Any) -> pd.DataFrame:
    return pd.DataFrame(rows[0], columns=NAMES)


def model(**parameters: Any) -> IFFairClassifier:
    return IFFairClassifier(**{"steps": 3, **parameters})


@pytest.mark.parametrize("module", [reweigher, classifier])
def test_the_examples_of_the_docstrings(module: Any) -> None:
    found = doctest.testmod(module)
    assert found.failed == 0
    assert found.attempted > 5


ODD_COLUMNS: dict[str, tuple[Any, str]] = {
    "text": (["u", "v"], r"X must hold numbers; 'odd' \(str\) does not\. Turn"),
    "category": (pd.Categorical(["u", "v"]), r"'odd' \(category\) does not"),
    "date": (pd.to_datetime(["2020-01-01", "2021-01-01"]), r"'odd' \(datetime64\[us\]\)"),
    "missing": ([1.0, None], r"NaN stands in 'odd' \(\d+ rows\)\. Fill"),
    "nullable": (pd.array([1, None], dtype="Int64"), r"NaN stands in 'odd'"),
    "nullable boolean": (pd.array([True, None], dtype="boolean"), r"NaN stands in 'odd'"),
}


@pytest.mark.parametrize("kind", ODD_COLUMNS)
def test_columns_that_are_no_numbers_are_named(frame: pd.DataFrame, rows: Any, kind: str) -> None:
    _, y, group = rows
    values, said = ODD_COLUMNS[kind]
    odd = pd.Series(values).take(np.arange(ROWS) % 2).reset_index(drop=True)
    with pytest.raises(TaskError, match=said):
        model().fit(frame.assign(odd=odd), y, sensitive_features=group)
    fitted = model().fit(frame.assign(odd=1.0), y, sensitive_features=group)
    with pytest.raises(TaskError, match=said):
        fitted.predict(frame.assign(odd=odd))


@pytest.mark.parametrize(
    "values",
    [
        pd.array([1, 2], dtype="Int64"),
        pd.array([True, False], dtype="boolean"),
        pd.Categorical([1, 2]),
        np.array([1, 2], dtype=object),
    ],
    ids=lambda values: str(values.dtype),
)
def test_numbers_in_any_dtype_are_numbers(frame: pd.DataFrame, rows: Any, values: Any) -> None:
    _, y, group = rows
    odd = pd.Series(values).take(np.arange(ROWS) % 2).reset_index(drop=True)
    found, expected = (
        model().fit(frame.assign(odd=each), y, sensitive_features=group)
        for each in (odd, odd.astype(float))
    )
    np.testing.assert_array_equal(found.sample_weight_, expected.sample_weight_)


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (lambda y: np.where(y == 1, "yes", "no"), ["no", "yes"]),
        (lambda y: pd.Series(np.where(y == 1, "yes", "no"), dtype="category"), ["no", "yes"]),
        (lambda y: pd.Series(np.where(y == 1, "yes", "no"), dtype="string"), ["no", "yes"]),
        (lambda y: y == 1, [False, True]),
        (lambda y: pd.Series(y == 1, dtype="boolean"), [False, True]),
        (lambda y: pd.Series(y == 1, dtype=object), [False, True]),
        (lambda y: pd.Series(y, dtype="Int64"), [0, 1]),
        (lambda y: 2 * y - 1, [-1, 1]),
    ],
)
def test_labels_come_back_as_they_were_given(rows: Any, labels: Any, classes: list[Any]) -> None:
    X, y, group = rows
    fitted = model().fit(X, labels(y), sensitive_features=group)
    assert fitted.classes_.tolist() == classes
    assert [type(each) for each in fitted.classes_.tolist()] == [type(each) for each in classes]
    plain = model().fit(X, y, sensitive_features=group)
    assert fitted.predict(X).tolist() == [classes[k] for k in plain.predict(X)]


@pytest.mark.parametrize("dtype", ["boolean", "Int64", "object", "str"])
def test_a_missing_label_is_refused(rows: Any, dtype: str) -> None:
    X, y, group = rows
    labels = pd.Series(y).astype(dtype).mask(pd.Series(range(ROWS)) == 3)
    with pytest.raises(TaskError, match=r"y must have a value in every row; got 1 missing"):
        model().fit(X, labels, sensitive_features=group)


def test_row_labels_in_another_order_are_warned_of(frame: pd.DataFrame, rows: Any) -> None:
    _, y, group = rows
    turned = pd.Series(group).iloc[::-1]
    with pytest.warns(UserWarning, match=r"give sensitive_features\.loc\[X\.index\]"):
        model().fit(frame, y, sensitive_features=turned)
    matched = model().fit(frame, y, sensitive_features=turned.loc[frame.index])
    expected = model().fit(frame, y, sensitive_features=group)
    np.testing.assert_array_equal(matched.sample_weight_, expected.sample_weight_)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (np.full(ROWS, -1.0), "finite numbers of at least 0; got -1"),
        (np.zeros(ROWS), "all of them are zero"),
        (np.full(ROWS, np.nan), "must have a value in every row"),
        (np.ones((ROWS, 2)), r"got an array of shape \(\d+, 2\)\. Give a single column\.$"),
        (["a"] * ROWS, r"numbers or booleans; got 'a'\.$"),
        (np.ones(3), "sample_weight has 3 rows"),
    ],
)
def test_weights_that_are_none_are_refused(rows: Any, weights: Any, said: str) -> None:
    X, y, group = rows
    with pytest.raises(TaskError, match=said):
        model().fit(X, y, sensitive_features=group, sample_weight=weights)


def test_a_row_of_weight_zero_has_no_part(rows: Any) -> None:
    X, y, group = rows
    weight = np.where(np.arange(ROWS) < 20, 0.0, 1.0)
    found = model().fit(X, y, sensitive_features=group, sample_weight=weight)
    assert found.sample_weight_[:20].tolist() == [1.0] * 20
    assert not found.influence_[:20].any()
    with pytest.raises(TaskError, match="sample_weight must hold a number above 0"):
        model().fit(X, y, sensitive_features=group, sample_weight=0 * weight)


def test_numbers_of_a_grid_are_taken(rows: Any) -> None:
    X, y, group = rows
    grid = {"steps": np.arange(2, 4), "max_gap": np.linspace(0.1, 0.2, 2, dtype=np.float32)}
    search = GridSearchCV(model(), grid, cv=2, error_score="raise")
    assert search.fit(X, y, sensitive_features=group).best_params_["steps"] in (2, 3)
    mapped = model(max_gap={"demographic_parity": np.float64(0.1)})
    assert mapped.fit(X, y, sensitive_features=group).status_


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"gaps": None}, "gaps must be one or several of demographic_parity"),
        ({"paces": "quick"}, "paces must map gaps to numbers; got 'quick'"),
        ({"max_gap": {"kindness": 0.1}}, "max_gap names 'kindness'"),
        ({"favourable": [1]}, r"one of the classes \[0, 1\]; got \[1\]"),
    ],
)
def test_parameters_of_another_kind(rows: Any, parameters: dict[str, Any], said: str) -> None:
    X, y, group = rows
    with pytest.raises(ConfigError, match=said):
        model(**parameters).fit(X, y, sensitive_features=group)


def test_a_fitted_model_goes_through_pickle_and_clone(rows: Any) -> None:
    X, y, group = rows
    fitted = model(favourable=0).fit(X, y, sensitive_features=group)
    again = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(again.predict_proba(X), fitted.predict_proba(X))
    anew = clone(fitted).set_params(steps=2)
    assert (anew.steps, anew.favourable, hasattr(anew, "theta_")) == (2, 0, False)


def test_the_status_speaks_of_no_test_rows(rows: Any) -> None:
    X, y, group = rows
    assert "test rows" not in model().fit(X, y, sensitive_features=group).status_
