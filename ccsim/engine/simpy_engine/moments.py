"""When things happen, and in what order when they happen at the same time.

SimPy's calendar sorts by (time, priority, order of creation). ccsim fixes the order of simultaneous events by what
they are and whom they concern, never by creation: every event carries a priority that is unique at its instant. It is
one integer, the class in its high bits and the key below, larger than SimPy's own priorities 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import simpy

_CLASS = 60  # bits below the class
_ROW = 36  # bits for a contact's row
_ROSTER_STEP = 40  # bits below the step of a roster instant

DOORS, ROSTER, ENDS, ARRIVALS, TIMERS, PATIENCE = (rank << _CLASS for rank in range(1, 7))


def closing(channel: int) -> int:
    return DOORS | channel


def opening(channel: int) -> int:
    """Openings follow all closings of their instant."""
    return DOORS | 1 << 32 | channel


def going_off(agent: int) -> int:
    """Leaving for the day or for a break."""
    return ROSTER | agent


def coming_on(agent: int) -> int:
    """Starting a shift or returning from a break; follows everybody who goes off at that instant."""
    return ROSTER | 1 << _ROSTER_STEP | agent


BATCH_ON = ROSTER | 2 << _ROSTER_STEP  # those who came on at this instant look for work together


def phase_end(agent: int, row: int) -> int:
    """End of talk or of wrap-up."""
    return ENDS | agent << _ROW | row


def arrival(row: int) -> int:
    return ARRIVALS | row


def timer(row: int) -> int:
    """A waiting contact may use one more group."""
    return TIMERS | row


def patience_end(row: int) -> int:
    return PATIENCE | row


class Moment(simpy.Event):
    """An event at an absolute time, about `subject`; a process may wait for it, or `then` is called with it."""

    def __init__(
        self,
        env: simpy.Environment,
        time: float,
        order: int,
        subject: Any = None,
        then: Callable[[Moment], None] | None = None,
    ) -> None:
        # Not super().__init__(): half of all the engine's time is spent here, and the event is triggered at once.
        self.env = env
        self.subject = subject
        self.callbacks = [] if then is None else [then]
        self._ok = True
        self._value = None
        env.schedule(self, order, time - env.now)  # type: ignore[arg-type]  # any comparable priority will do
