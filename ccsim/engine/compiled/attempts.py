"""What customers bring to later contacts, drawn when the center comes to it (as `ccsim.workload.attempts`)."""

from __future__ import annotations

from ccsim.engine.compiled.behaviour_memory import (
    customer_source,
    customer_word,
    edge,
    edge_time_of_day,
    key_half,
    patience_law,
    recorded_patience,
    talk_law,
    trails,
    wrap_up_law,
)
from ccsim.engine.compiled.center_memory import kinds
from ccsim.engine.compiled.events import NEVER
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.laws import on_grid, unrounded
from ccsim.engine.compiled.memory import NOBODY, contacts, floors
from ccsim.workload.streams import MIX_1, MIX_2, SECOND_STEP, WORD_STEP

PURPOSES = (
    *("patience", "talk", "wrap_up", "balking", "resolution", "routing"),
    *("bot", "bot_time", "false_containment", "return_delay"),
    *("move", "move_delay", "closed_hours"),
    *("callback", "divert", "reach"),
    *("lead", "no_show", "reason", "punctuality", "cancel", "cancel_before"),
    *("called:remembers", "called:cancels"),
)
"""Those of reminders come after them."""
PATIENCE, TALK, WRAP_UP, BALKING, RESOLUTION, ROUTING = range(6)
BOT, BOT_TIME, FALSE_CONTAINMENT, RETURN_DELAY = range(6, 10)
MOVE, MOVE_DELAY, CLOSED_HOURS = range(10, 13)
CALL_BACK, DIVERT, REACH = range(13, 16)
LEAD, NO_SHOW, REASON, PUNCTUALITY, CANCEL, CANCEL_BEFORE = range(16, 22)
CALL_REMEMBERS, CALL_CANCELS = range(22, 24)

_ATTEMPT = 16  # bits below the attempt in an address' second word
_LOW = (1 << 63) - 1
_DAY = 86_400.0


@kernel
def signed(x: int) -> int:
    """The lowest 64 bits with the sign that the highest of them means: nothing to do for machine code."""
    return (x & _LOW) - ((x >> 63 & 1) << 63)


_STEP_OF_WORD, _STEP_OF_SECOND = signed(WORD_STEP), signed(SECOND_STEP)
_FACTOR_1, _FACTOR_2 = signed(MIX_1), signed(MIX_2)


@kernel
def mixed(bits: int) -> int:
    """The finaliser of SplitMix64; shifts are to bring in zeros."""
    bits = signed((bits ^ (bits >> 30 & (1 << 34) - 1)) * _FACTOR_1)
    bits = signed((bits ^ (bits >> 27 & (1 << 37) - 1)) * _FACTOR_2)
    return bits ^ (bits >> 31 & (1 << 33) - 1)


@kernel
def uniform_at(k1: int, k2: int, word: int, second: int) -> float:
    """As `ccsim.workload.streams.uniform_at`, bit by bit; the halves of the key are signed."""
    bits = mixed(signed(k1 + signed(word * _STEP_OF_WORD)))
    bits = mixed(bits ^ signed(k2 + signed(second * _STEP_OF_SECOND)))
    return ((bits >> 12 & (1 << 52) - 1) + 0.5) * 2.0**-52


@kernel
def uniform(w: World, customer: int, purpose: int, attempt: int, leg: int) -> float:
    """The customer's uniform for a purpose at an attempt and leg."""
    half = 2 * (customer_source(w, customer) * floors(w, 0).purposes + purpose)
    second = attempt << _ATTEMPT | leg
    return uniform_at(key_half(w, half), key_half(w, half + 1), customer_word(w, customer), second)


@kernel
def uniform_of(w: World, c: int, purpose: int) -> float:
    """A contact's."""
    trail = trails(w, c)
    return uniform(w, trail.customer, purpose, trail.attempt, trail.leg)


# --- durations ------------------------------------------------------------------------------------------------------


@kernel
def duration(w: World, law: int, time_of_day: float, customer: int, purpose: int, attempt: int, leg: int) -> float:
    if law == NOBODY:
        return 0.0
    return on_grid(unrounded(w, law, uniform(w, customer, purpose, attempt, leg), time_of_day))


@kernel
def time_of_day(w: World, at: float) -> float:
    """Local, in seconds after midnight; past the horizon the clock of the last interval goes on.

    Before the scenario's start, which is a midnight, changes of clocks are not looked for.
    """
    if at < 0.0:
        return at % _DAY
    low = 0
    high = floors(w, 0).intervals
    while high - low > 1:
        middle = (low + high) >> 1
        if at < edge(w, middle):
            high = middle
        else:
            low = middle
    return edge_time_of_day(w, low) + (at - edge(w, low))


# --- what a contact brings ------------------------------------------------------------------------------------------


@kernel
def later_talk(w: World, c: int, work: int) -> float:
    """Unrounded, of a contact that is not its customer's first."""
    floor = floors(w, 0)
    contact = contacts(w, c)
    law = talk_law(w, contact.kind * floor.works + work)
    return unrounded(w, law, uniform_of(w, c, TALK), time_of_day(w, contact.arrived))


@kernel
def later_wrap_up(w: World, c: int, work: int) -> float:
    floor = floors(w, 0)
    contact = contacts(w, c)
    law = wrap_up_law(w, contact.kind * floor.works + work)
    return unrounded(w, law, uniform_of(w, c, WRAP_UP), time_of_day(w, contact.arrived))


@kernel
def later_patience(w: World, c: int) -> float:
    floor = floors(w, 0)
    contact = contacts(w, c)
    kind = kinds(w, contact.kind)
    trail = trails(w, c)
    law = patience_law(w, contact.kind * floor.segments + trail.segment)
    if law == NOBODY:
        return NEVER
    attempt = trail.attempt
    leg = trail.leg
    if kind.same_patience:
        if floor.recorded_patience and customer_source(w, trail.customer) == contact.kind:
            recorded = recorded_patience(w, trail.customer)
            if recorded == recorded:
                return recorded
        attempt = 0
        leg = 0
    return duration(w, law, time_of_day(w, contact.arrived), trail.customer, PATIENCE, attempt, leg)
