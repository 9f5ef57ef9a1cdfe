"""Breaks: no new work from when they are due; they begin when the agent is empty (semantics.md, "Agents")."""

from __future__ import annotations

import ccsim.engine.compiled.group_rules as group_rules
import ccsim.engine.compiled.hosting as hosting
import ccsim.engine.compiled.roster as roster
import ccsim.engine.compiled.turns as turns
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.center_memory import agents, breaks_due, channels, group_skill, groups, kinds, skills
from ccsim.engine.compiled.events import COMING_ON, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import LEAST_OCCUPIED, floors
from ccsim.engine.compiled.pools import account, unavailable
from ccsim.engine.compiled.presence import BREAK, ON_DUTY, switch_presence

SHIFT, BREAK_OVER = range(2)
"""`about` of an agent's roster events: a step of his plan, or the end of a break."""


@kernel
def break_due(w: World, a: int, length: float) -> None:
    """No new work from now; the break starts when he is empty."""
    agent = agents(w, a)
    if not agent.present or agent.leaving or agent.past_end:
        return
    if agent.stays and not serves_open_live_channel(w, a):
        return  # the closing cancelled it
    breaks_due(w, agent.first_due + agent.due).value = length
    agent.due += 1
    if agent.on_break:
        return
    unavailable(w, a)
    hosting.let_go(w, a)
    work.give_back(w, a)
    if agent.in_hand == 0:
        start_break(w, a)
    turns.offer_returned(w)
    if groups(w, agent.group).watching > 0:
        group_rules.agents_change(w, agent.group)


@kernel
def serves_open_live_channel(w: World, a: int) -> bool:
    group = groups(w, agents(w, a).group)
    for i in range(group.first_skill, group.first_skill + group.skills):
        channel = channels(w, kinds(w, skills(w, group_skill(w, i)).kind).channel)
        if channel.live and channel.open:
            return True
    return False


@kernel
def start_break(w: World, a: int) -> None:
    floor = floors(w, 0)
    agent = agents(w, a)
    switch_presence(w, a, BREAK, floor.now)
    groups(w, agent.group).on_break += 1
    length = breaks_due(w, agent.first_due).value
    agent.due -= 1
    for i in range(agent.due):
        breaks_due(w, agent.first_due + i).value = breaks_due(w, agent.first_due + i + 1).value
    agent.on_break = 1
    agent.break_number += 1
    push(w, floor.now + length, COMING_ON | a, 0, BREAK_OVER, a, agent.break_number)


@kernel
def end_break(w: World, a: int, number: int) -> None:
    floor = floors(w, 0)
    agent = agents(w, a)
    if not agent.on_break or agent.break_number != number:
        return
    if floor.agent_rule == LEAST_OCCUPIED:
        account(w, a)
    agent.on_break = 0
    groups(w, agent.group).on_break -= 1
    if agent.due > 0:
        start_break(w, a)
        return
    switch_presence(w, a, ON_DUTY, floor.now)
    roster.looks_for_work(w, a)
