"""A contact comes, or may use one more group: the agent who takes it (semantics.md, "Routing")."""

from __future__ import annotations

from ccsim.engine.compiled.center_memory import agents, channels, group_skill, groups, kinds, pools, skills
from ccsim.engine.compiled.draws import routing_uniform
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, RANDOM, contacts, floors
from ccsim.engine.compiled.pools import stands_before
from ccsim.engine.compiled.routing import goes_before, may_after, may_take, spares


@kernel
def choose_agent(w: World, c: int) -> int:
    """The agent who takes it now: first rank with one, in it by contacts in hand, interruption, agent rule."""
    contact = contacts(w, c)
    kind = kinds(w, contact.kind)
    channel = channels(w, kind.channel)
    if not (channel.open or channel.live):
        return NOBODY  # deferred work is begun in opening hours
    s = kind.first_skill
    end = s + kind.skills
    if kind.plain and channel.open:
        while s < end:
            p = groups(w, skills(w, s).group).empty
            if pools(w, p).size > 0:
                return pools(w, p).first
            s += 1
        return NOBODY
    while s < end:
        behind = s + 1
        while behind < end and skills(w, behind).rank == skills(w, s).rank:
            behind += 1
        a = random_agent(w, c, s, behind) if floors(w, 0).agent_rule == RANDOM else least_agent(w, c, s, behind)
        if a != NOBODY:
            return a
        s = behind
    return NOBODY


@kernel
def takes_in(w: World, p: int, s: int, c: int) -> bool:
    """Whether the agents of a pool have room for the contact and may take it."""
    pool = pools(w, p)
    skill = skills(w, s)
    room = groups(w, skill.group).capacity - pool.firm_load
    if pool.size == 0 or skill.load > room:
        return False
    closed = skill.live and not channels(w, kinds(w, skill.kind).channel).open
    if pool.past_end and not closed:
        return False
    if not skill.live and (skill.load > room - pool.soft_load or pool.set_aside):
        return False
    return not (floors(w, 0).drains and is_drained(w, first_in(w, p), s, c))


@kernel
def interrupts(w: World, p: int, s: int) -> int:
    """1 where an agent of the pool would have to set work aside for it."""
    pool = pools(w, p)
    skill = skills(w, s)
    return 1 if skill.load > groups(w, skill.group).capacity - pool.firm_load - pool.soft_load else 0


@kernel
def first_in(w: World, p: int) -> int:
    """The first of a pool under the agent rule; under `random` the one with the lowest index."""
    pool = pools(w, p)
    best = pool.first
    if floors(w, 0).agent_rule == RANDOM:
        a = agents(w, best).behind
        while a != NOBODY:
            if a < best:
                best = a
            a = agents(w, a).behind
    return best


@kernel
def least_agent(w: World, c: int, first: int, end: int) -> int:
    """Of one rank, under the rules that sort agents."""
    waited = floors(w, 0).now - contacts(w, c).joined
    best = NOBODY
    best_firm = 0
    best_interrupts = 0
    best_score = 0.0
    for s in range(first, end):
        skill = skills(w, s)
        group = groups(w, skill.group)
        if not may_after(w, s, waited) or not spares(w, s, group.idle):
            continue
        p = group.empty
        while p != NOBODY:
            pool = pools(w, p)
            if takes_in(w, p, s, c):
                a = pool.first
                over = interrupts(w, p, s)
                better = best == NOBODY
                if not better:
                    if pool.firm != best_firm:
                        better = pool.firm < best_firm
                    elif over != best_interrupts:
                        better = over < best_interrupts
                    elif skill.score != best_score:
                        better = skill.score < best_score
                    else:
                        better = stands_before(w, a, best)
                if better:
                    best = a
                    best_firm = pool.firm
                    best_interrupts = over
                    best_score = skill.score
            p = pool.next
    return best


@kernel
def random_agent(w: World, c: int, first: int, end: int) -> int:
    """Of one rank, drawn by the contact's uniform among those who hold least, by index."""
    floor = floors(w, 0)
    waited = floor.now - contacts(w, c).joined
    least = -1
    able = 0
    floor.stamp += 1
    for s in range(first, end):
        skill = skills(w, s)
        group = groups(w, skill.group)
        if not may_after(w, s, waited) or not spares(w, s, group.idle):
            continue
        p = group.empty
        while p != NOBODY:
            pool = pools(w, p)
            if takes_in(w, p, s, c):
                holds = 2 * pool.firm + interrupts(w, p, s)
                if least < 0 or holds < least:
                    least = holds
                    able = 0
                    floor.stamp += 1
                if holds == least:
                    able += pool.size
                    pool.stamp = floor.stamp
            p = pool.next
    if least < 0:
        return NOBODY
    place = int(routing_uniform(w, c) * able)
    for a in range(floor.agents):
        p = agents(w, a).pool
        if p != NOBODY and pools(w, p).stamp == floor.stamp:
            if place == 0:
                return a
            place -= 1
    return NOBODY


@kernel
def is_drained(w: World, a: int, s: int, c: int) -> bool:
    """Whether he empties himself for a waiting contact that goes before this one (channels with `drain: true`)."""
    agent = agents(w, a)
    group = groups(w, agent.group)
    room = group.capacity - agent.firm_load
    for i in range(group.first_skill, group.first_skill + group.skills):
        other = group_skill(w, i)
        skill = skills(w, other)
        kind = kinds(w, skill.kind)
        waits = skill.drains and skill.load > room and kind.waiting > 0
        if waits and may_take(w, other, a) and goes_before(w, other, kind.first, s, c):
            return True
    return False
