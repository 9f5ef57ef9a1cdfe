"""What customers do next (semantics.md, "Journeys").

One uniform chooses among the moves of what happened, in the order of the file; another says how long after. A move that
falls into closed hours of a live channel happens at the next opening plus a keyed share of one interval; one that falls
beyond the horizon is pending.
"""

from __future__ import annotations

import ccsim.engine.compiled.life as life
from ccsim.engine.compiled.attempts import (
    CLOSED_HOURS,
    MOVE,
    MOVE_DELAY,
    RETURN_DELAY,
    duration,
    time_of_day,
    uniform_of,
)
from ccsim.engine.compiled.behaviour_memory import (
    bots,
    customers,
    first_move,
    moves,
    share_of,
    trails,
)
from ccsim.engine.compiled.events import ARRIVAL, NEVER, contact_key, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.laws import on_grid
from ccsim.engine.compiled.memory import CONTACTS, NOBODY, channels, contacts, floors, kinds, windows
from ccsim.engine.logs import Origin, Then
from ccsim.model.behaviour import MoveFrom
from ccsim.model.grid import TICK

_ENDED, _MOVED, _PENDING, _CUT = int(Then.ENDED), int(Then.MOVED), int(Then.PENDING), int(Then.CUT)
_FIRST, _MOVE, _RETURN = int(Origin.FIRST), int(Origin.MOVE), int(Origin.RETURN)
_RESOLVED, _UNRESOLVED = int(MoveFrom.RESOLVED), int(MoveFrom.UNRESOLVED)
HAPPENINGS = len(MoveFrom)


@kernel
def begin_trail(w: World, c: int, customer: int, segment: int) -> None:
    """Of a customer's first contact, or one whose place in the journey is still to be set."""
    trail = trails(w, c)
    trail.customer = customer
    trail.factor = 1.0
    trail.longer = 1.0
    trail.bot_end = life.UNKNOWN
    trail.accepted = life.UNKNOWN
    trail.dialled = life.UNKNOWN
    trail.segment = segment
    trail.attempt = 0
    trail.leg = 0
    trail.sent_to = NOBODY
    trail.bot = NOBODY
    trail.rule = NOBODY
    trail.dials = 0
    trail.origin = _FIRST
    trail.then = _ENDED
    trail.bot_result = NOBODY


@kernel
def follow_up(w: World, c: int, kind: int, at: float, attempt: int, leg: int, origin: int, factor: float) -> int:
    """Another contact of the customer of `c`, which arrives at `at`; NOBODY: there is no room for it."""
    floor = floors(w, 0)
    if floor.contacts == floor.most_contacts:
        floor.short = CONTACTS
        return NOBODY
    made = floor.contacts
    floor.contacts += 1
    before = trails(w, c)
    life.new_contact(w, made, kind, at)
    begin_trail(w, made, before.customer, before.segment)
    trail = trails(w, made)
    trail.attempt = attempt
    trail.leg = leg
    trail.origin = origin
    trail.factor = factor
    trail.longer = factor
    key = contact_key(kind, before.customer, attempt, leg)
    contacts(w, made).key = key
    push(w, at, ARRIVAL, key, 0, made, 0)
    return made


@kernel
def contact_over(w: World, c: int, happened: int) -> None:
    """A contact has ended, one way or another."""
    remember_channel(w, c)
    trail = trails(w, c)
    if happened in (_UNRESOLVED, _RESOLVED):
        customers(w, trail.customer).told = 1 if happened == _UNRESOLVED else 0
    trail.then = after(w, c, happened)


@kernel
def remember_channel(w: World, c: int) -> None:
    customers(w, trails(w, c).customer).channel = kinds(w, contacts(w, c).kind).channel


@kernel
def after(w: World, c: int, happened: int) -> int:
    """Decides what the customer does, a `Then`."""
    trail = trails(w, c)
    row = contacts(w, c).kind * HAPPENINGS + happened
    m = first_move(w, row)
    end = first_move(w, row + 1)
    if m == end:
        return _ENDED
    u = uniform_of(w, c, MOVE)
    total = 0.0
    while m < end:
        total += share_of(w, moves(w, m).first_share + trail.segment)
        if u < total:
            break
        m += 1
    if m == end:
        return _ENDED
    move = moves(w, m)
    now = floors(w, 0).now
    delay = duration(w, move.after, time_of_day(w, now), trail.customer, MOVE_DELAY, trail.attempt, trail.leg)
    return go_on(w, c, move.kind, now + delay, _MOVE)


@kernel
def come_back(w: World, c: int) -> int:
    """Falsely contained: what self-service called settled was not."""
    now = floors(w, 0).now
    trail = trails(w, c)
    bot = bots(w, trail.bot)
    customers(w, trail.customer).told = 1
    if bot.returns_to == NOBODY:
        return _ENDED
    day_time = time_of_day(w, now)
    delay = duration(w, bot.returns_after, day_time, trail.customer, RETURN_DELAY, trail.attempt, trail.leg)
    return go_on(w, c, bot.returns_to, now + delay, _RETURN)


@kernel
def go_on(w: World, c: int, kind: int, at: float, origin: int) -> int:
    floor = floors(w, 0)
    customer = customers(w, trails(w, c).customer)
    if customer.attempts + 1 >= floor.most_attempts:
        return _CUT
    come = when_open(w, c, kinds(w, kind).channel, at)
    if come >= floor.horizon:
        return _PENDING
    customer.attempts += 1
    factor = context_factor(w, trails(w, c).customer, kinds(w, kind).channel)
    follow_up(w, c, kind, come, customer.attempts, 0, origin, factor)
    return _MOVED


@kernel
def context_factor(w: World, customer: int, channel: int) -> float:
    """Without shared data a contact after an unresolved one, or on another channel, has to be told again."""
    floor = floors(w, 0)
    known = customers(w, customer)
    elsewhere = known.channel not in (NOBODY, channel)
    return floor.repeat_aht if not floor.shares_context and (known.told != 0 or elsewhere) else 1.0


@kernel
def when_open(w: World, c: int, d: int, at: float) -> float:
    """The same instant where the channel takes contacts then, else shortly after it opens; NEVER: not again."""
    channel = channels(w, d)
    if not channel.live:
        return at
    low = channel.first_window
    end = low + channel.windows
    high = end
    while low < high:
        middle = (low + high) >> 1
        if at < windows(w, middle).opens:
            high = middle
        else:
            low = middle + 1
    if low > channel.first_window and at < windows(w, low - 1).closes:
        return at
    if low == end:
        return NEVER
    window = windows(w, low)
    come = window.opens + on_grid(uniform_of(w, c, CLOSED_HOURS) * floors(w, 0).interval)
    last = window.closes - TICK
    return come if come < last else last
