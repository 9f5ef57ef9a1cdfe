"""When things happen, and in what order when they happen at the same time.

SimPy's calendar sorts by (time, priority, order of creation). ccsim fixes the order of simultaneous events by what
they are and whom they concern, never by creation: every event carries a priority that is unique at its instant. It is
one integer, the class in its high bits and the key below, larger than SimPy's own priorities 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
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


LOOK_FOR_WORK = ROSTER | 2 << _ROSTER_STEP  # those who came on, and others with cause, look for work together


def phase_end(agent: int) -> int:
    """End of talk or of wrap-up, but for the contact's row, which is to be added."""
    return ENDS | agent << _ROW


def arrival(row: int) -> int:
    return ARRIVALS | row


def timer(row: int) -> int:
    """A waiting contact may use one more group."""
    return TIMERS | row


def patience_end(row: int) -> int:
    return PATIENCE | row


class Calendar(simpy.Environment):
    """SimPy's environment for events at absolute times, with any integer priority and less ceremony for each."""

    def __init__(self) -> None:
        super().__init__(initial_time=0.0)
        self.time = 0.0  # the present, as `now`
        self.entries = self._queue
        self.tie = self._eid

    def run_to_end(self) -> None:
        """Processes all events; an exception of a process or of what it calls is raised as it is."""
        entries = self.entries
        while entries:
            time, _, _, event = heappop(entries)
            self._now = self.time = time
            callbacks = event.callbacks
            event.callbacks = None  # type: ignore[assignment]  # so SimPy marks what is processed
            for callback in callbacks:
                callback(event)
            if not event._ok:
                raise event._value  # a process failed: its exception


class Moment(simpy.Event):
    """An event at an absolute time, about `subject`; a process may wait for it, or `then` is called with it."""

    def __init__(
        self,
        env: Calendar,
        time: float,
        order: int,
        subject: Any = None,
        then: Callable[[Moment], None] | None = None,
    ) -> None:
        # Not super().__init__(): the event is triggered from the start, and there are several for each contact.
        self.env = env
        self.subject = subject
        self.callbacks = [] if then is None else [then]
        self._ok = True
        self._value = None
        heappush(env.entries, (time, order, next(env.tie), self))  # type: ignore[misc]  # priorities are ints
