"""A contact's life up to the moment an agent takes it: arrives, waits, loses patience (semantics.md)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Outcome
from ccsim.engine.simpy_engine.contact import WAITING, Contact
from ccsim.engine.simpy_engine.moments import Moment, arrival, patience_end, timer
from ccsim.model.center import NEVER, FloatArray
from ccsim.model.grid import on_grid

if TYPE_CHECKING:
    from collections.abc import Generator

    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.workload.workload import Workload

_CHUNK = 4096  # rows turned into Python numbers at a time


class Life:
    """What happens to contacts by themselves."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def arrivals(self, desk: Desk) -> Generator[Moment, None, None]:
        """Process: the contacts of one type come, one after another."""
        env = self.floor.env
        for contact in _contacts(self.floor.workload, desk):
            yield Moment(env, contact.joined, arrival(contact.row))
            self._arrive(contact)

    def _arrive(self, contact: Contact) -> None:
        """Line, agent, room in the queue, balking, queue: in this order."""
        floor = self.floor
        desk = contact.desk
        door = desk.door
        if door.lines_free is not None:
            if door.lines_free == 0:
                floor.tell(contact, f"arrives; all lines of {door.name} are busy: blocked")
                floor.journal.outcome[contact.row] = Outcome.BLOCKED
                return
            door.lines_free -= 1
        if floor.story is not None:
            floor.tell(contact, "arrives")
        agent = floor.dispatch.choose_agent(contact, contact.joined)
        if agent is not None:
            floor.begin(contact, agent, contact.joined)
            return
        waiting = desk.line.count
        if desk.max_waiting is not None and waiting >= desk.max_waiting:
            self._gone(contact, Outcome.BLOCKED, f"{waiting} wait already, the most allowed: blocked")
            return
        row = contact.row
        floor.journal.waited[row] = True
        if desk.balking and floor.workload.balking[row] < desk.balking_probability(waiting):
            self._gone(contact, Outcome.BALKED, f"is told to wait behind {waiting} others: balks")
            return
        self._wait(contact)

    def _wait(self, contact: Contact) -> None:
        """Joins the queue; his patience and the delays after which more groups may take him start."""
        floor = self.floor
        desk = contact.desk
        desk.line.join(contact)
        if floor.story is not None:
            floor.tell(contact, f"waits, {desk.line.count} in the queue of {desk.name}")
        if contact.patience != NEVER:
            end = contact.joined + contact.patience
            Moment(floor.env, end, patience_end(contact.row), contact, self.lose_patience)
        self._set_timer(contact)

    def wait_again(self, contact: Contact) -> None:
        """Work that an agent gives back takes its old place; delays still run from when it joined."""
        contact.desk.line.join(contact)
        self._set_timer(contact)

    def _set_timer(self, contact: Contact) -> None:
        now = self.floor.env.time
        for delay in contact.desk.delays:
            due = contact.joined + delay
            if due > now:
                Moment(self.floor.env, due, timer(contact.row), contact, self.may_use_more_groups)
                return

    def may_use_more_groups(self, event: Moment) -> None:
        """An overflow delay is over."""
        contact: Contact = event.subject
        if contact.state != WAITING:
            return
        self.floor.tell(contact, "has waited long enough for one more group")
        now = self.floor.env.time
        agent = self.floor.dispatch.choose_agent(contact, now)
        if agent is not None:
            self.floor.begin(contact, agent, now)
        else:
            self._set_timer(contact)

    def lose_patience(self, event: Moment) -> None:
        contact: Contact = event.subject
        if contact.state == WAITING:
            self.leave_queue(contact, Outcome.ABANDONED, "loses patience: abandons")

    def leave_queue(self, contact: Contact, outcome: Outcome, text: str) -> None:
        """Leaves unanswered: abandoned, or dropped by a closing."""
        contact.desk.line.leave(contact)
        self.floor.journal.left[contact.row] = self.floor.env.time
        self._gone(contact, outcome, text)
        self.floor.left_queue(contact.desk)

    def _gone(self, contact: Contact, outcome: Outcome, text: str) -> None:
        self.floor.tell(contact, text)
        self.floor.journal.outcome[contact.row] = outcome
        self.hang_up(contact)

    @staticmethod
    def hang_up(contact: Contact) -> None:
        """His line is free again."""
        door = contact.desk.door
        if door.lines_free is not None:
            door.lines_free += 1


def _contacts(workload: Workload, desk: Desk) -> Iterator[Contact]:
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
        yield from map(
            Contact, range(start, rows.stop), repeat(desk), *(column.tolist() for column in columns), wrap_ups
        )


def _durations(unrounded: FloatArray, desk: Desk, rows: slice) -> FloatArray:
    """(contacts, speeds): what the contact takes under each of its type's skills, on the time grid."""
    columns = np.empty((rows.stop - rows.start, len(desk.speeds)))
    for speed, (work, factor) in enumerate(desk.speeds):
        columns[:, speed] = on_grid(unrounded[work, rows] * factor)
    return columns
