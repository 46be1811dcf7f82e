"""Rows of two groups, and a reweigher that is fitted to them."""

from __future__ import annotations

import pytest

from iffair_core import IFFairReweigher
from tests.core.two_groups import ROWS, Rows, draw


@pytest.fixture(scope="session")
def rows() -> Rows:
    return draw(ROWS, 0)


@pytest.fixture(scope="session")
def reweigher(rows: Rows) -> IFFairReweigher:
    X, y, group = rows
    return IFFairReweigher().fit(X, y, sensitive_features=group)
