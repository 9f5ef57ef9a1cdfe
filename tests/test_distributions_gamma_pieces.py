"""Gamma quantiles by polynomials against those that scipy finds by search."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from ccsim.distributions.gamma_pieces import A_SCORE, PIECES, REACH, gamma_quantile, pieces_of

SHAPES = (0.25, 0.3, 0.5, 0.8, 1.0, 2.0, 6.25, 30.0, 1e3, 1e5)


def searched(shape: float, score: np.ndarray) -> np.ndarray:
    """By probabilities of the nearer end, which have all their digits."""
    near = special.ndtr(-np.abs(score))
    return np.where(score < 0.0, special.gammaincinv(shape, near), special.gammainccinv(shape, near))


@pytest.mark.parametrize("shape", SHAPES)
def test_twelve_digits_at_every_probability(shape: float) -> None:
    assert pieces_of(shape) is not None
    score = np.random.default_rng(1).uniform(-REACH - 0.5, REACH + 0.5, 20_000)
    u = special.ndtr(score)
    # Near 1 a probability is too coarse to say which score is meant: what ndtri makes of it is.
    error = np.abs(gamma_quantile(shape, u) - searched(shape, special.ndtri(u)))
    assert (error <= 1e-12 * np.maximum(searched(shape, score), shape)).all()


@pytest.mark.parametrize("shape", [1.0, 6.25, 1e3])
def test_fourteen_where_laws_are_as_handle_times_are(shape: float) -> None:
    u = np.random.default_rng(2).random(20_000)
    np.testing.assert_allclose(gamma_quantile(shape, u), special.gammaincinv(shape, u), rtol=2e-13, atol=shape * 1e-14)


@pytest.mark.parametrize("shape", [0.3, 6.25])
def test_one_number_has_the_bits_that_it_has_among_many(shape: float) -> None:
    u = np.concatenate([np.random.default_rng(4).random(200), [1e-12, 1.0 - 1e-12]])
    one_by_one = [gamma_quantile(shape, np.array([one])).item() for one in u]
    assert one_by_one == gamma_quantile(shape, u).tolist()


@pytest.mark.parametrize("shape", [1e-3, 0.05, 1e7])
def test_shapes_without_pieces_are_searched(shape: float) -> None:
    assert pieces_of(shape) is None
    u = np.random.default_rng(3).random(100)
    assert (gamma_quantile(shape, u) == special.gammaincinv(shape, u)).all()


@pytest.mark.parametrize("shape", [0.3, 6.25])
def test_the_ends(shape: float) -> None:
    assert gamma_quantile(shape, np.array([0.0, 1.0])).tolist() == [0.0, np.inf]
    assert np.isnan(gamma_quantile(shape, np.array([np.nan]))).all()
    far = np.array([1e-300, 1e-12, 1.0 - 1e-12])
    assert (gamma_quantile(shape, far) == special.gammaincinv(shape, far)).all()
    assert gamma_quantile(shape, np.array(0.5)).shape == ()
    assert gamma_quantile(shape, np.zeros((2, 0))).shape == (2, 0)


@pytest.mark.parametrize("shape", SHAPES)
def test_pieces_meet(shape: float) -> None:
    """Where one ends and the next begins the quantile neither jumps nor falls back."""
    borders = np.arange(1, PIECES) / A_SCORE - REACH
    borders = borders[borders < 5.0]  # up to where neighbouring probabilities are neighbouring scores
    before, behind = (gamma_quantile(shape, special.ndtr(borders + by)) for by in (-1e-9, 1e-9))
    assert (behind - before >= -1e-12 * shape).all()
    slope = (searched(shape, borders + 1e-3) - searched(shape, borders - 1e-3)) / 2e-3
    assert (behind - before <= 4e-9 * slope + 1e-11 * shape).all()


@given(shape=st.floats(0.01, 1e6), u=st.lists(st.floats(1e-9, 1.0 - 1e-9), min_size=2, max_size=20))
def test_any_shape(shape: float, u: list[float]) -> None:
    """As the search has it, and in order, but for the last digits."""
    u = np.sort(u)
    found = gamma_quantile(shape, u)
    expected = special.gammaincinv(shape, u)
    assert (np.abs(found - expected) <= 2e-12 * np.maximum(expected, shape)).all()
    assert (np.diff(found) >= -4e-12 * np.maximum(found[1:], shape)).all()
