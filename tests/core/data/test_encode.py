"""Features as a matrix: levels, missing values, unseen ones, types that differ between files."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.compose import ColumnTransformer

from iffair_core.config import Attribute, Outcome, Task
from iffair_core.data.encode import build_encoder, feature_frame, infer_kind, score_frame
from iffair_core.errors import TableError

TASK = Task(Outcome("y"), (Attribute("g"),), numeric=("typed",), categorical=("code",))
FEATURES = ("n", "c", "code", "flag", "typed")


def training(rows: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "n": np.where(rng.random(rows) < 0.1, np.nan, rng.normal(5, 2, rows)),
            "c": np.where(np.arange(rows) % 3 == 0, "blue", "red"),
            "code": np.arange(rows) % 4,
            "flag": np.arange(rows) % 2 == 0,
            "typed": [str(k % 7) for k in range(rows)],
        }
    )


def fitted(frame: pd.DataFrame) -> ColumnTransformer:
    encoder = build_encoder(frame, FEATURES, TASK)
    return encoder.fit(feature_frame(encoder, frame))


def row(encoder: ColumnTransformer, **changes: object) -> dict[str, float]:
    """The encoded values of a plain row after ``changes``, by feature name."""
    plain = {"n": [5.0], "c": ["blue"], "code": [1], "flag": [True], "typed": ["3"]}
    frame = pd.DataFrame(plain | {k: [v] for k, v in changes.items()})
    values = score_frame(encoder, FEATURES, frame)[0]
    return dict(zip(encoder.get_feature_names_out(), values, strict=True))


def test_numbers_are_standardised_and_missing_ones_marked() -> None:
    frame = training()
    encoder = fitted(frame)
    encoded = pd.DataFrame(
        score_frame(encoder, FEATURES, frame), columns=encoder.get_feature_names_out()
    )
    assert encoded["n"].mean() == pytest.approx(0, abs=1e-12)
    assert encoded["n"].std(ddof=0) == pytest.approx(1)
    indicator = encoded["missingindicator_n"]
    assert ((indicator > 0) == frame["n"].isna()).all()
    assert "typed" in encoded


def test_one_level_of_a_category_is_the_base() -> None:
    frame = training()
    names = list(fitted(frame).get_feature_names_out())
    assert [n for n in names if n.startswith("c_")] == ["c_red"]
    assert [n for n in names if n.startswith("code_")] == ["code_1", "code_2", "code_3"]
    assert [n for n in names if n.startswith("flag_")] == ["flag_True"]


@pytest.mark.parametrize("value", [1, 1.0, "1", np.int8(1)])
def test_a_code_is_the_same_level_in_every_type(value: object) -> None:
    encoded = row(fitted(training()), code=value)
    assert (encoded["code_1"], encoded["code_2"], encoded["code_3"]) == (1, 0, 0)


def test_packaged_category_types_and_plain_text_agree() -> None:
    frame = training()
    encoder = fitted(frame.astype({"c": "category", "code": "category"}))
    np.testing.assert_array_equal(
        score_frame(encoder, FEATURES, frame), score_frame(fitted(frame), FEATURES, frame)
    )


def test_rare_levels_are_pooled_and_unseen_ones_join_them() -> None:
    frame = training(1000)
    frame.loc[:3, "c"] = "green"
    frame.loc[4:6, "c"] = None
    encoder = fitted(frame)
    green, unseen, missing = (row(encoder, c=v) for v in ("green", "violet", None))
    assert green["c_infrequent_sklearn"] == 1
    assert green == unseen == missing
    without_missing = fitted(frame.assign(c=frame["c"].fillna("green")))
    assert row(without_missing, c="violet")["c_infrequent_sklearn"] == 1


def test_without_rare_levels_an_unseen_one_counts_as_the_base() -> None:
    encoder = fitted(training())
    assert row(encoder, c="violet") == row(encoder, c="blue")
    assert row(encoder, c=None) == row(encoder, c="blue")


def test_missing_is_a_level_of_its_own() -> None:
    frame = training()
    frame.loc[:59, "c"] = None
    encoder = fitted(frame)
    assert row(encoder, c=None)["c_blue"] == 0
    assert row(encoder, c="red")["c_red"] == 1


def test_missing_and_infinite_numbers_take_the_median() -> None:
    encoder = fitted(training())
    assert row(encoder, n=np.inf) == row(encoder, n=None) == row(encoder, n="no number")
    assert row(encoder, typed=None)["typed"] == row(encoder, typed="3")["typed"]


def test_a_column_without_any_number_is_no_obstacle() -> None:
    frame = training().assign(n=np.nan)
    assert np.isfinite(score_frame(fitted(frame), FEATURES, frame)).all()


def test_scoring_needs_every_feature() -> None:
    encoder = fitted(training())
    with pytest.raises(TableError, match=r"lacks 2 of the 5 columns .* n, typed"):
        score_frame(encoder, FEATURES, training().drop(columns=["n", "typed"]))


def test_the_encoder_travels_without_pickle() -> None:
    frame = training()
    encoder = fitted(frame)
    content = skops.io.dumps(encoder)
    again = skops.io.loads(content, trusted=skops.io.get_untrusted_types(data=content))
    np.testing.assert_array_equal(
        score_frame(again, FEATURES, frame), score_frame(encoder, FEATURES, frame)
    )


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, 2, 3], "numeric"),
        ([True, False, True], "categorical"),
        (pd.array([True, None, False], dtype="boolean"), "categorical"),
        (["a", "b", None], "categorical"),
        (pd.Categorical([1, 2, 1]), "categorical"),
        (pd.to_datetime(["2020-01-01", "2020-01-02", None]), "date"),
        (["2020-01-01", "2020-02-30 10:00", None], "date"),
        (["31.12.2020", "1.1.2021", "2.1.2021"], "date"),
        ([f"sentence {k}" for k in range(500)], "text"),
        ([f"town {k % 40}" for k in range(500)], "categorical"),
    ],
)
def test_kinds(values: object, kind: str) -> None:
    assert infer_kind(pd.Series(values)) == kind
