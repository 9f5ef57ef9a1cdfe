"""Functions that laws are made of: as exact as any, and the same bits however they are called."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import special
from scipy.special import cython_special

from ccsim.distributions.elementary import exp, log, power

U = np.concatenate([[2.0**-53, 1e-9, 1e-4], np.linspace(0.001, 0.999, 1999), [0.9999, 1 - 1e-9, 1 - 2.0**-53]])


def test_they_are_as_exact_as_those_of_the_mathematical_library():
    x = np.linspace(-40.0, 40.0, 4001)
    assert exp(x).tolist() == pytest.approx([math.exp(v) for v in x], rel=4e-16)
    assert log(exp(x)).tolist() == pytest.approx([math.log(v) for v in exp(x)], rel=4e-16)
    for exponent in (0.25, 1.0, 3.0):
        assert power(exp(x), exponent).tolist() == pytest.approx([v**exponent for v in exp(x)], rel=4e-14)


def test_their_ends():
    with np.errstate(all="raise"):
        assert exp(np.array([-np.inf, 0.0, np.inf])).tolist() == [0.0, 1.0, np.inf]
        assert log(np.array([0.0, 1.0, np.inf])).tolist() == [-np.inf, 0.0, np.inf]
        assert power(np.array([0.0, 1.0, np.inf]), 0.7).tolist() == [0.0, 1.0, np.inf]


@pytest.mark.parametrize(
    ("bulk", "alone"),
    [
        (exp, lambda u: cython_special.inv_boxcox(u, 0.0)),
        (log, lambda u: cython_special.xlogy(1.0, u)),
        (lambda u: power(u, 1.3), lambda u: cython_special.inv_boxcox(cython_special.xlogy(1.3, u), 0.0)),
        (lambda u: special.log1p(-u), lambda u: cython_special.log1p(-u)),
        (special.expm1, cython_special.expm1),
        (special.ndtri, cython_special.ndtri),
        (special.ndtr, cython_special.ndtr),
        (lambda u: special.gammaincinv(2.5, u), lambda u: cython_special.gammaincinv(2.5, u)),
        (lambda u: special.gammaincinv(0.4, u), lambda u: cython_special.gammaincinv(0.4, u)),
        (lambda u: special.gammainc(2.5, u), lambda u: cython_special.gammainc(2.5, u)),
    ],
    ids=["exp", "log", "power", "log1p", "expm1", "ndtri", "ndtr", "gammaincinv", "gammaincinv-low", "gammainc"],
)
def test_many_at_once_are_the_bits_of_one_at_a_time(bulk: Callable[[Any], Any], alone: Callable[[float], float]):
    assert bulk(U).tolist() == [alone(u) for u in U.tolist()]
