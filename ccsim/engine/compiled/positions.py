"""Counted staff: so many positions filled, whoever fills them (semantics.md, `when_staff_falls: count`).

When positions fall, idle agents leave first; while more work than are planned, whoever next ends a contact is marked
and leaves when he is empty. A rise unmarks before anybody new comes.
"""

from __future__ import annotations

import ccsim.engine.compiled.roster as roster
import ccsim.engine.compiled.turns as turns
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.center_memory import agents, groups, position_steps, surplus_since
from ccsim.engine.compiled.events import COMING_ON, ROSTER, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, floors
from ccsim.engine.compiled.pools import unavailable
from ccsim.engine.compiled.presence import OVERTIME, switch_presence

POSITIONS = 2
"""`about` of a group's roster events, beside those of an agent."""


@kernel
def await_change(w: World, g: int) -> None:
    """The next step at which the number of positions changes."""
    group = groups(w, g)
    while group.step < group.first_step + group.steps:
        step = position_steps(w, group.step)
        if step.planned != group.planned:
            rank = ROSTER if step.planned < group.planned else COMING_ON
            push(w, step.time, rank | group.first_agent, 0, POSITIONS, g, 0)
            return
        group.step += 1


@kernel
def follow_positions(w: World, g: int) -> None:
    """A step is due."""
    group = groups(w, g)
    planned = position_steps(w, group.step).planned
    group.step += 1
    if planned < group.planned:
        positions_fall(w, g, planned)
    else:
        positions_rise(w, g, planned)
    await_change(w, g)


@kernel
def positions_fall(w: World, g: int, planned: int) -> None:
    floor = floors(w, 0)
    group = groups(w, g)
    group.planned = planned
    a = group.first_agent + group.agents - 1
    while a >= group.first_agent and group.unmarked != group.planned:
        agent = agents(w, a)
        if agent.present and not agent.leaving and not agent.past_end and agent.firm == 0:
            group.unmarked -= 1
            unavailable(w, a)
            work.give_back(w, a)
            put_mark(w, a)
            roster.leave_or_stay(w, a)
        a -= 1
    while group.surplus < group.unmarked - group.planned:
        place = (group.surplus_first + group.surplus) % group.agents
        surplus_since(w, group.first_agent + place).value = floor.now
        group.surplus += 1
    turns.offer_returned(w)


@kernel
def positions_rise(w: World, g: int, planned: int) -> None:
    group = groups(w, g)
    group.planned = planned
    surplus = group.unmarked - group.planned
    if group.surplus > surplus:
        group.surplus = surplus if surplus > 0 else 0
    while group.unmarked < group.planned and group.marked != NOBODY:
        a = group.marked
        group.unmarked += 1
        unmark(w, a)
        roster.come_on(w, a)
    for a in range(group.first_agent, group.first_agent + group.agents):
        if group.unmarked >= group.planned:
            break
        if not agents(w, a).present:
            group.unmarked += 1
            roster.come_on(w, a)


@kernel
def mark(w: World, a: int) -> None:
    """He has ended a contact while there is a surplus: his time was over when the plan fell."""
    group = groups(w, agents(w, a).group)
    group.unmarked -= 1
    put_mark(w, a)
    since = surplus_since(w, group.first_agent + group.surplus_first).value
    group.surplus_first = (group.surplus_first + 1) % group.agents
    group.surplus -= 1
    switch_presence(w, a, OVERTIME, since)
    unavailable(w, a)
    work.give_back(w, a)
    roster.leave_or_stay(w, a)
    turns.offer_returned(w)


@kernel
def put_mark(w: World, a: int) -> None:
    agent = agents(w, a)
    group = groups(w, agent.group)
    agent.is_marked = 1
    agent.marked_before = group.marked
    agent.marked_behind = NOBODY
    if group.marked != NOBODY:
        agents(w, group.marked).marked_behind = a
    group.marked = a


@kernel
def unmark(w: World, a: int) -> None:
    agent = agents(w, a)
    agent.is_marked = 0
    if agent.marked_behind == NOBODY:
        groups(w, agent.group).marked = agent.marked_before
    else:
        agents(w, agent.marked_behind).marked_before = agent.marked_before
    if agent.marked_before != NOBODY:
        agents(w, agent.marked_before).marked_behind = agent.marked_behind
