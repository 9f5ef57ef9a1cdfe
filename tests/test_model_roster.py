"""Staffing, shifts and breaks by hand."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_scenarios import HOUR, WEEKDAYS, calendar, contact, group, hours, law, scenario

from ccsim.model import build
from ccsim.model.center import CenterModel
from ccsim.model.roster import break_start
from ccsim.model.timeline import agent_seconds, make_schedule
from ccsim.scenario.schema import Absence, AgentGroup, Break, Channel, ChannelOpening, Opening, Shift, StaffingRow


def rows(*counts: tuple[float, float, int]) -> tuple[StaffingRow, ...]:
    return tuple(StaffingRow(start=a * HOUR, end=b * HOUR, agents=n) for a, b, n in counts)


def shift(
    agents: int = 1, start: float = 8, end: float = 16, days: tuple[str, ...] = WEEKDAYS, **breaks: Break
) -> Shift:
    return Shift(agents=agents, days=days, start=start * HOUR, end=end * HOUR, breaks=breaks)


def team(agents: AgentGroup, **more: object) -> CenterModel:
    return build(scenario(agents={"team": agents}, **more))


def steps(schedule: object) -> list[tuple[float, int]]:
    return [(t / HOUR, n) for t, n in zip(schedule.times.tolist(), schedule.agents.tolist(), strict=True)]


def on_duty(model: CenterModel) -> list[list[tuple[float, float]]]:
    return [[(duty.on / HOUR, duty.off / HOUR) for duty in agent.duties] for agent in model.agents]


def test_a_number_is_on_duty_while_any_channel_of_its_skills_is_open():
    model = build(
        scenario(
            opening=Opening(default=hours(8, 12), channels={"chat": ChannelOpening(hours=hours(14, 18))}),
            channels={"voice": Channel(kind="live"), "chat": Channel(kind="live"), "branch": Channel(kind="live")},
            contacts={"calls": contact(), "chats": contact("chat"), "visits": contact("branch")},
            agents={"both": group("calls", "chats"), "callers": group("calls", staffing=2)},
        )
    )
    assert steps(model.schedules[0]) == [(0, 0), (8, 5), (12, 0), (14, 5), (18, 0)]
    assert steps(model.schedules[1]) == [(0, 0), (8, 2), (12, 0)]
    assert model.paid_seconds.tolist() == [[40 * HOUR], [8 * HOUR]]
    assert [agent.name for agent in model.agents][:6] == [f"both.0{i}" for i in range(1, 6)] + ["callers.01"]


def test_counts_become_merged_steps_and_nobody_outside_the_rows():
    model = team(group("calls", staffing=rows((8, 9, 3), (9, 10, 3), (10, 11, 1), (12, 13, 2))))
    assert steps(model.schedules[0]) == [(0, 0), (8, 3), (10, 1), (11, 0), (12, 2), (13, 0)]
    assert model.groups[0].counted
    assert [agent.duties for agent in model.agents] == [(), (), ()]
    assert steps(model.scheduled[0]) == steps(model.schedules[0])


def test_counts_from_the_start_to_the_end_of_the_horizon():
    model = team(group("calls", staffing=rows((0, 24, 3))))
    assert steps(model.schedules[0]) == [(0, 3), (24, 0)]
    assert model.paid_seconds.tolist() == [[72 * HOUR]]


def test_named_counts_give_each_agent_the_stretches_that_need_him():
    staffing = rows((8, 9, 1), (9, 11, 3), (11, 12, 2), (12, 13, 3))
    model = team(group("calls", staffing=staffing, when_staff_falls="named"))
    assert on_duty(model) == [[(8, 13)], [(9, 13)], [(9, 11), (12, 13)]]
    assert model.schedules == (None,)
    assert not model.groups[0].counted
    assert steps(model.scheduled[0]) == [(0, 0), (8, 1), (9, 3), (11, 2), (12, 3), (13, 0)]


def test_named_counts_over_days_belong_to_the_day_they_begin():
    staffing = rows((20, 26, 1), (32, 40, 1))
    model = team(group("calls", staffing=staffing, when_staff_falls="named"), calendar=calendar(days=2))
    assert [duty.day for duty in model.agents[0].duties] == [0, 1]
    assert model.paid_seconds.tolist() == [[4 * HOUR, 10 * HOUR]]


def test_shifts_give_people_names_days_and_traits():
    shifts = {"early": shift(2, days=("mon", "wed")), "late": shift(1, 12, 20, ("tue",))}
    people = group("calls", shifts=shifts, absence=Absence(share=0.05, day_cv=0.3), late_login=180.0)
    model = team(people, calendar=calendar(days=3))
    assert [agent.name for agent in model.agents] == ["team.early.01", "team.early.02", "team.late.01"]
    assert [agent.index for agent in model.agents] == [0, 1, 2]
    assert on_duty(model) == [[(8, 16), (56, 64)]] * 2 + [[(36, 44)]]
    assert [duty.day for duty in model.agents[0].duties] == [0, 2]
    late = model.agents[0].late_login
    assert late is not None and late.mean == 180.0
    assert all(agent.late_login is late for agent in model.agents)
    assert (model.agents[2].absence, model.agents[2].absence_day_cv) == (0.05, 0.3)
    assert model.paid_seconds.tolist() == [[16 * HOUR, 8 * HOUR, 16 * HOUR]]


def test_late_login_is_none_a_constant_or_a_law():
    assert team(group("calls", shifts={"s": shift()})).agents[0].late_login is None
    drawn = group("calls", shifts={"s": shift()}, late_login=law("exponential", mean=60.0))
    assert team(drawn).agents[0].late_login.mean == 60.0


def test_a_night_shift_runs_past_the_horizon_and_is_paid_by_day_inside_it():
    model = team(group("calls", shifts={"night": shift(1, 22, 30)}), calendar=calendar(days=2), opening=Opening())
    assert on_duty(model) == [[(22, 30), (46, 54)]]
    assert steps(model.scheduled[0]) == [(0, 0), (22, 1), (30, 0), (46, 1), (48, 0)]
    assert model.paid_seconds.tolist() == [[2 * HOUR, 8 * HOUR]]


@pytest.mark.parametrize(("first", "length"), [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9)])
def test_a_night_shift_over_a_change_of_clocks_keeps_wall_time(first: date, length: int):
    night = {"night": shift(1, 22, 30, ("sat",), meal=Break(length=900.0, at=4 * HOUR))}
    days = calendar(first, 2, timezone="Europe/Madrid")
    duty = team(group("calls", shifts=night), calendar=days, opening=Opening()).agents[0].duties[0]
    assert (duty.off - duty.on) / HOUR == length
    assert duty.breaks[0].due == duty.on + (length - 2) * HOUR  # 04:00, two hours before the end


def test_nobody_works_on_a_closed_holiday_but_on_an_open_one():
    holiday = calendar(days=2, holidays=frozenset({date(2026, 3, 3)}))
    people = group("calls", shifts={"early": shift()})
    assert on_duty(team(people, calendar=holiday)) == [[(8, 16)]]
    assert on_duty(team(people, calendar=holiday, opening=Opening())) == [[(8, 16), (32, 40)]]
    short = Opening(default=hours(8, 20, holidays=((10 * HOUR, 12 * HOUR),)))
    assert on_duty(team(people, calendar=holiday, opening=short)) == [[(8, 16), (32, 40)]]


def test_a_night_shift_into_a_holiday_and_out_of_it():
    holiday = calendar(days=3, holidays=frozenset({date(2026, 3, 3)}))
    night = group("calls", shifts={"night": shift(1, 22, 30)})
    opening = Opening(default=hours(0, 24))
    assert on_duty(team(night, calendar=holiday, opening=opening)) == [[(22, 30), (46, 54), (70, 78)]]


def test_a_day_shift_on_a_closed_weekday_is_kept_as_written():
    model = team(group("calls", shifts={"early": shift()}), opening=Opening(default=hours(8, 20, ("tue",))))
    assert on_duty(model) == [[(8, 16)]]


def test_planned_breaks_leave_the_schedule_and_unpaid_ones_the_pay():
    breaks = {"coffee": Break(length=900.0, at=10 * HOUR), "lunch": Break(length=1800.0, at=12 * HOUR, paid=False)}
    model = team(group("calls", shifts={"early": shift(2, **breaks)}))
    assert steps(model.scheduled[0]) == [(0, 0), (8, 2), (10, 0), (10.25, 2), (12, 0), (12.5, 2), (16, 0)]
    assert model.paid_seconds.tolist() == [[15 * HOUR]]
    assert [pause.due / HOUR for pause in model.agents[0].duties[0].breaks] == [10, 12]


def test_overlapping_planned_breaks_follow_each_other_and_late_ones_are_dropped():
    breaks = {
        "b": Break(length=1800.0, at=15.75 * HOUR),
        "a": Break(length=1800.0, at=15.5 * HOUR),
        "c": Break(length=1800.0, at=15.9 * HOUR),
    }
    model = team(group("calls", shifts={"early": shift(1, **breaks)}))
    assert [pause.due / HOUR for pause in model.agents[0].duties[0].breaks] == [15.5, 15.75, 15.9]
    assert steps(model.scheduled[0]) == [(0, 0), (8, 1), (15.5, 0)]


def test_a_break_after_midnight_belongs_to_the_night():
    night = shift(1, 22, 30, meal=Break(length=900.0, at=2 * HOUR), tea=Break(length=600.0, between=(3600.0, 7200.0)))
    assert break_start(night.breaks["meal"], night, 0, 1) == 26 * HOUR
    assert break_start(night.breaks["tea"], night, 0, 1) == 25 * HOUR


def lunch(**more: object) -> Break:
    return Break(length=1800.0, between=(12 * HOUR, 14 * HOUR), **more)


def test_lanes_are_a_share_of_the_agents():
    people = shift(12, lunch=lunch(at_most_out=0.25))
    starts = [break_start(people.breaks["lunch"], people, j, people.agents) / HOUR for j in range(12)]
    assert starts == [12.0] * 3 + [12.5] * 3 + [13.0] * 3 + [13.5] * 3


def test_lanes_are_at_least_one_and_survive_rounding():
    few = shift(3, lunch=lunch(at_most_out=0.1))
    assert [break_start(few.breaks["lunch"], few, j, few.agents) / HOUR for j in range(3)] == [12.0, 12.5, 13.0]
    many = shift(100, lunch=lunch(at_most_out=0.29))  # 0.29 * 100 is 28.999999999999996
    assert break_start(many.breaks["lunch"], many, 28, many.agents) / HOUR == 12.0
    assert break_start(many.breaks["lunch"], many, 29, many.agents) / HOUR == 12.5


def test_without_a_share_as_few_are_out_as_the_window_allows():
    people = shift(9, lunch=lunch())  # five lunches of a lane start in the window: two lanes
    starts = [break_start(people.breaks["lunch"], people, j, people.agents) / HOUR for j in range(9)]
    assert starts == [12.0] * 2 + [12.5] * 2 + [13.0] * 2 + [13.5] * 2 + [14.0]


def test_breaks_of_a_window_end_within_the_shift():
    people = shift(2, 8, 14, lunch=lunch())  # the shift ends at 14:00: four lunches of a lane
    assert [break_start(people.breaks["lunch"], people, j, people.agents) / HOUR for j in range(2)] == [12.0, 12.5]
    many = shift(5, 8, 14, lunch=lunch())
    assert [break_start(many.breaks["lunch"], many, j, many.agents) / HOUR for j in range(5)] == [
        12.0,
        12.0,
        12.5,
        12.5,
        13.0,
    ]


@settings(derandomize=True, deadline=None)
@given(st.integers(1, 200), st.floats(0.05, 1.0))
def test_no_more_are_out_at_once_than_allowed(agents: int, share: float):
    people = shift(agents, lunch=Break(length=1800.0, between=(0.0, 1800.0 * agents), at_most_out=share))
    starts = [break_start(people.breaks["lunch"], people, j, people.agents) for j in range(agents)]
    most = max(starts.count(start) for start in starts)
    assert most <= max(1.0, share * agents + 1e-6)
    assert sorted(starts) == starts


def test_a_group_without_people_has_no_agents():
    model = team(group("calls", staffing=0))
    assert model.agents == ()
    assert model.groups[0].agents == range(0)
    assert steps(model.schedules[0]) == [(0, 0)]


def test_a_group_without_a_plan_is_refused():
    with pytest.raises(ValueError, match=r"agents\.team: needs staffing or shifts"):
        team(group("calls", staffing=None))


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(1, 5)), max_size=12))
def test_agent_seconds_add_up(stretches: list[tuple[int, int, int]]):
    changes = [change for start, width, n in stretches for change in ((float(start), n), (float(start + width), -n))]
    schedule = make_schedule(changes)
    assert schedule.times[0] == 0.0
    assert (np.diff(schedule.times) > 0).all() and (np.diff(schedule.agents) != 0).all()
    edges = np.array([0.0, 3.0, 3.5, 17.0, 60.0])
    by_hand = [
        sum(n * max(0.0, min(b, start + width) - max(a, start)) for start, width, n in stretches)
        for a, b in itertools.pairwise(edges)
    ]
    assert agent_seconds(schedule, edges) == pytest.approx(by_hand)
