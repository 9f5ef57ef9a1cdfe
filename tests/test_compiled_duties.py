"""What absence and late logins leave of plans, in the compiled engine: as `make_stints` has it for the reference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workload_models import agent, center, contact_type, stream, timeline

from ccsim.engine.compiled.duties import Duties
from ccsim.engine.compiled.roster import BREAK_DUE, COMES_ON, GOES_OFF
from ccsim.engine.stints import make_stints
from ccsim.model.center import Break, CenterModel, Duty

DAYS = 3
CLOCK = timeline(days=DAYS, interval=86_400.0)
HOUR = 3_600.0


@dataclass(frozen=True)
class Today:
    """Of a workload, what plans depend on."""

    absent: Any
    late_login: Any


def staff(*plans: tuple[Duty, ...], **parts: Any) -> CenterModel:
    agents = [replace(agent(f"a.{i}", index=i, **parts), duties=plan) for i, plan in enumerate(plans)]
    return center(CLOCK, [contact_type("calls", stream(CLOCK, 1.0))], agents)


def duty(day: int, begins: float, ends: float, *breaks: float) -> Duty:
    """Times in hours of the day; each break is a half-hour."""
    day_begins = 24 * HOUR * day
    pauses = tuple(Break(due=day_begins + due * HOUR, length=HOUR / 2, paid=True) for due in breaks)
    return Duty(on=day_begins + begins * HOUR, off=day_begins + ends * HOUR, day=day, breaks=pauses)


def worked(model: CenterModel, *days: Any) -> list[list[tuple[float, int, float]]]:
    """By agent, steps as the compiled engine makes them on the last of these days."""
    duties = Duties(model)
    for day in days:
        steps, begins = duties.steps(day)
    return [steps[["time", "what", "length"]][a:b].tolist() for a, b in pairwise(begins)]


def as_stints(model: CenterModel, today: Any) -> list[list[tuple[float, int, float]]]:
    """By agent, the same of `make_stints`."""
    agents = []
    for a in range(len(model.agents)):
        steps: list[tuple[float, int, float]] = []
        for stint in make_stints(model, today, a):
            steps.append((stint.on, COMES_ON, 0.0))
            steps += [(due, BREAK_DUE, length) for due, length in stint.breaks]
            steps.append((stint.off, GOES_OFF, 0.0))
        agents.append(steps)
    return agents


def today(late: Any = 0.0, absent: Any = False, agents: int = 1) -> Today:
    """Both by agent and day, or the same for all."""
    shape = agents, DAYS
    return Today(np.broadcast_to(absent, shape).astype(np.bool_), np.broadcast_to(late, shape).astype(np.float64))


def test_duties_that_meet_are_one_but_for_an_absence_between():
    nights = staff((duty(0, 20, 24, 22), duty(1, 0, 24, 12), duty(2, 0, 6)))
    assert [what for _, what, _ in worked(nights, today())[0]] == [COMES_ON, BREAK_DUE, BREAK_DUE, GOES_OFF]
    away = today(absent=[[False, True, False]])
    assert [what for _, what, _ in worked(nights, away)[0]] == [COMES_ON, BREAK_DUE, GOES_OFF, COMES_ON, GOES_OFF]
    late = today(late=[[0.0, HOUR, 0.0]])
    assert worked(nights, late) == as_stints(nights, late)
    assert [what for _, what, _ in worked(nights, late)[0]].count(COMES_ON) == 2


def test_lateness_makes_duties_meet_and_drops_breaks():
    """The second one is planned to begin before the first has ended, and logs in as it does."""
    plans = staff((duty(0, 8, 12, 9), duty(1, -13, -4, -12.5, -12, -8)))
    late = today(late=[[1.0 * HOUR, 1.0 * HOUR, 0.0]])
    steps = worked(plans, late)
    assert steps == as_stints(plans, late)
    assert [(time / HOUR, what) for time, what, _ in steps[0]] == [
        *((9.0, COMES_ON), (9.0, BREAK_DUE)),
        *((12.0, BREAK_DUE), (16.0, BREAK_DUE), (20.0, GOES_OFF)),
    ]


def test_the_last_of_one_and_the_first_of_the_next_agent_do_not_meet():
    two = staff((duty(0, 8, 12),), (duty(0, 12, 16),))
    assert [len(steps) for steps in worked(two, today(agents=2))] == [2, 2]


@pytest.mark.parametrize("late", [0.0, 8 * HOUR])
def test_nobody_on_duty(late):
    """Too late for all of it, absent, past the horizon, without a plan; or no agent at all."""
    plans = staff((duty(0, 8, 16, 9),), (duty(2, 25, 29),), ())
    away = today(late=[[late] * DAYS] * 3, absent=[[late == 0.0] * DAYS] * 3, agents=3)
    assert worked(plans, away) == as_stints(plans, away) == [[], [], []]
    assert worked(staff(), today(agents=0)) == []


def test_plans_are_the_same_every_day_where_nobody_is_absent_or_late():
    plan = (duty(0, 8, 16),)
    assert Duties(staff(plan)).same
    assert not Duties(staff(plan, absence=0.1)).same


HOURS = st.integers(0, 26)


@st.composite
def plan(draw: Any) -> tuple[Duty, ...]:
    """Duties that ascend, meet, or lie behind the horizon."""
    duties: list[Duty] = []
    begins = draw(HOURS)
    while begins < 24 * DAYS and len(duties) < 5:
        ends = begins + draw(st.integers(1, 12))
        day = min(begins // 24, DAYS - 1)
        due = draw(st.lists(st.integers(begins, ends - 1), max_size=3))
        breaks = tuple(Break(due=at * HOUR, length=draw(st.sampled_from([300.0, 900.0])), paid=True) for at in due)
        duties.append(Duty(on=begins * HOUR, off=ends * HOUR, day=day, breaks=breaks))
        begins = ends + draw(st.sampled_from([0, 0, 0, 1, 8]))
    return tuple(duties)


@given(st.lists(plan(), max_size=4), st.data())
def test_as_the_reference_has_it(plans, data):
    model = staff(*plans)
    cells = len(plans) * DAYS
    late = data.draw(st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0, 8.0]), min_size=cells, max_size=cells))
    absent = data.draw(st.lists(st.booleans(), min_size=cells, max_size=cells))
    shape = len(plans), DAYS
    day = Today(np.array(absent, np.bool_).reshape(shape), np.array(late).reshape(shape) * HOUR)
    usual = today(agents=len(plans))
    assert worked(model, day) == as_stints(model, day)
    assert worked(model, day, usual) == as_stints(model, usual)  # nothing of a day stays
