"""Whether a duration is told in seconds, minutes or hours: for the terminal, sentences, axes and the page's script."""

from __future__ import annotations

from typing import NamedTuple


class TimeUnit(NamedTuple):
    """From how many seconds on it is used, how many it has, its sign, and the word of an axis."""

    since: float
    size: float
    sign: str
    word: str


TIME_UNITS = (
    TimeUnit(7200.0, 3600.0, "h", "wait_h"),
    TimeUnit(300.0, 60.0, "min", "wait_min"),
    TimeUnit(0.0, 1.0, "s", "wait_s"),
)
"""The largest first."""


def time_unit(seconds: float) -> TimeUnit:
    """The unit in which a duration reads best; of several durations shown in one unit, by the longest."""
    return next((one for one in TIME_UNITS if abs(seconds) >= one.since), TIME_UNITS[-1])
