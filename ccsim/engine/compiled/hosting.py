"""Hosts and the customers they wait for (semantics.md, "Appointments", "The slot").

Every customer who is expected and not there is an open claim of his appointment until he comes, cancels, or is late by
more than `grace`. Idle hosts are held for open claims, the one idle longest first: routing does not see them. Claims
are counted by slot, hosts stand in a list, the one held longest first.
"""

from __future__ import annotations

import ccsim.engine.compiled.roster as roster
import ccsim.engine.compiled.turns as turns
from ccsim.engine.compiled.appointment_memory import (
    NO_CLAIM,
    OPEN,
    TO_OPEN,
    appointments,
    bookings,
    hold_rows,
    hosted_appointment,
    hosts,
    slots,
)
from ccsim.engine.compiled.center_memory import agents, channels, group_skill, groups, kinds, pools, skills
from ccsim.engine.compiled.events import SLOT_BEGINS, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import HOLD_ROWS, LEAST_OCCUPIED, NOBODY, floors
from ccsim.engine.compiled.pools import unavailable
from ccsim.engine.compiled.routing import may_take

# --- claims ---------------------------------------------------------------------------------------------------------


@kernel
def claim(w: World, b: int) -> None:
    """He has got his slot: hosts are claimed for him `protect_before` it, not before the scenario's start, or now."""
    now = floors(w, 0).now
    booking = bookings(w, b)
    slot = slots(w, booking.slot)
    opens = booking.begins - appointments(w, booking.appointment).protect_before
    opens = opens if opens > 0.0 else 0.0
    if opens < now:
        booking.claim = OPEN
        open_claims(w, booking.slot, 1)
        return
    if not slot.awaited:
        slot.awaited = 1
        push(w, opens, SLOT_BEGINS, booking.slot, 0, booking.slot, 0)
    booking.claim = TO_OPEN
    booking.opening = slot.openings
    slot.to_open += 1


@kernel
def slot_begins(w: World, s: int) -> None:
    """Hosts are claimed for those expected."""
    slot = slots(w, s)
    slot.awaited = 0
    slot.openings += 1
    count = slot.to_open
    slot.to_open = 0
    if count > 0:
        open_claims(w, s, count)


@kernel
def open_claims(w: World, s: int, count: int) -> None:
    slot = slots(w, s)
    appointment = appointments(w, slot.appointment)
    if appointment.claims == 0 or s < appointment.first_claimed:
        appointment.first_claimed = s
    slot.claims += count
    appointment.claims += count
    hold_idle(w, slot.appointment)


@kernel
def drop_claim(w: World, b: int) -> bool:
    """His claim is one no more; whether it was open, so that it is still to be closed."""
    booking = bookings(w, b)
    slot = slots(w, booking.slot)
    was = booking.claim
    booking.claim = NO_CLAIM
    if was == TO_OPEN and booking.opening == slot.openings:
        slot.to_open -= 1
        return False
    return was != NO_CLAIM


@kernel
def close_claim(w: World, s: int) -> None:
    slot = slots(w, s)
    appointment = appointments(w, slot.appointment)
    slot.claims -= 1
    appointment.claims -= 1
    while appointment.claims > 0 and slots(w, appointment.first_claimed).claims == 0:
        appointment.first_claimed += 1


@kernel
def expected_no_more(w: World, b: int) -> None:
    """He has cancelled, or missed it."""
    if drop_claim(w, b):
        claim_ends(w, bookings(w, b).slot)


@kernel
def claim_ends(w: World, s: int) -> None:
    """Nobody is expected for it any more: the host held last is released, if there are more than claims."""
    close_claim(w, s)
    p = slots(w, s).appointment
    appointment = appointments(w, p)
    while appointment.held > appointment.claims:
        a = appointment.last_held
        end_hold(w, a, 0)
        turns.take_work(w, a)
    if not channels(w, kinds(w, appointment.kind).channel).open:
        roster.release_held(w)


@kernel
def slot_of_claim(w: World, p: int, place: int) -> int:
    """Of the open claim in this place, from 0, by their slots."""
    s = appointments(w, p).first_claimed
    while slots(w, s).claims <= place:
        place -= slots(w, s).claims
        s += 1
    return s


@kernel
def claims_begun(w: World, p: int) -> int:
    """Open claims of slots that have begun."""
    appointment = appointments(w, p)
    begun = 0
    s = appointment.first_claimed
    while begun < appointment.claims and slots(w, s).begins <= floors(w, 0).now:
        begun += slots(w, s).claims
        s += 1
    return begun


# --- hosts ----------------------------------------------------------------------------------------------------------


@kernel
def keeps_free(w: World, a: int) -> bool:
    """Whether an agent who is free takes nothing, because he is held: if need be, from now on."""
    agent = agents(w, a)
    if agent.held:
        return True
    group = groups(w, agent.group)
    best = NOBODY
    earliest = 0.0
    for i in range(group.first_hosted, group.first_hosted + group.hosted):
        p = hosted_appointment(w, i)
        appointment = appointments(w, p)
        if appointment.claims > appointment.held and may_host(w, p, agent.past_end):
            begins = slots(w, slot_of_claim(w, p, appointment.held)).begins
            if best == NOBODY or begins < earliest:
                best = p
                earliest = begins
    if best == NOBODY or agent.firm > 0 or somebody_is_present(w, a):
        return False
    hold(w, a, best)
    return True


@kernel
def may_host(w: World, p: int, past_end: int) -> bool:
    """Who is past the end of his plan serves closed channels only."""
    return past_end == 0 or channels(w, kinds(w, appointments(w, p).kind).channel).open == 0


@kernel
def somebody_is_present(w: World, a: int) -> bool:
    """Whether an appointment's customer waits whom this idle agent may take."""
    group = groups(w, agents(w, a).group)
    for i in range(group.first_skill, group.first_skill + group.skills):
        s = group_skill(w, i)
        kind = kinds(w, skills(w, s).kind)
        if channels(w, kind.channel).appointment and kind.waiting > 0 and may_take(w, s, a):
            return True
    return False


@kernel
def hold(w: World, a: int, p: int) -> None:
    unavailable(w, a)
    agents(w, a).held = 1
    appointment = appointments(w, p)
    host = hosts(w, a)
    host.appointment = p
    host.since = floors(w, 0).now
    host.before = appointment.last_held
    host.behind = NOBODY
    if appointment.last_held == NOBODY:
        appointment.first_held = a
    else:
        hosts(w, appointment.last_held).behind = a
    appointment.last_held = a
    appointment.held += 1


@kernel
def end_hold(w: World, a: int, showed: int) -> None:
    host = hosts(w, a)
    appointment = appointments(w, host.appointment)
    agents(w, a).held = 0
    if host.before == NOBODY:
        appointment.first_held = host.behind
    else:
        hosts(w, host.before).behind = host.behind
    if host.behind == NOBODY:
        appointment.last_held = host.before
    else:
        hosts(w, host.behind).before = host.before
    appointment.held -= 1
    write_hold(w, a, showed)


@kernel
def write_hold(w: World, a: int, showed: int) -> None:
    """A host was held; not if it was for no time at all."""
    floor = floors(w, 0)
    host = hosts(w, a)
    if host.since >= floor.now:
        return
    if floor.hold_rows == floor.most_hold_rows:
        floor.short = HOLD_ROWS
        return
    row = hold_rows(w, floor.hold_rows)
    floor.hold_rows += 1
    row.agent = a
    row.appointment = host.appointment
    row.start = host.since
    row.end = floor.now
    row.showed = showed


@kernel
def let_go(w: World, a: int) -> None:
    """His break or the end of his plan is due: another idle host is held in his place."""
    if agents(w, a).held:
        p = hosts(w, a).appointment
        end_hold(w, a, 0)
        hold_idle(w, p)


@kernel
def keeps_host(w: World, a: int) -> bool:
    """Whether claims keep an agent who was on duty when their channel closed: those of slots that had begun."""
    group = groups(w, agents(w, a).group)
    for i in range(group.first_hosted, group.first_hosted + group.hosted):
        p = hosted_appointment(w, i)
        appointment = appointments(w, p)
        begun = 0 if channels(w, kinds(w, appointment.kind).channel).open else claims_begun(w, p)
        if begun > appointment.held:
            return True
        one = appointment.first_held
        while begun > 0:
            if one == a:
                return True
            one = hosts(w, one).behind
            begun -= 1
    return False


@kernel
def hosts_are_freed_by(w: World, d: int) -> None:
    """A channel has closed: who stays past his plan for another one's closing may be held now."""
    for p in range(floors(w, 0).appointments):
        if kinds(w, appointments(w, p).kind).channel == d:
            hold_idle(w, p)


@kernel
def hold_idle(w: World, p: int) -> None:
    appointment = appointments(w, p)
    while appointment.claims > appointment.held:
        a = idle_longest(w, p)
        if a == NOBODY:
            return
        hold(w, a, p)


@kernel
def idle_longest(w: World, p: int) -> int:
    """Of the idle agents who may host it."""
    best = NOBODY
    i = groups(w, appointments(w, p).group).empty
    while i != NOBODY:
        pool = pools(w, i)
        if pool.size > 0 and pool.firm == 0 and may_host(w, p, pool.past_end):
            a = pool.first
            while a != NOBODY:
                if best == NOBODY or agents(w, a).standing < agents(w, best).standing:
                    best = a
                # But for busy shares, the first of a pool is who became available first.
                a = agents(w, a).behind if floors(w, 0).agent_rule == LEAST_OCCUPIED else NOBODY
        i = pool.next
    return best
