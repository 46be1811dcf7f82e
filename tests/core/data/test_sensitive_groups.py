"""Groups: bins, merged names, missing values, intersections, the reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from iffair_core.config import Attribute
from iffair_core.data.groups import (
    attribute_groups,
    check_reference,
    cut_points,
    group_labels,
    group_order,
    group_table,
    propose_reference,
)
from iffair_core.errors import TaskError

PEOPLE = pd.DataFrame(
    {
        "sex": ["m", "f", None, "f", "m", "m"],
        "age": [24.0, 25.0, 39.9, 40.0, np.nan, 70.0],
        "code": [1, 2, 9, 1, 2, 9],
    }
)


def test_a_cut_point_belongs_to_the_interval_above_it() -> None:
    groups = attribute_groups(PEOPLE, Attribute("age", bins=(25, 40)))
    assert groups.tolist() == [
        "under 25",
        "25 to under 40",
        "25 to under 40",
        "40 and over",
        "Missing",
        "40 and over",
    ]


def test_missing_values_are_a_group() -> None:
    assert attribute_groups(PEOPLE, Attribute("sex"))[2] == "Missing"
    assert len(attribute_groups(PEOPLE, Attribute("sex"))) == len(PEOPLE)


def test_values_are_renamed_and_merged_whatever_their_type() -> None:
    rename = (("1", "North"), ("2.0", "South"), ("9", "South"))
    for values in (PEOPLE["code"], PEOPLE["code"].astype(float), PEOPLE["code"].astype(str)):
        frame = pd.DataFrame({"code": values})
        groups = attribute_groups(frame, Attribute("code", rename=rename, name="region"))
        assert groups.tolist() == ["North", "South", "South", "North", "South", "South"]
        assert groups.name == "region"


def test_bins_and_missing_can_be_renamed() -> None:
    rename = (("under 25", "young"), ("Missing", "not said"))
    groups = attribute_groups(PEOPLE, Attribute("age", bins=(25,), rename=rename))
    assert groups.tolist()[0] == "young"
    assert groups.tolist()[4] == "not said"


def test_intersections_join_names_and_keep_order() -> None:
    attributes = (Attribute("sex"), Attribute("age", bins=(25, 40)))
    labels = group_labels(PEOPLE, attributes)
    assert labels.tolist()[:2] == ["m × under 25", "f × 25 to under 40"]
    assert group_order(labels, attributes) == (
        "f × 25 to under 40",
        "f × 40 and over",
        "m × under 25",
        "m × 40 and over",
        "m × Missing",
        "Missing × 25 to under 40",
    )


def test_bins_stand_in_ascending_order() -> None:
    attribute = (Attribute("age", bins=(25, 40)),)
    labels = group_labels(PEOPLE, attribute)
    order = ("under 25", "25 to under 40", "40 and over", "Missing")
    assert group_order(labels, attribute) == order


def test_reference_is_customary_or_largest() -> None:
    labels = group_labels(PEOPLE, [Attribute("sex")])
    assert propose_reference(labels, [Attribute("sex")]) == "m"
    assert propose_reference(labels, [Attribute("sex", reference="f")]) == "f"
    assert propose_reference(labels, [Attribute("sex", reference="absent")]) == "m"


def test_reference_of_an_intersection_agrees_with_each_customary_one() -> None:
    frame = pd.DataFrame({"a": list("xxxyy"), "b": list("ppqqq")})
    attributes = [Attribute("a", reference="x"), Attribute("b")]
    assert propose_reference(group_labels(frame, attributes), attributes) == "x × p"
    attributes = [Attribute("a", reference="x"), Attribute("b", reference="q")]
    assert propose_reference(group_labels(frame, attributes), attributes) == "x × q"


def test_reference_may_be_given_as_the_renamed_value() -> None:
    attribute = Attribute("code", rename=(("1", "North"), ("2", "South")), reference="2")
    check_reference(PEOPLE, attribute)
    assert propose_reference(group_labels(PEOPLE, [attribute]), [attribute]) == "South"
    with pytest.raises(TaskError, match=r"'East' does not occur in 'code'; its groups are 9, N"):
        check_reference(PEOPLE, Attribute("code", rename=attribute.rename, reference="East"))


def test_cut_points() -> None:
    numbers = pd.Series([0.0, 1, 2, 3, 4, 5, 6, 7, np.nan], name="n")
    assert cut_points(numbers, "widths", 2) == (3.5,)
    quarters = cut_points(numbers, "quantiles", 4)
    sizes = attribute_groups(numbers.dropna().to_frame(), Attribute("n", bins=quarters))
    assert sizes.value_counts().tolist() == [2, 2, 2, 2]
    assert cut_points(pd.Series([0, 0, 0, 0, 1]), "quantiles", 4) == ()
    with pytest.raises(TaskError, match="no two distinct numbers"):
        cut_points(pd.Series([3, 3], name="n"), "widths", 3)


def test_cut_points_need_numbers() -> None:
    with pytest.raises(TaskError, match="Cut points need numbers"):
        attribute_groups(PEOPLE, Attribute("sex", bins=(1,)))


def test_group_table() -> None:
    y = np.array([1.0, 0, 1, 1, np.nan, 0])
    table = group_table(PEOPLE, [Attribute("sex")], y)
    assert table["group"].tolist() == ["f", "m", "Missing"]
    assert table["count"].tolist() == [2, 3, 1]
    assert table["share"].sum() == pytest.approx(1)
    assert table["base_rate"].tolist() == [0.5, 0.5, 1.0]
