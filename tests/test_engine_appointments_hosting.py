"""Slots, hosts who are held, and customers who come, worked by hand: exact times in seconds."""

from __future__ import annotations

import pytest
from hand_built import DAY, HOUR, C, Live, Team, on_all_day
from hand_built_appointments import CALL, TASK, VISIT, B, Sessions, cancellations, clinic, diary

from ccsim.engine.simpy_engine import run
from ccsim.model import build
from ccsim.model.bookings import Appointment
from ccsim.model.center import CenterModel, Preference
from ccsim.scenario import from_dict
from ccsim.workload import draw

NINE, TEN = 9 * HOUR, 10 * HOUR
LATE, NO_SHOW = True, False  # of a hold: its customer came, or did not


def hosts(agents: int = 1, **terms: object) -> Team:
    return Team((VISIT, CALL, TASK), duties=on_all_day(agents), **terms)  # type: ignore[arg-type]


# --- holding ---------------------------------------------------------------------------------------------------------


def test_a_host_takes_no_call_so_shortly_before_a_slot() -> None:
    """Protected from 8:55: the call of 8:56 waits until the visit is over."""
    model = clinic(diary([NINE], protect_before=300.0), hosts=hosts())
    sessions = Sessions(
        model, [B(0.0, wish=NINE, talk=100.0)], [C(CALL, NINE - 301.0, talk=1.0), C(CALL, NINE - 240.0)]
    )
    assert sessions.served(0) == (NINE - 301.0, 0)
    assert sessions.visit(0) == (NINE, NINE, 0)
    assert sessions.served(1) == (NINE + 100.0, 0)
    assert sessions.holds() == [(0, NINE - 300.0, NINE, LATE)]


def test_a_claim_does_not_open_before_the_booking_nor_before_the_start() -> None:
    model = clinic(diary([100.0, NINE], protect_before=300.0), hosts=hosts())
    sessions = Sessions(model, [B(-HOUR, wish=100.0), B(NINE - 60.0, wish=NINE)])
    assert sessions.holds() == [(0, 0.0, 100.0, LATE), (0, NINE - 60.0, NINE, LATE)]


def test_a_diary_customer_claims_a_host_from_when_he_booked() -> None:
    """His place is taken from the beginning all the same."""
    model = clinic(diary([NINE, TEN], protect_before=300.0), hosts=hosts())
    sessions = Sessions(model, [B(NINE - 60.0, slot=0), B(0.0, wish=NINE)])
    assert [sessions.outcome(i) for i in range(2)] == [("kept", NINE), ("kept", TEN)]
    assert sessions.holds() == [(0, NINE - 60.0, NINE, LATE), (0, TEN - 300.0, TEN, LATE)]


def test_a_host_waits_for_who_does_not_come_until_grace_is_over() -> None:
    model = clinic(diary([NINE]), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], [C(CALL, NINE + 10.0)])
    assert sessions.served(0) == (NINE + 300.0, 0)
    assert sessions.holds() == [(0, NINE, NINE + 300.0, NO_SHOW)]


def test_who_comes_at_the_slot_takes_the_host_at_once_and_leaves_no_hold() -> None:
    model = clinic(diary([NINE]), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=NINE)], [C(CALL, NINE)])
    assert sessions.visit(0) == (NINE, NINE, 0)
    assert sessions.served(0) == (NINE + 60.0, 0)
    assert sessions.holds() == []


def test_a_host_still_busy_serves_who_is_present_by_slot_then_coming() -> None:
    model = clinic(diary([NINE, NINE + 300.0], places=2), hosts=hosts())
    bookings = [
        B(0.0, wish=NINE, late=200.0),
        B(1.0, wish=NINE, late=100.0),
        B(2.0, wish=NINE + 300.0, late=-600.0),
    ]
    sessions = Sessions(model, bookings, [C(CALL, NINE - 10.0, talk=500.0), C(CALL, NINE)])
    assert [sessions.visit(i)[:2] for i in range(3)] == [
        (NINE + 200.0, NINE + 550.0),
        (NINE + 100.0, NINE + 490.0),
        (NINE + 300.0, NINE + 610.0),
    ]
    assert sessions.served(1) == (NINE + 670.0, 0)
    assert sessions.holds() == []


def test_early_ones_count_as_coming_at_the_slot() -> None:
    """Both are early, 1 by more: they go by key."""
    model = clinic(diary([NINE], places=2), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=NINE, late=-60.0), B(1.0, wish=NINE, late=-120.0)])
    assert [sessions.visit(i)[:2] for i in range(2)] == [(NINE, NINE), (NINE, NINE + 60.0)]


def test_the_earlier_slot_precedes_though_its_customer_came_later() -> None:
    model = clinic(diary([NINE, NINE + 60.0]), hosts=hosts())
    bookings = [B(0.0, wish=NINE, late=300.0), B(1.0, wish=NINE + 60.0)]
    sessions = Sessions(model, bookings, [C(CALL, NINE - 10.0, talk=500.0)])
    assert [sessions.visit(i)[1] for i in range(2)] == [NINE + 490.0, NINE + 550.0]


def test_who_is_present_is_served_before_a_host_is_held_for_another() -> None:
    model = clinic(diary([NINE], places=2), hosts=hosts())
    bookings = [B(0.0, wish=NINE, late=10.0), B(1.0, wish=NINE, late=250.0)]
    sessions = Sessions(model, bookings, [C(CALL, NINE - 10.0, talk=110.0)])
    assert [sessions.visit(i)[1] for i in range(2)] == [NINE + 100.0, NINE + 250.0]
    assert sessions.holds() == [(0, NINE + 160.0, NINE + 250.0, LATE)]


def test_a_host_who_comes_free_is_held_where_nobody_waits_and_routing_does_not_see_him() -> None:
    model = clinic(diary([NINE]), hosts=hosts())
    calls = [C(CALL, NINE - 10.0, talk=20.0), C(CALL, NINE + 20.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE, late=100.0)], calls)
    assert sessions.holds() == [(0, NINE + 10.0, NINE + 100.0, LATE)]
    assert sessions.served(1)[0] == NINE + 160.0


def test_a_host_who_comes_on_is_held_where_nobody_waits() -> None:
    late_shift = Team((VISIT, CALL), duties=(((NINE - 100.0, DAY),),))
    model = clinic(diary([NINE], protect_before=300.0), hosts=late_shift)
    sessions = Sessions(model, [B(0.0, wish=NINE)], [C(CALL, NINE - 50.0)])
    assert sessions.holds() == [(0, NINE - 100.0, NINE, LATE)]
    assert sessions.served(0)[0] == NINE + 60.0


def test_who_holds_another_contact_is_not_held() -> None:
    """A host with one chat of two in hand takes a second one, and the visit waits until he is empty."""
    chats = Live(concurrency=2)
    model = clinic(diary([NINE], protect_before=60.0), hosts=hosts(), calls=chats)
    sessions = Sessions(model, [B(0.0, wish=NINE)], [C(CALL, NINE - 100.0, talk=90.0), C(CALL, NINE - 50.0, talk=90.0)])
    assert [sessions.served(i)[0] for i in range(2)] == [NINE - 100.0, NINE - 50.0]
    assert sessions.visit(0)[1] == NINE + 40.0
    assert sessions.holds() == []


def test_a_place_that_frees_holds_nobody_who_has_others() -> None:
    """Of two chats one ends during the claim: he takes a third, for he is not idle."""
    model = clinic(diary([NINE]), hosts=hosts(), calls=Live(concurrency=2))
    chats = [C(CALL, NINE - 20.0, talk=40.0), C(CALL, NINE - 10.0, talk=200.0), C(CALL, NINE - 5.0, talk=10.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE, late=250.0)], chats)
    assert sessions.served(2)[0] == NINE + 20.0
    assert sessions.holds() == [(0, NINE + 190.0, NINE + 250.0, LATE)]


def test_two_claims_hold_one_host_and_the_second_one_waits_for_nobody() -> None:
    """The first to come takes him; the other claim keeps the host from calls once he is free."""
    model = clinic(diary([NINE], places=2), hosts=hosts())
    bookings = [B(0.0, wish=NINE, late=100.0), B(1.0, wish=NINE, late=250.0)]
    sessions = Sessions(model, bookings, [C(CALL, NINE + 50.0)])
    assert [sessions.visit(i)[:2] for i in range(2)] == [(NINE + 100.0, NINE + 100.0), (NINE + 250.0, NINE + 250.0)]
    assert sessions.served(0)[0] == NINE + 310.0
    assert sessions.holds() == [(0, NINE, NINE + 100.0, LATE), (0, NINE + 160.0, NINE + 250.0, LATE)]


def test_the_longest_idle_hosts_are_held_and_no_more_than_there_are_claims() -> None:
    """Agent 1 is idle longest (0 and 2 had calls); he is held, and calls go to 0, who became idle before 2."""
    model = clinic(diary([NINE]), hosts=hosts(3))
    calls = [C(CALL, 0.0, talk=100.0), C(CALL, 1.0, talk=1.0), C(CALL, 200.0, talk=10.0), C(CALL, NINE + 1.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], calls)
    assert [sessions.served(i)[1] for i in range(3)] == [0, 1, 2]
    assert sessions.holds() == [(1, NINE, NINE + 300.0, NO_SHOW)]
    assert sessions.served(3) == (NINE + 1.0, 0)


def test_who_comes_takes_the_host_held_longest_and_a_claim_that_ends_releases_the_last() -> None:
    """Two slots: 0 is held from nine, 1 from 9:01. The first one's claim ends at 9:05 and releases 1; the second
    customer comes at 9:05:30 and takes 0."""
    model = clinic(diary([NINE, NINE + 60.0]), hosts=hosts(2))
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot"), B(1.0, wish=NINE + 60.0, late=270.0)])
    assert sessions.visit(1) == (NINE + 330.0, NINE + 330.0, 0)
    assert sessions.holds() == [(0, NINE, NINE + 330.0, LATE), (1, NINE + 60.0, NINE + 300.0, NO_SHOW)]


def test_a_released_host_keeps_his_idle_seniority() -> None:
    """0 is idle since the start, 1 since 8:00; 0 is held and released: the next call is his all the same."""
    model = clinic(diary([NINE]), hosts=hosts(2))
    calls = [C(CALL, 0.0, talk=10.0), C(CALL, 1.0, talk=8 * HOUR - 1.0), C(CALL, TEN)]
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], calls)
    assert sessions.holds() == [(0, NINE, NINE + 300.0, NO_SHOW)]
    assert sessions.served(2) == (TEN, 0)


def test_a_released_host_takes_what_waits_at_once() -> None:
    model = clinic(diary([NINE], protect_before=300.0), hosts=hosts())
    sessions = Sessions(
        model, [B(0.0, wish=NINE, misses="emergency")], [C(CALL, NINE - 100.0, talk=50.0), C(CALL, NINE - 99.0)]
    )
    assert [sessions.served(i)[0] for i in range(2)] == [NINE + 300.0, NINE + 350.0]


def test_a_cancelled_booking_claims_nothing_any_more() -> None:
    model = clinic(diary([NINE], protect_before=600.0, cancellation=cancellations()), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=NINE, cancels=100.0)], [C(CALL, NINE - 500.0)])
    assert sessions.holds() == [(0, NINE - 600.0, NINE - 100.0, NO_SHOW)]
    assert sessions.served(0) == (NINE - 100.0, 0)


def test_a_place_given_to_standby_keeps_its_host() -> None:
    """0 cancels while a host is held; 1 takes the place at once, so the call waits for his visit."""
    model = clinic(diary([NINE, TEN], protect_before=600.0, cancellation=cancellations(), standby=True), hosts=hosts())
    sessions = Sessions(
        model, [B(0.0, wish=NINE, cancels=100.0), B(1.0, wish=NINE, late=20.0)], [C(CALL, NINE - 500.0)]
    )
    assert sessions.holds() == [(0, NINE - 600.0, NINE + 20.0, LATE)]
    assert sessions.served(0) == (NINE + 80.0, 0)


def test_a_moved_customer_claims_the_new_slot_instead_of_the_old() -> None:
    """Both slots are protected when the first is given back: two claims become one, and one host is released."""
    model = clinic(
        diary([NINE, NINE + 300.0], protect_before=600.0, cancellation=cancellations(), standby=True), hosts=hosts(2)
    )
    sessions = Sessions(model, [B(0.0, wish=NINE, cancels=100.0), B(1.0, wish=NINE)])
    assert sessions.outcome(1) == ("kept", NINE)
    assert sessions.holds() == [(0, NINE - 600.0, NINE, LATE), (1, NINE - 300.0, NINE - 100.0, NO_SHOW)]


def test_a_slot_at_a_shift_change_is_hosted_by_who_comes_on() -> None:
    """Claims of nine open at 8:55, when only the early host is there, who is busy until his shift ends at nine."""
    shifts = Team((VISIT, CALL), duties=(((0.0, NINE),), ((NINE, DAY),)))
    model = clinic(diary([NINE], protect_before=300.0), hosts=shifts)
    sessions = Sessions(model, [B(0.0, wish=NINE, late=5.0)], [C(CALL, NINE - 400.0, talk=400.0), C(CALL, NINE - 1.0)])
    assert sessions.visit(0) == (NINE + 5.0, NINE + 5.0, 1)
    assert sessions.holds() == [(1, NINE, NINE + 5.0, LATE)]
    assert sessions.served(1) == (NINE + 65.0, 1)


def test_hosts_without_a_host_free_are_helped_by_other_groups_with_the_skill() -> None:
    others = [Team((VISIT,), duties=on_all_day(1))]
    model = clinic(
        diary([NINE], places=2), hosts=hosts(), others=others, preferences={VISIT: [(0, 0, 0.0), (1, 1, 0.0)]}
    )
    sessions = Sessions(model, [B(0.0, wish=NINE, talk=500.0), B(1.0, wish=NINE, late=10.0)])
    assert [sessions.visit(i)[2] for i in range(2)] == [0, 1]
    assert sessions.visit(1)[1] == NINE + 10.0


def test_overbooked_customers_wait_for_the_same_host() -> None:
    model = clinic(diary([NINE], places=2), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=NINE, talk=600.0), B(1.0, wish=NINE)])
    assert [sessions.visit(i)[:2] for i in range(2)] == [(NINE, NINE), (NINE, NINE + 600.0)]


def test_one_idle_host_and_two_appointments_goes_to_the_earlier_slot() -> None:
    first = diary([NINE + 60.0], protect_before=600.0)
    second = diary([NINE], name="controls", protect_before=600.0)
    model = clinic(first, second, hosts=hosts())
    call = C(CALL, NINE - 650.0, talk=400.0)  # free when both claims are open
    bookings = [B(0.0, wish=NINE + 60.0, appointment=0), B(0.0, wish=NINE, appointment=1, late=20.0)]
    sessions = Sessions(model, bookings, [call])
    assert sessions.visit(1)[1] == NINE + 20.0
    assert sessions.logs.holds.appointment.tolist() == [1]
    assert sessions.visit(0)[1] == NINE + 80.0


# --- interruptible work ----------------------------------------------------------------------------------------------


def test_a_held_host_goes_on_with_interruptible_work_and_takes_no_more() -> None:
    """The task of 100 s ends at 8:57:40; the next one is not begun. The visit takes him at nine."""
    model = clinic(diary([NINE], protect_before=200.0), hosts=hosts())
    tasks = [C(TASK, NINE - 240.0, talk=100.0), C(TASK, NINE - 230.0, talk=100.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE)], tasks)
    assert sessions.holds() == [(0, NINE - 200.0, NINE, LATE)]
    assert [sessions.served(i)[0] for i in range(2)] == [NINE - 240.0, NINE + 60.0]


def test_who_comes_interrupts_the_work_of_his_host() -> None:
    model = clinic(diary([NINE]), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=NINE)], [C(TASK, NINE - 100.0, talk=300.0)])
    assert sessions.visit(0) == (NINE, NINE, 0)
    log = sessions.logs.contacts
    assert float(log.talk_end[sessions.contact_row[0]]) == NINE + 60.0 + 200.0


# --- breaks, ends of plans, closings ---------------------------------------------------------------------------------


def test_a_break_takes_a_held_host_away_and_another_is_held() -> None:
    model = clinic(diary([NINE], protect_before=600.0), hosts=hosts(2, breaks={0: ((NINE - 300.0, 900.0),)}))
    sessions = Sessions(model, [B(0.0, wish=NINE)])
    assert sessions.holds() == [(0, NINE - 600.0, NINE - 300.0, NO_SHOW), (1, NINE - 300.0, NINE, LATE)]
    assert sessions.visit(0) == (NINE, NINE, 1)


def test_a_host_back_from_his_break_is_held_before_he_takes_calls() -> None:
    model = clinic(diary([NINE], protect_before=600.0), hosts=hosts(1, breaks={0: ((NINE - 700.0, 300.0),)}))
    sessions = Sessions(model, [B(0.0, wish=NINE)], [C(CALL, NINE - 650.0)])
    assert sessions.holds() == [(0, NINE - 400.0, NINE, LATE)]
    assert sessions.served(0) == (NINE + 60.0, 0)


def test_the_end_of_his_plan_takes_a_held_host_away() -> None:
    two = Team((VISIT, CALL), duties=(((0.0, NINE + 100.0),), ((0.0, DAY),)))
    sessions = Sessions(clinic(diary([NINE]), hosts=two), [B(0.0, wish=NINE, late=200.0)])
    assert sessions.holds() == [(0, NINE, NINE + 100.0, NO_SHOW), (1, NINE + 100.0, NINE + 200.0, LATE)]
    assert sessions.visit(0)[2] == 1


def test_positions_that_fall_take_a_held_host_away() -> None:
    counted = Team((VISIT, CALL), counts=((0.0, 2), (NINE + 100.0, 1)))
    sessions = Sessions(
        clinic(diary([NINE], places=2), hosts=counted), [B(0.0, wish=NINE), B(1.0, wish=NINE, late=50.0)]
    )
    assert [sessions.visit(i)[2] for i in range(2)] == [0, 1]
    sessions = Sessions(
        clinic(diary([NINE], places=2), hosts=counted), [B(0.0, wish=NINE, late=200.0), B(1.0, wish=NINE, late=250.0)]
    )
    assert sessions.holds()[1] == (1, NINE, NINE + 100.0, NO_SHOW)
    assert [sessions.visit(i)[1:] for i in range(2)] == [(NINE + 200.0, 0), (NINE + 260.0, 0)]


def closing_at(hour: float) -> Live:
    return Live(windows=((0.0, hour),))


def test_a_closing_keeps_a_held_host_until_his_claim_ends() -> None:
    """Slot 8:58, the channel and his shift end at nine: he waits until 9:03 for who does not come."""
    plan = Team((VISIT,), duties=(((0.0, NINE),),))
    model = clinic(diary([NINE - 120.0]), hosts=plan, visits=closing_at(NINE))
    sessions = Sessions(model, [B(0.0, wish=NINE - 120.0, misses="forgot")])
    assert sessions.holds() == [(0, NINE - 120.0, NINE + 180.0, NO_SHOW)]
    agents = sessions.logs.agents
    assert list(zip(agents.start.tolist(), agents.end.tolist(), strict=True)) == [(0.0, NINE), (NINE, NINE + 180.0)]


def test_who_comes_after_the_closing_is_served_by_the_host_who_stayed() -> None:
    plan = Team((VISIT,), duties=(((0.0, NINE),),))
    model = clinic(diary([NINE - 120.0]), hosts=plan, visits=closing_at(NINE))
    sessions = Sessions(model, [B(0.0, wish=NINE - 120.0, late=200.0)])
    assert sessions.visit(0) == (NINE + 80.0, NINE + 80.0, 0)
    assert float(sessions.logs.agents.end.max()) == NINE + 140.0


def test_a_host_who_is_busy_at_the_closing_stays_for_whom_it_leaves_without_one() -> None:
    """His first visit ends at 9:01; the other customer of 8:58 comes at 9:02 and is served."""
    plan = Team((VISIT,), duties=(((0.0, NINE),),))
    model = clinic(diary([NINE - 120.0], places=2), hosts=plan, visits=closing_at(NINE))
    sessions = Sessions(model, [B(0.0, wish=NINE - 120.0, talk=180.0), B(1.0, wish=NINE - 120.0, late=240.0)])
    assert sessions.visit(1) == (NINE + 120.0, NINE + 120.0, 0)
    assert sessions.holds() == [(0, NINE + 60.0, NINE + 120.0, LATE)]


def test_who_comes_when_all_hosts_have_gone_is_dropped() -> None:
    plan = Team((VISIT,), duties=(((0.0, NINE - 10.0),),))  # off before the closing: nothing keeps him
    model = clinic(diary([NINE - 120.0]), hosts=plan, visits=closing_at(NINE))
    sessions = Sessions(model, [B(0.0, wish=NINE - 120.0, late=180.0)])
    assert sessions.became(0).outcome == "kept"
    assert sessions.visit_outcome(0) == "dropped"


def test_a_claim_that_ends_after_the_closing_lets_the_right_host_go() -> None:
    """0 stays past his plan for the slot of 8:58, 1 is held for that of ten; when the first claim ends, 0 goes."""
    plans = Team((VISIT,), duties=(((0.0, NINE),), ((0.0, DAY),)))
    visits = Live(windows=((0.0, NINE), (TEN, DAY)))
    model = clinic(diary([NINE - 120.0, TEN], protect_before=HOUR), hosts=plans, visits=visits)
    sessions = Sessions(model, [B(0.0, wish=NINE - 120.0, misses="forgot"), B(1.0, wish=TEN)])
    over = NINE + 180.0
    assert sessions.holds() == [
        (0, 8 * HOUR - 120.0, over, NO_SHOW),
        (1, NINE, over, NO_SHOW),
        (1, over, TEN, LATE),
    ]


def test_an_opening_lets_a_host_go_who_stayed_after_the_closing() -> None:
    """Closed from 9:00 to 9:02: 0, whose plan ended at nine, goes at the opening, and 1 is held for the rest."""
    plans = Team((VISIT,), duties=(((0.0, NINE),), ((0.0, DAY),)))
    visits = Live(windows=((0.0, NINE), (NINE + 120.0, DAY)))
    model = clinic(diary([NINE - 120.0]), hosts=plans, visits=visits)
    sessions = Sessions(model, [B(0.0, wish=NINE - 120.0, misses="forgot")])
    assert sessions.holds() == [
        (0, NINE - 120.0, NINE + 120.0, NO_SHOW),
        (1, NINE + 120.0, NINE + 180.0, NO_SHOW),
    ]


def test_a_host_who_stays_held_goes_on_being_so_when_his_time_begins_again() -> None:
    plan = Team((VISIT, CALL), duties=(((0.0, NINE), (NINE + 60.0, DAY)),))
    model = clinic(diary([NINE - 120.0]), hosts=plan, visits=closing_at(NINE))
    sessions = Sessions(model, [B(0.0, wish=NINE - 120.0, misses="forgot")], [C(CALL, NINE + 100.0)])
    assert sessions.holds() == [(0, NINE - 120.0, NINE + 180.0, NO_SHOW)]
    assert sessions.served(0)[0] == NINE + 180.0


def delayed(agents: Team, *appointments: Appointment, calls: Live, visits: Live | None = None) -> CenterModel:
    """Hosts take calls that have waited 120 s."""
    return clinic(*appointments, hosts=agents, calls=calls, visits=visits, preferences={CALL: [(0, 0, 120.0)]})


def test_who_stays_for_a_closed_channel_is_not_held_for_an_open_one() -> None:
    """The call of 8:59 holds 0 past his plan, who may take it from 9:01: 1 is held for the visit in his place."""
    plans = Team((VISIT, CALL), duties=(((0.0, NINE),), ((0.0, DAY),)))
    model = delayed(plans, diary([NINE + 600.0], protect_before=1200.0), calls=closing_at(NINE))
    sessions = Sessions(model, [B(0.0, wish=NINE + 600.0)], [C(CALL, NINE - 60.0)])
    assert sessions.served(0) == (NINE + 60.0, 0)
    assert sessions.holds() == [(0, NINE - 600.0, NINE, NO_SHOW), (1, NINE, NINE + 600.0, LATE)]


def test_who_comes_free_past_his_plan_is_not_held_for_an_open_channel() -> None:
    """Calls close at nine; two wait for 0, whose plan is over. The claim of 9:00 is not for him."""
    plans = Team((VISIT, CALL), duties=(((0.0, NINE),),))
    model = clinic(diary([NINE]), hosts=plans, calls=closing_at(NINE))
    calls = [C(CALL, NINE - 30.0, talk=60.0), C(CALL, NINE - 20.0, talk=60.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], calls)
    assert [sessions.served(i)[0] for i in range(2)] == [NINE - 30.0, NINE + 30.0]
    assert sessions.holds() == []


def test_a_second_closing_holds_who_stayed_for_the_first() -> None:
    """0 waits past his plan to be allowed a call of 8:59; from the visits' closing he is held for the slot of 8:58."""
    plans = Team((VISIT, CALL), duties=(((0.0, NINE - 50.0),),))
    model = delayed(plans, diary([NINE - 30.0]), calls=closing_at(NINE - 50.0), visits=closing_at(NINE))
    sessions = Sessions(model, [B(0.0, wish=NINE - 30.0, late=40.0)], [C(CALL, NINE - 60.0)])
    assert sessions.holds() == [(0, NINE, NINE + 10.0, LATE)]
    assert sessions.served(0) == (NINE + 70.0, 0)


def test_a_slot_of_tomorrow_keeps_nobody_tonight() -> None:
    """The channel closes from nine to ten; the claim of ten opens at 9:55. The shift ends at 9:58."""
    plan = Team((VISIT,), duties=(((0.0, TEN - 120.0),), ((TEN, DAY),)))
    model = clinic(diary([TEN], protect_before=300.0), hosts=plan, visits=Live(windows=((0.0, NINE), (TEN, DAY))))
    sessions = Sessions(model, [B(0.0, wish=TEN)])
    assert sessions.holds() == [(0, TEN - 300.0, TEN - 120.0, NO_SHOW)]
    assert sessions.visit(0) == (TEN, TEN, 1)


# --- precedence ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("priority", [0.0, 2.0])
def test_under_priority_who_is_present_precedes_calls_of_any_priority(priority: float) -> None:
    model = clinic(diary([NINE]), hosts=hosts(), priority=priority)
    calls = [C(CALL, NINE - 10.0, talk=100.0), C(CALL, NINE - 5.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE)], calls)
    assert sessions.visit(0)[1] == NINE + 90.0
    assert sessions.served(1)[0] == NINE + 150.0


def test_under_longest_wait_who_is_present_competes_with_calls() -> None:
    model = clinic(diary([NINE]), hosts=hosts(), contact_rule="longest_wait")
    calls = [C(CALL, NINE - 10.0, talk=100.0), C(CALL, NINE - 5.0, talk=30.0), C(CALL, NINE + 5.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE)], calls)
    assert sessions.served(1)[0] == NINE + 90.0
    assert sessions.visit(0)[1] == NINE + 120.0
    assert sessions.served(2)[0] == NINE + 180.0


@pytest.mark.parametrize("rule", ["priority", "longest_wait"])
def test_open_claims_precede_calls_under_every_rule_while_nobody_is_present(rule: str) -> None:
    model = clinic(diary([NINE]), hosts=hosts(), contact_rule=rule)
    calls = [C(CALL, NINE - 10.0, talk=100.0), C(CALL, NINE - 5.0)]
    sessions = Sessions(model, [B(0.0, wish=NINE, late=200.0)], calls)
    assert sessions.visit(0)[1] == NINE + 200.0
    assert sessions.holds() == [(0, NINE + 90.0, NINE + 200.0, LATE)]
    assert sessions.served(1)[0] == NINE + 260.0


def test_held_hosts_do_not_count_as_idle_in_reserve() -> None:
    """Calls are taken only while more than one is idle: with one of two held, none."""
    model = clinic(diary([NINE]), hosts=hosts(2, reserve={CALL: 1}))
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], [C(CALL, NINE + 10.0)])
    assert sessions.served(0)[0] == NINE + 300.0


@pytest.mark.parametrize("rule", ["least_occupied", "random", "fastest"])
def test_hosts_are_held_by_idle_time_under_every_agent_rule(rule: str) -> None:
    model = clinic(diary([NINE]), hosts=hosts(2), agent_rule=rule)
    calls = [C(CALL, 10.0, talk=100.0, routing=0.1), C(CALL, 20.0, talk=10.0, routing=0.9)]
    sessions = Sessions(model, [B(0.0, wish=NINE, misses="forgot")], calls)
    assert [sessions.served(i)[1] for i in range(2)] == [0, 1]
    assert [agent for agent, *_ in sessions.holds()] == [1]


def test_a_present_customer_may_lose_patience() -> None:
    model = clinic(diary([NINE]), hosts=hosts())
    sessions = Sessions(model, [B(0.0, wish=NINE, patience=50.0)], [C(CALL, NINE - 10.0, talk=100.0)])
    assert sessions.became(0).outcome == "kept"
    assert sessions.visit_outcome(0) == "abandoned"


def test_hosts_take_their_customers_though_preferences_name_others() -> None:
    scenario = from_dict(
        {
            "name": "hosts",
            "calendar": {"start": "2026-03-02", "days": 1},
            "opening": {"default": {"mon-fri": "08:00-10:00"}},
            "channels": {"video": {"kind": "appointment"}},
            "contacts": {"visit": {"channel": "video", "handle_time": "5 min"}},
            "agents": {name: {"skills": ["visit"], "staffing": 1} for name in ("hosts", "others")},
            "routing": {"preferences": {"visit": ["others"]}},
            "appointments": {
                "visits": {
                    "contact": "visit",
                    "agents": "hosts",
                    "slot": "10 min",
                    "requests": {"rate": "6 per h"},
                    "lead_time": "0 s",
                }
            },
        }
    )
    model = build(scenario)
    assert model.routing.preferences[0] == (Preference(1, 0, 0.0), Preference(0, 1, 0.0))
    log = run(model, draw(model, 1, 1)).contacts
    assert log.rows > 5 and (log.agent == 0).all()


def test_the_story_of_a_customer_tells_of_his_appointment() -> None:
    model = clinic(diary([NINE], protect_before=60.0), hosts=hosts())
    told = Sessions(model, [B(-HOUR, wish=NINE, late=20.0)], story_of=0).told
    assert told[:3] == [
        ("2026-03-01 23:00:00.000", "asks for visits"),
        ("2026-03-01 23:00:00.000", "has an appointment on 2026-03-02 09:00"),
        ("2026-03-02 09:00:20.000", "is there; group0.00 waits for him"),
    ]


def test_a_story_says_why_nobody_is_free() -> None:
    model = clinic(diary([NINE], protect_before=60.0), hosts=hosts())
    call = C(CALL, NINE - 30.0)
    told = Sessions(model, [B(0.0, wish=NINE, late=20.0)], [call], story_of_customer=0).told
    assert ("2026-03-02 08:59:30.000", "group0 has nobody free of 1 on duty (1 kept free for appointments)") in told
