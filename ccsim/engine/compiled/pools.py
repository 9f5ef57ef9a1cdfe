"""Where routing finds available agents: by group and by what they hold, in the order of their standing."""

from __future__ import annotations

from ccsim.engine.compiled.center_memory import agents, day_edge, groups, pools
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import LEAST_OCCUPIED, NOBODY, POOLS, floors


@kernel
def stands_before(w: World, a: int, b: int) -> bool:
    """Under the agent rule, among agents who hold alike."""
    one = agents(w, a)
    other = agents(w, b)
    if one.share != other.share:
        return one.share < other.share
    return one.standing < other.standing


@kernel
def pool_for(w: World, a: int) -> int:
    """The pool of those of his group who hold as he does, made where there is none; NOBODY: there is no room for it."""
    floor = floors(w, 0)
    agent = agents(w, a)
    group = groups(w, agent.group)
    aside = agent.first_set_aside != NOBODY
    p = group.empty
    while p != NOBODY:
        pool = pools(w, p)
        if (
            pool.firm == agent.firm
            and pool.firm_load == agent.firm_load
            and pool.soft_load == agent.soft_load
            and pool.past_end == agent.past_end
            and (pool.set_aside != 0) == aside
        ):
            return p
        p = pool.next
    if floor.pools == floor.most_pools:
        floor.short = POOLS
        return NOBODY
    p = floor.pools
    floor.pools += 1
    pools(w, group.last_pool).next = p
    group.last_pool = p
    pool = pools(w, p)
    pool.group = agent.group
    pool.firm = agent.firm
    pool.firm_load = agent.firm_load
    pool.soft_load = agent.soft_load
    pool.set_aside = 1 if aside else 0
    pool.past_end = agent.past_end
    pool.size = 0
    pool.first = NOBODY
    pool.last = NOBODY
    pool.next = NOBODY
    pool.stamp = 0
    return p


@kernel
def available(w: World, a: int) -> None:
    """Puts him, who has room, where routing finds him."""
    agent = agents(w, a)
    group = groups(w, agent.group)
    p = group.empty if group.simple and not agent.past_end else pool_for(w, a)
    if p == NOBODY:
        return
    pool = pools(w, p)
    agent.pool = p
    pool.size += 1
    before = pool.last
    while before != NOBODY and stands_before(w, a, before):
        before = agents(w, before).before
    behind = pool.first if before == NOBODY else agents(w, before).behind
    agent.before = before
    agent.behind = behind
    if before == NOBODY:
        pool.first = a
    else:
        agents(w, before).behind = a
    if behind == NOBODY:
        pool.last = a
    else:
        agents(w, behind).before = a
    if agent.firm == 0 and not agent.past_end:
        group.idle += 1


@kernel
def unavailable(w: World, a: int) -> None:
    agent = agents(w, a)
    if agent.pool == NOBODY:
        return
    pool = pools(w, agent.pool)
    pool.size -= 1
    if agent.before == NOBODY:
        pool.first = agent.behind
    else:
        agents(w, agent.before).behind = agent.behind
    if agent.behind == NOBODY:
        pool.last = agent.before
    else:
        agents(w, agent.behind).before = agent.before
    agent.pool = NOBODY
    if agent.firm == 0 and not agent.past_end:
        groups(w, agent.group).idle -= 1


@kernel
def account(w: World, a: int) -> None:
    """Brings his busy share of today up to date, before a change."""
    floor = floors(w, 0)
    agent = agents(w, a)
    low = 0
    high = floor.days + 1
    while low < high:
        middle = (low + high) >> 1
        if floor.now < day_edge(w, middle):
            high = middle
        else:
            low = middle + 1
    # Before the first midnight counts as after the last.
    midnight = day_edge(w, low - 1 if low > 0 else floor.days)
    if agent.accounted < midnight:
        agent.busy_time = 0.0
        agent.time_at_work = 0.0
        agent.accounted = midnight
    elapsed = floor.now - agent.accounted
    agent.accounted = floor.now
    if agent.present and not agent.on_break:
        agent.time_at_work += elapsed
        if agent.in_hand > 0:
            agent.busy_time += elapsed


@kernel
def renew_standing(w: World, a: int) -> None:
    """His place under the agent rule, as of becoming available now."""
    floor = floors(w, 0)
    agent = agents(w, a)
    floor.became_available += 1
    agent.standing = floor.became_available
    if floor.agent_rule == LEAST_OCCUPIED:
        account(w, a)
        agent.share = agent.busy_time / agent.time_at_work if agent.time_at_work > 0.0 else 0.0
