"""Days worked by hand: falling staff, shifts, breaks, closings."""

from __future__ import annotations

import pytest
from hand_built import DAY, C, Day, Live, Team, Type, center, customers, deferred, on_all_day

from ccsim.engine.simpy_engine import run


def staffed(team: Team, **channel: object) -> object:
    return center([Live(**channel)], [Type()], [team])  # type: ignore[arg-type]


# --- shifts and falling staff ----------------------------------------------------------------------


def test_shift_that_ends_as_the_contact_ends_takes_no_other():
    """The roster (1) precedes ends of talk (2)."""
    team = Team(skills=(0,), duties=(((0.0, 100.0),), ((200.0, DAY),)))
    day = Day(staffed(team), [C(0, 0, talk=100), C(0, 10, talk=30)])
    assert day.served(0) == (0, 0)
    assert day.served(1) == (200, 1)
    assert day.presence(0) == [("on_duty", 0, 100)]


def test_contact_is_finished_past_the_shift_s_end():
    team = Team(skills=(0,), duties=(((0.0, 100.0),), ((200.0, DAY),)))
    day = Day(staffed(team), [C(0, 40, talk=100, wrap_up=10), C(0, 50, talk=30)])
    assert day[0].handled == 150 and day.served(1) == (200, 1)
    assert day.presence(0) == [("on_duty", 0, 100), ("overtime", 100, 150)]


def two_agents(rule: str, fall: float, rise: float | None = None) -> Team:
    """Two agents of whom one goes at `fall` and comes again at `rise`, by count or by name."""
    if rule == "count":
        steps = ((0.0, 2), (fall, 1)) + (((rise, 2),) if rise else ())
        return Team(skills=(0,), counts=steps)
    second = ((0.0, fall), (rise, DAY)) if rise else ((0.0, fall),)
    return Team(skills=(0,), duties=(((0.0, DAY),), second))


BOTH_BUSY = [C(0, 0, talk=120), C(0, 1, talk=149), C(0, 50, talk=30)]  # agent 0 until 120, agent 1 until 150


def test_count_whoever_ends_next_leaves():
    day = Day(staffed(two_agents("count", fall=100)), BOTH_BUSY)
    assert [day.served(i) for i in range(3)] == [(0, 0), (1, 1), (150, 1)]
    assert day.presence(0)[-1][2] == 120 and day.presence(1)[-1][2] == DAY


def test_named_the_one_whose_time_ends_leaves():
    day = Day(staffed(two_agents("named", fall=100)), BOTH_BUSY)
    assert [day.served(i) for i in range(3)] == [(0, 0), (1, 1), (120, 0)]
    assert day.presence(1) == [("on_duty", 0, 100), ("overtime", 100, 150)]


def test_count_idle_agents_leave_first_whatever_their_index():
    """Agent 0 is free, agent 1 busy: 0 leaves, and 1 takes the next."""
    day = Day(staffed(two_agents("count", fall=100)), [C(0, 0, talk=10), C(0, 1, talk=149), C(0, 120, talk=5)])
    assert day.presence(0) == [("on_duty", 0, 100)]
    assert day[2].waited and day.served(2) == (150, 1)


def test_count_of_idle_agents_the_highest_index_leaves():
    team = Team(skills=(0,), counts=((0.0, 3), (100.0, 1)))
    day = Day(staffed(team), [C(0, 150, talk=50), C(0, 160, talk=5)])
    assert day.presence(1) == [("on_duty", 0, 100)] and day.presence(2) == [("on_duty", 0, 100)]
    assert day.served(0) == (150, 0) and day.served(1) == (200, 0)


def test_named_busy_leaver_whose_time_returns_stays():
    day = Day(
        staffed(two_agents("named", fall=100, rise=140)), [C(0, 0, talk=300), C(0, 1, talk=149), C(0, 50, talk=5)]
    )
    assert day.served(2) == (150, 1)
    assert day.presence(1) == [("on_duty", 0, 100), ("overtime", 100, 140), ("on_duty", 140, DAY)]


def test_count_surplus_that_no_longer_exists_when_staff_rises_marks_nobody():
    day = Day(staffed(two_agents("count", fall=100, rise=110)), BOTH_BUSY)
    assert day.served(2) == (120, 0)


def test_count_rise_brings_the_lowest_free_index():
    """At 100 agents 2 and 1 (idle) leave; at 200 agent 1 comes, not agent 2."""
    team = Team(skills=(0,), counts=((0.0, 3), (100.0, 1), (200.0, 2)))
    day = Day(staffed(team), [C(0, 150, talk=500), C(0, 160, talk=5)])
    assert day.served(1) == (200, 1)
    assert day.presence(2) == [("on_duty", 0, 100)]


def test_count_marked_agent_with_a_chat_left_is_unmarked_by_a_rise():
    """Two chat agents with two places. At 100 one must go; agent 0 ends a chat at 120 and is marked: his
    free place takes nothing. At 150 the staff rises: he is unmarked and takes who waits, before a third would come."""
    team = Team(skills=(0,), counts=((0.0, 2), (100.0, 1), (150.0, 2)))
    model = center([Live(concurrency=2)], [Type()], [team])
    day = Day(model, [C(0, 0, talk=120), C(0, 1, talk=500), C(0, 2, talk=500), C(0, 3, talk=500), C(0, 110, talk=5)])
    assert [day.served(i)[1] for i in range(4)] == [0, 1, 0, 1]
    assert day.served(4) == (150, 0)


def test_leaver_with_chats_in_hand_takes_no_more_and_leaves_when_empty():
    team = Team(skills=(0,), duties=(((0.0, 100.0),), ((300.0, DAY),)))
    day = Day(
        center([Live(concurrency=2)], [Type()], [team]), [C(0, 0, talk=150), C(0, 10, talk=30), C(0, 120, talk=5)]
    )
    assert day.served(2) == (300, 1)
    assert day.presence(0) == [("on_duty", 0, 100), ("overtime", 100, 150)]


def test_agents_coming_on_together_take_one_each_round_after_round():
    """Three wait for two chat agents with two places each who come on at 100: 0, 1, then 0 again."""
    team = Team(skills=(0,), duties=(((100.0, DAY),), ((100.0, DAY),)))
    day = Day(center([Live(concurrency=2)], [Type()], [team]), [C(0, 10 + i, talk=50) for i in range(3)])
    assert [day.served(i) for i in range(3)] == [(100, 0), (100, 1), (100, 0)]


def test_going_and_coming_of_one_instant_going_first():
    """At 100 agent 0 goes and agent 1 comes on: who waits is taken by 1; idle 0 is gone."""
    team = Team(skills=(0,), duties=(((0.0, 100.0),), ((100.0, DAY),)))
    day = Day(staffed(team), [C(0, 100, talk=10)])
    assert day.served(0) == (100, 1) and day.presence(0) == [("on_duty", 0, 100)]


def test_adjoining_duties_do_not_interrupt_presence():
    team = Team(skills=(0,), duties=(((0.0, 100.0), (100.0, 300.0)),))
    day = Day(staffed(team), [C(0, 90, talk=30), C(0, 95, talk=10)])
    assert day.served(1) == (120, 0)


# --- breaks ----------------------------------------------------------------------------------------


def test_break_waits_for_the_contact_and_keeps_its_full_length():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0), breaks={0: ((50.0, 30.0),)})
    day = Day(staffed(team), [C(0, 0, talk=80), C(0, 60, talk=10)])
    assert day.served(1) == (110, 0)
    assert day.presence(0) == [("on_duty", 0, 80), ("break", 80, 110), ("on_duty", 110, 1000)]


def test_break_that_falls_due_as_the_contact_ends_comes_before_the_queue():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0), breaks={0: ((80.0, 30.0),)})
    day = Day(staffed(team), [C(0, 0, talk=80), C(0, 60, talk=10)])
    assert day.served(1) == (110, 0)


def test_idle_agent_starts_his_break_when_it_is_due():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0), breaks={0: ((50.0, 30.0),)})
    day = Day(staffed(team), [C(0, 50, talk=10)])
    assert day[0].waited and day.served(0) == (80, 0)


def test_overlapping_breaks_follow_each_other():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0), breaks={0: ((50.0, 30.0), (60.0, 20.0))})
    day = Day(staffed(team), [C(0, 55, talk=10)])
    assert day.presence(0)[:2] == [("on_duty", 0, 50), ("break", 50, 100)]
    assert day.served(0) == (100, 0)


def test_break_that_would_start_after_the_shift_s_end_is_dropped():
    team = Team(skills=(0,), duties=on_all_day(1, 100.0), breaks={0: ((90.0, 30.0),)})
    day = Day(staffed(team), [C(0, 0, talk=120)])
    assert day.presence(0) == [("on_duty", 0, 100), ("overtime", 100, 120)]


def test_due_break_stops_new_chats_while_others_are_in_hand():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0), breaks={0: ((50.0, 30.0),)})
    day = Day(center([Live(concurrency=2)], [Type()], [team]), [C(0, 0, talk=70), C(0, 55, talk=10)])
    assert day.served(1) == (100, 0)


# --- closings --------------------------------------------------------------------------------------


def test_serve_holds_those_on_duty_until_nobody_waits_whom_they_may_take():
    """The shift ends at the closing itself; the closing (0) precedes the roster (1): both stay for the two who wait."""
    team = Team(skills=(0,), duties=on_all_day(2, 1000.0))
    day = Day(
        staffed(team, windows=((0.0, 1000.0),)),
        [C(0, 900, talk=150), C(0, 910, talk=200), C(0, 950, talk=40), C(0, 960, talk=5)],
    )
    assert [day.served(i) for i in (2, 3)] == [(1050, 0), (1090, 0)]
    assert day.presence(0) == [("on_duty", 0, 1000), ("overtime", 1000, 1095)]
    assert day.presence(1) == [("on_duty", 0, 1000), ("overtime", 1000, 1110)]


def test_serve_lets_an_idle_agent_go_when_none_waits():
    team = Team(skills=(0,), duties=on_all_day(2, 1000.0))
    day = Day(staffed(team, windows=((0.0, 1000.0),)), [C(0, 990, talk=50)])
    assert day.presence(0)[-1] == ("overtime", 1000, 1040)
    assert day.presence(1) == [("on_duty", 0, 1000)]


def test_serve_a_longer_shift_is_worked_to_its_end():
    team = Team(skills=(0,), duties=on_all_day(1, 1200.0))
    day = Day(staffed(team, windows=((0.0, 1000.0),)), [C(0, 990, talk=50), C(0, 995, talk=20)])
    assert day.served(1) == (1040, 0)
    assert day.presence(0) == [("on_duty", 0, 1200)]


def test_serve_those_already_leaving_do_not_stay():
    """Agent 0's shift ended at 900, he is busy until 1010 and takes no other; nobody present may: dropped."""
    team = Team(skills=(0,), duties=on_all_day(1, 900.0))
    day = Day(staffed(team, windows=((0.0, 1000.0),)), [C(0, 850, talk=160), C(0, 950, talk=5)])
    assert day[0].handled == 1010
    assert day[1].outcome == "dropped" and day[1].left == 1000


def test_serve_patience_still_runs_after_the_closing():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0))
    day = Day(staffed(team, windows=((0.0, 1000.0),)), [C(0, 900, talk=200), C(0, 950, talk=5, patience=70)])
    assert day[1].outcome == "abandoned" and day[1].left == 1020
    assert day.presence(0)[-1][2] == 1100


def test_serve_breaks_due_after_the_closing_are_cancelled():
    team = Team(skills=(0,), duties=on_all_day(1, 1200.0), breaks={0: ((1010.0, 60.0),)})
    day = Day(staffed(team, windows=((0.0, 1000.0),)), [C(0, 990, talk=50), C(0, 995, talk=20)])
    assert day.served(1) == (1040, 0)
    assert all(state != "break" for state, _, _ in day.presence(0))


def test_serve_drops_whom_nobody_present_may_take():
    teams = [Team(skills=(0,), duties=on_all_day(1, 1000.0)), Team(skills=(1,), duties=on_all_day(1, 500.0))]
    model = center([Live(windows=((0.0, 1000.0),))], [Type(), Type()], teams)
    day = Day(model, [C(0, 900, talk=200), C(0, 950, talk=5), C(1, 960, talk=5)])
    assert day.served(1) == (1100, 0)
    assert day[2].outcome == "dropped" and day[2].left == 1000


def test_serve_reservations_lapse_at_the_closing():
    """One agent, one to be kept idle for type 0: type 1 waits all day and is taken at the closing."""
    team = Team(skills=(0, 1), duties=on_all_day(1, 1000.0), reserve={1: 1})
    day = Day(center([Live(windows=((0.0, 1000.0),))], [Type(), Type()], [team]), [C(1, 900, talk=50)])
    assert day[0].outcome == "answered" and day.served(0) == (1000, 0)
    assert day.presence(0)[-1] == ("overtime", 1000, 1050)


def test_serve_an_overflow_still_to_come_holds_the_other_group():
    """The contact of 990 may use group 1 only after 45 s: group 1 stays for him and takes him at 1035."""
    teams = [Team(skills=(0,), duties=on_all_day(1, 1000.0)), Team(skills=(0,), duties=on_all_day(1, 1000.0))]
    model = center([Live(windows=((0.0, 1000.0),))], [Type()], teams, preferences={0: [(0, 0, 0.0), (1, 1, 45.0)]})
    day = Day(model, [C(0, 900, talk=300), C(0, 990, talk=5)])
    assert day.served(1) == (1035, 1)
    assert day.presence(1) == [("on_duty", 0, 1000), ("overtime", 1000, 1040)]


def test_drop_ends_the_waiting_at_once_and_lets_talks_end():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0))
    day = Day(staffed(team, windows=((0.0, 1000.0),), drops=True), [C(0, 900, talk=200), C(0, 950, talk=5)])
    assert day[1].outcome == "dropped" and day[1].left == 1000
    assert day[0].outcome == "answered" and day.presence(0)[-1] == ("overtime", 1000, 1100)


def test_drop_at_the_instant_an_agent_frees_drops():
    """The closing (0) precedes the end of talk (2)."""
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0))
    day = Day(staffed(team, windows=((0.0, 1000.0),), drops=True), [C(0, 900, talk=100), C(0, 950, talk=5)])
    assert day[1].outcome == "dropped" and day[1].left == 1000


@pytest.mark.parametrize("drops", [False, True])
def test_each_day_opens_anew(drops: bool):
    duties = (((0.0, 1000.0), (DAY, DAY + 1000.0)),)
    model = center(
        [Live(windows=((0.0, 1000.0), (DAY, DAY + 1000.0)), drops=drops)],
        [Type()],
        [Team(skills=(0,), duties=duties)],
        days=2,
    )
    day = Day(model, [C(0, 990, talk=50), C(0, 995, talk=10), C(0, DAY + 5, talk=10)])
    assert day[1].outcome == ("dropped" if drops else "answered")
    assert day.served(2) == (DAY + 5, 0)


def test_end_of_a_never_closing_horizon_is_a_closing():
    team = Team(skills=(0,), duties=on_all_day(1))
    day = Day(staffed(team), [C(0, DAY - 100, talk=300), C(0, DAY - 50, talk=10)])
    assert day.served(1) == (DAY + 200, 0)
    assert day.presence(0) == [("on_duty", 0, DAY), ("overtime", DAY, DAY + 210)]


def test_deferred_work_holds_nobody_and_is_backlog_in_the_end():
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0))
    model = center([deferred(windows=((0.0, 1000.0),))], [Type()], [team])
    day = Day(model, [C(0, 900, talk=200), C(0, 950, talk=5)])
    assert day[0].handled == 1100
    assert day[1].outcome == "backlog" and day[1].left is None and day[1].answered is None
    assert day.presence(0) == [("on_duty", 0, 1000), ("overtime", 1000, 1100)]


def test_deferred_places_are_kept_over_night():
    duties = (((0.0, 1000.0), (DAY, DAY + 1000.0)),)
    model = center(
        [deferred(windows=((0.0, 1000.0), (DAY, DAY + 1000.0)))], [Type()], [Team(skills=(0,), duties=duties)], days=2
    )
    day = Day(model, [C(0, 990, talk=50), C(0, 995, talk=10), C(0, 20000, talk=20), C(0, DAY, talk=30)])
    assert [day.served(i)[0] for i in (1, 2, 3)] == [DAY, DAY + 10, DAY + 30]


def test_drop_takes_all_the_waiting_though_reservations_lapse_at_a_closing():
    """Two wait for an agent kept idle; a channel with `drain` makes routing look again whenever a queue changes. At the
    closing both are dropped at once: the second is not answered because the first has gone."""
    team = Team(skills=(0,), duties=on_all_day(1, 1000.0), reserve={0: 1})
    model = center([Live(windows=((0.0, 1000.0),), drops=True, drain=True)], [Type()], [team])
    day = Day(model, [C(0, 900, talk=10), C(0, 950, talk=10)])
    assert [(day[i].outcome, day[i].left) for i in range(2)] == [("dropped", 1000), ("dropped", 1000)]


def test_serve_a_surplus_agent_of_a_counted_group_does_not_stay():
    """At 900 one of two must go; agent 0 ends first (at 950) and is gone. Agent 1 serves who waits at the closing."""
    team = Team(skills=(0,), counts=((0.0, 2), (900.0, 1), (1000.0, 0)))
    day = Day(
        staffed(team, windows=((0.0, 1000.0),)),
        [C(0, 800, talk=150), C(0, 801, talk=249), C(0, 960, talk=10), C(0, 970, talk=10)],
    )
    assert [day.served(i) for i in (2, 3)] == [(1050, 1), (1060, 1)]
    assert day.presence(0)[-1][2] == 950 and day.presence(1)[-1][2] == 1070


def test_serve_holds_a_counted_group_whose_schedule_ends_at_the_closing():
    """Both are on duty at the closing (0) before their schedule falls to none (1): both stay while anybody waits."""
    team = Team(skills=(0,), counts=((0.0, 2), (1000.0, 0)))
    day = Day(
        staffed(team, windows=((0.0, 1000.0),)),
        [C(0, 900, talk=150), C(0, 901, talk=200), C(0, 960, talk=10), C(0, 970, talk=100), C(0, 980, talk=10)],
    )
    assert [day.served(i) for i in (2, 3, 4)] == [(1050, 0), (1060, 0), (1101, 1)]


def test_late_login_and_absence_come_from_the_workload():
    """Agent 0 is away, agent 1 logs in 120 s late."""
    model = staffed(Team(skills=(0,), duties=on_all_day(2, 1000.0)))
    workload, _ = customers(model, [C(0, 50, talk=10)])  # type: ignore[arg-type]
    workload.absent[0, 0] = True
    workload.late_login[1, 0] = 120.0
    log = run(model, workload).contacts  # type: ignore[arg-type]
    assert log.answered[0] == 120.0 and log.agent[0] == 1
