"""Reminders, confirming, and what becomes of unconfirmed places, worked by hand: exact times in seconds."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hand_built import DAY, HOUR, C, Team, on_all_day
from hand_built_appointments import (
    CALL,
    TASK,
    VISIT,
    B,
    Sessions,
    cancellations,
    clinic,
    diary,
    no_show,
    released,
    reminded,
    reminder,
)

from ccsim.engine.logs import Origin
from ccsim.model.behaviour import Behaviour, Move, MoveFrom, SelfService
from ccsim.model.bookings import Reminder, Unconfirmed
from ccsim.model.center import CenterModel

NINE, TEN = 9 * HOUR, 10 * HOUR


def center(*reminders: Reminder, slots: tuple[float, ...] = (NINE, TEN), **terms: Any) -> CenterModel:
    behaviour = terms.pop("behaviour", None)
    appointment, sent = reminded(diary(slots, **terms), *reminders)
    return clinic(
        appointment, hosts=Team((VISIT, CALL, TASK), duties=on_all_day(1)), reminders=sent, behaviour=behaviour
    )


def test_who_would_have_forgotten_remembers() -> None:
    sessions = Sessions(center(reminder(HOUR)), [B(0.0, wish=NINE, misses="forgot")])
    assert sessions.reminders() == [(8 * HOUR, 0, 0, "remembered")]
    assert sessions.outcome(0) == ("kept", NINE)
    assert [sessions.value(name, 0) for name in ("sent", "reached", "opened", "skipped")] == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("terms", "u", "reached", "opened"),
    [
        ({"reach": 0.4}, {"address:sms": 0.4}, 0, 0),
        ({"reach": 0.4, "open": 0.6}, {"address:sms": 0.3, "open:sms": 0.6}, 1, 0),
        (
            {"reach": 0.4, "open": 0.6, "remembers": 0.2},
            {"address:sms": 0.3, "open:sms": 0.5, "remembers:sms": 0.2},
            1,
            1,
        ),
    ],
)
def test_reach_open_and_remembers_have_each_their_own_uniform(
    terms: dict[str, float], u: dict[str, float], reached: int, opened: int
) -> None:
    sessions = Sessions(center(reminder(HOUR, **terms)), [B(0.0, wish=NINE, misses="forgot", u=u)])
    assert sessions.outcome(0) == ("no_show", NINE)
    assert [sessions.value(name, 0) for name in ("sent", "reached", "opened")] == [1, reached, opened]


def test_who_cannot_come_cancels_when_he_is_reminded_and_frees_his_place() -> None:
    bookings = [B(0.0, wish=NINE, misses="emergency"), B(8 * HOUR + 1.0)]
    sessions = Sessions(center(reminder(HOUR)), bookings)
    became = sessions.became(0)
    assert (became.outcome, became.by, became.reason, became.settled) == (
        "cancelled",
        "reminder",
        "emergency",
        8 * HOUR,
    )
    assert sessions.value("freed", 0)
    assert sessions.outcome(1) == ("kept", NINE)


def test_the_first_effective_reminder_counts_and_later_ones_are_not_sent() -> None:
    model = center(reminder(2 * HOUR, "letter", cancels=0.3), reminder(HOUR), reminder(60.0, "late"))
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="emergency", u={"cancels:letter": 0.3})])
    assert sessions.reminders() == [(7 * HOUR, 0, 0, "none"), (8 * HOUR, 0, 1, "cancelled")]


def test_a_reminder_due_before_the_booking_is_skipped_and_one_due_with_it_is_sent() -> None:
    sessions = Sessions(center(reminder(HOUR)), [B(8 * HOUR + 1.0), B(9 * HOUR, wish=TEN)])
    assert sessions.value("skipped", 0) == 1
    assert sessions.reminders() == [(9 * HOUR, 1, 0, "none")]
    log = sessions.logs.reminders
    assert (log.time.tolist(), log.skipped.tolist()) == ([8 * HOUR, 9 * HOUR], [True, False])


def test_a_wrong_address_stays_wrong_for_all_bookings_of_the_customer_and_reminders_of_the_channel() -> None:
    move = Move(contact=-1, appointment=0, probability=np.ones(1), after=60.0)  # type: ignore[arg-type]
    behaviour = Behaviour(moves={(VISIT, MoveFrom.NO_SHOW): (move,)})
    sms = {"reach": 0.5}
    model = center(
        reminder(HOUR, "first", **sms),
        reminder(300.0, "second", **sms),
        reminder(200.0, "letter", channel="post", **sms),
        slots=(NINE, NINE + 3 * HOUR),
        behaviour=behaviour,
    )
    again = {(0, "no_show", 1): 0.0, (0, "reason", 1): 0.5, (0, "cancels:letter", 1): 1.0}
    u = {"address:sms": 0.7, "address:post": 0.2, "cancels:letter": 1.0}
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="emergency", u=u)], u=again)
    assert sessions.value("attempt", 0, attempt=1) == 1
    log = sessions.logs.reminders
    assert log.reached.tolist() == [False, False, True] * 2


def test_reminders_for_slots_beyond_the_horizon_are_sent_inside_it() -> None:
    model = center(reminder(3 * HOUR, "early"), reminder(HOUR), slots=(NINE, DAY + 2 * HOUR))
    sessions = Sessions(model, [B(0.0, wish=TEN, misses="forgot")])
    assert sessions.reminders() == [(DAY - HOUR, 0, 0, "remembered")]
    assert sessions.outcome(0) == ("pending", DAY + 2 * HOUR)
    assert sessions.logs.end == DAY


def test_reminders_before_the_start_are_sent_too() -> None:
    sessions = Sessions(center(reminder(10 * HOUR)), [B(-DAY, wish=NINE, misses="forgot")])
    assert sessions.reminders() == [(-HOUR, 0, 0, "remembered")]


def test_a_moved_booking_is_reminded_of_its_new_slot_and_not_twice() -> None:
    """0 cancels at 8:00, 1 moves from eleven to nine. The letter went out at 7:00; the one an hour before nine is due
    now; the one of two hours before is past, and was not sent for eleven."""
    model = center(
        reminder(4 * HOUR, "letter"),
        reminder(2 * HOUR, "sms"),
        reminder(HOUR, "call"),
        slots=(NINE, 11 * HOUR),
        cancellation=cancellations(),
        standby=True,
    )
    sessions = Sessions(
        model, [B(0.5, wish=NINE, cancels=HOUR), B(1.0, wish=NINE, misses="emergency", u={"cancels:letter": 1.0})]
    )
    mine = [sent for sent in sessions.reminders() if sent[1] == 1]
    assert mine == [(7 * HOUR, 1, 0, "none"), (8 * HOUR, 1, 2, "cancelled")]
    assert sessions.value("skipped", 1) == 1


def test_who_was_reminded_of_his_old_slot_remembers_the_new_one() -> None:
    model = center(reminder(4 * HOUR), slots=(NINE, 11 * HOUR), cancellation=cancellations(), standby=True)
    sessions = Sessions(model, [B(0.5, wish=NINE, cancels=HOUR), B(1.0, wish=NINE, misses="forgot")])
    assert sessions.outcome(1) == ("kept", NINE)


# --- confirming ------------------------------------------------------------------------------------------------------


def test_who_will_come_confirms_and_so_does_who_was_cured() -> None:
    ask = reminder(HOUR, asks=True, answers=0.6)
    bookings = [
        B(0.0, wish=NINE, u={"answers:sms": 0.5}),
        B(1.0, wish=TEN, misses="forgot", u={"answers:sms": 0.5}),
        B(2.0, wish=NINE + 2 * HOUR, u={"answers:sms": 0.6}),
    ]
    sessions = Sessions(center(ask, slots=(NINE, TEN, NINE + 2 * HOUR)), bookings)
    assert [effect for *_, effect in sessions.reminders()] == ["confirmed", "remembered", "none"]
    assert [bool(sessions.value("confirmed", i)) for i in range(3)] == [True, True, False]


def test_who_cannot_come_cancels_by_a_tap_or_books_anew() -> None:
    """`answers` does not matter to him; the new booking is made at once, for a later slot than the one he gave back."""
    ask = reminder(HOUR, asks=True, answers=0.0, cancels=0.5, rebooks=0.5)
    u = {"cancels:sms": 0.4, "rebooks:sms": 0.5}
    sessions = Sessions(center(ask), [B(0.0, wish=NINE, misses="emergency", u=u)])
    assert (sessions.became(0).outcome, sessions.became(0).by) == ("cancelled", "reminder")
    sessions = Sessions(center(ask), [B(0.0, wish=NINE, misses="emergency", u={**u, "rebooks:sms": 0.4})])
    became = sessions.became(0)
    assert (became.outcome, became.by, became.then) == ("cancelled", "rebooked", "moved")
    again = sessions.became(0, attempt=1)
    assert (again.booked, again.slot, again.outcome) == (8 * HOUR, TEN, "kept")
    assert [effect for *_, effect in sessions.reminders()] == ["rebooked", "none"]


def test_without_attempts_left_nobody_books_anew() -> None:
    ask = reminder(HOUR, asks=True, cancels=1.0, rebooks=1.0)
    model = center(ask, behaviour=Behaviour(most_attempts=1))
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="emergency")])
    assert (sessions.became(0).by, sessions.became(0).then) == ("rebooked", "cut")
    assert sessions.logs.bookings.rows == 1


def test_an_unconfirmed_place_is_released() -> None:
    ask = reminder(2 * HOUR, asks=True, answers=0.6)
    model = center(ask, unconfirmed=released(HOUR))
    bookings = [B(0.0, wish=NINE, u={"answers:sms": 0.7}), B(1.0, wish=TEN, u={"answers:sms": 0.5}), B(8.1 * HOUR)]
    sessions = Sessions(model, bookings)
    became = sessions.became(0)
    assert (became.outcome, became.by, became.reason, became.settled) == ("cancelled", "released", "none", 8 * HOUR)
    assert sessions.outcome(1) == ("kept", TEN)
    assert sessions.outcome(2) == ("kept", NINE)


def test_who_was_never_asked_keeps_his_place() -> None:
    ask = reminder(2 * HOUR, asks=True, answers=0.0)
    sessions = Sessions(center(ask, unconfirmed=released(HOUR)), [B(7.5 * HOUR), B(8.5 * HOUR, wish=TEN)])
    assert [sessions.outcome(i)[0] for i in range(2)] == ["kept", "kept"]


@pytest.mark.parametrize("cancels", [HOUR / 2, HOUR])
def test_who_moves_when_it_is_too_late_to_confirm_keeps_his_place(cancels: float) -> None:
    """Asked at 7:00 for eleven; at 8:00 or 8:30 he gets nine, whose unconfirmed places are released at 8:00."""
    ask = reminder(4 * HOUR, asks=True, answers=0.5)
    model = center(ask, slots=(NINE, 11 * HOUR), cancellation=cancellations(), standby=True, unconfirmed=released(HOUR))
    bookings = [B(0.0, wish=NINE, cancels=cancels, u={"answers:sms": 0.0}), B(1.0, wish=NINE, u={"answers:sms": 0.9})]
    sessions = Sessions(model, bookings)
    assert sessions.became(0).by == "customer"
    assert sessions.outcome(1) == ("kept", NINE)


def called(remembers: float = 1.0, cancels: float = 1.0) -> Unconfirmed:
    return Unconfirmed(at=HOUR, call=TASK, remembers=remembers, cancels=cancels)


@pytest.mark.parametrize(
    ("misses", "resolution", "outcome", "by", "settled"),
    [
        ("forgot", 0.3, "kept", "none", NINE),
        ("emergency", 0.3, "cancelled", "call", 8 * HOUR + 10.0),
        ("emergency", 0.7, "no_show", "none", NINE + 300.0),  # not reached
        ("forgot", 0.7, "no_show", "none", NINE + 300.0),
    ],
)
def test_an_agent_calls_who_has_not_confirmed(
    misses: str, resolution: float, outcome: str, by: str, settled: float
) -> None:
    """`resolution` 0.5 of the call's type is the share that picks up; the call takes 10 s, from 8:00."""
    ask = reminder(2 * HOUR, asks=True, answers=0.0, remembers=0.0, cancels=0.0)
    appointment, sent = reminded(diary([NINE], unconfirmed=called()), ask)
    hosts = Team((VISIT, TASK), duties=on_all_day(1), resolution={TASK: 0.5})
    model = clinic(appointment, hosts=hosts, reminders=sent)
    sessions = Sessions(model, [B(0.0, wish=NINE, misses=misses, u={"open:sms": 0.0})], u={"resolution": resolution})
    became = sessions.became(0)
    assert (became.outcome, became.by, became.settled) == (outcome, by, settled)
    log = sessions.logs.contacts
    row = int(np.flatnonzero(log.type == TASK)[0])
    assert (Origin(log.origin[row]), log.arrived[row], log.talk_end[row]) == (
        Origin.OUTBOUND,
        8 * HOUR,
        8 * HOUR + 10.0,
    )


def test_a_call_confirms_who_will_come_and_comes_too_late_after_the_slot() -> None:
    ask = reminder(2 * HOUR, asks=True, answers=0.0, remembers=0.0)
    appointment, sent = reminded(diary([NINE, TEN], unconfirmed=called()), ask)
    model = clinic(appointment, hosts=Team((VISIT, CALL, TASK), duties=on_all_day(1)), reminders=sent)
    sessions = Sessions(model, [B(0.0, wish=NINE)])
    assert sessions.value("confirmed", 0)
    others = [Team((TASK,), duties=on_all_day(1))]
    model = clinic(appointment, hosts=Team((VISIT, CALL), duties=on_all_day(1)), others=others, reminders=sent)
    busy = C(TASK, 7 * HOUR, talk=2 * HOUR + 60.0)  # the call is made at 9:01, when it helps no more
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], [busy])
    became = sessions.became(0)
    assert (became.outcome, became.reason) == ("no_show", "forgot")


def test_who_books_anew_by_a_tap_passes_by_self_service() -> None:
    ask = reminder(HOUR, asks=True, rebooks=1.0)
    bot = SelfService(
        name="assistant",
        fronts=(),
        fronts_appointments=(0,),
        time=30.0,  # type: ignore[arg-type]  # stand-in law
        containment=np.ones(1) * 0.4,
        gives_up=np.zeros(1),
        false_containment=np.zeros(1),
        returns_to=-1,
        returns_after=None,
        cost=0.0,
        keeps_context=True,
        hand_over_aht=1.0,
        easy_factor=np.ones(1),
        capacity=None,
        outages=np.zeros((0, 2)),
    )
    sessions = Sessions(center(ask, behaviour=Behaviour(bots=(bot,))), [B(0.0, wish=NINE - 30.0, misses="emergency")])
    assert [sessions.became(0, attempt).booked for attempt in range(2)] == [30.0, 8 * HOUR]


def test_nobody_is_called_before_the_start() -> None:
    ask = reminder(3 * HOUR, asks=True, answers=0.0)
    sessions = Sessions(center(ask, slots=(HOUR / 2, NINE), unconfirmed=called()), [B(-5 * HOUR, wish=HOUR / 2)])
    assert sessions.outcome(0) == ("kept", HOUR / 2)
    assert sessions.logs.contacts.rows == 1


# --- laws ------------------------------------------------------------------------------------------------------------


def test_a_policy_with_reach_0_is_no_policy() -> None:
    """All logs to the bit, but for the reminders themselves and their counts."""
    bookings = [
        B(-HOUR, wish=NINE, misses="forgot"),
        B(0.0, wish=NINE, misses="emergency"),
        B(1.0, wish=NINE, late=30.0),
        B(NINE - 1200.0, wish=TEN),
    ]
    terms: dict[str, Any] = {"slots": (NINE, NINE + 60.0, TEN), "no_show": no_show(missed_before=2.0), "standby": True}
    calls = [C(CALL, NINE - 30.0, talk=200.0), C(CALL, NINE + 400.0)]
    without = Sessions(center(**terms), bookings, calls).logs
    asks = {"asks": True, "answers": 1.0, "rebooks": 1.0}
    policy = [reminder(HOUR, "day", reach=0.0, **asks), reminder(600.0, "hour", reach=0.0)]
    with_reach_0 = Sessions(center(*policy, **terms), bookings, calls).logs
    assert with_reach_0.bookings.sent.sum() > 0
    same = replace(with_reach_0.bookings, sent=without.bookings.sent, skipped=without.bookings.skipped)
    for name in ("contacts", "agents", "customers", "holds", "decisions", "bookings"):
        mine = same if name == "bookings" else getattr(with_reach_0, name)
        for column in fields(mine):
            np.testing.assert_array_equal(getattr(mine, column.name), getattr(getattr(without, name), column.name))
    assert with_reach_0.end == without.end
