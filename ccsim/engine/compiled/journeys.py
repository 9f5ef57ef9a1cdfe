"""What customers do next (semantics.md, "Journeys").

One uniform chooses among the moves of what happened, in the order of the file; another says how long after. A move that
falls into closed hours of a live channel (a booking: of the appointment's channel) happens at the next opening plus a
keyed share of one interval; one that falls beyond the horizon is pending.
"""

from __future__ import annotations

import ccsim.engine.compiled.booking as booking
import ccsim.engine.compiled.life as life
from ccsim.engine.compiled.appointment_memory import appointments
from ccsim.engine.compiled.attempts import CLOSED_HOURS, MOVE, MOVE_DELAY, RETURN_DELAY, duration, time_of_day, uniform
from ccsim.engine.compiled.behaviour_memory import bots, customers, first_move, moves, share_of, trails
from ccsim.engine.compiled.center_memory import channels, kinds, windows
from ccsim.engine.compiled.events import ARRIVAL, NEVER, contact_key, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.laws import on_grid
from ccsim.engine.compiled.memory import CONTACTS, NOBODY, UNKNOWN, contacts, floors
from ccsim.engine.logs import Origin, Then
from ccsim.model.behaviour import MoveFrom
from ccsim.model.grid import TICK

_ENDED, _MOVED, _PENDING, _CUT = int(Then.ENDED), int(Then.MOVED), int(Then.PENDING), int(Then.CUT)
_FIRST, _MOVE, _RETURN = int(Origin.FIRST), int(Origin.MOVE), int(Origin.RETURN)
_RESOLVED, _UNRESOLVED = int(MoveFrom.RESOLVED), int(MoveFrom.UNRESOLVED)
HAPPENINGS = len(MoveFrom)


@kernel
def begin_trail(w: World, c: int, customer: int) -> None:
    """Of a customer's first contact, or one whose place in the journey is still to be set."""
    trail = trails(w, c)
    trail.customer = customer
    trail.factor = 1.0
    trail.longer = 1.0
    trail.bot_end = UNKNOWN
    trail.accepted = UNKNOWN
    trail.dialled = UNKNOWN
    trail.segment = customers(w, customer).segment
    trail.booking = NOBODY
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
def make(w: World, customer: int, kind: int, at: float, attempt: int, leg: int, origin: int, factor: float) -> int:
    """A contact that is not its customer's first; NOBODY: there is no room for it. Somebody else lets it in at `at`."""
    floor = floors(w, 0)
    if floor.contacts == floor.most_contacts:
        floor.short = CONTACTS
        return NOBODY
    made = floor.contacts
    floor.contacts += 1
    life.new_contact(w, made, kind, at)
    begin_trail(w, made, customer)
    trail = trails(w, made)
    trail.attempt = attempt
    trail.leg = leg
    trail.origin = origin
    trail.factor = factor
    trail.longer = factor
    contacts(w, made).key = contact_key(kind, customer, attempt, leg)
    return made


@kernel
def await_arrival(w: World, c: int) -> None:
    """Lets a contact that was made arrive at its time, which is not before now."""
    push(w, contacts(w, c).arrived, ARRIVAL, contacts(w, c).key, 0, c, 0)


@kernel
def contact_over(w: World, c: int, happened: int) -> None:
    """A contact has ended, one way or another."""
    remember_channel(w, c)
    trail = trails(w, c)
    if happened in (_UNRESOLVED, _RESOLVED):
        customers(w, trail.customer).told = 1 if happened == _UNRESOLVED else 0
    trail.then = after(w, trail.customer, contacts(w, c).kind, happened, trail.attempt, trail.leg)


@kernel
def remember_channel(w: World, c: int) -> None:
    customers(w, trails(w, c).customer).channel = kinds(w, contacts(w, c).kind).channel


@kernel
def after(w: World, customer: int, kind: int, happened: int, attempt: int, leg: int) -> int:
    """Decides what the customer does after something happened to his contact or booking of this type, a `Then`."""
    row = kind * HAPPENINGS + happened
    m = first_move(w, row)
    end = first_move(w, row + 1)
    if m == end:
        return _ENDED
    u = uniform(w, customer, MOVE, attempt, leg)
    total = 0.0
    while m < end:
        total += share_of(w, moves(w, m).first_share + customers(w, customer).segment)
        if u < total:
            break
        m += 1
    if m == end:
        return _ENDED
    move = moves(w, m)
    now = floors(w, 0).now
    delay = duration(w, move.after, time_of_day(w, now), customer, MOVE_DELAY, attempt, leg)
    return go_on(w, customer, move.kind, move.appointment, now + delay, attempt, leg, _MOVE)


@kernel
def come_back(w: World, customer: int, b: int, attempt: int, leg: int) -> int:
    """Falsely contained: what self-service called settled was not."""
    now = floors(w, 0).now
    bot = bots(w, b)
    customers(w, customer).told = 1
    if bot.returns_to == NOBODY:
        return _ENDED
    day_time = time_of_day(w, now)
    delay = duration(w, bot.returns_after, day_time, customer, RETURN_DELAY, attempt, leg)
    return go_on(w, customer, bot.returns_to, NOBODY, now + delay, attempt, leg, _RETURN)


@kernel
def go_on(w: World, customer: int, kind: int, appointment: int, at: float, attempt: int, leg: int, origin: int) -> int:
    """To a contact of a type, or to a request for an appointment where one is given."""
    floor = floors(w, 0)
    if at < 0.0 and appointment == NOBODY:
        return _ENDED  # contacts before the scenario's start are history
    known = customers(w, customer)
    if known.attempts + 1 >= floor.most_attempts:
        return _CUT
    node = kind if appointment == NOBODY else appointments(w, appointment).kind
    channel = kinds(w, node).channel
    come = when_open(w, customer, channel, at, attempt, leg)
    if come >= floor.horizon:
        return _PENDING
    known.attempts += 1
    if appointment != NOBODY:
        booking.will_ask(w, customer, appointment, known.attempts, come)
        return _MOVED
    factor = context_factor(w, customer, channel)
    c = make(w, customer, kind, come, known.attempts, 0, origin, factor)
    if c != NOBODY:
        await_arrival(w, c)
    return _MOVED


@kernel
def context_factor(w: World, customer: int, channel: int) -> float:
    """Without shared data a contact after an unresolved one, or on another channel, has to be told again."""
    floor = floors(w, 0)
    known = customers(w, customer)
    elsewhere = known.channel not in (NOBODY, channel)
    return floor.repeat_aht if not floor.shares_context and (known.told != 0 or elsewhere) else 1.0


@kernel
def when_open(w: World, customer: int, d: int, at: float, attempt: int, leg: int) -> float:
    """The same instant where the channel takes contacts then, else shortly after it opens; NEVER: not again."""
    channel = channels(w, d)
    if at < 0.0 or not channel.live:
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
    spread = uniform(w, customer, CLOSED_HOURS, attempt, leg) * floors(w, 0).interval
    come = window.opens + on_grid(spread)
    last = window.closes - TICK
    return come if come < last else last
