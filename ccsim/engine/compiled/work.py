"""Work in hand: begun, at a pace, interrupted, resumed, ended (semantics.md, "Load, chat and interruption").

Of several interruptible contacts in hand the one taken last makes room first, and the one that stands first in the
queue is resumed first.
"""

from __future__ import annotations

import ccsim.engine.compiled.callbacks as callbacks
import ccsim.engine.compiled.group_rules as group_rules
import ccsim.engine.compiled.journeys as journeys
import ccsim.engine.compiled.life as life
import ccsim.engine.compiled.reminding as reminding
import ccsim.engine.compiled.roster as roster
from ccsim.engine.compiled.behaviour_memory import NEVER_CALLED_BACK, RINGING, trails
from ccsim.engine.compiled.center_memory import agents, channels, groups, kinds, pace_of, skills
from ccsim.engine.compiled.draws import resolution_uniform, talk_of, wrap_up_of
from ccsim.engine.compiled.events import clear_leaf, free_leaf, leaves, set_leaf
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.laws import on_grid
from ccsim.engine.compiled.lines import leave_line, out_of_hand, set_aside, take_in_hand, take_up
from ccsim.engine.compiled.log import write_handled, write_piece
from ccsim.engine.compiled.memory import (
    GONE,
    IN_HAND,
    LEAST_OCCUPIED,
    NOBODY,
    RETURNED,
    SET_ASIDE,
    WAITING,
    contacts,
    floors,
    log_agent,
    log_answered,
    log_outcome,
    log_resolved,
    log_talk_end,
    returned,
)
from ccsim.engine.compiled.pools import account, available, unavailable
from ccsim.engine.compiled.routing import skill_of
from ccsim.engine.logs import Origin, Outcome
from ccsim.model.behaviour import MoveFrom

_ANSWERED, _CALLED_BACK = int(Outcome.ANSWERED), int(Outcome.CALLED_BACK)
_RESOLVED, _UNRESOLVED = int(MoveFrom.RESOLVED), int(MoveFrom.UNRESOLVED)
_OUTBOUND = int(Origin.OUTBOUND)


@kernel
def begin(w: World, c: int, a: int) -> None:
    """The agent takes it, or resumes what he or another had begun; less urgent work in his hands makes room."""
    floor = floors(w, 0)
    contact = contacts(w, c)
    agent = agents(w, a)
    group = groups(w, agent.group)
    kind = kinds(w, contact.kind)
    unavailable(w, a)
    if floor.agent_rule == LEAST_OCCUPIED:
        account(w, a)
    was_waiting = contact.state == WAITING
    if was_waiting:
        leave_line(w, c)
    elif not group.simple and contact.state == SET_ASIDE:
        take_up(w, a, c)
    contact.state = IN_HAND
    contact.agent = a
    s = skill_of(w, agent.group, contact.kind)
    load = skills(w, s).load
    contact.load = load
    if channels(w, kind.channel).interruptible:
        agent.soft_load += load
    else:
        while not group.simple and load > group.capacity - agent.firm_load - agent.soft_load:
            interrupt_last(w, a)
        agent.firm += 1
        agent.firm_load += load
    contact.work_since = floor.now
    contact.since = floor.now
    contact.pace = 1.0
    take_in_hand(w, a, c)
    if not contact.begun:
        contact.begun = 1
        if contact.callback == NEVER_CALLED_BACK:
            contact.remaining = talk_of(w, c, s)
            log_answered(w, c).value = floor.now
            if kind.watched:
                kind.last_wait = floor.now - contact.joined
        else:
            contact.remaining = callbacks.dial(w, c)
    if group.paced:
        set_pace(w, a)
    elif contact.in_pieces:
        schedule_end(w, c)
    else:
        end_at(w, c, floor.now + contact.remaining)
    if agent.firm_load < group.capacity:
        available(w, a)
    if was_waiting:
        life.left_queue(w, contact.kind)
    if group.watching > 0:
        group_rules.agents_change(w, agent.group)


@kernel
def end_phase(w: World, c: int) -> None:
    """Talk or wrap-up is over. After talk the customer leaves; after wrap-up the agent's place is free."""
    floor = floors(w, 0)
    contact = contacts(w, c)
    a = contact.agent
    agent = agents(w, a)
    if contact.callback == RINGING:
        callbacks.rung(w, c)
        return
    if contact.talking:
        contact.talking = 0
        log_talk_end(w, c).value = floor.now
        log_outcome(w, c).value = _ANSWERED if contact.callback == NEVER_CALLED_BACK else _CALLED_BACK
        log_agent(w, c).value = a
        s = skill_of(w, agent.group, contact.kind)
        resolved = resolution_uniform(w, c) < skills(w, s).resolution
        log_resolved(w, c).value = 1 if resolved else 0
        life.hang_up(w, c)
        if floor.journeys:
            if trails(w, c).origin == _OUTBOUND:
                reminding.called(w, c, resolved)
            else:
                journeys.contact_over(w, c, _RESOLVED if resolved else _UNRESOLVED)
        wrap_up = wrap_up_of(w, c, s)
        if wrap_up > 0.0:
            contact.remaining = wrap_up
            contact.since = floor.now
            schedule_end(w, c)
            return
    ended(w, c)
    write_handled(w, c)
    if contact.in_pieces:
        log_agent(w, c).value = a  # perhaps another one than who replied
    free_place(w, c, a)


@kernel
def free_place(w: World, c: int, a: int) -> None:
    """The contact leaves his hands; he turns to what is next."""
    agent = agents(w, a)
    group = groups(w, agent.group)
    unavailable(w, a)
    if floors(w, 0).agent_rule == LEAST_OCCUPIED:
        account(w, a)
    lay_down(w, c, a, GONE)
    if group.paced:
        set_pace(w, a)
    roster.place_freed(w, a, c)
    if group.watching > 0:
        group_rules.agents_change(w, agent.group)


@kernel
def give_back(w: World, a: int) -> None:
    """His interruptible work, in hand and set aside, returns to its places in the queue; he must be unavailable.

    It looks for others at `turns.offer_returned`, once the agent himself is settled.
    """
    floor = floors(w, 0)
    agent = agents(w, a)
    if floor.agent_rule == LEAST_OCCUPIED:
        account(w, a)
    if agent.soft_load > 0:
        c = agent.first_in_hand
        while c != NOBODY:
            behind = contacts(w, c).behind
            if channels(w, kinds(w, contacts(w, c).kind).channel).interruptible:
                interrupt(w, c, a)
            c = behind
        if groups(w, agent.group).paced:
            set_pace(w, a)
    c = agent.first_set_aside
    agent.first_set_aside = NOBODY
    agent.last_set_aside = NOBODY
    while c != NOBODY:
        behind = contacts(w, c).behind
        if floor.returned == floor.most_returned:
            floor.short = RETURNED
        else:
            returned(w, floor.returned).row = c
            floor.returned += 1
        life.wait_again(w, c)
        c = behind


@kernel
def interrupt_last(w: World, a: int) -> None:
    """Who was taken last is set aside first."""
    c = agents(w, a).last_in_hand
    while not channels(w, kinds(w, contacts(w, c).kind).channel).interruptible:
        c = contacts(w, c).before
    interrupt(w, c, a)


@kernel
def interrupt(w: World, c: int, a: int) -> None:
    contact = contacts(w, c)
    contact.remaining -= contact.pace * (floors(w, 0).now - contact.since)
    contact.remaining += channels(w, kinds(w, contact.kind).channel).resume_cost
    ended(w, c)
    contact.in_pieces = 1
    lay_down(w, c, a, SET_ASIDE)
    set_aside(w, a, c)


@kernel
def lay_down(w: World, c: int, a: int, state: int) -> None:
    """Out of his hands, and into the log."""
    contact = contacts(w, c)
    agent = agents(w, a)
    out_of_hand(w, a, c)
    contact.state = state
    if channels(w, kinds(w, contact.kind).channel).interruptible:
        agent.soft_load -= contact.load
    else:
        agent.firm -= 1
        agent.firm_load -= contact.load
    write_piece(w, c, a)


@kernel
def set_pace(w: World, a: int) -> None:
    """All he has in hand goes on at the pace of their number; only what changes pace is touched."""
    agent = agents(w, a)
    now = floors(w, 0).now
    c = agent.first_in_hand
    while c != NOBODY:
        contact = contacts(w, c)
        channel = channels(w, kinds(w, contact.kind).channel)
        place = agent.in_hand if agent.in_hand < channel.paces else channel.paces
        pace = pace_of(w, channel.first_pace + place - 1)
        if contact.leaf == NOBODY:
            contact.pace = pace
            schedule_end(w, c)
        elif pace != contact.pace:
            contact.remaining -= contact.pace * (now - contact.since)
            contact.since = now
            contact.pace = pace
            schedule_end(w, c)
        c = contact.behind


@kernel
def schedule_end(w: World, c: int) -> None:
    """Of the present phase, at the present pace."""
    contact = contacts(w, c)
    # Ends are rounded: at the very instant of an end that was, a hair less than nothing may be left.
    left = contact.remaining if contact.remaining > 0.0 else 0.0
    end_at(w, c, floors(w, 0).now + on_grid(left / contact.pace))


@kernel
def end_at(w: World, c: int, end: float) -> None:
    """The present phase ends then."""
    contact = contacts(w, c)
    if contact.leaf == NOBODY:
        contact.leaf = free_leaf(w, contact.agent)
        leaf = leaves(w, contact.leaf)
        leaf.key = contact.key
        leaf.contact = c
    set_leaf(w, contact.leaf, end)


@kernel
def ended(w: World, c: int) -> None:
    """Nothing is to end any more. The place of what has just ended may be taken again before the tree is told."""
    floor = floors(w, 0)
    contact = contacts(w, c)
    if contact.leaf == NOBODY:
        return
    if floor.loose_leaf == NOBODY:
        leaves(w, contact.leaf).contact = NOBODY
        floor.loose_leaf = contact.leaf
    else:
        clear_leaf(w, contact.leaf)
    contact.leaf = NOBODY
