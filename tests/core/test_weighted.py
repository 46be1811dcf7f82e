"""Degrees of freedom and corrections of weighted means, against the matrices they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from iffair_core.fairness.weighted import weighted

ONE = np.zeros(6, dtype=np.int64)
HEAVY = np.array([1.0, 0.5, 2.0, 7.0, 1.0, 0.1])


def test_equal_weights_have_the_usual_variance_and_one_row_less() -> None:
    found = weighted(np.full(6, 3.0), ONE, 1)
    assert found.short == pytest.approx(np.full(6, 5.0 / 6.0))
    assert (found.freedom[0], found.kish[0], found.rows[0]) == pytest.approx((5.0, 6.0, 6.0))


def test_correction_and_freedom_are_those_of_the_residuals_covariance() -> None:
    found = weighted(HEAVY, ONE, 1)
    share = HEAVY / HEAVY.sum()
    residual = np.eye(6) - share
    covariance = residual @ residual.T
    assert found.short == pytest.approx(np.diag(covariance))
    form = np.diag(share / np.sqrt(found.short)) @ residual
    eigenvalues = np.linalg.eigvalsh(form @ form.T)
    assert eigenvalues.sum() == pytest.approx(np.sum(share**2))
    assert found.freedom[0] == pytest.approx(eigenvalues.sum() ** 2 / np.sum(eigenvalues**2))
    assert 1.0 < found.freedom[0] < found.kish[0]


@pytest.mark.parametrize("heavy", [1.0, 30.0, 1000.0])
def test_two_rows_have_one_degree_of_freedom(heavy: float) -> None:
    found = weighted(np.array([1.0, heavy]), ONE[:2], 1)
    assert found.freedom[0] == pytest.approx(1.0, rel=1e-3)


def test_rows_without_weight_do_not_count() -> None:
    found, fewer = weighted(np.append(HEAVY, 0.0), np.append(ONE, 0), 1), weighted(HEAVY, ONE, 1)
    assert found.freedom[0] == pytest.approx(fewer.freedom[0])
    assert found.rows[0] == 6
    assert found.short[:6] == pytest.approx(fewer.short)


def test_groups_stand_alone_and_one_row_of_weight_has_no_freedom() -> None:
    group = np.array([2, 0, 2, 0, 3, 3, 0])
    weight = np.array([1.0, 2.0, 4.0, 3.0, 5.0, 0.0, 8.0])
    found = weighted(weight, group, 4)
    alone = weighted(weight[group == 0], ONE[:3], 1)
    assert found.freedom[0] == pytest.approx(alone.freedom[0])
    assert found.freedom[2] == pytest.approx(1.0)
    assert np.isnan(found.freedom[[1, 3]]).all()
    assert found.kish[[1, 3]].tolist() == [0.0, 1.0]
    assert found.short[4:6].tolist() == [1.0, 1.0]
