"""When things happen, and in what order when they happen at the same time.

SimPy's calendar sorts by (time, priority, order of creation). ccsim fixes the order of simultaneous events by what
they are and whom they concern, never by creation: every event carries a priority that is unique at its instant. It is
one integer: the class in its high bits, then the step or the agent, then the key; larger than SimPy's own 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

import simpy

_LEG, _ATTEMPT, _CUSTOMER = 6, 10, 36  # bits of a key below the contact type
_KEY = 64  # bits of a key
_STEP = _KEY + 8  # bits below the step of an arrival instant
_CLASS = _KEY + 32  # bits below the class
_ROSTER_STEP = 40  # bits below the step of a roster instant
_NO_AGENT = (1 << 24) - 1  # self-service sorts after all agents

DOORS, ROSTER, ENDS, ARRIVALS, TIMERS, PATIENCE = (rank << _CLASS for rank in range(1, 7))

# What a timer is about; several of one contact or booking at one instant go in this order.
OVERFLOW, GRACE, RETRY, CANCELLATION, UNCONFIRMED = range(5)
RULE_HOURS = 8  # of a live rule: its number stands for the key
REMINDER = 16  # and the following: one for each reminder of an appointment


def contact_key(kind: int, customer: int, attempt: int = 0, leg: int = 0) -> int:
    """What orders contacts: type, customer, attempt, leg (semantics.md, "Time and order").

    Customers who begin with a booking follow those who begin with a contact.
    """
    return ((kind << _CUSTOMER | customer) << _ATTEMPT | attempt) << _LEG | leg


def first_contact_keys(kind: int, first: int, end: int) -> range:
    """Keys of the first contacts in these rows of the workload."""
    return range(contact_key(kind, first), contact_key(kind, end), 1 << (_ATTEMPT + _LEG))


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
    """End of talk or of wrap-up, but for the contact's key, which is to be added."""
    return ENDS | agent << _KEY


def session_end(key: int) -> int:
    """End of self-service."""
    return ENDS | _NO_AGENT << _KEY | key


def slot_begins(appointment: int, slot: int) -> int:
    """Hosts are claimed for those expected."""
    return ARRIVALS | appointment << 32 | slot


def coming(key: int) -> int:
    """An appointment's customer comes; follows the slots that begin at that instant."""
    return ARRIVALS | 1 << _STEP | key


def request(key: int) -> int:
    """A customer asks for an appointment."""
    return ARRIVALS | 2 << _STEP | key


def arrival(key: int) -> int:
    return ARRIVALS | 3 << _STEP | key


def timer(key: int, about: int = OVERFLOW) -> int:
    """Something is due for a contact or a booking."""
    return TIMERS | key << 8 | about


def patience_end(key: int) -> int:
    return PATIENCE | key


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
