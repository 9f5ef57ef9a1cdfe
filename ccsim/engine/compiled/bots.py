"""Self-service in front of people (semantics.md, "A contact's life").

One uniform says how a session ends: contained, given up, handed over; a second whether the contained are so in truth.
Who finds it full or out of order goes on at once as if there were none; an outage turns away, and lets sessions under
way end.
"""

from __future__ import annotations

import ccsim.engine.compiled.journeys as journeys
import ccsim.engine.compiled.life as life
from ccsim.engine.compiled.attempts import BOT, BOT_TIME, FALSE_CONTAINMENT, duration, time_of_day, uniform
from ccsim.engine.compiled.behaviour_memory import bots, customers, outages, share_of, trails
from ccsim.engine.compiled.center_memory import kinds
from ccsim.engine.compiled.events import SESSION_END, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.log import write_left
from ccsim.engine.compiled.memory import NOBODY, contacts, floors, log_outcome
from ccsim.engine.logs import BotResult, Origin, Outcome
from ccsim.model.behaviour import MoveFrom

_CONTAINED, _FALSELY, _GAVE_UP, _HANDED_OVER, _FULL, _OUT = (
    int(BotResult.CONTAINED),
    int(BotResult.FALSELY_CONTAINED),
    int(BotResult.GAVE_UP),
    int(BotResult.HANDED_OVER),
    int(BotResult.FULL),
    int(BotResult.OUT),
)
_NO_RESULT = int(BotResult.NONE)
_OVER = int(Outcome.CONTAINED)
_OUTBOUND = int(Origin.OUTBOUND)
_AFTER_CONTAINMENT, _AFTER_GIVING_UP = int(MoveFrom.CONTAINED), int(MoveFrom.GAVE_UP)

OF_CONTACT, OF_REQUEST = range(2)
"""`about` of a session: what it stands before."""


@kernel
def meets(w: World, c: int) -> bool:
    """A contact arrives: whether self-service takes it first. It goes on to `life.seek` if it is handed over."""
    contact = contacts(w, c)
    trail = trails(w, c)
    b = trail.sent_to if trail.sent_to != NOBODY else kinds(w, contact.kind).bot
    if b == NOBODY or trail.origin == _OUTBOUND:
        return False
    trail.bot = b
    trail.bot_result = refuses(w, b)
    if trail.bot_result != _NO_RESULT:
        return False
    trail.bot_result = begin_session(w, b, trail.customer, contact.key, trail.attempt, trail.leg, OF_CONTACT, c)
    return True


@kernel
def refuses(w: World, b: int) -> int:
    """A `BotResult`: out of order, full, or none."""
    bot = bots(w, b)
    if is_out(w, b):
        return _OUT
    return _FULL if bot.capacity != NOBODY and bot.busy >= bot.capacity else _NO_RESULT


@kernel
def begin_session(w: World, b: int, customer: int, key: int, attempt: int, leg: int, about: int, subject: int) -> int:
    """How it will end, a `BotResult`; `about` says what `subject` is: a contact or a booking."""
    now = floors(w, 0).now
    bot = bots(w, b)
    bot.busy += 1
    time = duration(w, bot.time, time_of_day(w, now), customer, BOT_TIME, attempt, leg)
    push(w, now + time, SESSION_END, key, about, subject, 0)
    return session_result(w, b, customer, attempt, leg)


@kernel
def end_session(w: World, b: int) -> None:
    bots(w, b).busy -= 1


@kernel
def is_out(w: World, b: int) -> bool:
    now = floors(w, 0).now
    bot = bots(w, b)
    for i in range(bot.first_outage, bot.first_outage + bot.outages):
        outage = outages(w, i)
        if outage.start <= now < outage.end:
            return True
    return False


@kernel
def session_result(w: World, b: int, customer: int, attempt: int, leg: int) -> int:
    bot = bots(w, b)
    segment = customers(w, customer).segment
    u = uniform(w, customer, BOT, attempt, leg)
    contained = share_of(w, bot.first_containment + segment)
    if u < contained:
        falsely = uniform(w, customer, FALSE_CONTAINMENT, attempt, leg) < share_of(w, bot.first_falsely + segment)
        return _FALSELY if falsely else _CONTAINED
    return _GAVE_UP if u < contained + share_of(w, bot.first_gives_up + segment) else _HANDED_OVER


@kernel
def session_over(w: World, c: int) -> None:
    """The customer is served, gives up, or goes on to people."""
    now = floors(w, 0).now
    contact = contacts(w, c)
    trail = trails(w, c)
    end_session(w, trail.bot)
    trail.bot_end = now
    if trail.bot_result == _HANDED_OVER:
        trail.longer = trail.factor * hand_over_factor(w, c)
        contact.joined = now
        contact.turn = now
        life.seek(w, c)
        return
    log_outcome(w, c).value = _OVER
    write_left(w, c)
    life.hang_up(w, c)
    journeys.remember_channel(w, c)
    trail.then = after_containment(
        w, trail.bot, trail.bot_result, trail.customer, contact.kind, trail.attempt, trail.leg
    )


@kernel
def after_containment(w: World, b: int, result: int, customer: int, kind: int, attempt: int, leg: int) -> int:
    """What a contained customer does next, a `Then`; `kind` is the node of his journey."""
    if result == _FALSELY:
        return journeys.come_back(w, customer, b, attempt, leg)
    happened = _AFTER_GIVING_UP if result == _GAVE_UP else _AFTER_CONTAINMENT
    return journeys.after(w, customer, kind, happened, attempt, leg)


@kernel
def hand_over_factor(w: World, c: int) -> float:
    """On talk and wrap-up of those who go on to people; who has to tell it again anyhow does so once."""
    floor = floors(w, 0)
    trail = trails(w, c)
    bot = bots(w, trail.bot)
    kept = bot.keeps_context != 0 or floor.shares_context != 0 or trail.factor != 1.0
    again = 1.0 if kept else floor.repeat_aht
    return share_of(w, bot.first_easy + trail.segment) * bot.hand_over * again
