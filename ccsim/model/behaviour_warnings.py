"""What a planner should know about journeys, self-service and live rules: what can never happen, or changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ccsim.model.behaviour import MoveFrom
from ccsim.model.center import CenterModel
from ccsim.model.contact_types import mean_duration
from ccsim.model.inflow import comes
from ccsim.model.offered_load import eligible
from ccsim.model.rule_warnings import rule_warnings
from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import Scenario
from ccsim.sentences import Sentence

HOUR = 3600.0
LATE = 12 * HOUR
"""From so long after, a move is a matter of another day."""


def behaviour_warnings(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    yield from _idle_bots(model)
    yield from rule_warnings(scenario, model)
    yield from _moves(scenario, model)
    yield from _context(model)
    yield from _window(model)
    yield from _nobody_before(model)


def _idle_bots(model: CenterModel) -> Iterator[Sentence]:
    for b, bot in enumerate(model.behaviour.bots):
        diverted = any(rule.divert_bot == b and comes(model, rule.contact) for rule in model.behaviour.rules)
        fronts = bot.fronts or bot.fronts_appointments
        if fronts and not (diverted or bot.fronts_appointments or any(comes(model, k) for k in bot.fronts)):
            yield Sentence("bot_meets_nobody", name=bot.name)


def _moves(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    """As written: the moves that late customers take over from no_show are not told of."""
    names = [contact_type.name for contact_type in model.types]
    for contact, by_outcome in scenario.journeys.moves.items():
        for outcome in by_outcome:
            why = _never(MoveFrom[outcome.upper()], names.index(contact), model)
            if why:
                yield Sentence("never_happens", path=f"journeys.{contact}.{outcome}", why=why)


def _never(outcome: MoveFrom, k: int, model: CenterModel) -> str:
    """Why a contact or booking of this type never ends so, or nothing. What the file's reader tells is left out."""
    contact_type = model.types[k]
    channel = model.channels[contact_type.channel]
    resolutions = [model.groups[g].resolution[k] for g in eligible(model, k)]
    booked = [appointment for appointment in model.appointments if appointment.contact == k]
    if outcome == MoveFrom.ABANDONED and not _impatient(k, model):
        return Sentence("they_wait_for_ever")
    if outcome == MoveFrom.BLOCKED and channel.lines is None and contact_type.max_waiting is None:
        return Sentence("no_limit", channel=channel.name)
    if outcome == MoveFrom.BALKED and not contact_type.balking_probability.any():
        return Sentence("nobody_balks")
    if outcome == MoveFrom.UNRESOLVED and resolutions and min(resolutions) >= 1.0:
        return Sentence("all_resolved")
    if outcome == MoveFrom.RESOLVED and resolutions and max(resolutions) <= 0.0:
        return Sentence("none_resolved")
    if outcome == MoveFrom.NO_SHOW and booked and all(appointment.no_show is None for appointment in booked):
        return Sentence("no_show_not_said")
    if (
        outcome == MoveFrom.LATE_NO_SHOW
        and booked
        and all(
            appointment.punctuality is None or appointment.punctuality.cdf(np.array([appointment.grace]))[0] >= 1.0
            for appointment in booked
        )
    ):
        return Sentence("nobody_late")
    if (
        outcome == MoveFrom.CANCELLED
        and booked
        and not any(
            appointment.cancellation or appointment.reminders or appointment.unconfirmed for appointment in booked
        )
    ):
        return Sentence("nobody_cancels")
    return ""


def _impatient(k: int, model: CenterModel) -> bool:
    contact_type = model.types[k]
    laws = [
        law
        for law_by_time, share in zip(contact_type.patience or (), contact_type.segment_share, strict=False)
        if share > 0.0
        for law in law_by_time.laws
    ]
    trace = contact_type.arrivals.trace
    recorded = trace is not None and bool(np.isfinite(trace.patience).any())
    return recorded or any(law.finite > 0.0 for law in laws)


def _context(model: CenterModel) -> Iterator[Sentence]:
    context = model.behaviour.context
    if context.shared and context.repeat_aht != 1.0:
        yield Sentence("context_shared")


def _window(model: CenterModel) -> Iterator[Sentence]:
    """Told where somebody may come again; without that nobody will miss the figure."""
    behaviour, timeline = model.behaviour, model.timeline
    repeats = bool(behaviour.moves) or any(bot.returns_to >= 0 for bot in behaviour.bots)
    if behaviour.experience is None or not repeats:
        return
    window = behaviour.experience.first_contact_window
    if timeline.warm_up + window >= timeline.horizon:
        yield Sentence(
            "window_after_warm_up" if timeline.warm_up else "window_too_long",
            window=duration_text(window),
            horizon=duration_text(timeline.horizon - timeline.warm_up),
        )


def _nobody_before(model: CenterModel) -> Iterator[Sentence]:
    """Told of horizons of days: within one a late return hardly shows."""
    timeline = model.timeline
    moves = (move for moved in model.behaviour.moves.values() for move in moved if move.contact >= 0)
    later = max((mean_duration(move.after) for move in moves), default=0.0)
    if len(timeline.dates) > 1 and timeline.warm_up < later and LATE <= later < timeline.horizon:
        yield Sentence("nobody_before", after=duration_text(round(later / HOUR) * HOUR))
