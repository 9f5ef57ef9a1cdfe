"""Who is on duty: shifts, breaks, and leaving (semantics.md, "Agents").

Everybody who goes off at an instant does so before anybody comes on; those who come on then look for work together.
So do, with them, the agents who are available when a channel opens on waiting contacts, and those whom a contact of a
channel with `drain: true` lets go as it leaves the queue: one contact each, in index order, round after round.
"""

from __future__ import annotations

import ccsim.engine.compiled.breaks as breaks
import ccsim.engine.compiled.group_rules as group_rules
import ccsim.engine.compiled.hosting as hosting
import ccsim.engine.compiled.life as life
import ccsim.engine.compiled.positions as positions
import ccsim.engine.compiled.turns as turns
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.center_memory import agents, channels, duty_steps, group_skill, groups, kinds, skills
from ccsim.engine.compiled.events import COMING_ON, LOOK_FOR_WORK, ROSTER, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import LEAST_OCCUPIED, came_on, contacts, floors
from ccsim.engine.compiled.pools import account, available, renew_standing, unavailable
from ccsim.engine.compiled.presence import ON_DUTY, OVERTIME, switch_presence, write_presence

COMES_ON, BREAK_DUE, GOES_OFF = range(3)
"""What happens at a step of an agent's plan."""


# --- the plan -------------------------------------------------------------------------------------------------------


@kernel
def await_step(w: World, a: int) -> None:
    """The next step of an agent's plan."""
    agent = agents(w, a)
    if agent.step < agent.last_step:
        step = duty_steps(w, agent.step)
        rank = COMING_ON if step.what == COMES_ON else ROSTER
        push(w, step.time, rank | a, 0, breaks.SHIFT, a, 0)


@kernel
def follow_plan(w: World, a: int) -> None:
    """A step is due."""
    agent = agents(w, a)
    step = duty_steps(w, agent.step)
    agent.step += 1
    if step.what == COMES_ON:
        come_on(w, a)
    elif step.what == BREAK_DUE:
        breaks.break_due(w, a, step.length)
    else:
        end_plan(w, a)
    await_step(w, a)


# --- coming on ------------------------------------------------------------------------------------------------------


@kernel
def come_on(w: World, a: int) -> None:
    """Starts, or stays: a leaver still busy whose time begins again is on duty like the others."""
    floor = floors(w, 0)
    agent = agents(w, a)
    group = groups(w, agent.group)
    if agent.present:
        switch_presence(w, a, ON_DUTY, floor.now)
        unavailable(w, a)
        group.present += agent.leaving
        agent.leaving = 0
        if agent.past_end:
            floor.held -= 1
        agent.past_end = 0
    else:
        if floor.agent_rule == LEAST_OCCUPIED:
            account(w, a)
        agent.present = 1
        group.present += 1
        agent.presence = ON_DUTY
        agent.presence_since = floor.now
    looks_for_work(w, a)


@kernel
def looks_for_work(w: World, a: int) -> None:
    """With the others who come on at this instant; once each."""
    floor = floors(w, 0)
    agent = agents(w, a)
    if not agent.came_on:
        agent.came_on = 1
        place = floor.came_on
        floor.came_on += 1
        while place > 0 and came_on(w, place - 1).row > a:
            came_on(w, place).row = came_on(w, place - 1).row
            place -= 1
        came_on(w, place).row = a
    look_at_this_instant(w)


@kernel
def look_at(w: World, k: int) -> None:
    """Available agents who may take this type look for work, as if coming on duty at this instant."""
    kinds(w, k).looked_at = 1
    floors(w, 0).looked_at = 1
    look_at_this_instant(w)


@kernel
def look_at_this_instant(w: World) -> None:
    floor = floors(w, 0)
    if not floor.will_look:
        floor.will_look = 1
        push(w, floor.now, LOOK_FOR_WORK, 0, 0, 0, 0)


@kernel
def takes_contacts(w: World, a: int) -> bool:
    agent = agents(w, a)
    able = agent.present != 0 and agent.leaving == 0 and agent.on_break == 0
    return able and agent.due == 0 and agent.held == 0


@kernel
def look_for_work(w: World) -> None:
    """Those who came on, and those with other cause."""
    floor = floors(w, 0)
    # Not those whose break was due as they came.
    for i in range(floor.came_on):
        a = came_on(w, i).row
        if takes_contacts(w, a):
            agent = agents(w, a)
            renew_standing(w, a)
            if agent.firm_load < groups(w, agent.group).capacity:
                available(w, a)
    turns.begin_turns(w)
    for i in range(floor.came_on):
        a = came_on(w, i).row
        if takes_contacts(w, a):
            turns.add_taker(w, a)
        agents(w, a).came_on = 0
    if floor.looked_at:
        for k in range(floor.types):
            kind = kinds(w, k)
            if kind.looked_at:
                kind.looked_at = 0
                for s in range(kind.first_skill, kind.first_skill + kind.skills):
                    turns.add_available(w, skills(w, s).group)
    floor.came_on = 0
    floor.looked_at = 0
    floor.will_look = 0
    turns.take_turns(w)
    for g in range(floor.groups):
        group = groups(w, g)
        if group.reserving > 0:
            turns.relieve_reserve(w, g)
        if group.watching > 0:
            group_rules.agents_change(w, g)


# --- going off ------------------------------------------------------------------------------------------------------


@kernel
def end_plan(w: World, a: int) -> None:
    """His time is over: he goes at once, when he is empty, or when nothing waits that a closing holds him for."""
    agent = agents(w, a)
    if floors(w, 0).agent_rule == LEAST_OCCUPIED:
        account(w, a)
    agent.due = 0
    groups(w, agent.group).on_break -= agent.on_break
    agent.on_break = 0
    unavailable(w, a)
    work.give_back(w, a)
    leave_or_stay(w, a)
    turns.offer_returned(w)
    if groups(w, agent.group).watching > 0:
        group_rules.agents_change(w, agent.group)


@kernel
def leave_or_stay(w: World, a: int) -> None:
    """For an agent whose plan is over and who holds no interruptible work."""
    floor = floors(w, 0)
    agent = agents(w, a)
    stays = agent.stays != 0 and closed_contacts_wait_for(w, a)
    if agent.held and not (stays and hosting.keeps_host(w, a)):
        hosting.let_go(w, a)
    if stays:
        switch_presence(w, a, OVERTIME, floor.now)
        agent.past_end = 1
        floor.held += 1
        turns.take_work(w, a)
    elif agent.in_hand > 0:
        switch_presence(w, a, OVERTIME, floor.now)
        agent.leaving = 1
        groups(w, agent.group).present -= 1
    else:
        go(w, a)


@kernel
def closed_contacts_wait_for(w: World, a: int) -> bool:
    """Whether a live contact of a closed channel waits that his group may ever take, delays aside.

    So does an appointment's customer who is still expected after the closing.
    """
    group = groups(w, agents(w, a).group)
    for i in range(group.first_skill, group.first_skill + group.skills):
        skill = skills(w, group_skill(w, i))
        kind = kinds(w, skill.kind)
        if skill.live and kind.waiting > 0 and not channels(w, kind.channel).open:
            return True
    return group.hosted > 0 and hosting.keeps_host(w, a)


@kernel
def go(w: World, a: int) -> None:
    """Off the floor."""
    floor = floors(w, 0)
    agent = agents(w, a)
    group = groups(w, agent.group)
    unavailable(w, a)
    hosting.let_go(w, a)
    if floor.agent_rule == LEAST_OCCUPIED:
        account(w, a)
    write_presence(w, a, floor.now)
    if not agent.leaving:
        group.present -= 1
    if agent.past_end:
        floor.held -= 1
    agent.present = 0
    agent.leaving = 0
    agent.past_end = 0
    agent.stays = 0
    if agent.is_marked:
        positions.unmark(w, a)
    if floor.behaves and group.present == 0:
        # Whoever comes after a closing waits for those who are there, now for nobody.
        for i in range(group.first_skill, group.first_skill + group.skills):
            life.drop_where_nobody_is_left(w, skills(w, group_skill(w, i)).kind)


@kernel
def release_held(w: World) -> None:
    """Those whom a closing held past their plan go, once they are empty and nothing waits for them."""
    floor = floors(w, 0)
    if floor.held == 0:
        return
    for a in range(floor.agents):
        agent = agents(w, a)
        if agent.past_end and agent.in_hand == 0 and not closed_contacts_wait_for(w, a):
            go(w, a)


# --- a place is free ------------------------------------------------------------------------------------------------


@kernel
def place_freed(w: World, a: int, c: int) -> None:
    """He has ended a contact: goes, has his break, or takes what waits."""
    agent = agents(w, a)
    group = groups(w, agent.group)
    if agent.leaving:
        if agent.in_hand == 0:
            go(w, a)
        return
    if group.counted and group.planned < group.unmarked and not agent.past_end:
        positions.mark(w, a)
        return
    if agent.past_end and agent.in_hand == 0 and not closed_contacts_wait_for(w, a):
        go(w, a)
        return
    if agent.due > 0:
        if agent.in_hand == 0:
            breaks.start_break(w, a)
        return
    # The end of interruptible work leaves an idle agent as idle as he was.
    if agent.firm > 0 or not channels(w, kinds(w, contacts(w, c).kind).channel).interruptible:
        renew_standing(w, a)
    turns.take_work(w, a)
