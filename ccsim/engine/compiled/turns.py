"""An agent comes free, and agents who look for work at one instant (semantics.md, "Routing")."""

from __future__ import annotations

import ccsim.engine.compiled.choosing as choosing
import ccsim.engine.compiled.hosting as hosting
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.center_memory import agents, channels, group_skill, groups, kinds, pools, skills
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.lines import place_precedes
from ccsim.engine.compiled.memory import NOBODY, WAITING, contacts, floors, returned, takers
from ccsim.engine.compiled.pools import available
from ccsim.engine.compiled.routing import goes_before, may_take, spares


@kernel
def choose_contact(w: World, a: int) -> int:
    """The waiting contact an agent with room takes now, or the work he set aside; NOBODY: nothing he may take."""
    agent = agents(w, a)
    group = groups(w, agent.group)
    room = group.capacity - agent.firm_load
    room_beside = room - agent.soft_load
    best = NOBODY
    best_skill = NOBODY
    soft = NOBODY  # the best of what a live contact would interrupt at once
    soft_skill = NOBODY
    live_waits = False
    for i in range(group.first_skill, group.first_skill + group.skills):
        s = group_skill(w, i)
        skill = skills(w, s)
        kind = kinds(w, skill.kind)
        if kind.waiting == 0 or not may_take(w, s, a):
            continue
        if not skill.live and (agent.first_set_aside != NOBODY or skill.load > room_beside):
            continue
        if skill.load > room and not skill.drains:
            continue
        c = kind.first
        if channels(w, kind.channel).interruptible:
            if soft == NOBODY or goes_before(w, s, c, soft_skill, soft):
                soft = c
                soft_skill = s
            continue
        if skill.live:
            live_waits = True
        if best == NOBODY or goes_before(w, s, c, best_skill, best):
            best = c
            best_skill = s
    # Interruptible work is begun only when he may take no live contact, which would interrupt it at once.
    if soft != NOBODY and not live_waits and (best == NOBODY or goes_before(w, soft_skill, soft, best_skill, best)):
        best = soft
        best_skill = soft_skill
    if best == NOBODY:
        return set_aside_work(w, a)
    if skills(w, best_skill).load > room:
        return NOBODY  # he drains: empties himself for it
    return best


@kernel
def set_aside_work(w: World, a: int) -> int:
    """Of what he has set aside, the first in the order of queues, where he is empty and it fits."""
    agent = agents(w, a)
    if agent.first_set_aside == NOBODY or agent.firm > 0:
        return NOBODY
    best = agent.first_set_aside
    c = contacts(w, best).behind
    while c != NOBODY:
        if place_precedes(w, c, best):
            best = c
        c = contacts(w, c).behind
    return best if contacts(w, best).load <= groups(w, agent.group).capacity - agent.soft_load else NOBODY


@kernel
def take_work(w: World, a: int) -> None:
    """He takes contacts that fit until there is none, then is available for what comes."""
    agent = agents(w, a)
    group = groups(w, agent.group)
    hosted = group.hosted > 0
    while agent.firm_load < group.capacity and (group.waiting > 0 or agent.first_set_aside != NOBODY or hosted):
        if hosted and hosting.keeps_free(w, a):
            break
        c = choose_contact(w, a)
        if c == NOBODY:
            break
        work.begin(w, c, a)
    if agent.pool == NOBODY and agent.held == 0 and agent.firm_load < group.capacity:
        available(w, a)
    if group.reserving > 0:
        relieve_reserve(w, agent.group)


@kernel
def relieve_reserve(w: World, g: int) -> None:
    """Where one more is idle who did not take what his group keeps agents from, those idle before him look at it."""
    group = groups(w, g)
    for i in range(group.first_skill, group.first_skill + group.skills):
        s = group_skill(w, i)
        skill = skills(w, s)
        if skill.reserve > 0 and kinds(w, skill.kind).waiting > 0 and spares(w, s, group.idle):
            begin_turns(w)
            add_available(w, g)
            take_turns(w)


@kernel
def begin_turns(w: World) -> None:
    """Nobody takes his turn yet: `add_taker` and `add_available` say who shall."""
    floor = floors(w, 0)
    floor.takers = 0
    floor.stamp += 1


@kernel
def add_taker(w: World, a: int) -> None:
    """Once each; nobody who takes nothing."""
    floor = floors(w, 0)
    agent = agents(w, a)
    if agent.pool == NOBODY or agent.stamp == floor.stamp:
        return
    agent.stamp = floor.stamp
    place = floor.takers
    floor.takers += 1
    while place > 0 and takers(w, place - 1).row > a:
        takers(w, place).row = takers(w, place - 1).row
        place -= 1
    takers(w, place).row = a


@kernel
def add_available(w: World, g: int) -> None:
    """A group's agents with room, but for those who would find nothing to take."""
    group = groups(w, g)
    if group.waiting == 0:
        return
    p = group.empty
    while p != NOBODY:
        pool = pools(w, p)
        if pool.size > 0 and choose_contact(w, choosing.first_in(w, p)) != NOBODY:
            a = pool.first
            while a != NOBODY:
                add_taker(w, a)
                a = agents(w, a).behind
        p = pool.next


@kernel
def take_turns(w: World) -> None:
    """Agents who look for work at the same instant take one each in index order, round after round."""
    floor = floors(w, 0)
    count = floor.takers
    while count > 0:
        floor.stamp += 1  # pools that looked in vain bear it: who holds alike finds alike, until somebody takes one
        satisfied = 0
        for i in range(count):
            a = takers(w, i).row
            agent = agents(w, a)
            group = groups(w, agent.group)
            p = agent.pool
            if p == NOBODY or pools(w, p).stamp == floor.stamp:
                continue
            hosted = group.hosted > 0
            if not (group.waiting > 0 or agent.first_set_aside != NOBODY or hosted):
                continue  # nothing is left to take
            if hosted and hosting.keeps_free(w, a):
                continue
            c = choose_contact(w, a)
            if c == NOBODY:
                pools(w, p).stamp = floor.stamp
                continue
            floor.stamp += 1
            work.begin(w, c, a)
            takers(w, satisfied).row = a
            satisfied += 1
        count = satisfied


@kernel
def offer_returned(w: World) -> None:
    """Contacts that were given back look for another agent, in the order of the queue."""
    floor = floors(w, 0)
    for i in range(1, floor.returned):
        c = returned(w, i).row
        place = i
        while place > 0 and place_precedes(w, c, returned(w, place - 1).row):
            returned(w, place).row = returned(w, place - 1).row
            place -= 1
        returned(w, place).row = c
    for i in range(floor.returned):
        c = returned(w, i).row
        if contacts(w, c).state == WAITING:
            a = choosing.choose_agent(w, c)
            if a != NOBODY:
                work.begin(w, c, a)
    floor.returned = 0
