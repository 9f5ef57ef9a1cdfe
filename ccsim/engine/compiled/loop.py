"""One replication from its first event to its last."""

from __future__ import annotations

from ccsim.engine.compiled.appointment_memory import bookings
from ccsim.engine.compiled.booking import (
    IS_IN,
    NEXT_OF_ALL,
    arrange,
    asks,
    next_asks,
    open_diaries,
    request_session_over,
)
from ccsim.engine.compiled.bots import OF_REQUEST, session_over
from ccsim.engine.compiled.breaks import BREAK_OVER, end_break
from ccsim.engine.compiled.callbacks import dial_again
from ccsim.engine.compiled.cancelling import cancels
from ccsim.engine.compiled.center_memory import kinds
from ccsim.engine.compiled.coming import comes, grace_is_over
from ccsim.engine.compiled.doors import await_opening, close_door, open_door
from ccsim.engine.compiled.events import (
    ARRIVAL,
    CANCELLATION,
    COMING,
    ENDS,
    GRACE,
    LOOK_FOR_WORK,
    NEVER,
    OPENING,
    OVERFLOW,
    PATIENCE,
    REMINDER,
    REQUEST,
    RETRY,
    ROSTER,
    SLOT_BEGINS,
    TIMERS,
    UNCONFIRMED,
    clear_leaf,
    contact_key,
    drop_first,
    events,
    first_leaf,
    leaves,
    next_rank,
    next_time,
    pour,
    root_leaf,
)
from ccsim.engine.compiled.group_rules import await_hours, look_at_rules
from ccsim.engine.compiled.hosting import slot_begins
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.life import (
    arrive,
    await_first_contact,
    first_contact_comes,
    lose_patience,
    may_use_more_groups,
)
from ccsim.engine.compiled.log import close_contacts, write_presence_log
from ccsim.engine.compiled.memory import NOBODY, floors
from ccsim.engine.compiled.positions import POSITIONS, await_change, follow_positions
from ccsim.engine.compiled.reminding import not_confirmed, remind
from ccsim.engine.compiled.roster import await_step, follow_plan, look_for_work
from ccsim.engine.compiled.work import end_phase


@kernel
def run_day(w: World) -> int:
    """All events. The number of the table that was too short for them, 0: none, and the day is done."""
    floor = floors(w, 0)
    for d in range(floor.channels):
        await_opening(w, d)
    for k in range(floor.types):
        await_first_contact(w, k)
    for a in range(floor.agents):
        await_step(w, a)
    for g in range(floor.groups):
        await_change(w, g)
    await_hours(w)
    open_diaries(w)
    while floor.short == 0:
        if floor.put_off > 0 and next_time(w) >= floor.poured_until:
            pour(w)
        elif floor.events > 0:
            if tree_is_next(w):
                take_from_tree(w)
            else:
                take_from_heap(w)
        elif next_time(w) < NEVER:
            take_from_tree(w)
        else:
            break
        if floor.loose_leaf != NOBODY:
            clear_leaf(w, floor.loose_leaf)
            floor.loose_leaf = NOBODY
    if floor.short == 0:
        close_contacts(w)
        write_presence_log(w)
    return floor.short


@kernel
def tree_is_next(w: World) -> bool:
    """Whether an end of work or a first contact comes before all that is in the heap."""
    root = leaves(w, root_leaf(w))
    event = events(w, 0)
    if root.time != event.time:
        return root.time < event.time
    # At one instant: doors and roster, then ends and arrivals, then timers and patience.
    if event.rank >= TIMERS or event.rank < ENDS:
        return event.rank >= TIMERS
    rank = next_rank(w)
    if rank != event.rank:
        return rank < event.rank
    k = root.contact
    return contact_key(k, kinds(w, k).next_row, 0, 0) < event.key


@kernel
def take_from_tree(w: World) -> None:
    leaf = leaves(w, first_leaf(w))
    floors(w, 0).now = leaf.time
    if leaf.agent == NOBODY:
        first_contact_comes(w, leaf.contact)
    else:
        end_phase(w, leaf.contact)


@kernel
def take_from_heap(w: World) -> None:
    event = events(w, 0)
    floors(w, 0).now = event.time
    rank = event.rank
    about = event.about
    subject = event.subject
    number = event.number
    drop_first(w)
    if rank >= PATIENCE:
        lose_patience(w, subject)
    elif floors(w, 0).behaves:
        take_what_customers_do(w, rank, about, subject, number)
    elif rank >= TIMERS:
        may_use_more_groups(w, subject)
    else:
        take_what_agents_do(w, rank, about, subject, number)


@kernel
def take_what_customers_do(w: World, rank: int, about: int, subject: int, number: int) -> None:
    """Where they come again, book, or turn to self-service."""
    if rank >= TIMERS:
        if about == OVERFLOW:
            may_use_more_groups(w, subject)
        elif about == RETRY:
            dial_again(w, subject)
        elif about == GRACE:
            grace_is_over(w, subject, number)
        elif about == CANCELLATION:
            cancels(w, subject, number)
        elif about == UNCONFIRMED:
            not_confirmed(w, subject, number)
        elif about >= REMINDER:
            remind(w, subject, number, about - REMINDER)
        else:
            look_at_rules(w, subject)
    elif rank >= ARRIVAL:
        arrive(w, subject)
    elif rank >= REQUEST:
        if about == NEXT_OF_ALL:
            next_asks(w, subject)
        elif about == IS_IN:
            arrange(w, subject, bookings(w, subject).slot)
        else:
            asks(w, subject)
    elif rank >= COMING:
        comes(w, subject, number)
    elif rank >= SLOT_BEGINS:
        slot_begins(w, subject)
    elif rank >= ENDS:
        if about == OF_REQUEST:
            request_session_over(w, subject)
        else:
            session_over(w, subject)
    else:
        take_what_agents_do(w, rank, about, subject, number)


@kernel
def take_what_agents_do(w: World, rank: int, about: int, subject: int, number: int) -> None:
    """And what opens and closes doors to customers."""
    if rank == LOOK_FOR_WORK:
        look_for_work(w)
    elif rank >= ROSTER:
        if about == POSITIONS:
            follow_positions(w, subject)
        elif about == BREAK_OVER:
            end_break(w, subject, number)
        else:
            follow_plan(w, subject)
    elif rank >= OPENING:
        open_door(w, subject)
    else:
        close_door(w, subject)
