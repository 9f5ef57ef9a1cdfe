"""Self-service in front of people (semantics.md, "A contact's life").

One uniform says how a session ends: contained, given up, handed over; a second whether the contained are so in truth.
Who finds it full or out of order goes on at once as if there were none; an outage turns away, and lets sessions under
way end.
"""

from __future__ import annotations

import ccsim.engine.compiled.journeys as journeys
import ccsim.engine.compiled.life as life
from ccsim.engine.compiled.attempts import BOT, BOT_TIME, FALSE_CONTAINMENT, duration, time_of_day, uniform_of
from ccsim.engine.compiled.behaviour_memory import bots, outages, share_of, trails
from ccsim.engine.compiled.events import SESSION_END, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, contacts, floors, kinds
from ccsim.engine.logs import BotResult, Outcome
from ccsim.model.behaviour import MoveFrom

_CONTAINED, _FALSELY, _GAVE_UP, _HANDED_OVER, _FULL, _OUT = (
    int(BotResult.CONTAINED),
    int(BotResult.FALSELY_CONTAINED),
    int(BotResult.GAVE_UP),
    int(BotResult.HANDED_OVER),
    int(BotResult.FULL),
    int(BotResult.OUT),
)
_OVER = int(Outcome.CONTAINED)
_AFTER_CONTAINMENT, _AFTER_GIVING_UP = int(MoveFrom.CONTAINED), int(MoveFrom.GAVE_UP)


@kernel
def meets(w: World, c: int) -> bool:
    """A contact arrives: whether self-service takes it first. It goes on to `life.seek` if it is handed over."""
    now = floors(w, 0).now
    contact = contacts(w, c)
    trail = trails(w, c)
    b = trail.sent_to if trail.sent_to != NOBODY else kinds(w, contact.kind).bot
    if b == NOBODY:
        return False
    trail.bot = b
    bot = bots(w, b)
    if is_out(w, b):
        trail.bot_result = _OUT
        return False
    if bot.capacity != NOBODY and bot.busy >= bot.capacity:
        trail.bot_result = _FULL
        return False
    trail.bot_result = session_result(w, c)
    bot.busy += 1
    time = duration(w, bot.time, time_of_day(w, now), trail.customer, BOT_TIME, trail.attempt, trail.leg)
    push(w, now + time, SESSION_END, contact.key, 0, c, 0)
    return True


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
def session_result(w: World, c: int) -> int:
    trail = trails(w, c)
    bot = bots(w, trail.bot)
    u = uniform_of(w, c, BOT)
    contained = share_of(w, bot.first_containment + trail.segment)
    if u < contained:
        falsely = uniform_of(w, c, FALSE_CONTAINMENT) < share_of(w, bot.first_falsely + trail.segment)
        return _FALSELY if falsely else _CONTAINED
    return _GAVE_UP if u < contained + share_of(w, bot.first_gives_up + trail.segment) else _HANDED_OVER


@kernel
def session_over(w: World, c: int) -> None:
    """The customer is served, gives up, or goes on to people."""
    now = floors(w, 0).now
    contact = contacts(w, c)
    trail = trails(w, c)
    bots(w, trail.bot).busy -= 1
    trail.bot_end = now
    if trail.bot_result == _HANDED_OVER:
        trail.longer = trail.factor * hand_over_factor(w, c)
        contact.joined = now
        contact.turn = now
        life.seek(w, c)
        return
    contact.outcome = _OVER
    contact.left = now
    life.hang_up(w, c)
    journeys.remember_channel(w, c)
    if trail.bot_result == _FALSELY:
        trail.then = journeys.come_back(w, c)
    elif trail.bot_result == _GAVE_UP:
        trail.then = journeys.after(w, c, _AFTER_GIVING_UP)
    else:
        trail.then = journeys.after(w, c, _AFTER_CONTAINMENT)


@kernel
def hand_over_factor(w: World, c: int) -> float:
    """On talk and wrap-up of those who go on to people; who has to tell it again anyhow does so once."""
    floor = floors(w, 0)
    trail = trails(w, c)
    bot = bots(w, trail.bot)
    kept = bot.keeps_context != 0 or floor.shares_context != 0 or trail.factor != 1.0
    again = 1.0 if kept else floor.repeat_aht
    return share_of(w, bot.first_easy + trail.segment) * bot.hand_over * again
