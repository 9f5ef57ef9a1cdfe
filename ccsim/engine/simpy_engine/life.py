"""A contact's life up to the moment an agent takes it: arrives, meets self-service, waits, loses patience.

The order is that of semantics.md: line, self-service, an agent who is free, live rules, room in the queue, balking,
queue. Who has accepted a call-back neither needs room nor balks, and takes no room from others (`max_waiting` counts
those on the line), but stands before those who come later: rules and balking by the number waiting count him. One whom
a closing finds waiting for it is not reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.logs import Origin, Outcome
from ccsim.engine.simpy_engine.contact import WAITING, Contact
from ccsim.engine.simpy_engine.moments import Moment, arrival, patience_end, timer
from ccsim.model.behaviour import MoveFrom
from ccsim.model.center import NEVER

if TYPE_CHECKING:
    from collections.abc import Generator

    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.desks import Desk

_HAPPENED = {
    Outcome.BLOCKED: MoveFrom.BLOCKED,
    Outcome.BALKED: MoveFrom.BALKED,
    Outcome.ABANDONED: MoveFrom.ABANDONED,
    Outcome.DROPPED: MoveFrom.DROPPED,
    Outcome.NOT_REACHED: MoveFrom.NOT_REACHED,
}


class Life:
    """What happens to contacts by themselves."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def arrivals(self, desk: Desk) -> Generator[Moment, None, None]:
        """Process: the first contacts of one type come, one after another."""
        env = self.floor.env
        for contact in self.floor.intake.first_contacts(desk):
            yield Moment(env, contact.joined, arrival(contact.key))
            self._arrive(contact)

    def arrive(self, event: Moment) -> None:
        """A contact that follows another one comes."""
        self._arrive(event.subject)

    def present(self, contact: Contact) -> None:
        """An appointment's customer is there and no host is held for him: he looks for an agent, or waits.

        He has been let in already: neither room in the queue nor live rules concern him, and he does not balk.
        """
        self.floor.tell(contact, "is there")
        now = self.floor.env.time
        agent = self.floor.dispatch.choose_agent(contact, now)
        if agent is not None:
            self.floor.begin(contact, agent, now)
            return
        self.floor.journal.waited[contact.row] = True
        self.wait(contact)

    def _arrive(self, contact: Contact) -> None:
        floor = self.floor
        desk = contact.desk
        door = desk.door
        if door.lines_free is not None:
            if door.lines_free == 0:
                self._end(contact, Outcome.BLOCKED, f"arrives; all lines of {door.name} are busy: blocked")
                return
            door.lines_free -= 1
        if floor.story is not None:
            floor.tell(contact, floor.intake.arrives_as(contact))
        if floor.bots is not None and floor.bots.meets(contact):
            return
        self.seek(contact)

    def seek(self, contact: Contact) -> None:
        """Looks for an agent; whoever has to wait is offered what live rules offer, then waits, balks or is blocked."""
        floor = self.floor
        desk = contact.desk
        now = contact.joined
        agent = floor.dispatch.choose_agent(contact, now)
        if agent is not None:
            floor.begin(contact, agent, now)
            if desk.watched:
                floor.queue_changed(desk)
            return
        if desk.offers and floor.offers.taken(contact):
            return
        waiting, on_the_line = desk.line.count, desk.line.on_the_line
        if desk.max_waiting is not None and on_the_line >= desk.max_waiting:
            self._gone(contact, Outcome.BLOCKED, f"{on_the_line} wait already, the most allowed: blocked")
            return
        floor.journal.waited[contact.row] = True
        if desk.balking and floor.intake.balking(contact) < desk.balking_probability(waiting):
            self._gone(contact, Outcome.BALKED, f"is told to wait behind {waiting} others: balks")
            return
        self.wait(contact)

    def wait(self, contact: Contact) -> None:
        """Joins the queue; his patience and the delays after which more groups may take him start."""
        floor = self.floor
        desk = contact.desk
        if self.nobody_stays_for(desk):
            text = f"{desk.door.name} is closed and nobody present may take it: dropped"
            self.end_waiting(contact, Outcome.DROPPED if contact.callback is None else Outcome.NOT_REACHED, text)
            return
        desk.line.join(contact)
        if floor.story is not None:
            floor.tell(contact, f"waits, {desk.line.count} in the queue of {desk.name}")
        if contact.patience != NEVER:
            end = contact.joined + contact.patience
            Moment(floor.env, end, patience_end(contact.key), contact, self.lose_patience)
        self._set_timer(contact)
        if desk.watched:
            floor.queue_changed(desk)

    def wait_again(self, contact: Contact) -> None:
        """Work that an agent gives back takes its old place; delays still run from when it joined."""
        contact.desk.line.join(contact)
        self._set_timer(contact)
        if contact.desk.watched:
            self.floor.queue_changed(contact.desk)

    def _set_timer(self, contact: Contact) -> None:
        now = self.floor.env.time
        for delay in contact.desk.delays:
            due = contact.joined + delay
            if due > now:
                Moment(self.floor.env, due, timer(contact.key), contact, self.may_use_more_groups)
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
        if contact.state == WAITING and contact.callback is None:
            self.leave_queue(contact, Outcome.ABANDONED, "loses patience: abandons")

    def leave_queue(self, contact: Contact, outcome: Outcome, text: str) -> None:
        """Leaves unanswered: abandoned, or dropped by a closing."""
        contact.desk.line.leave(contact)
        self.floor.journal.left[contact.row] = self.floor.env.time
        self._gone(contact, outcome, text)
        self.floor.left_queue(contact.desk)

    def end_waiting(self, contact: Contact, outcome: Outcome, text: str) -> None:
        """Over without an answer, of a contact that is not in a queue now."""
        self.floor.journal.left[contact.row] = self.floor.env.time
        self._gone(contact, outcome, text)

    def drop_where_nobody_is_left(self, desk: Desk) -> None:
        """Contacts of a closed channel that nobody present may take any more."""
        if desk.line.count and self.nobody_stays_for(desk):
            self.drop_all(desk, f"{desk.door.name} is closed and nobody present may take it: dropped")

    def drop_all(self, desk: Desk, text: str) -> None:
        for contact in list(desk.line):
            if contact.state == WAITING:  # a live rule that sees the queue change may drop the rest
                dropped = Outcome.DROPPED if contact.callback is None else Outcome.NOT_REACHED
                self.leave_queue(contact, dropped, text)

    def hang_up(self, contact: Contact) -> None:
        """His line is free again."""
        door = contact.desk.door
        if door.lines_free is not None and contact.callback is None:
            door.lines_free += 1

    def nobody_stays_for(self, desk: Desk) -> bool:
        """Whether the live channel is closed and nobody present may take the type (or waiting ends at its closing)."""
        door = desk.door
        if door.open or not door.live:
            return False
        return door.drops or not any(skill.team.present for rank in desk.ranks for skill in rank if skill.is_open)

    def _gone(self, contact: Contact, outcome: Outcome, text: str) -> None:
        self.hang_up(contact)
        self._end(contact, outcome, text)

    def _end(self, contact: Contact, outcome: Outcome, text: str) -> None:
        floor = self.floor
        floor.tell(contact, text)
        floor.journal.outcome[contact.row] = outcome
        if floor.journeys is not None and not (contact.step is not None and contact.step.origin == Origin.OUTBOUND):
            floor.journeys.contact_over(contact, _HAPPENED[outcome], floor.env.time)
