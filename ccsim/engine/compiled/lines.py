"""Lists of contacts: the waiting line of a type, what an agent has in hand, what he has set aside."""

from __future__ import annotations

from ccsim.engine.compiled.behaviour_memory import NEVER_CALLED_BACK
from ccsim.engine.compiled.center_memory import agents, groups, kinds, skills
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import GONE, NOBODY, WAITING, contacts


@kernel
def place_precedes(w: World, a: int, b: int) -> bool:
    """Whether contact `a` stands before `b` in a queue."""
    one = contacts(w, a)
    other = contacts(w, b)
    if one.turn != other.turn:
        return one.turn < other.turn
    if one.joined != other.joined:
        return one.joined < other.joined
    return one.key < other.key


@kernel
def put_between(w: World, c: int, before: int, behind: int) -> None:
    """Into a list, next to contacts that are there; whoever keeps its ends looks to them."""
    contact = contacts(w, c)
    contact.before = before
    contact.behind = behind
    if before != NOBODY:
        contacts(w, before).behind = c
    if behind != NOBODY:
        contacts(w, behind).before = c


@kernel
def take_out(w: World, c: int) -> None:
    """Out of its list; it remembers between whom it stood."""
    contact = contacts(w, c)
    if contact.before != NOBODY:
        contacts(w, contact.before).behind = contact.behind
    if contact.behind != NOBODY:
        contacts(w, contact.behind).before = contact.before


@kernel
def join_line(w: World, c: int, near_head: bool) -> None:
    """Waits, in the order of (turn, joined, key). Work that returns is looked for from the head, its old place."""
    contact = contacts(w, c)
    kind = kinds(w, contact.kind)
    contact.state = WAITING
    kind.waiting += 1
    if contact.callback != NEVER_CALLED_BACK:
        kind.call_backs += 1
    for s in range(kind.first_skill, kind.first_skill + kind.skills):
        groups(w, skills(w, s).group).waiting += 1
    if near_head:
        behind = kind.first
        while behind != NOBODY and place_precedes(w, behind, c):
            behind = contacts(w, behind).behind
        before = kind.last if behind == NOBODY else contacts(w, behind).before
    else:
        before = kind.last
        while before != NOBODY and place_precedes(w, c, before):
            before = contacts(w, before).before
        behind = kind.first if before == NOBODY else contacts(w, before).behind
    put_between(w, c, before, behind)
    if before == NOBODY:
        kind.first = c
    if behind == NOBODY:
        kind.last = c


@kernel
def leave_line(w: World, c: int) -> None:
    contact = contacts(w, c)
    kind = kinds(w, contact.kind)
    contact.state = GONE
    kind.waiting -= 1
    if contact.callback != NEVER_CALLED_BACK:
        kind.call_backs -= 1
    for s in range(kind.first_skill, kind.first_skill + kind.skills):
        groups(w, skills(w, s).group).waiting -= 1
    take_out(w, c)
    if contact.before == NOBODY:
        kind.first = contact.behind
    if contact.behind == NOBODY:
        kind.last = contact.before


@kernel
def take_in_hand(w: World, a: int, c: int) -> None:
    """The contact taken last stands last."""
    agent = agents(w, a)
    put_between(w, c, agent.last_in_hand, NOBODY)
    if agent.last_in_hand == NOBODY:
        agent.first_in_hand = c
    agent.last_in_hand = c
    agent.in_hand += 1


@kernel
def out_of_hand(w: World, a: int, c: int) -> None:
    agent = agents(w, a)
    contact = contacts(w, c)
    take_out(w, c)
    if contact.before == NOBODY:
        agent.first_in_hand = contact.behind
    if contact.behind == NOBODY:
        agent.last_in_hand = contact.before
    agent.in_hand -= 1


@kernel
def set_aside(w: World, a: int, c: int) -> None:
    agent = agents(w, a)
    put_between(w, c, agent.last_set_aside, NOBODY)
    if agent.last_set_aside == NOBODY:
        agent.first_set_aside = c
    agent.last_set_aside = c


@kernel
def take_up(w: World, a: int, c: int) -> None:
    """No longer set aside."""
    agent = agents(w, a)
    contact = contacts(w, c)
    take_out(w, c)
    if contact.before == NOBODY:
        agent.first_set_aside = contact.behind
    if contact.behind == NOBODY:
        agent.last_set_aside = contact.before
