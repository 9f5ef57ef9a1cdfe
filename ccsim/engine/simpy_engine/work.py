"""Work in hand: begun, progressing at a pace, interrupted, resumed, ended.

The rules are those of semantics.md, "Load, chat and interruption". Of several interruptible contacts in hand the one
taken last makes room first, and the one that joined first is resumed first, whether its channel is still open or not:
opening hours are for beginning. Remaining work given back is kept in seconds, whoever resumes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.logs import Outcome
from ccsim.engine.simpy_engine.contact import GONE, IN_HAND, SET_ASIDE, WAITING, Contact
from ccsim.engine.simpy_engine.moments import RETRY, Moment, timer
from ccsim.model.behaviour import MoveFrom
from ccsim.model.grid import on_grid

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.callback import CallBack
    from ccsim.engine.simpy_engine.center import Floor


_ANSWERED, _CALLED_BACK = int(Outcome.ANSWERED), int(Outcome.CALLED_BACK)


class Work:
    """What agents do with contacts."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.env = floor.env
        self.journal = floor.journal
        self._end_phase = self.end_phase  # bound once

    def begin(self, contact: Contact, agent: Agent, now: float) -> None:
        """The agent takes it, or resumes what he or another had begun; less urgent work in his hands makes room."""
        team = agent.team
        desk = contact.desk
        if agent.pool is not None:
            team.unavailable(agent)
        if self.floor.accounts:
            self.floor.account(agent)
        was_waiting = contact.state == WAITING
        if was_waiting:
            desk.line.leave(contact)
        elif contact.state == SET_ASIDE:
            agent.set_aside.remove(contact)
        contact.state = IN_HAND
        contact.agent = agent
        skill = team.skill_by_type[desk.index]
        contact.load = load = skill.load
        if desk.door.interruptible:
            agent.soft_load += load
        else:
            while load > team.capacity - agent.firm_load - agent.soft_load:
                self._interrupt_last(agent)
            agent.firm += 1
            agent.firm_load += load
        contact.work_since = contact.since = now
        contact.pace = 1.0
        if self.floor.story is not None:
            self.floor.tell(contact, f"{agent.name} {'goes on with it' if contact.begun else 'answers'}")
        agent.hand.append(contact)
        if not contact.begun:
            contact.begun = True
            if contact.callback is None:
                contact.remaining = remaining = contact.talk[skill.speed]
                self.journal.answered[contact.row] = now
                if desk.watched:
                    desk.last_wait = now - contact.joined
            else:
                contact.remaining = remaining = self._dial(contact, contact.callback, now)
            if not team.paced:
                contact.ending = Moment(
                    self.env, now + remaining, agent.end_order | contact.key, contact, self._end_phase
                )
        if team.paced:
            self._set_pace(agent)
        elif contact.ending is None:
            self._schedule_end(contact, now)
        if agent.firm_load < team.capacity:
            team.available(agent)
        if was_waiting:
            self.floor.left_queue(desk)
        if team.watched_by:
            self.floor.agents_changed(team)

    def end_phase(self, event: Moment) -> None:
        """Talk or wrap-up is over. After talk the customer leaves; after wrap-up the agent's place is free."""
        contact: Contact = event.subject
        if contact.ending is not event:
            return  # the pace has changed since, or it was interrupted
        agent = contact.agent
        team = agent.team
        now = self.env.time
        journal = self.journal
        row = contact.row
        callback = contact.callback
        if callback is not None and callback.ringing:
            self._rung(contact, callback, agent, now)
            return
        if contact.talking:
            contact.talking = False
            journal.talk_end[row] = now
            journal.outcome[row] = _ANSWERED if callback is None else _CALLED_BACK
            journal.agent[row] = agent.index
            desk = contact.desk
            skill = team.skill_by_type[desk.index]
            resolved = contact.resolution < skill.resolution
            journal.resolved[row] = resolved
            if desk.door.lines_free is not None and callback is None:
                desk.door.lines_free += 1
            if self.floor.follows_up:
                self._talked(contact, resolved, now)
            if contact.wrap_up is not None and contact.wrap_up[skill.speed] > 0:
                self.floor.tell(contact, "talk ends, wrap-up begins")
                contact.remaining = contact.wrap_up[skill.speed]
                contact.since = now
                self._schedule_end(contact, now)
                return
        contact.ending = None  # the two would keep each other alive
        journal.handled[row] = now
        if contact.in_pieces:
            journal.agent[row] = agent.index  # perhaps another one than who replied
        if self.floor.story is not None:
            self.floor.tell(contact, f"is done; {agent.name} has a place free")
        self._free_place(contact, agent, now)

    def _free_place(self, contact: Contact, agent: Agent, now: float) -> None:
        """The contact leaves his hands; he turns to what is next."""
        if agent.pool is not None:
            agent.team.unavailable(agent)
        if self.floor.accounts:
            self.floor.account(agent)
        self._lay_down(contact, agent, GONE, now)
        if agent.team.paced:
            self._set_pace(agent)
        self.floor.roster.place_freed(agent, contact, now)
        if agent.team.watched_by:
            self.floor.agents_changed(agent.team)

    def _talked(self, contact: Contact, resolved: bool, now: float) -> None:
        """The customer leaves, his need settled or not."""
        if self.floor.story is not None:
            told = "reached" if contact.outbound else "settled"
            self.floor.tell(contact, f"is {told}" if resolved else f"is not {told}")
        if contact.outbound:
            self.floor.bookings.called(contact, resolved)
        elif self.floor.journeys is not None:
            self.floor.journeys.contact_over(contact, MoveFrom.RESOLVED if resolved else MoveFrom.UNRESOLVED, now)

    def _dial(self, contact: Contact, callback: CallBack, now: float) -> float:
        """The agent dials; for how long it rings."""
        if not callback.dials:
            self.journal.dialled[contact.row] = now
        callback.dials += 1
        callback.ringing = True
        self.journal.dials[contact.row] = callback.dials
        self.floor.tell(contact, f"is dialled ({callback.dials} of {callback.rule.attempts})")
        return callback.rule.ring

    def _rung(self, contact: Contact, callback: CallBack, agent: Agent, now: float) -> None:
        """He picks up and talk begins, or the agent is free again."""
        callback.ringing = False
        u = self.floor.intake.attempts.uniform(contact.customer, "reach", contact.attempt, callback.dials)
        if u < callback.rule.reach:
            self.floor.tell(contact, "picks up")
            self.journal.answered[contact.row] = now
            contact.remaining = contact.talk[agent.team.skill_by_type[contact.desk.index].speed]
            contact.since = now
            self._schedule_end(contact, now)
            return
        contact.ending = None
        contact.begun = False
        self.journal.agent[contact.row] = agent.index
        if callback.dials_left:
            self.floor.tell(contact, "does not pick up: will be dialled again")
            due = now + callback.rule.retry_after
            Moment(self.env, due, timer(contact.key, RETRY), contact, self._dial_again)
            self._free_place(contact, agent, now)
        else:
            self._free_place(contact, agent, now)
            self.floor.life.end_waiting(contact, Outcome.NOT_REACHED, "does not pick up: not reached")

    def _dial_again(self, event: Moment) -> None:
        """He takes his old place in the queue, unless the channel has closed and nobody is left to dial."""
        contact: Contact = event.subject
        floor, now = self.floor, self.env.time
        agent = floor.dispatch.choose_agent(contact, now)
        if agent is not None:
            self.begin(contact, agent, now)
        elif floor.life.nobody_stays_for(contact.desk):
            floor.life.end_waiting(contact, Outcome.NOT_REACHED, "nobody is left to dial: not reached")
        else:
            floor.life.wait_again(contact)

    def give_back(self, agent: Agent) -> list[Contact]:
        """His interruptible work, in hand and set aside, returns to its places in the queue; he must be unavailable.

        Who called offers it to others once he has settled the agent himself.
        """
        if self.floor.accounts:
            self.floor.account(agent)
        soft = [contact for contact in agent.hand if contact.desk.door.interruptible]
        for contact in soft:
            self._interrupt(contact, agent)
        returned = agent.set_aside
        agent.set_aside = []
        for contact in returned:
            self.floor.life.wait_again(contact)
            self.floor.tell(contact, f"{agent.name} gives it back: waits again")
        if soft and agent.team.paced:
            self._set_pace(agent)
        return returned

    def offer(self, contacts: list[Contact]) -> None:
        """Contacts that wait again look for another agent, in the order of the queue."""
        now = self.env.time
        for contact in sorted(contacts, key=lambda contact: contact.place):
            if contact.state == WAITING:
                agent = self.floor.dispatch.choose_agent(contact, now)
                if agent is not None:
                    self.begin(contact, agent, now)

    def _interrupt_last(self, agent: Agent) -> None:
        """Who was taken last is set aside first."""
        self._interrupt(next(c for c in reversed(agent.hand) if c.desk.door.interruptible), agent)

    def _interrupt(self, contact: Contact, agent: Agent) -> None:
        now = self.env.time
        contact.remaining -= contact.pace * (now - contact.since)
        contact.remaining += contact.desk.door.resume_cost
        contact.ending = None
        contact.in_pieces = True
        self._lay_down(contact, agent, SET_ASIDE, now)
        agent.set_aside.append(contact)
        self.floor.tell(contact, f"{agent.name} is interrupted: set aside")

    def _lay_down(self, contact: Contact, agent: Agent, state: int, now: float) -> None:
        """Out of his hands, and into the log."""
        agent.hand.remove(contact)
        contact.state = state
        if contact.desk.door.interruptible:
            agent.soft_load -= contact.load
        else:
            agent.firm -= 1
            agent.firm_load -= contact.load
        if contact.in_pieces:
            self.journal.piece_of_work(contact, agent, now)

    def _set_pace(self, agent: Agent) -> None:
        """All he has in hand goes on at the pace of their number; only what changes pace is touched."""
        now = self.env.time
        in_hand = len(agent.hand)
        for contact in agent.hand:
            pace = contact.desk.door.pace_with(in_hand)
            if contact.ending is None:
                contact.pace = pace
                self._schedule_end(contact, now)
            elif pace != contact.pace:
                contact.remaining -= contact.pace * (now - contact.since)
                contact.since = now
                contact.pace = pace
                self._schedule_end(contact, now)

    def _schedule_end(self, contact: Contact, now: float) -> None:
        # Ends are rounded: at the very instant of an end that was, a hair less than nothing may be left.
        end = now + on_grid(max(contact.remaining, 0.0) / contact.pace)
        contact.ending = Moment(self.env, end, contact.agent.end_order | contact.key, contact, self._end_phase)
