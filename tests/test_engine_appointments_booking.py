"""Bookings, standby, cancellations and who comes, worked by hand: exact times in seconds."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hand_built import DAY, HOUR, Team, on_all_day
from hand_built_appointments import VISIT, B, Sessions, cancellations, clinic, diary, no_show

from ccsim.engine.logs import BotResult, Then
from ccsim.model.behaviour import Behaviour, Move, MoveFrom, SelfService

ONE = np.ones(1)
NINE, TEN, ELEVEN = 9 * HOUR, 10 * HOUR, 11 * HOUR


def hosts(agents: int = 1) -> Team:
    return Team((0, 1), duties=on_all_day(agents))


def books(kind: MoveFrom, after: float = 60.0) -> Behaviour:
    """Who ends so books anew."""
    move = Move(contact=-1, appointment=0, probability=ONE, after=after)  # type: ignore[arg-type]  # stand-in law
    return Behaviour(moves={(VISIT, kind): (move,)})


def held(*bookings: B, **terms: Any) -> Sessions:
    return Sessions(clinic(diary([NINE, TEN, ELEVEN], **terms), hosts=hosts()), bookings)


# --- places ----------------------------------------------------------------------------------------------------------


def test_a_request_gets_the_first_free_slot_at_or_after_its_wish() -> None:
    sessions = held(B(0.0, wish=TEN), B(10.0, wish=TEN), B(20.0), B(30.0, wish=TEN))
    assert [sessions.outcome(i) for i in range(4)] == [
        ("kept", TEN),
        ("kept", ELEVEN),
        ("kept", NINE),
        ("not_booked", None),
    ]
    assert sessions.value("wish", 1) == TEN
    assert sessions.became(3).settled == 30.0


def test_the_horizon_includes_its_last_instant() -> None:
    sessions = held(B(0.0, wish=TEN), B(1.0, wish=TEN), places=[1, 1, 1], horizon=ELEVEN - 1.0)
    assert [sessions.outcome(i) for i in range(2)] == [("kept", TEN), ("kept", ELEVEN)]
    sessions = held(B(0.0, wish=TEN), B(1.0, wish=TEN), horizon=ELEVEN - 2.0)
    assert sessions.outcome(1) == ("not_booked", None)


def test_slots_hold_as_many_as_they_have_places_and_none_where_there_are_none() -> None:
    sessions = held(*(B(float(i), wish=NINE) for i in range(4)), places=[2, 0, 1])
    assert [sessions.outcome(i)[1] for i in range(4)] == [NINE, NINE, ELEVEN, None]


def test_diaries_are_booked_from_the_beginning_and_may_overfill_a_slot() -> None:
    """Three stand in a slot of one place: two have to cancel before the third's cancelling frees it."""
    early = B(-3 * HOUR, slot=0, cancels=NINE - HOUR)  # leaves at 1:00
    sessions = held(
        early,
        B(-2 * HOUR, slot=0, cancels=NINE - 2 * HOUR),
        B(-HOUR, slot=0, cancels=NINE - 3 * HOUR),
        B(2.5 * HOUR),
        B(3.5 * HOUR),
        cancellation=cancellations(),
        places=[1, 0, 0],
    )
    assert [sessions.outcome(i) for i in range(5)] == [
        ("cancelled", NINE),
        ("cancelled", NINE),
        ("cancelled", NINE),
        ("not_booked", None),
        ("kept", NINE),
    ]
    assert sessions.became(0).booked == -3 * HOUR
    assert sessions.value("refilled", 4)


def test_requests_before_the_start_warm_the_diary() -> None:
    sessions = held(B(-2 * DAY, wish=NINE), B(0.0, wish=NINE))
    assert [sessions.outcome(i) for i in range(2)] == [("kept", NINE), ("kept", TEN)]
    assert sessions.became(0).booked == -2 * DAY


def test_slots_before_the_start_are_history() -> None:
    """No host, no contact; but who missed one is likelier to miss the next."""
    terms = no_show({0.0: 0.5}, missed_before=3.0)  # P = 0.75 after one missed
    model = clinic(diary([-2 * HOUR, -HOUR, NINE], no_show=terms), hosts=hosts(), behaviour=books(MoveFrom.NO_SHOW))
    again = {(0, "no_show", 1): 0.6}
    sessions = Sessions(model, [B(-DAY, misses="emergency"), B(-DAY + 1.0)], u=again)
    assert sessions.became(0).settled == -2 * HOUR + 300.0
    assert sessions.became(0).then == "moved"
    assert sessions.outcome(1) == ("kept", -HOUR)
    assert sessions.value("contact", 1) == -1
    assert sessions.outcome(0, attempt=1) == ("no_show", NINE)
    assert sessions.value("interval", 0) == -1
    assert sessions.logs.contacts.rows == 0


def test_slots_beyond_the_horizon_take_places_and_stay_open() -> None:
    model = clinic(diary([NINE, DAY, DAY + NINE]), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=DAY), B(1.0, wish=DAY), B(2.0, wish=DAY)])
    assert [sessions.outcome(i) for i in range(3)] == [("pending", DAY), ("pending", DAY + NINE), ("not_booked", None)]
    assert sessions.value("interval", 0) == -1
    assert sessions.became(0).settled is None
    assert sessions.logs.end == DAY


def test_a_diary_beyond_the_horizon_stays_open() -> None:
    """One of them books only after the end: nothing happens to him."""
    model = clinic(diary([DAY + HOUR, DAY + 2 * HOUR]), hosts=hosts())
    sessions = Sessions(model, [B(-HOUR, slot=0), B(DAY + HOUR, slot=1)])
    assert [sessions.outcome(i) for i in range(2)] == [("pending", DAY + HOUR), ("pending", DAY + 2 * HOUR)]
    assert sessions.logs.end == DAY


# --- cancellations ---------------------------------------------------------------------------------------------------


def test_a_cancellation_frees_the_place_for_a_later_request() -> None:
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR),
        B(8 * HOUR - 1.0),
        B(8 * HOUR + 1.0),
        cancellation=cancellations(),
    )
    assert sessions.became(0).settled == 8 * HOUR
    assert (sessions.became(0).by, sessions.became(0).reason) == ("customer", "none")
    assert sessions.value("freed", 0)
    assert [sessions.outcome(i)[1] for i in (1, 2)] == [TEN, NINE]
    assert [bool(sessions.value("refilled", i)) for i in (1, 2)] == [False, True]


def test_a_cancellation_due_by_the_time_of_booking_does_not_happen() -> None:
    sessions = held(B(8 * HOUR, cancels=HOUR), B(8.5 * HOUR, cancels=2 * HOUR))
    assert [sessions.outcome(i) for i in range(2)] == [("kept", NINE), ("kept", TEN)]


def test_a_place_counts_as_refilled_only_where_there_was_no_other() -> None:
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR),
        B(8.1 * HOUR),
        B(8.2 * HOUR),
        cancellation=cancellations(),
        places=2,
    )
    assert [sessions.outcome(i)[1] for i in (1, 2)] == [NINE, NINE]
    assert [bool(sessions.value("refilled", i)) for i in (1, 2)] == [False, True]


def test_who_has_come_cancels_no_more() -> None:
    """Cancelling at the slot itself is for those who are not there yet."""
    sessions = held(
        B(0.0, wish=NINE, cancels=0.0), B(1.0, wish=TEN, cancels=0.0, late=60.0), cancellation=cancellations()
    )
    assert sessions.outcome(0) == ("kept", NINE)
    assert (sessions.outcome(1)[0], sessions.became(1).settled) == ("cancelled", TEN)
    assert not sessions.value("freed", 1)  # the slot had begun


# --- standby ---------------------------------------------------------------------------------------------------------


def test_standby_takes_a_freed_place_in_the_order_of_requests() -> None:
    """2 wished for nine and got eleven, 3 got nothing: the place goes to 2."""
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR),
        B(1.0, wish=TEN),
        B(2.0, wish=NINE),
        B(3.0, wish=NINE),
        cancellation=cancellations(),
        standby=True,
    )
    assert sessions.became(2).booked == 2.0
    assert sessions.outcome(2) == ("kept", NINE)
    assert sessions.value("standby", 2)
    assert sessions.value("refilled", 2)
    assert sessions.outcome(3) == ("not_booked", None)  # the place that 2 left does not cascade


def test_who_was_not_booked_gets_a_freed_place_and_books_it_then() -> None:
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR),
        B(1.0, wish=TEN),
        B(2.0, wish=ELEVEN),
        B(3.0, wish=NINE + 10.0),  # wishes for after nine: a place at nine is not for him
        B(4.0, wish=NINE),
        cancellation=cancellations(),
        standby=True,
    )
    assert [sessions.outcome(i) for i in range(5)] == [
        ("cancelled", NINE),
        ("kept", TEN),
        ("kept", ELEVEN),
        ("not_booked", None),
        ("kept", NINE),
    ]
    assert sessions.became(4).booked == 8 * HOUR
    assert sessions.became(4).settled == NINE


def test_the_place_that_a_moved_booking_leaves_is_free_for_later_requests() -> None:
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR),
        B(1.0, wish=NINE),
        B(2.0, wish=ELEVEN),
        B(8.1 * HOUR),
        cancellation=cancellations(),
        standby=True,
    )
    assert [sessions.outcome(i)[1] for i in (1, 3)] == [NINE, TEN]
    assert sessions.value("refilled", 3)


def test_standby_does_not_take_a_later_place_nor_one_of_an_overfilled_slot() -> None:
    """1 wished for nine and has ten. Eleven is given back, and one of the two who stand in the one place of nine."""
    sessions = held(
        B(-HOUR, slot=0),
        B(-HOUR, slot=0, cancels=NINE - HOUR),
        B(0.0, wish=ELEVEN, cancels=5 * HOUR),
        B(1.0, wish=NINE),
        cancellation=cancellations(),
        standby=True,
    )
    assert sessions.outcome(3) == ("kept", TEN)
    assert not sessions.value("standby", 3)


def test_who_has_cancelled_stands_by_no_more() -> None:
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR),
        B(1.0, wish=NINE, cancels=8 * HOUR),
        B(2.0, wish=NINE),
        cancellation=cancellations(),
        standby=True,
    )
    assert [sessions.outcome(i) for i in range(3)] == [("cancelled", NINE), ("cancelled", TEN), ("kept", NINE)]


def test_a_moved_booking_keeps_its_uniforms_at_its_new_lead() -> None:
    """At a lead of eleven hours he would come (P = 0.2), at nine he would not (P = 0.9): u = 0.5."""
    terms = no_show({NINE: 0.9, ELEVEN: 0.2})
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR),
        B(1.0, wish=NINE, u={"no_show": 0.5, "reason": 0.5}),
        places=[1, 0, 1],
        no_show=terms,
        cancellation=cancellations(),
        standby=True,
    )
    assert sessions.outcome(1) == ("no_show", NINE)
    assert sessions.became(1).booked == 1.0
    assert sessions.became(1).reason == "emergency"


def test_what_was_planned_for_the_old_slot_is_void() -> None:
    """He would have cancelled an hour before eleven; an hour before nine is past when he gets that place."""
    sessions = held(
        B(0.0, wish=NINE, cancels=HOUR / 2),
        B(1.0, wish=NINE, cancels=HOUR),
        places=[1, 0, 1],
        cancellation=cancellations(),
        standby=True,
    )
    assert sessions.outcome(1) == ("kept", NINE)
    assert len(sessions.logs.contacts.arrived) == 1


def test_who_goes_elsewhere_does_not_stand_by() -> None:
    model = clinic(
        diary([NINE, TEN], cancellation=cancellations(), standby=True),
        hosts=hosts(),
        behaviour=books(MoveFrom.NOT_BOOKED, after=HOUR),
    )
    sessions = Sessions(model, [B(0.0, wish=NINE, cancels=HOUR), B(1.0, wish=TEN), B(7.5 * HOUR, wish=8.5 * HOUR)])
    assert sessions.outcome(2) == ("not_booked", None)
    assert sessions.became(2).then == "moved"
    assert sessions.outcome(2, attempt=1) == ("kept", NINE)  # asked at 8:30, half an hour after the place was freed
    assert not sessions.value("standby", 2, attempt=1)


# --- who comes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "outcome", "came"),
    [(-600.0, "kept", NINE - 600.0), (300.0, "kept", NINE + 300.0), (301.0, "late_no_show", NINE + 301.0)],
)
def test_early_exactly_at_grace_and_later(late: float, outcome: str, came: float) -> None:
    sessions = held(B(0.0, wish=NINE, late=late))
    became = sessions.became(0)
    assert (became.outcome, became.came) == (outcome, came)
    if outcome == "kept":
        assert sessions.visit(0) == (max(came, NINE), max(came, NINE), 0)
    else:
        assert became.settled == NINE + 300.0
        assert sessions.logs.contacts.rows == 0


@pytest.mark.parametrize("reason", ["forgot", "emergency", "solved_elsewhere"])
def test_who_misses_it_does_so_at_the_end_of_grace_for_his_reason(reason: str) -> None:
    became = held(B(0.0, wish=NINE, misses=reason)).became(0)
    assert (became.outcome, became.reason, became.settled, became.came) == ("no_show", reason, NINE + 300.0, None)


def test_one_uniform_chooses_the_reason() -> None:
    for u, reason in ((0.399, "forgot"), (0.4, "emergency"), (0.699, "emergency"), (0.701, "solved_elsewhere")):
        assert held(B(0.0, wish=NINE, u={"no_show": 0.0, "reason": u})).became(0).reason == reason


def test_the_chance_of_missing_is_interpolated_between_leads_and_flat_beyond() -> None:
    terms = no_show({NINE + HOUR: 0.1, NINE + 3 * HOUR: 0.3})
    leads = [NINE, NINE + 2 * HOUR, NINE + 4 * HOUR]
    for lead, probability in zip(leads, (0.1, 0.2, 0.3), strict=True):
        for u, outcome in ((probability - 1e-9, "no_show"), (probability + 1e-9, "kept")):
            sessions = held(B(NINE - lead, wish=NINE, u={"no_show": u}), no_show=terms)
            assert sessions.outcome(0)[0] == outcome


def test_odds_of_segment_day_and_history_multiply() -> None:
    """Odds 0.25 x 2 (segment) x 1.5 (missed before) x the day's Gamma factor."""
    from scipy.special import gammaincinv

    cv, day = 0.5, ("visits", "no_show_day", date(2026, 3, 2).toordinal())
    factor = float(gammaincinv(4.0, 0.7)) / 4.0
    odds = 0.25 * 2.0 * 1.5 * factor
    probability = odds / (1.0 + odds)
    for u, outcome in ((probability - 1e-9, "no_show"), (probability + 1e-9, "kept")):
        terms = no_show({0.0: 0.2}, segment_odds=ONE * 2.0, missed_before=1.5, day_cv=cv)
        model = clinic(diary([NINE, TEN], no_show=terms), hosts=hosts(), behaviour=books(MoveFrom.NO_SHOW))
        again = {(0, "no_show", 1): u}
        sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], u=again, days={day: 0.7})
        assert sessions.outcome(0, attempt=1) == (outcome, TEN)


def test_who_misses_one_books_anew_and_is_likelier_to_miss_again() -> None:
    terms = no_show({0.0: 0.5}, missed_before=4.0)  # P = 0.8 after one
    for u, outcome in ((0.79, "no_show"), (0.81, "kept")):
        model = clinic(diary([NINE, TEN, ELEVEN], no_show=terms), hosts=hosts(), behaviour=books(MoveFrom.NO_SHOW))
        sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], u={(0, "no_show", 1): u})
        assert sessions.value("requested", 0, attempt=1) == NINE + 300.0 + 60.0
        assert sessions.outcome(0, attempt=1) == (outcome, TEN)


def test_a_late_one_counts_as_missed_and_moves_as_said_of_late_ones() -> None:
    terms = no_show({0.0: 0.5}, missed_before=4.0)
    late = books(MoveFrom.LATE_NO_SHOW)
    model = clinic(diary([NINE, TEN], no_show=terms), hosts=hosts(), behaviour=late)
    sessions = Sessions(model, [B(0.0, wish=NINE, late=400.0)], u={(0, "no_show", 1): 0.7})
    assert sessions.became(0).then == "moved"
    assert sessions.outcome(0, attempt=1) == ("no_show", TEN)


def test_a_kept_appointment_is_a_contact_of_its_booking() -> None:
    sessions = held(B(0.0, wish=NINE, late=100.0))
    log = sessions.logs.contacts
    assert log.rows == 1
    assert (log.type[0], log.customer[0], log.attempt[0], log.leg[0]) == (VISIT, sessions.customer[0], 0, 0)
    assert (log.arrived[0], log.joined[0]) == (NINE + 100.0, NINE + 100.0)
    assert sessions.value("contact", 0) == 0
    assert sessions.value("interval", 0) == 18


def test_after_a_visit_that_settles_nothing_he_books_anew() -> None:
    model = clinic(diary([NINE, TEN]), hosts=hosts(), behaviour=books(MoveFrom.RESOLVED))
    sessions = Sessions(model, [B(0.0, wish=NINE, talk=50.0)])
    assert sessions.value("requested", 0, attempt=1) == NINE + 50.0 + 60.0
    assert sessions.outcome(0, attempt=1) == ("kept", TEN)


# --- self-service before a booking -----------------------------------------------------------------------------------


def fronted(capacity: int | None = None) -> Behaviour:
    bot = SelfService(
        name="assistant",
        fronts=(),
        fronts_appointments=(0,),
        time=30.0,  # type: ignore[arg-type]  # stand-in law
        containment=ONE * 0.4,
        gives_up=ONE * 0.1,
        false_containment=ONE * 0.0,
        returns_to=-1,
        returns_after=None,
        cost=0.0,
        keeps_context=True,
        hand_over_aht=1.0,
        easy_factor=ONE,
        capacity=capacity,
        outages=np.zeros((0, 2)),
    )
    return Behaviour(bots=(bot,))


def test_self_service_before_a_booking_contains_or_hands_over() -> None:
    model = clinic(diary([NINE, TEN]), hosts=hosts(), behaviour=fronted())
    sessions = Sessions(model, [B(0.0, wish=NINE, u={"bot": 0.3}), B(1.0, wish=NINE + 1.0, u={"bot": 0.9})])
    assert sessions.became(0).outcome == "contained"
    assert sessions.became(0).settled == 30.0
    assert sessions.outcome(1) == ("kept", TEN)  # wished at the end of the session, a second past nine
    assert (sessions.became(1).booked, sessions.value("wish", 1)) == (31.0, NINE + 31.0)
    assert [BotResult(int(r)) for r in sessions.logs.bookings.bot_result] == [
        BotResult.CONTAINED,
        BotResult.HANDED_OVER,
    ]


def test_who_finds_self_service_full_books_at_once() -> None:
    model = clinic(diary([NINE, TEN]), hosts=hosts(), behaviour=fronted(capacity=1))
    sessions = Sessions(model, [B(0.0, wish=NINE, u={"bot": 0.9}), B(1.0, wish=NINE)])
    assert sessions.became(1).booked == 1.0
    assert [sessions.outcome(i)[1] for i in range(2)] == [TEN, NINE]
    assert BotResult(int(sessions.value("bot_result", 1))) == BotResult.FULL


def test_a_request_still_in_self_service_at_the_end_stays_a_request() -> None:
    model = clinic(diary([DAY - 10.0, DAY]), hosts=hosts(), behaviour=fronted())
    sessions = Sessions(model, [B(DAY - 20.0, u={"bot": 0.9})])
    assert sessions.became(0).outcome == "requested"
    assert Then(int(sessions.value("then", 0))) == Then.PENDING
