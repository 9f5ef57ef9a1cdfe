"""What holds of appointments on any day: generated small diaries, read off the logs and the model alone.

`CCSIM_EXAMPLES=2000 pytest tests/test_engine_appointments_laws.py` looks longer.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from generated_appointments import changed, worlds
from generated_center import World, thorough
from hypothesis import given
from numpy.typing import NDArray

from ccsim.engine.logs import BookingOutcome, CancelledBy, Logs, Missed, Origin, Presence
from ccsim.model.bookings import Appointment

Times = NDArray[np.float64]
WITH_A_PLACE = (BookingOutcome.PENDING, BookingOutcome.KEPT, BookingOutcome.NO_SHOW, BookingOutcome.LATE_NO_SHOW)


def of(logs: Logs, appointment: int, *outcomes: BookingOutcome) -> NDArray[np.bool_]:
    log = logs.bookings
    return (log.appointment == appointment) & np.isin(log.outcome, [int(outcome) for outcome in outcomes])


def with_reminders(world: World, **terms: Any) -> World:
    """The same with other terms of all its reminders."""
    said = {name: one | terms for name, one in world.scenario.get("reminders", {}).items()}
    for one in said.values():
        if "cancels" in terms and "confirm" in one:
            one["confirm"] = {"answers": one["confirm"]["answers"]}
    return world.but(reminders=said) if said else world


def a_place_has_one_customer(world: World) -> None:
    """Those who hold a place at the end are no more than there are, nor than stood in the diary from the beginning."""
    log = world.logs.bookings
    for a, terms in enumerate(world.model.appointments):
        has = of(world.logs, a, *WITH_A_PLACE)
        slot = np.searchsorted(terms.slots, log.slot[has])
        np.testing.assert_array_equal(terms.slots[slot], log.slot[has])
        in_diary = np.zeros(len(terms.slots), dtype=np.int64)
        for entry in terms.diary:
            in_diary[entry.slot] += entry.places
        assert (np.bincount(slot, minlength=len(terms.slots)) <= np.maximum(terms.places, in_diary)).all()


def every_booking_ends_as_its_times_say(world: World) -> None:
    logs, horizon = world.logs, world.model.timeline.horizon
    log = logs.bookings
    order = np.lexsort((log.attempt, log.customer, log.appointment))
    np.testing.assert_array_equal(order, np.arange(log.rows))
    for a, terms in enumerate(world.model.appointments):
        kept, late = of(logs, a, BookingOutcome.KEPT), of(logs, a, BookingOutcome.LATE_NO_SHOW)
        missed = late | of(logs, a, BookingOutcome.NO_SHOW)
        assert (log.came[kept] <= log.slot[kept] + terms.grace).all()
        assert (log.came[late] > log.slot[late] + terms.grace).all()
        assert np.isnan(log.came[missed & ~late]).all()
        np.testing.assert_array_equal(log.settled[missed], log.slot[missed] + terms.grace)
        settled = kept | missed
        assert (log.slot[settled] < horizon).all()
        assert (log.slot[of(logs, a, BookingOutcome.PENDING)] >= horizon).all()
        asked = (log.appointment == a) & ~np.isnan(log.booked) & (log.requested == log.booked)
        assert (log.slot[asked] >= log.wish[asked]).all()
        assert (
            log.slot[asked & ~log.standby] <= (log.booked + max(terms.horizon, 1.0))[asked & ~log.standby]
        ).all() or (terms.diary)
    cancelled = log.outcome == BookingOutcome.CANCELLED
    np.testing.assert_array_equal(cancelled, log.cancelled_by != CancelledBy.NONE)
    assert (log.freed <= cancelled).all()
    assert (log.standby <= log.refilled).all()


def a_kept_appointment_is_one_contact(world: World) -> None:
    logs = world.logs
    log, contacts = logs.bookings, logs.contacts
    kept = (log.outcome == BookingOutcome.KEPT) & (log.slot >= 0.0)
    np.testing.assert_array_equal(kept, log.contact >= 0)
    rows = log.contact[kept]
    assert sorted(rows.tolist()) == np.flatnonzero(contacts.origin == Origin.APPOINTMENT).tolist()
    np.testing.assert_array_equal(contacts.arrived[rows], np.maximum(log.slot, log.came)[kept])
    np.testing.assert_array_equal(contacts.customer[rows], log.customer[kept])
    np.testing.assert_array_equal(contacts.attempt[rows], log.attempt[kept])


def steps_have_attempts_of_their_own(world: World) -> None:
    """A customer does one thing after another: what he has booked and what he asks at the same attempt are one."""
    logs = world.logs
    first_leg = (logs.contacts.leg == 0) & (logs.contacts.origin != Origin.APPOINTMENT)
    steps = [
        *zip(logs.bookings.customer.tolist(), logs.bookings.attempt.tolist(), strict=True),
        *zip(logs.contacts.customer[first_leg].tolist(), logs.contacts.attempt[first_leg].tolist(), strict=True),
    ]
    assert len(set(steps)) == len(steps)
    assert max(attempt for _, attempt in steps) < world.model.behaviour.most_attempts


def reminders_are_counted_where_they_were_sent(world: World) -> None:
    log, sent = world.logs.bookings, world.logs.reminders
    for column, which in ((log.sent, ~sent.skipped), (log.skipped, sent.skipped)):
        np.testing.assert_array_equal(np.bincount(sent.booking[which], minlength=log.rows), column)
    for column, which in ((log.reached, sent.reached), (log.opened, sent.opened)):
        np.testing.assert_array_equal(np.bincount(sent.booking[which], minlength=log.rows), column)
    assert (sent.opened <= sent.reached).all() and (sent.effect[~sent.opened] == 0).all()
    assert (sent.time < world.model.timeline.horizon).all()
    assert len({*zip(sent.booking.tolist(), sent.reminder.tolist(), strict=True)}) == len(sent.booking)


@thorough
@given(worlds())
def test_bookings(world: World) -> None:
    a_place_has_one_customer(world)
    every_booking_ends_as_its_times_say(world)
    a_kept_appointment_is_one_contact(world)
    steps_have_attempts_of_their_own(world)
    reminders_are_counted_where_they_were_sent(world)


def equal_but(mine: Logs, other: Logs, **columns: Any) -> None:
    """All logs but reminders are equal, bookings but for these columns."""
    mine = replace(mine, bookings=replace(mine.bookings, **columns))
    for log in ("contacts", "agents", "customers", "holds", "decisions", "bookings"):
        for column in fields(getattr(mine, log)):
            np.testing.assert_array_equal(
                getattr(getattr(mine, log), column.name), getattr(getattr(other, log), column.name), err_msg=column.name
            )
    assert mine.end == other.end


@thorough
@given(worlds())
def test_a_policy_with_reach_0_equals_no_policy(world: World) -> None:
    world = with_reminders(changed(world, unconfirmed=None), reach=0.0)
    without = changed(world, reminders=None, unconfirmed=None).logs
    equal_but(world.logs, without, sent=without.bookings.sent, skipped=without.bookings.skipped)


@thorough
@given(worlds())
def test_reminders_only_ever_lower_what_is_forgotten(world: World) -> None:
    """Where nobody cancels or moves on because of it, each booking ends as without, or was forgotten and is not now."""
    world = with_reminders(changed(world, unconfirmed=None), cancels=0.0).but(journeys={"most_attempts": 4})
    log, without = world.logs.bookings, changed(world, reminders=None, unconfirmed=None).logs.bookings
    np.testing.assert_array_equal(log.slot, without.slot)
    other = log.outcome != without.outcome
    assert (without.reason[other] == Missed.FORGOT).all()
    assert (log.reason[other] == Missed.NONE).all()
    assert np.isin(log.outcome[other], [BookingOutcome.KEPT, BookingOutcome.LATE_NO_SHOW]).all()


# --- hosts ------------------------------------------------------------------------------------------------------------


class Floor:
    """Who was held, at work, on duty and claimed at any instant that is no event."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.logs, self.model = world.logs, world.model
        contacts, agents = self.logs.contacts, self.logs.agents
        firm = np.array([not self.model.channels[kind.channel].interruptible for kind in self.model.types])
        work = firm[contacts.type[agents.work_contact]]
        self.work = (agents.work_agent[work], agents.work_start[work], agents.work_end[work])
        self.began = (agents.work_contact[work], agents.work_agent[work], agents.work_start[work])
        on_duty = agents.state == Presence.ON_DUTY
        self.duty = (agents.agent[on_duty], agents.start[on_duty], agents.end[on_duty])
        self.claims = [self._claims(a, terms) for a, terms in enumerate(self.model.appointments)]

    def _claims(self, appointment: int, terms: Appointment) -> tuple[Times, Times]:
        """When each opened and ended; for diaries without standby, whose bookings keep the slot they got."""
        log = self.logs.bookings
        mine = (log.appointment == appointment) & ~np.isnan(log.booked) & ~np.isnan(log.settled) & (log.slot >= 0.0)
        mine &= log.slot < self.model.timeline.horizon
        opens = np.maximum(np.maximum(log.slot - terms.protect_before, 0.0), log.booked)[mine]
        return opens, np.maximum(log.settled[mine], opens)

    def held(self, at: float, appointment: int | None = None) -> set[int]:
        log = self.logs.holds
        now = (log.start <= at) & (at < log.end)
        if appointment is not None:
            now &= log.appointment == appointment
        return set(log.agent[now].tolist())

    def unheld(self, appointment: int, at: float) -> int:
        opens, ends = self.claims[appointment]
        return int(np.count_nonzero((opens < at) & (at < ends))) - len(self.held(at, appointment))

    def idle(self, group: int, at: float) -> set[int]:
        def those(agent: Any, start: Any, end: Any) -> set[int]:
            return set(agent[(start <= at) & (at < end)].tolist())

        return (those(*self.duty) - those(*self.work) - self.held(at)) & set(self.model.groups[group].agents)

    def between_events(self) -> Times:
        logs = self.logs
        times = [logs.agents.start, logs.agents.end, self.work[1], self.work[2], logs.holds.start, logs.holds.end]
        times += [edge for claims in self.claims for edge in claims]
        times += [window for channel in self.model.channels for window in channel.open_windows]
        instants = np.unique(np.concatenate(times))
        return (instants[1:] + instants[:-1]) / 2.0


def no_host_is_in_two_places(world: World, floor: Floor) -> None:
    """A held host is on duty or stays after a closing; he has no other hold, and no work that nothing interrupts."""
    log = world.logs.holds
    agents = world.logs.agents
    order = np.lexsort((log.start, log.agent))
    np.testing.assert_array_equal(order, np.arange(len(log.agent)))
    assert (log.start < log.end).all()
    for agent, start, end, appointment in zip(log.agent, log.start, log.end, log.appointment, strict=True):
        assert agent in world.model.groups[world.model.appointments[appointment].group].agents
        others = (log.agent == agent) & (log.start < end) & (log.end > start)
        assert np.count_nonzero(others) == 1
        worker, began, done = floor.work
        assert not ((worker == agent) & (began < end) & (done > start)).any()
        here = (agents.agent == agent) & (agents.state != Presence.BREAK) & (agents.start < end) & (agents.end > start)
        inside = np.minimum(agents.end[here], end) - np.maximum(agents.start[here], start)
        assert inside.sum() == end - start


def idle_hosts_are_held(floor: Floor) -> None:
    """For open claims, and no more than there are."""
    for at in floor.between_events().tolist():
        for a, terms in enumerate(floor.model.appointments):
            unheld = floor.unheld(a, at)
            assert unheld >= 0, f"at {at}: more hosts held than claims"
            assert unheld == 0 or not floor.idle(terms.group, at), f"at {at}: an idle host is not held"


def idle_hosts_take_no_other_contact(floor: Floor) -> None:
    """While a claim has no host, unless somebody who has come waits and lost to the other by the contact rule."""
    contacts = floor.logs.contacts
    by_appointment = contacts.origin == Origin.APPOINTMENT
    gone = np.fmin(contacts.answered, contacts.left)
    worker, began, done = floor.work
    for contact, agent, at in zip(*floor.began, strict=True):
        if by_appointment[contact]:
            continue
        on_duty = (floor.duty[0] == agent) & (floor.duty[1] <= at) & (at < floor.duty[2])
        in_hand = (worker == agent) & (began <= at) & (at < done)
        present = by_appointment & (contacts.arrived <= at) & (gone >= at)
        if not on_duty.any() or np.count_nonzero(in_hand) > 1 or present.any():
            continue
        group = floor.model.agents[agent].group
        for a, terms in enumerate(floor.model.appointments):
            assert terms.group != group or floor.unheld(a, at) <= 0, f"at {at}: {agent} takes contact {contact}"


def who_comes_takes_the_host_held_longest(world: World) -> None:
    """Nobody who comes waits while a host of his is held, and the host who takes him was held before those who stay."""
    held, contacts, log = world.logs.holds, world.logs.contacts, world.logs.bookings
    for row in np.flatnonzero(log.contact >= 0).tolist():
        contact = int(log.contact[row])
        at = float(contacts.arrived[contact])
        his = (held.appointment == log.appointment[row]) & (held.start < at)
        stay = his & (at < held.end)
        if stay.any():
            assert contacts.answered[contact] == at and not contacts.waited[contact]
            taken = held.start[his & (held.end == at) & held.showed & (held.agent == contacts.agent[contact])]
            assert (taken <= held.start[stay].min()).all()
    assert np.count_nonzero(held.showed) <= np.count_nonzero(log.contact >= 0)


@thorough
@given(worlds())
def test_hosts(world: World) -> None:
    """Half of the laws ask when claims were open, which the logs do not say of who was moved to another slot."""
    no_host_is_in_two_places(world, Floor(world))
    who_comes_takes_the_host_held_longest(world)
    if any(one["standby"] for one in world.scenario["appointments"].values()):
        world = changed(world, standby=False)
    floor = Floor(world)
    idle_hosts_are_held(floor)
    idle_hosts_take_no_other_contact(floor)
