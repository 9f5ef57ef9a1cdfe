"""Contacts as they are made: the workload's first contacts, and those that follow from what happens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Origin
from ccsim.engine.simpy_engine.contact import Contact, Step
from ccsim.engine.simpy_engine.journal import FollowUp
from ccsim.engine.simpy_engine.moments import Moment, arrival, contact_key, first_contact_keys
from ccsim.model.center import FloatArray
from ccsim.model.grid import on_grid

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.customer import Customer
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.workload.attempts import Attempts

DAY = 86_400.0
_CHUNK = 4096  # rows turned into Python numbers at a time


class Intake:
    """Makes contacts."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._edges = floor.model.timeline.edges.tolist()
        self._time_of_day = floor.model.timeline.time_of_day.tolist()

    def first_contacts(self, desk: Desk) -> Iterator[Contact]:
        workload = self.floor.workload
        first, end = int(workload.first_row[desk.index]), int(workload.first_row[desk.index + 1])
        for start in range(first, end, _CHUNK):
            rows = slice(start, min(start + _CHUNK, end))
            columns = (
                workload.arrival[rows],
                workload.patience[rows],
                workload.resolution[rows],
                _durations(workload.talk, desk, rows),
            )
            wrap_up = _durations(workload.wrap_up, desk, rows)
            wrap_ups = wrap_up.tolist() if wrap_up.any() else repeat(None)
            keys = first_contact_keys(desk.index, start, rows.stop)
            yield from map(
                Contact, range(start, rows.stop), keys, repeat(desk), *(column.tolist() for column in columns), wrap_ups
            )

    def make(
        self,
        customer: Customer,
        kind: int,
        at: float,
        *,
        attempt: int,
        leg: int = 0,
        origin: Origin,
        factor: float | None = None,
        bot: int = -1,
    ) -> Contact:
        """A contact that is not its customer's first, with what it brings; somebody else lets it in at `at`.

        `factor` acts on its talk and wrap-up; None: what the customer's journey makes of it.
        """
        floor = self.floor
        desk = floor.desks[kind]
        draw = self.attempts.contact(customer.index, kind, customer.segment, self.time_of_day(at), attempt, leg)
        if factor is None:
            journeys = floor.journeys if attempt > 0 and origin != Origin.OUTBOUND else None
            factor = 1.0 if journeys is None else journeys.context_factor(customer, desk)
        key = contact_key(kind, customer.index, attempt, leg)
        step = Step(customer.index, customer.segment, attempt, leg, origin, factor, bot)
        row = floor.journal.follow_up(FollowUp(key, kind, step, self.interval(at), at))
        wrap_up = scaled(draw.wrap_up, desk, factor)
        return Contact(
            row,
            key,
            desk,
            at,
            draw.patience,
            draw.resolution,
            scaled(draw.talk, desk, factor),
            wrap_up if any(wrap_up) else None,
            step,
        )

    def await_arrival(self, contact: Contact) -> None:
        """Lets a contact that was made arrive at its time, which is not before now."""
        Moment(self.floor.env, contact.joined, arrival(contact.key), contact, self.floor.life.arrive)

    def take_longer(self, contact: Contact, factor: float) -> None:
        """Talk and wrap-up times a factor, on top of what the journey brought; before anybody has begun it."""
        if factor == 1.0:
            return
        step, workload, desk = contact.step, self.floor.workload, contact.desk
        if step is None:
            talk, wrap_up = workload.talk[:, contact.row].tolist(), workload.wrap_up[:, contact.row].tolist()
            before = 1.0
        else:
            at = self.floor.journal.joined[contact.row]
            time_of_day = self.time_of_day(at)
            draw = self.attempts.contact(step.customer, desk.index, step.segment, time_of_day, step.attempt, step.leg)
            talk, wrap_up, before = draw.talk, draw.wrap_up, step.factor
        contact.talk = scaled(talk, desk, before * factor)
        longer = scaled(wrap_up, desk, before * factor)
        contact.wrap_up = longer if any(longer) else None

    # --- what a contact brings besides ------------------------------------------------------------------------------

    @property
    def attempts(self) -> Attempts:
        attempts = self.floor.workload.attempts
        assert attempts is not None, "the workload cannot draw what follows a first contact"
        return attempts

    def uniform(self, contact: Contact, purpose: str) -> float:
        return self.attempts.uniform(contact.customer, purpose, contact.attempt, contact.leg)

    def balking(self, contact: Contact) -> float:
        if contact.step is None:
            return float(self.floor.workload.balking[contact.row])
        return self.uniform(contact, "balking")

    def routing(self, contact: Contact) -> float:
        if contact.step is None:
            return float(self.floor.workload.routing[contact.row])
        return self.uniform(contact, "routing")

    def segment(self, contact: Contact) -> int:
        return int(self.floor.workload.segment[contact.row]) if contact.step is None else contact.step.segment

    # --- time ---------------------------------------------------------------------------------------------------------

    def interval(self, at: float) -> int:
        """Past the horizon the last one."""
        return min(bisect_right(self._edges, at), len(self._edges) - 1) - 1

    def time_of_day(self, at: float) -> float:
        """Local, in seconds after midnight; between the edges of an interval no clock is put forward or back.

        Before the scenario's start, which is a midnight, changes of clocks are not looked for.
        """
        if at < 0.0:
            return at % DAY
        interval = self.interval(at)
        return float(self._time_of_day[interval] + (at - self._edges[interval]))

    @staticmethod
    def arrives_as(contact: Contact) -> str:
        """How a story names the arrival."""
        step = contact.step
        if step is None:
            return "arrives"
        words = {
            Origin.MOVE: f"comes with contact {step.attempt + 1}",
            Origin.RETURN: f"comes back, contact {step.attempt + 1}",
            Origin.DIVERT: "goes on there",
            Origin.APPOINTMENT: "comes to the appointment",
            Origin.OUTBOUND: "is to be called by an agent",
        }
        return f"{words.get(step.origin, 'arrives')}: {contact.desk.name}"


def scaled(unrounded: tuple[float, ...] | list[float], desk: Desk, factor: float) -> list[float]:
    """What the contact takes under each of its type's skills, on the time grid."""
    return [on_grid(unrounded[work] * (by * factor)) for work, by in desk.speeds]


def _durations(unrounded: FloatArray, desk: Desk, rows: slice) -> FloatArray:
    """(contacts, speeds): the same for many first contacts."""
    columns = np.empty((rows.stop - rows.start, len(desk.speeds)))
    for speed, (work, factor) in enumerate(desk.speeds):
        columns[:, speed] = on_grid(unrounded[work, rows] * factor)
    return columns
