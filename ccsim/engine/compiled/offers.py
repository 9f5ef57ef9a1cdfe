"""What the center offers to those who would have to wait: a call-back, or to go elsewhere.

Rules are looked at in the order of the file; the first that the customer takes ends the search. Nobody is asked twice:
whoever has declined a call-back is offered none by a later rule, whoever has stayed is not sent elsewhere by one, and
who was diverted once is not diverted again. To a live channel that is closed nobody is diverted.
"""

from __future__ import annotations

import ccsim.engine.compiled.journeys as journeys
import ccsim.engine.compiled.life as life
import ccsim.engine.compiled.live_rules as live_rules
from ccsim.engine.compiled.attempts import CALL_BACK as CALL_BACK_ACCEPTED
from ccsim.engine.compiled.attempts import DIVERT, uniform_of
from ccsim.engine.compiled.behaviour_memory import (
    CALL_BACK,
    TO_BOT,
    TO_CALL_BACK,
    TO_TYPE,
    rule_in_order,
    rules,
    share_of,
    trails,
)
from ccsim.engine.compiled.center_memory import channels, kinds
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.log import write_left
from ccsim.engine.compiled.memory import NOBODY, contacts, floors, log_outcome, log_waited
from ccsim.engine.logs import Act, Origin, Outcome, Then

_DECLINED, _CALLBACK, _DIVERTED = int(Act.DECLINED), int(Act.CALLBACK), int(Act.DIVERTED)
_SENT_ON, _MOVED, _DIVERT = int(Outcome.DIVERTED), int(Then.MOVED), int(Origin.DIVERT)


@kernel
def taken(w: World, c: int) -> bool:
    """Whether a rule has settled what becomes of the contact: it was diverted, or waits as a call-back."""
    k = contacts(w, c).kind
    kind = kinds(w, k)
    called = False
    diverted = trails(w, c).leg > 0
    for i in range(kind.first_offer, kind.first_offer + kind.offers):
        r = rule_in_order(w, i)
        calls = rules(w, r).does == TO_CALL_BACK
        asked = called if calls else diverted
        if asked or not live_rules.applies(w, r) or not is_open_for(w, r):
            continue
        called = called or calls
        diverted = diverted or not calls
        if agrees(w, c, r):
            if calls:
                call_back(w, c, r)
            else:
                divert(w, c, r)
            return True
    return False


@kernel
def is_open_for(w: World, r: int) -> bool:
    """Whether who is diverted comes to open doors."""
    rule = rules(w, r)
    if rule.does != TO_TYPE:
        return True
    channel = channels(w, kinds(w, rule.target).channel)
    return channel.open != 0 or channel.live == 0


@kernel
def agrees(w: World, c: int, r: int) -> bool:
    """Whether the customer takes what he is offered; either way it is written down."""
    rule = rules(w, r)
    calls = rule.does == TO_CALL_BACK
    u = uniform_of(w, c, CALL_BACK_ACCEPTED) if calls else uniform_of(w, c, DIVERT)
    accepts = u < share_of(w, rule.first_share + trails(w, c).segment)
    act = _DECLINED
    if accepts:
        act = _CALLBACK if calls else _DIVERTED
    live_rules.write_decision(w, r, act, c)
    return accepts


@kernel
def call_back(w: World, c: int, r: int) -> None:
    """He keeps his place in the queue, and neither loses patience nor occupies a line."""
    life.hang_up(w, c)
    contact = contacts(w, c)
    trail = trails(w, c)
    contact.callback = CALL_BACK
    contact.in_pieces = 1  # each dialling is a piece of work
    log_waited(w, c).value = 1
    trail.rule = r
    trail.accepted = floors(w, 0).now
    life.wait(w, c)


@kernel
def divert(w: World, c: int, r: int) -> None:
    floor = floors(w, 0)
    rule = rules(w, r)
    contact = contacts(w, c)
    trail = trails(w, c)
    life.hang_up(w, c)
    log_outcome(w, c).value = _SENT_ON
    write_left(w, c)
    trail.then = _MOVED
    to_bot = rule.does == TO_BOT
    kind = contact.kind if to_bot else rule.target
    made = journeys.make(w, trail.customer, kind, floor.now, trail.attempt, trail.leg + 1, _DIVERT, trail.factor)
    if made == NOBODY:
        return
    if to_bot:
        trails(w, made).sent_to = rule.target
    journeys.await_arrival(w, made)
