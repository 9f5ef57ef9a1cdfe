"""A contact's life up to the moment an agent takes it: arrives, waits, loses patience (semantics.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ccsim.engine.logs import Outcome
from ccsim.engine.simpy_engine.contact import WAITING, Contact
from ccsim.engine.simpy_engine.moments import Moment, arrival, patience_end, timer

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
            self.arrive(contact)

    def arrive(self, contact: Contact) -> None:
        """Line, agent, room in the queue, balking, queue: in this order."""
        floor = self.floor
        desk = contact.desk
        door = desk.door
        row = contact.row
        if door.lines_free is not None:
            if door.lines_free == 0:
                floor.tell(contact, f"arrives; all lines of {door.name} are busy: blocked")
                floor.journal.outcome[row] = Outcome.BLOCKED
                return
            door.lines_free -= 1
        floor.tell(contact, "arrives")
        agent = floor.dispatch.choose_agent(contact)
        if agent is not None:
            floor.work.begin(contact, agent)
            return
        waiting = desk.line.count
        if desk.max_waiting is not None and waiting >= desk.max_waiting:
            self._gone(contact, Outcome.BLOCKED, f"{waiting} wait already, the most allowed: blocked")
            return
        floor.journal.waited[row] = True
        if desk.balking and contact.balking < desk.balking_probability(waiting):
            self._gone(contact, Outcome.BALKED, f"is told to wait behind {waiting} others: balks")
            return
        self.wait(contact)

    def wait(self, contact: Contact) -> None:
        """Joins the queue; his patience and the delays after which more groups may take him start."""
        floor = self.floor
        desk = contact.desk
        desk.line.join(contact)
        floor.tell(contact, f"waits, {desk.line.count} in the queue of {desk.name}")
        if not contact.waits_for_ever:
            end = contact.joined + contact.patience
            Moment(floor.env, end, patience_end(contact.row), contact, self.lose_patience)
        if desk.delays:
            self._set_timer(contact)

    def _set_timer(self, contact: Contact) -> None:
        now = self.floor.env.now
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
        agent = self.floor.dispatch.choose_agent(contact)
        if agent is not None:
            self.floor.work.begin(contact, agent)
        else:
            self._set_timer(contact)

    def lose_patience(self, event: Moment) -> None:
        contact: Contact = event.subject
        if contact.state == WAITING:
            self.leave_queue(contact, Outcome.ABANDONED, "loses patience: abandons")

    def leave_queue(self, contact: Contact, outcome: Outcome, text: str) -> None:
        """Leaves unanswered: abandoned, or dropped by a closing."""
        contact.desk.line.leave(contact)
        self.floor.journal.left[contact.row] = self.floor.env.now
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
            workload.balking[rows],
            workload.resolution[rows],
            workload.routing[rows],
            workload.talk[: desk.works, rows].T,
            workload.wrap_up[: desk.works, rows].T,
        )
        values = zip(*(column.tolist() for column in columns), strict=True)
        for row, (joined, patience, balking, resolution, routing, talk, wrap_up) in enumerate(values, start):
            yield Contact(row, desk, joined, patience, balking, resolution, routing, talk, wrap_up)
