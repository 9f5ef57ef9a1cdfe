"""Hosts and the customers they wait for (semantics.md, "Appointments", "The slot").

Every customer who is expected and not there is an open claim of his appointment from `protect_before` before his slot
(not before the scenario's start, nor before he booked) until he comes, cancels, or is late by more than `grace`. Idle
hosts are held for open claims, the one idle longest first: routing does not see them. Who holds other contacts that
nothing interrupts is not idle and is not held; a held host keeps interruptible work in hand, and takes no more.

- A customer who comes takes the host held longest; with none he looks for an agent as any contact does, then waits.
- A claim that ends otherwise releases the host held last, if there are more than claims. He keeps his place under the
  agent rule and looks for work at once: for claims of another appointment, too.
- Of several appointments with one group, whoever's first unheld claim has the earlier slot is given the host (ties: the
  first in the file).
- A host whose break or end of plan is due goes, and another idle one is held. At a closing claims of the channel do as
  waiting contacts do: a host on duty then stays while he is held for one, or while one has no host.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

from ccsim.engine.logs import BookingOutcome, Missed, Origin
from ccsim.engine.simpy_engine.moments import GRACE, Moment, coming, slot_begins, timer

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.booking import Booking
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.desks import Door
    from ccsim.engine.simpy_engine.team import Team


class Claims:
    """Of one appointment: slots of the customers who are expected and not there, and the hosts held for them."""

    __slots__ = ("appointment", "door", "held", "name", "slots", "team")

    def __init__(self, appointment: int, name: str, team: Team, door: Door) -> None:
        self.appointment = appointment
        self.name = name
        self.team = team
        self.door = door
        self.slots: list[float] = []  # when they begin, ascending: one for each open claim
        self.held: list[Agent] = []  # the one held longest first

    @property
    def unheld(self) -> int:
        """Open claims without a host."""
        return len(self.slots) - len(self.held)

    def earliest_unheld(self) -> tuple[float, int]:
        return self.slots[len(self.held)], self.appointment

    def close(self, slot: float) -> None:
        del self.slots[bisect_left(self.slots, slot)]


class Hold:
    """That a host is held: for which appointment, and since when."""

    __slots__ = ("claims", "since")

    def __init__(self, claims: Claims, since: float) -> None:
        self.claims = claims
        self.since = since


class Hosting:
    """Slots, claims, and customers who come."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._terms = floor.model.appointments
        self._claims: list[Claims] = []
        self._to_open: dict[tuple[int, int], list[Booking]] = {}  # by appointment and slot, until its claims open
        for index, terms in enumerate(self._terms):
            team = floor.teams[terms.group]
            claims = Claims(index, terms.name, team, floor.desks[terms.contact].door)
            self._claims.append(claims)
            team.claims.append(claims)

    # --- customers ----------------------------------------------------------------------------------------------------

    def expect(self, booking: Booking, now: float) -> None:
        """He has got this slot, at `now`. Who comes early counts as coming when it begins."""
        env, terms = self.floor.env, self._terms[booking.appointment]
        subject = booking, booking.arrangement
        if booking.lateness <= terms.grace:
            come = booking.begins + max(booking.lateness, 0.0)
            Moment(env, come, coming(booking.key), subject, self._comes)
        Moment(env, booking.begins + terms.grace, timer(booking.key, GRACE), subject, self._grace_is_over)
        if booking.begins >= 0.0:
            self._claim(booking, max(booking.begins - terms.protect_before, 0.0), now)

    def expected_no_more(self, booking: Booking) -> None:
        """He has cancelled, or missed it."""
        if booking.claimed:
            booking.claimed = False
            self.claim_ends(booking.appointment, booking.begins)

    def claim_ends(self, appointment: int, slot: float) -> None:
        """Nobody is expected for it any more."""
        claims = self._claims[appointment]
        claims.close(slot)
        self._release_surplus(claims)

    def _comes(self, event: Moment) -> None:
        booking, arrangement = event.subject
        if not booking.is_expected(arrangement) or booking.misses != Missed.NONE:
            return
        floor, now = self.floor, self.floor.env.time
        booking.end(BookingOutcome.KEPT, now)
        booking.came = booking.begins + booking.lateness
        if booking.begins < 0.0:
            floor.tell_customer(
                booking.customer.index, "comes to the appointment, before the first day of the scenario"
            )
            return
        kind = self._terms[booking.appointment].contact
        contact = floor.intake.make(booking.customer, kind, now, attempt=booking.attempt, origin=Origin.APPOINTMENT)
        contact.turn = booking.begins
        booking.contact = contact
        claims = self._claims[booking.appointment]
        booking.claimed = False
        claims.close(booking.begins)
        if not claims.held:
            floor.life.present(contact)
            return
        host = claims.held[0]
        floor.tell(contact, f"is there; {host.name} waits for him")
        self._end_hold(host, showed=True)
        floor.begin(contact, host, now)

    def _grace_is_over(self, event: Moment) -> None:
        booking, arrangement = event.subject
        if booking.is_expected(arrangement):
            self.floor.bookings.missed(booking)
            self.expected_no_more(booking)
            self.floor.bookings.goes_on(booking)

    # --- claims -------------------------------------------------------------------------------------------------------

    def _claim(self, booking: Booking, opens: float, now: float) -> None:
        if opens < now:
            self._open([booking])
            return
        key = booking.appointment, booking.slot
        if key not in self._to_open:
            self._to_open[key] = []
            Moment(self.floor.env, opens, slot_begins(*key), key, self._slot_begins)
        self._to_open[key].append(booking)

    def _slot_begins(self, event: Moment) -> None:
        key = event.subject
        self._open([b for b in self._to_open.pop(key) if b.outcome == BookingOutcome.PENDING and b.slot == key[1]])

    def _open(self, bookings: list[Booking]) -> None:
        for booking in bookings:
            booking.claimed = True
            insort(self._claims[booking.appointment].slots, booking.begins)
        if bookings:
            self._hold_idle(self._claims[bookings[0].appointment])

    def _release_surplus(self, claims: Claims) -> None:
        while claims.unheld < 0:
            host = claims.held[-1]
            self._end_hold(host, showed=False)
            self.floor.dispatch.take_work(host, self.floor.env.time)
        if not claims.door.open:
            self.floor.roster.release_held()

    # --- hosts --------------------------------------------------------------------------------------------------------

    def keeps_free(self, agent: Agent) -> bool:
        """Whether an agent who is free takes nothing, because he is held: if need be, from now on."""
        if agent.hold is not None:
            return True
        wanting = [claims for claims in agent.team.claims if claims.unheld > 0 and _may_host(agent, claims)]
        if not wanting or agent.firm or self._somebody_is_present(agent):
            return False
        self._hold(agent, min(wanting, key=Claims.earliest_unheld))
        return True

    def _somebody_is_present(self, agent: Agent) -> bool:
        """Whether an appointment's customer waits whom this idle agent may take."""
        may_take = self.floor.dispatch.may_take
        return any(
            skill.desk.door.appointment and skill.desk.line.count > 0 and may_take(skill, agent)
            for skill in agent.team.skills
        )

    def _hold(self, agent: Agent, claims: Claims) -> None:
        agent.team.unavailable(agent)
        agent.hold = Hold(claims, self.floor.env.time)
        claims.held.append(agent)

    def let_go(self, agent: Agent) -> None:
        """His break or the end of his plan is due: another idle host is held in his place."""
        hold = agent.hold
        if hold is not None:
            self._end_hold(agent, showed=False)
            self._hold_idle(hold.claims)

    def keeps(self, agent: Agent) -> bool:
        """Whether claims keep an agent who was on duty when their channel closed: those of slots that had begun."""
        now = self.floor.env.time
        for claims in agent.team.claims:
            begun = 0 if claims.door.open else bisect_right(claims.slots, now)
            if begun > len(claims.held) or agent in claims.held[:begun]:
                return True
        return False

    def closed(self, door: Door) -> None:
        """Who stays past his plan for another channel's closing may be held now."""
        for claims in self._claims:
            if claims.door is door:
                self._hold_idle(claims)

    def _hold_idle(self, claims: Claims) -> None:
        while claims.unheld > 0:
            idle = [
                agent
                for (firm, *_), pool in claims.team.pools.items()
                if pool.size and not firm
                for agent in pool.members()
                if _may_host(agent, claims)
            ]
            if not idle:
                return
            self._hold(min(idle, key=self.floor.dispatch.idle_since), claims)

    def _end_hold(self, agent: Agent, showed: bool) -> None:
        hold = agent.hold
        assert hold is not None
        agent.hold = None
        hold.claims.held.remove(agent)
        self.floor.booking_journal.held(agent, hold.claims.appointment, hold.since, self.floor.env.time, showed)


def _may_host(agent: Agent, claims: Claims) -> bool:
    """Who is past the end of his plan serves closed channels only."""
    return not (agent.past_end and claims.door.open)
