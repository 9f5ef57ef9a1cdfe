"""Intervals as a planner calls them: half-hours where they are half an hour long."""

from __future__ import annotations

from ccsim.report.numbers import bound
from ccsim.report.words import Said, said

CALLED = {
    900.0: ("quarter_hours", "the_quarter_hours"),
    1800.0: ("half_hours", "the_half_hours"),
    3600.0: ("hours", "the_hours"),
}
OTHERS = ("intervals_of", "the_intervals_of")


def slots(seconds: float | None, article: bool = False) -> Said:
    """`half-hours`, with an article `the half-hours`; None: not known how long."""
    if seconds is None:
        return said("the_intervals" if article else "intervals")
    key = CALLED.get(seconds, OTHERS)[article]
    return said(key, length=bound(seconds, "s"))
