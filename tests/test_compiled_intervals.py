"""Intervals found by cells of time are those that a search among all edges finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ccsim.engine.compiled.intervals import Intervals
from ccsim.model.grid import TICK

MINUTES = st.sampled_from([1, 15, 30, 30, 60])


def searched(edges, times):
    return np.minimum(np.searchsorted(edges, times, "right"), len(edges) - 1) - 1


@given(st.lists(MINUTES, min_size=1, max_size=60), st.lists(st.floats(-1e4, 3e5), max_size=40))
def test_as_a_search_finds_them(lengths, others):
    edges = np.concatenate(([0.0], np.cumsum(lengths))) * 60.0
    near = np.concatenate([edges + ticks * TICK for ticks in (-1, 0, 1)])
    times = np.concatenate([near, np.round(np.array(others) / TICK) * TICK])
    found = Intervals(edges).of(times)
    assert found.dtype == np.int64
    assert found.tolist() == searched(edges, times).tolist()


def test_short_ones_among_long_ones():
    """One second at the beginning of a year, and some at its end: few cells, with several edges in one."""
    edges = np.concatenate(([0.0], 1.0 + np.arange(365 * 24 + 1) * 3600.0, 365 * 86_400.0 + 1.0 + np.arange(1, 6)))
    intervals = Intervals(edges)
    near = np.concatenate([edges - TICK, edges, edges + TICK, [-5.0, 4e7]])
    assert (intervals.of(near) == searched(edges, near)).all()
    assert len(intervals._found) < 20 * len(edges)


def test_far_away_and_in_years_of_intervals():
    """The longest that the time grid allows, beyond which differences are no longer exact."""
    edges = np.arange(400 * 96 + 1) * 900.0
    assert Intervals(edges).of(np.array([-(2.0**32), 2.0**32])).tolist() == [-1, 400 * 96 - 1]
    near = np.concatenate([edges - TICK, edges, edges + TICK])
    assert (Intervals(edges).of(near) == searched(edges, near)).all()
    days = np.arange(90_001) * 86_400.0
    near = np.concatenate([days - TICK, days])
    assert (Intervals(days).of(near) == searched(days, near)).all()
    assert Intervals(days).of(np.zeros(0)).shape == (0,)
