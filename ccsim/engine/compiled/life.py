"""A contact's life up to the moment an agent takes it: arrives, meets self-service, waits, loses patience.

The order is that of semantics.md: line, self-service, an agent who is free, live rules, room in the queue, balking,
queue.
"""

from __future__ import annotations

import ccsim.engine.compiled.bots as bots
import ccsim.engine.compiled.choosing as choosing
import ccsim.engine.compiled.group_rules as group_rules
import ccsim.engine.compiled.journeys as journeys
import ccsim.engine.compiled.offers as offers
import ccsim.engine.compiled.roster as roster
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.behaviour_memory import NEVER_CALLED_BACK, trails
from ccsim.engine.compiled.center_memory import balking_steps, channels, delay_of, groups, kinds, skills
from ccsim.engine.compiled.draws import balking_uniform, patience_of, send_for
from ccsim.engine.compiled.events import NEVER, OVERFLOW, PATIENCE, TIMERS, contact_key, leaves, push, set_leaf
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.lines import join_line, leave_line
from ccsim.engine.compiled.log import begin_row, write_left
from ccsim.engine.compiled.memory import (
    COMING,
    NOBODY,
    WAITING,
    arrival_of,
    contacts,
    floors,
    log_outcome,
    log_waited,
)
from ccsim.engine.compiled.routing import is_open
from ccsim.engine.logs import Origin, Outcome
from ccsim.model.behaviour import MoveFrom

_BLOCKED, _BALKED, _ABANDONED, _DROPPED, _NOT_REACHED = (
    int(Outcome.BLOCKED),
    int(Outcome.BALKED),
    int(Outcome.ABANDONED),
    int(Outcome.DROPPED),
    int(Outcome.NOT_REACHED),
)
_WAS_BLOCKED, _HAS_BALKED, _HAS_ABANDONED, _WAS_DROPPED, _WAS_NOT_REACHED = (
    int(MoveFrom.BLOCKED),
    int(MoveFrom.BALKED),
    int(MoveFrom.ABANDONED),
    int(MoveFrom.DROPPED),
    int(MoveFrom.NOT_REACHED),
)
_OUTBOUND = int(Origin.OUTBOUND)


@kernel
def new_contact(w: World, c: int, kind: int, at: float) -> None:
    """Nothing has happened to it yet."""
    contact = contacts(w, c)
    contact.kind = kind
    contact.arrived = at
    contact.joined = at
    contact.turn = at
    contact.remaining = 0.0
    contact.leaf = NOBODY
    contact.agent = NOBODY
    contact.state = COMING
    contact.begun = 0
    contact.talking = 1
    contact.in_pieces = 0
    contact.callback = NEVER_CALLED_BACK
    begin_row(w, c)


@kernel
def first_contact_comes(w: World, k: int) -> None:
    """The next of a type's first contacts is here; the one behind it stands in the tree."""
    kind = kinds(w, k)
    c = kind.next_row
    kind.next_row = c + 1
    send_for(w, c)
    new_contact(w, c, k, arrival_of(w, c))
    contact = contacts(w, c)
    contact.key = contact_key(k, c, 0, 0)
    if floors(w, 0).behaves:
        journeys.begin_trail(w, c, c)
    await_first_contact(w, k)
    arrive(w, c)


@kernel
def await_first_contact(w: World, k: int) -> None:
    kind = kinds(w, k)
    leaf = floors(w, 0).first_arrival_leaf + k
    if kind.next_row < kind.end_row:
        leaves(w, leaf).contact = k
        set_leaf(w, leaf, arrival_of(w, kind.next_row))
    else:
        leaves(w, leaf).contact = NOBODY
        set_leaf(w, leaf, NEVER)


@kernel
def arrive(w: World, c: int) -> None:
    contact = contacts(w, c)
    channel = channels(w, kinds(w, contact.kind).channel)
    if channel.has_lines:
        if channel.lines_free == 0:
            end_unanswered(w, c, _BLOCKED, _WAS_BLOCKED)
            return
        channel.lines_free -= 1
    if floors(w, 0).bots and bots.meets(w, c):
        return
    seek(w, c)


@kernel
def present(w: World, c: int) -> None:
    """An appointment's customer is there and no host is held for him: he looks for an agent, or waits.

    He has been let in already: neither room in the queue nor live rules concern him, and he does not balk.
    """
    a = choosing.choose_agent(w, c)
    if a != NOBODY:
        work.begin(w, c, a)
        return
    log_waited(w, c).value = 1
    wait(w, c)


@kernel
def seek(w: World, c: int) -> None:
    """Looks for an agent; whoever has to wait is offered what live rules offer, then waits, balks or is blocked."""
    contact = contacts(w, c)
    kind = kinds(w, contact.kind)
    a = choosing.choose_agent(w, c)
    if a != NOBODY:
        work.begin(w, c, a)
        if kind.rules > 0:
            group_rules.look_at_rules(w, contact.kind)
        return
    if kind.offers > 0 and offers.taken(w, c):
        return
    if kind.max_waiting >= 0 and kind.waiting - kind.call_backs >= kind.max_waiting:
        gone(w, c, _BLOCKED, _WAS_BLOCKED)
        return
    log_waited(w, c).value = 1
    if kind.steps > 0 and balking_uniform(w, c) < balking_probability(w, contact.kind):
        gone(w, c, _BALKED, _HAS_BALKED)
        return
    wait(w, c)


@kernel
def balking_probability(w: World, k: int) -> float:
    """At the number waiting now."""
    kind = kinds(w, k)
    probability = 0.0
    for i in range(kind.first_step, kind.first_step + kind.steps):
        step = balking_steps(w, i)
        if kind.waiting < step.waiting:
            break
        probability = step.probability
    return probability


@kernel
def wait(w: World, c: int) -> None:
    """Joins the queue; his patience and the delays after which more groups may take him start."""
    contact = contacts(w, c)
    if nobody_stays_for(w, contact.kind):
        nobody_takes_it(w, c)
        return
    join_line(w, c, False)
    if contact.callback == NEVER_CALLED_BACK:
        patience = patience_of(w, c)
        if patience != NEVER:
            push(w, contact.joined + patience, PATIENCE, contact.key, 0, c, 0)
    set_timer(w, c)
    if kinds(w, contact.kind).rules > 0:
        group_rules.look_at_rules(w, contact.kind)


@kernel
def wait_again(w: World, c: int) -> None:
    """Work that an agent gives back takes its old place; delays still run from when it joined."""
    join_line(w, c, True)
    set_timer(w, c)
    k = contacts(w, c).kind
    if kinds(w, k).rules > 0:
        group_rules.look_at_rules(w, k)


@kernel
def set_timer(w: World, c: int) -> None:
    """The next overflow delay."""
    contact = contacts(w, c)
    kind = kinds(w, contact.kind)
    for i in range(kind.first_delay, kind.first_delay + kind.delays):
        due = contact.joined + delay_of(w, i)
        if due > floors(w, 0).now:
            push(w, due, TIMERS, contact.key, OVERFLOW, c, 0)
            return


@kernel
def may_use_more_groups(w: World, c: int) -> None:
    """An overflow delay is over."""
    if contacts(w, c).state != WAITING:
        return
    a = choosing.choose_agent(w, c)
    if a != NOBODY:
        work.begin(w, c, a)
    else:
        set_timer(w, c)


@kernel
def lose_patience(w: World, c: int) -> None:
    contact = contacts(w, c)
    if contact.state == WAITING and contact.callback == NEVER_CALLED_BACK:
        leave_queue(w, c, _ABANDONED, _HAS_ABANDONED)


@kernel
def leave_queue(w: World, c: int, outcome: int, happened: int) -> None:
    """Leaves unanswered: abandoned, or dropped by a closing."""
    leave_line(w, c)
    contact = contacts(w, c)
    write_left(w, c)
    gone(w, c, outcome, happened)
    left_queue(w, contact.kind)


@kernel
def nobody_takes_it(w: World, c: int) -> None:
    """Over without an answer, of a contact that is not in a queue now."""
    contact = contacts(w, c)
    write_left(w, c)
    if contact.callback == NEVER_CALLED_BACK:
        gone(w, c, _DROPPED, _WAS_DROPPED)
    else:
        gone(w, c, _NOT_REACHED, _WAS_NOT_REACHED)


@kernel
def drop_where_nobody_is_left(w: World, k: int) -> None:
    """Contacts of a closed channel that nobody present may take any more."""
    if kinds(w, k).waiting > 0 and nobody_stays_for(w, k):
        drop_all(w, k)


@kernel
def drop_all(w: World, k: int) -> None:
    kind = kinds(w, k)
    while kind.first != NOBODY:
        if contacts(w, kind.first).callback == NEVER_CALLED_BACK:
            leave_queue(w, kind.first, _DROPPED, _WAS_DROPPED)
        else:
            leave_queue(w, kind.first, _NOT_REACHED, _WAS_NOT_REACHED)


@kernel
def hang_up(w: World, c: int) -> None:
    """His line is free again."""
    contact = contacts(w, c)
    channel = channels(w, kinds(w, contact.kind).channel)
    if channel.has_lines and contact.callback == NEVER_CALLED_BACK:
        channel.lines_free += 1


@kernel
def nobody_stays_for(w: World, k: int) -> bool:
    """Whether the live channel is closed and nobody present may take the type (or waiting ends at its closing)."""
    kind = kinds(w, k)
    channel = channels(w, kind.channel)
    if channel.open or not channel.live:
        return False
    if channel.drops:
        return True
    for s in range(kind.first_skill, kind.first_skill + kind.skills):
        if groups(w, skills(w, s).group).present > 0 and is_open(w, s):
            return False
    return True


@kernel
def gone(w: World, c: int, outcome: int, happened: int) -> None:
    hang_up(w, c)
    end_unanswered(w, c, outcome, happened)


@kernel
def end_unanswered(w: World, c: int, outcome: int, happened: int) -> None:
    """Over, and the customer decides what he does."""
    log_outcome(w, c).value = outcome
    if floors(w, 0).journeys and trails(w, c).origin != _OUTBOUND:
        journeys.contact_over(w, c, happened)


@kernel
def left_queue(w: World, k: int) -> None:
    """A contact of this type waits no more: agents whom it held may go, or turn to others."""
    kind = kinds(w, k)
    channel = channels(w, kind.channel)
    if kind.rules > 0:
        group_rules.look_at_rules(w, k)
    if kind.waiting == 0 and not channel.open:
        roster.release_held(w)
    if channel.drains:
        roster.look_at(w, k)
