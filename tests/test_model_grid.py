from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsim.model.grid import TICK, on_grid


def test_halves_go_to_the_even_multiple():
    assert on_grid(0.5 * TICK) == 0.0
    assert on_grid(1.5 * TICK) == 2.0 * TICK
    assert on_grid(2.5 * TICK) == 2.0 * TICK
    assert on_grid(-1.5 * TICK) == -2.0 * TICK


def test_a_scalar_stays_a_float_and_an_array_an_array():
    assert type(on_grid(0.1)) is float
    both = on_grid(np.array([0.1, 86_400.3]))
    assert both.tolist() == [on_grid(0.1), on_grid(86_400.3)]


def test_infinity_and_nan_pass_through():
    assert on_grid(math.inf) == math.inf
    assert math.isnan(on_grid(math.nan))


@settings(derandomize=True, deadline=None)
@given(st.floats(0, 1e8), st.floats(0, 1e8))
def test_sums_and_differences_of_grid_times_are_exact(x: float, y: float):
    a, b = on_grid(x), on_grid(y)
    assert abs(a - x) <= TICK / 2
    assert on_grid(a) == a
    assert (a + b) - b == a
    assert on_grid(a - b) == a - b
