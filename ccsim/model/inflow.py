"""Where contacts come from besides arrivals, and what of the arrivals is sure to need an agent."""

from __future__ import annotations

import math

import numpy as np

from ccsim.model.arrivals import expected_contacts
from ccsim.model.bookings import Appointment
from ccsim.model.center import CenterModel


def other_ways(model: CenterModel) -> dict[int, list[str]]:
    """By contact type, what else leads to it: appointments, calls for them, journeys, self-service, live rules."""
    ways: dict[int, list[str]] = {}
    for appointment in model.appointments:
        ways.setdefault(appointment.contact, []).append(f"appointment {appointment.name}")
        if appointment.unconfirmed is not None and appointment.unconfirmed.call >= 0:
            ways.setdefault(appointment.unconfirmed.call, []).append(f"calls to confirm {appointment.name}")
    for k in sorted({move.contact for moves in model.behaviour.moves.values() for move in moves} - {-1}):
        ways.setdefault(k, []).append("journeys")
    for bot in model.behaviour.bots:
        if bot.returns_to >= 0:
            ways.setdefault(bot.returns_to, []).append(f"returns of {bot.name}")
    for rule in model.behaviour.rules:
        if rule.divert_type >= 0:
            ways.setdefault(rule.divert_type, []).append(f"rule {rule.name}")
    return ways


def comes(model: CenterModel, k: int) -> bool:
    """Whether contacts of a type are expected: by themselves, or from elsewhere."""
    return bool(expected_contacts(model.types[k].arrivals, model.timeline).any()) or k in other_ways(model)


def least_reaching(model: CenterModel, k: int) -> float:
    """Share of a type's arrivals that is sure to need an agent of those who may take it.

    Not the replaced, nor those whom self-service keeps; of a type that a live rule diverts or calls back nothing is
    sure. What follows from other contacts comes on top and is not counted.
    """
    behaviour = model.behaviour
    of_type = [rule for rule in behaviour.rules if rule.contact == k]
    if any(rule.callback or rule.divert_type >= 0 or rule.divert_bot >= 0 for rule in of_type):
        return 0.0
    share = max(0.0, 1.0 - math.fsum(one.share for one in behaviour.proactive if one.contact == k))
    for bot in behaviour.bots:
        if k in bot.fronts:
            share *= max(0.0, 1.0 - float((bot.containment + bot.gives_up).max()))
    return share


def least_factor(model: CenterModel, k: int) -> float:
    """What talk and wrap-up of a type are multiplied with at the least, by self-service before it and by repetition."""
    behaviour = model.behaviour
    repeat = 1.0 if behaviour.context.shared else min(1.0, behaviour.context.repeat_aht)
    bots = [bot.hand_over_aht * float(bot.easy_factor.min()) for bot in behaviour.bots if k in bot.fronts]
    return repeat * min([1.0, *bots])


def requests_expected(appointment: Appointment) -> float:
    """Bookings asked for in the scenario's days, those of moves not counted."""
    stream = appointment.requests
    if stream is None:
        return 0.0
    since = stream.rate_edges[:-1] >= 0.0
    return float((stream.rate * np.diff(stream.rate_edges))[since].sum())


def reaching_diary(model: CenterModel, a: int) -> float:
    """Share of an appointment's requests that self-service before it leaves over, on average."""
    share = model.appointments[a].segment_share
    left = [1.0 - bot.containment - bot.gives_up for bot in model.behaviour.bots if a in bot.fronts_appointments]
    return float((share * np.prod([np.ones_like(share), *left], axis=0)).sum())
