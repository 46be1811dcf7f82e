"""A saved study, and a table that is not packaged."""

import numpy as np
import pandas as pd
import pytest

from iffair_core.cli import main
from tests.core.cli.calls import QUICK


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A saved study of German with three steps."""
    place = tmp_path_factory.mktemp("cli") / "study"
    assert main([*QUICK, "--out", str(place)]) == 0
    return place


@pytest.fixture
def loans(tmp_path):
    """A table that is not packaged: numbers as an outcome, a numeric and a text attribute."""
    rng = np.random.default_rng(0)
    n = 400
    age = rng.integers(18, 80, n)
    income = rng.normal(3000, 800, n).round(2)
    score = income / 1000 + 0.02 * age + rng.normal(0, 0.7, n)
    frame = pd.DataFrame(
        {
            "age": age,
            "region": rng.choice(["north", "south", "east"], n),
            "income": income,
            "branch": rng.choice(["a", "b"], n),
            "granted": np.where(score > np.median(score), "true", "false"),
            "limit": score.round(3),
        }
    )
    path = tmp_path / "loans.csv"
    frame.to_csv(path, index=False, sep=";")
    return path
