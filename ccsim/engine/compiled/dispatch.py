"""Who takes whom: the two sides of routing (semantics.md, "Routing")."""

from __future__ import annotations

import ccsim.engine.compiled.hosting as hosting
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.draws import routing_uniform
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.lines import place_precedes
from ccsim.engine.compiled.memory import (
    EARLIEST_DEADLINE,
    LONGEST_WAIT,
    NOBODY,
    PRIORITY,
    RANDOM,
    WAITING,
    WEIGHTED_WAIT,
    agents,
    channels,
    contacts,
    floors,
    group_skill,
    groups,
    kinds,
    pools,
    returned,
    skill_at,
    skills,
    takers,
)
from ccsim.engine.compiled.pools import available, stands_before

# --- what both sides ask --------------------------------------------------------------------------------------------


@kernel
def skill_of(w: World, g: int, k: int) -> int:
    """That of a group for a type; NOBODY: it has none."""
    return skill_at(w, g * floors(w, 0).types + k)


@kernel
def is_open(w: World, s: int) -> bool:
    """Whether live rules let the group take the type."""
    skill = skills(w, s)
    return skill.shut == 0 and (skill.added > 0 or skill.only_added == 0)


@kernel
def may_after(w: World, s: int, waited: float) -> bool:
    """Whether a contact that has waited so long may use the group, reservations and room apart."""
    skill = skills(w, s)
    return is_open(w, s) and (waited >= skill.delay or skill.added > 0)


@kernel
def spares(w: World, s: int, idle: int) -> bool:
    """Whether the group may take this type for all it keeps in reserve; reservations lapse at closing."""
    skill = skills(w, s)
    if skill.reserve == 0 or idle > skill.reserve:
        return True
    return channels(w, kinds(w, skill.kind).channel).open == 0


@kernel
def goes_before(w: World, s: int, c: int, other_s: int, other_c: int) -> bool:
    """Whether contact `c`, under skill `s`, is taken before another under its own, by the contact rule."""
    floor = floors(w, 0)
    rule = floor.contact_rule
    one = contacts(w, c)
    other = contacts(w, other_c)
    kind = kinds(w, one.kind)
    other_kind = kinds(w, other.kind)
    if rule == PRIORITY:
        if floor.appointments > 0:
            present = channels(w, kind.channel).appointment
            if present != channels(w, other_kind.channel).appointment:
                return present != 0  # an appointment's customer
        if kind.priority != other_kind.priority:
            return kind.priority < other_kind.priority
        return place_precedes(w, c, other_c)
    if rule == LONGEST_WAIT:
        by = one.joined - kind.head_start
        other_by = other.joined - other_kind.head_start
    elif rule == WEIGHTED_WAIT:
        by = -(floor.now - one.joined + kind.head_start) * kind.weight
        other_by = -(floor.now - other.joined + other_kind.head_start) * other_kind.weight
    elif rule == EARLIEST_DEADLINE:
        by = one.joined + kind.answer_within
        other_by = other.joined + other_kind.answer_within
    else:
        by = float(skills(w, s).order_class)
        other_by = float(skills(w, other_s).order_class)
    if by != other_by:
        return by < other_by
    if one.joined != other.joined:
        return one.joined < other.joined
    return one.key < other.key


# --- a contact comes, or may use one more group ---------------------------------------------------------------------


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


# --- an agent comes free --------------------------------------------------------------------------------------------


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
def may_take(w: World, s: int, a: int) -> bool:
    """Reservation, delay, opening hours, and what a closing holds him for; not whether there is room."""
    skill = skills(w, s)
    agent = agents(w, a)
    kind = kinds(w, skill.kind)
    opened = channels(w, kind.channel).open
    if agent.past_end and (opened or not skill.live):
        return False
    if not (opened or skill.live):
        return False
    if skill.reserve > 0 and opened:
        freed = 1 if agent.pool == NOBODY and agent.firm == 0 else 0
        if groups(w, skill.group).idle + freed <= skill.reserve:
            return False
    return may_after(w, s, floors(w, 0).now - contacts(w, kind.first).joined)


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


# --- who looks for work ---------------------------------------------------------------------------------------------


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
        if pool.size > 0 and choose_contact(w, first_in(w, p)) != NOBODY:
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
            a = choose_agent(w, c)
            if a != NOBODY:
                work.begin(w, c, a)
    floor.returned = 0
