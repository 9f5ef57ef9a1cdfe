"""What holds of whole days with appointments: customers, places, addresses, agents and money on generated diaries.

What follows from the rules of booking, reminding and hosting alone stands in `test_engine_appointments_laws.py`.
`CCSIM_EXAMPLES=2000 pytest tests/test_engine_invariants_appointments.py` looks longer.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from dataclasses import fields
from typing import Any, NamedTuple

import floor_laws
import numpy as np
from floor_laws import ended, is_customers, most_at_once
from generated_appointments import changed, worlds
from generated_center import World, thorough
from hypothesis import given

from ccsim.engine.logs import BookingOutcome, CancelledBy, Missed, Origin, Outcome, Then


class Step(NamedTuple):
    """A contact or a booking of a customer; what he does next goes by `then`."""

    attempt: int
    leg: int
    begins: float
    ends: float  # NaN: not over when the run ends
    then: Then
    what: str


def steps_of(world: World) -> dict[int, list[Step]]:
    """By customer, in the order in which he made them; a kept appointment and its contact are one."""
    log, bookings = world.logs.contacts, world.logs.bookings
    steps: dict[int, list[Step]] = defaultdict(list)
    ends = ended(world.logs)
    for row in np.flatnonzero(is_customers(world.logs) & (log.origin != Origin.APPOINTMENT)):
        key = int(log.attempt[row]), int(log.leg[row]), float(log.arrived[row]), float(ends[row])
        steps[int(log.customer[row])].append(Step(*key, Then(int(log.then[row])), f"contact {row}"))
    for row in range(bookings.rows):
        contact = int(bookings.contact[row])
        over, then = float(bookings.settled[row]), Then(int(bookings.then[row]))
        if contact >= 0:
            assert then == Then.ENDED  # it goes by the contact
            over, then = float(ends[contact]), Then(int(log.then[contact]))
        key = int(bookings.attempt[row]), 0, float(bookings.requested[row]), over
        steps[int(bookings.customer[row])].append(Step(*key, then, f"booking {row}"))
    return {customer: sorted(mine) for customer, mine in steps.items()}


@thorough
@given(worlds())
def test_a_customers_contacts_and_bookings_are_a_chain(world: World) -> None:
    """One step after another, each begun when the one before is over; the next exists where the log says MOVED."""
    logs, most = world.logs, world.model.behaviour.most_attempts
    steps = steps_of(world)
    assert sorted(steps) == list(range(len(logs.customers.first)))
    for customer, mine in steps.items():
        assert (mine[0].attempt, mine[0].leg) == (0, 0)
        assert mine[0].begins == logs.customers.first[customer]
        for step, following in zip(mine, [*mine[1:], None], strict=True):
            assert step.attempt < most
            assert (step.then == Then.MOVED) == (following is not None), f"customer {customer}: {mine}"
            if step.then == Then.CUT:
                assert step.attempt == most - 1
            if following is not None:
                assert (following.attempt, following.leg) in ((step.attempt + 1, 0), (step.attempt, step.leg + 1))
                assert following.begins >= step.ends, f"customer {customer}: {mine}"


@thorough
@given(worlds())
def test_nobody_has_a_place_that_another_has(world: World) -> None:
    """At any instant a slot has no more customers than places, or than the diary had from the beginning."""
    log = world.logs.bookings
    given_back = (log.outcome == BookingOutcome.CANCELLED) & log.freed
    until = np.where(given_back, log.settled, np.inf)
    # When somebody on standby was moved is not in the log; he has his last place from its beginning at the latest.
    since = np.where(log.standby, np.minimum(log.slot, until), log.booked)
    for a, terms in enumerate(world.model.appointments):
        in_diary = np.zeros(len(terms.slots), dtype=np.int64)
        for entry in terms.diary:
            in_diary[entry.slot] += entry.places
        room = np.maximum(terms.places, in_diary)
        mine = (log.appointment == a) & ~np.isnan(log.booked) & (log.slot == log.slot)
        for slot in np.unique(log.slot[mine]):
            here = mine & (log.slot == slot)
            held = most_at_once(since[here], until[here])
            assert held <= room[np.searchsorted(terms.slots, slot)], f"{held} at {slot}"


@thorough
@given(worlds())
def test_the_floor_keeps_its_rules_with_hosts_who_are_held(world: World) -> None:
    """Nobody works or is held away from duty; contacts other than appointments come in turn; no agent stands idle, and
    held for nobody, beside one who waits."""
    model, logs = world.model, world.logs
    floor_laws.check_times(model, logs)
    floor_laws.check_open(model, logs)
    floor_laws.check_bots(model, logs)
    floor_laws.check_lines(model, logs)
    floor_laws.check_agents(model, logs)
    floor_laws.check_first_come_first_served(model, logs)
    floor_laws.check_nobody_waits_beside_an_idle_agent(model, logs, set())
    log, bookings = logs.contacts, logs.bookings
    visits = np.flatnonzero(bookings.contact >= 0)
    rows = bookings.contact[visits]
    starts = log.answered[rows]
    assert not (starts < np.maximum(bookings.slot, bookings.came)[visits]).any()
    assert (bookings.requested[visits] <= bookings.booked[visits]).all()
    assert (log.origin == Origin.OUTBOUND).sum() <= bookings.rows


@thorough
@given(worlds())
def test_money_adds_up_and_nobody_is_lost(world: World) -> None:
    floor_laws.check_money(world.model, world.workload, world.logs)


@thorough
@given(worlds())
def test_the_same_seed_gives_the_same_logs_and_staff_changes_no_customer(world: World) -> None:
    """Who asks, when and for when, who comes and who stands in the diary: whatever the staff."""
    floor_laws.same(world.logs, world.but().logs)
    staff: dict[str, Any] = copy.deepcopy(world.scenario["agents"])
    staff["others"]["staffing"] += 2
    other = world.but(agents=staff)
    one, two = world.workload, other.workload
    for column in fields(one.requests):
        np.testing.assert_array_equal(getattr(one.requests, column.name), getattr(two.requests, column.name))
    np.testing.assert_array_equal(one.arrival, two.arrival)
    assert one.attempts is not None and two.attempts is not None
    for customer in range(0, one.rows + one.requests.rows, 5):
        for purpose in ("no_show", "reason", "punctuality", "address:sms", "cancel", "move"):
            for attempt in (0, 1):
                assert one.attempts.uniform(customer, purpose, attempt) == two.attempts.uniform(
                    customer, purpose, attempt
                )
    # Others take no appointments here: the same hosts give the same places, so the same requests get the same slots.
    first, second = world.logs.bookings, other.logs.bookings
    asked, again = first.attempt == 0, second.attempt == 0
    for column in ("customer", "appointment", "segment", "requested"):
        np.testing.assert_array_equal(getattr(first, column)[asked], getattr(second, column)[again], column)


def reminders(world: World, **terms: Any) -> World:
    """The same with other terms of all its reminders."""
    said = {name: one | terms for name, one in world.scenario.get("reminders", {}).items()}
    return world.but(reminders=said) if said else world


@thorough
@given(worlds())
def test_a_wrong_number_stays_wrong(world: World) -> None:
    """All messages of a channel to a customer go to one address: what reaches him by a lesser reach says that a greater
    one does; who is reached by none with reach 0, by all with reach 1."""
    log, model = world.logs.reminders, world.model
    customers = world.logs.bookings.customer[log.booking]
    least_reached: dict[tuple[int, str], float] = {}
    most_missed: dict[tuple[int, str], float] = {}
    for customer, reminder, reached, skipped in zip(customers, log.reminder, log.reached, log.skipped, strict=True):
        terms = model.reminders[reminder]
        if skipped:
            assert not reached
            continue
        assert reached or terms.reach < 1
        address = int(customer), terms.channel
        book, better = (least_reached, min) if reached else (most_missed, max)
        book[address] = better(book.get(address, terms.reach), terms.reach)
    for address in least_reached.keys() & most_missed.keys():
        assert least_reached[address] > most_missed[address], address


@thorough
@given(worlds())
def test_the_better_reminder_leaves_fewer_who_forget(world: World) -> None:
    """Where it changes no booking (nobody cancels, moves on, loses his place by it): who forgets under the policy that
    reaches more and works better also forgets under the lesser one, and under none; all else is equal."""
    silent = changed(world, unconfirmed=None).but(journeys={"most_attempts": 4})
    policies = [
        changed(silent, reminders=None),
        reminders(silent, cancels=0, reach=0.5, open=0.6, remembers=0.5, confirm=False),
        reminders(silent, cancels=0, reach=0.9, open=0.6, remembers=1, confirm=False),
    ]
    before = policies[0].logs.bookings
    for policy in policies[1:]:
        now = policy.logs.bookings
        for column in ("customer", "attempt", "requested", "wish", "booked", "slot", "segment"):
            np.testing.assert_array_equal(getattr(now, column), getattr(before, column), column)
        forgets, forgot = now.reason == Missed.FORGOT, before.reason == Missed.FORGOT
        assert (forgets <= forgot).all()
        cured = forgot & ~forgets
        same = now.outcome == before.outcome
        assert (same | cured).all()
        assert np.isin(now.outcome[cured], [int(BookingOutcome.KEPT), int(BookingOutcome.LATE_NO_SHOW)]).all()
        before = now


@thorough
@given(worlds())
def test_standby_without_a_place_given_back_changes_nothing(world: World) -> None:
    """Where nobody cancels there is nothing to stand by for, bit for bit."""
    kept = reminders(changed(world, unconfirmed=None, cancellation=None), cancels=0, confirm=False)
    one, other = changed(kept, standby=True), changed(kept, standby=False)
    floor_laws.same(one.logs, other.logs)
    assert not (one.logs.bookings.cancelled_by != CancelledBy.NONE).any()
    assert not (one.logs.contacts.outcome == Outcome.DIVERTED).any()
