"""Call-backs: an agent dials, the customer picks up or is tried again (semantics.md, "A contact's life")."""

from __future__ import annotations

import ccsim.engine.compiled.choosing as choosing
import ccsim.engine.compiled.life as life
import ccsim.engine.compiled.work as work
from ccsim.engine.compiled.attempts import REACH, uniform
from ccsim.engine.compiled.behaviour_memory import CALL_BACK, RINGING, rules, trails
from ccsim.engine.compiled.center_memory import agents
from ccsim.engine.compiled.draws import talk_of
from ccsim.engine.compiled.events import RETRY, TIMERS, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, contacts, floors, log_agent, log_answered
from ccsim.engine.compiled.routing import skill_of


@kernel
def dial(w: World, c: int) -> float:
    """The agent dials; for how long it rings."""
    trail = trails(w, c)
    if trail.dials == 0:
        trail.dialled = floors(w, 0).now
    trail.dials += 1
    contacts(w, c).callback = RINGING
    return rules(w, trail.rule).ring


@kernel
def rung(w: World, c: int) -> None:
    """He picks up and talk begins, or the agent is free again."""
    floor = floors(w, 0)
    contact = contacts(w, c)
    trail = trails(w, c)
    rule = rules(w, trail.rule)
    a = contact.agent
    contact.callback = CALL_BACK
    if uniform(w, trail.customer, REACH, trail.attempt, trail.dials) < rule.reach:
        log_answered(w, c).value = floor.now
        contact.remaining = talk_of(w, c, skill_of(w, agents(w, a).group, contact.kind))
        contact.since = floor.now
        work.schedule_end(w, c)
        return
    work.ended(w, c)
    contact.begun = 0
    log_agent(w, c).value = a
    if trail.dials < rule.attempts:
        push(w, floor.now + rule.retry_after, TIMERS, contact.key, RETRY, c, 0)
        work.free_place(w, c, a)
    else:
        work.free_place(w, c, a)
        life.nobody_takes_it(w, c)


@kernel
def dial_again(w: World, c: int) -> None:
    """He takes his old place in the queue, unless the channel has closed and nobody is left to dial."""
    a = choosing.choose_agent(w, c)
    if a != NOBODY:
        work.begin(w, c, a)
    elif life.nobody_stays_for(w, contacts(w, c).kind):
        life.nobody_takes_it(w, c)
    else:
        life.wait_again(w, c)
