"""Customers: journeys reduced to one row each.

Rules where semantics.md is silent:

- A customer belongs to the type of his first contact; one who begins with a booking to the type that a kept appointment
  becomes, and to his appointment. He counts in the interval of his first attempt.
- A booking is a step on the channel of its appointment, so moving from a call to a booking of a video meeting and to
  the meeting is one change of channel. Diverted legs change the channel too.
- His `attempts` are what he did to have his need met: a booking and the meeting it became are one, the legs of a
  diverted contact are one, and a booking that came to nothing is one too.
- In line (`waited`) he is on live channels, until answered, until he leaves, or until he accepts a call-back: nobody
  sits waiting for the reply to a mail. Time with a bot is no wait.
- The window of first-contact resolution runs from the end of the first attempt, for those it settled and for the
  others alike; a first attempt that is still open is not judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ccsim.engine.logs import CustomerLog, Logs, Outcome, Then
from ccsim.measures.customer_cost import customer_cost
from ccsim.measures.experience import Lived, scores
from ccsim.measures.joined import Joined
from ccsim.measures.journeys import SERVING, SETTLING, Ending, Steps
from ccsim.measures.kept import Kept
from ccsim.measures.marks import among
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray
from ccsim.scenario.schema_behaviour import Experience

LOST_BY = (
    Ending.ABANDONED,
    Ending.BALKED,
    Ending.BLOCKED,
    Ending.DROPPED,
    Ending.NOT_REACHED,
    Ending.NOT_BOOKED,
)
"""Endings by which the center loses the value of a contact."""


class EndState(IntEnum):
    """Where a customer stands when the run ends."""

    NONE = -1  # his journey breaks off: an engine lost him
    PENDING = 0  # something is still open, or lies beyond the horizon
    SETTLED = 1  # his last step settled his need
    LOST = 2


@dataclass(frozen=True)
class CustomerTable:
    """One row a customer who counts, ascending by row of CustomerLog.

    Those count whose first contact or request falls at or after the warm-up's end and not before the scenario's
    start. All their steps are in `journey`, whose `customer` is a row of this table.
    """

    customer: IntArray  # row of CustomerLog
    source: IntArray  # contact type, or number of contact types + appointment
    segment: IntArray
    interval: IntArray  # of his first attempt
    first: FloatArray  # arrival, or time of the request
    attempts: IntArray
    contacts: IntArray  # that arrived, a diverted one once
    bookings: IntArray  # and requests
    switches: IntArray  # steps on another channel than the step before
    waited: FloatArray  # seconds in line, all contacts together
    state: IntArray  # EndState
    ending: IntArray  # Ending of his last step, -1 without any
    cut: BoolArray  # would have gone on, had he not made `most_attempts`
    settled_after: FloatArray  # seconds from `first` to the end of the step that settled it; NaN: not settled
    first_judged: BoolArray  # the window of first-contact resolution ends inside the horizon
    first_resolved: BoolArray  # and his first attempt settled it, with nothing after it inside the window
    cost: FloatArray  # of his contacts: channels, handling at cost_per_hour, self-service, reminders
    csat: FloatArray  # NaN: pending, not asked (`experience`), or no `experience` in the model; so are the next three
    ces: FloatArray
    churn: FloatArray  # probability
    churn_cost: FloatArray  # churn times his segment's value
    lost_value: FloatArray  # of the type he belongs to, where he is lost by one of LOST_BY; else 0
    journey: Steps

    @property
    def rows(self) -> int:
        return len(self.customer)

    @classmethod
    def of(cls, model: CenterModel, logs: Logs) -> CustomerTable:
        """The customers of one replication."""
        kept = Kept.of(model, Joined.of([logs]))
        log = logs.customers
        rows = np.flatnonzero(counted(model, log))
        number = np.full(len(log.first), -1)
        number[rows] = np.arange(len(rows))
        journey = Steps.of(model, logs, number)
        size = len(rows)

        def per_customer(of: BoolArray) -> IntArray:
            return np.bincount(journey.customer[of], minlength=size)

        ending, then, end = _last_steps(journey, size)
        state = _end_state(ending, then)
        own = np.where(kept.of_a_customer, number[kept.log.customer], -1)
        waited = np.bincount(own[own >= 0], in_line(kept)[own >= 0], size)
        attempts = per_customer(journey.begins_attempt)
        switches = np.bincount(journey.customer[1:][_switched(journey)], minlength=size)
        judged, at_first = _first_contact(model, journey, size)
        lived = Lived(np.asarray(waited, dtype=np.float64), attempts, switches, ending, _last_service(journey, size))
        ended = (state == EndState.SETTLED) | (state == EndState.LOST)
        lost = (state == EndState.LOST) & among(ending, LOST_BY)
        first, source, segment = log.first[rows], log.source[rows], log.segment[rows]
        return cls(
            customer=rows,
            source=source,
            segment=segment,
            interval=log.interval[rows],
            first=first,
            attempts=attempts,
            contacts=per_customer(journey.leg == 0),
            bookings=per_customer(journey.booking >= 0),
            switches=switches,
            waited=lived.waited,
            state=state,
            ending=ending,
            cut=then == Then.CUT,
            settled_after=np.where(state == EndState.SETTLED, end - first, np.nan),
            first_judged=judged,
            first_resolved=at_first,
            cost=customer_cost(kept, logs, number, size),
            lost_value=np.where(lost, _value(model)[source], 0.0),
            journey=journey,
            **scores(model.behaviour.experience, lived, ended, segment),
        )


def counted(model: CenterModel, log: CustomerLog) -> BoolArray:
    """Customers first seen in the horizon, after the warm-up."""
    return np.asarray((log.first >= model.timeline.warm_up) & (log.interval >= 0))


def in_line(kept: Kept) -> FloatArray:
    """Seconds that each contact's customer spent waiting on the line."""
    until = np.where(np.isnan(kept.log.accepted), kept.log.answered, kept.log.accepted)
    until = np.where(np.isnan(until), kept.log.left, until)
    waits = kept.live & ~(kept.was(Outcome.BLOCKED) | kept.was(Outcome.BALKED) | kept.was(Outcome.CONTAINED))
    waited = np.where(waits, until - kept.log.joined, 0.0)
    return np.nan_to_num(waited, nan=0.0)


def _value(model: CenterModel) -> FloatArray:
    """lost_value by source of customers."""
    kinds = [*range(len(model.types)), *(diary.contact for diary in model.appointments)]
    return np.array([model.types[kind].lost_value for kind in kinds])


def _last_steps(journey: Steps, size: int) -> tuple[IntArray, IntArray, FloatArray]:
    """Of each customer's last step: ending, what he did then, and when it was over; -1 and NaN without any step."""
    ending, then, end = np.full(size, -1), np.full(size, -1), np.full(size, np.nan)
    last = np.flatnonzero(journey.last)
    whose = journey.customer[last]
    ending[whose], then[whose], end[whose] = journey.ending[last], journey.then[last], journey.end[last]
    return ending, then, end


def _last_service(journey: Steps, size: int) -> IntArray:
    """Ending of the last step in which an agent or self-service served each customer; -1: nobody ever did."""
    service = np.full(size, -1)
    served = among(journey.ending, SERVING)
    service[journey.customer[served]] = journey.ending[served]  # of several the last one stays
    return service


def _end_state(ending: IntArray, then: IntArray) -> IntArray:
    """`EndState` by the last step. Who must have gone on and did not is in none of the three: see `conserved`."""
    state = np.where(among(ending, SETTLING), EndState.SETTLED, EndState.LOST)
    broken_off = (then == Then.MOVED) | among(ending, (-1, Ending.DIVERTED, Ending.KEPT))
    state = np.where(broken_off, EndState.NONE, state)
    return np.where((then == Then.PENDING) | (ending == Ending.OPEN), EndState.PENDING, state)


def _switched(journey: Steps) -> BoolArray:
    """Of each step but the very first, whether it is on another channel than its customer's step before."""
    return np.asarray((np.diff(journey.customer) == 0) & (np.diff(journey.channel) != 0))


def _first_contact(model: CenterModel, journey: Steps, size: int) -> tuple[BoolArray, BoolArray]:
    """Whose window of first-contact resolution ends inside the horizon, and who was resolved at his first attempt."""
    experience = model.behaviour.experience
    window = (Experience() if experience is None else experience).first_contact_window
    goes_on = np.append((np.diff(journey.customer) == 0) & (journey.attempt[1:] == 0), False)
    at = np.flatnonzero((journey.attempt == 0) & ~goes_on)  # last step of each first attempt
    following = np.append(journey.start[1:], np.inf)[at]
    following = np.where(journey.last[at], np.inf, following)
    closes = journey.end[at] + window
    judged, resolved = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    judged[journey.customer[at]] = closes <= model.timeline.horizon
    settled = among(journey.ending[at], SETTLING) & (following > closes)
    resolved[journey.customer[at]] = settled
    return judged, judged & resolved
