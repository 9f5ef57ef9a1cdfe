"""The time left, as the bar shows it."""

from __future__ import annotations

import pytest

from ccsim.cli.progress import time_left


@pytest.mark.parametrize(
    ("done", "goal", "at", "elapsed", "shown"),
    [
        (0, 30, 0.0, 55.0, "-:--:--"),
        (0, None, 0.0, 5.0, "-:--:--"),
        (1, 30, 120.0, 120.0, "0:58:00"),  # replications of two minutes
        (1, 30, 120.0, 180.0, "0:57:00"),  # it goes down between them
        (50, 100, 10.0, 10.0, "0:00:10"),
        (29, 30, 58.0, 300.0, "0:00:00"),
        (30, 30, 60.0, 60.0, "0:00:00"),
    ],
)
def test_time_left(done, goal, at, elapsed, shown):
    assert time_left(done, goal, at, elapsed) == shown
