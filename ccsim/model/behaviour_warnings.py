"""What a planner should know about journeys, self-service and live rules: what can never happen, or changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ccsim.model.behaviour import MoveFrom
from ccsim.model.center import CenterModel
from ccsim.model.inflow import comes
from ccsim.model.offered_load import eligible
from ccsim.model.rule_warnings import rule_warnings
from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import Scenario


def behaviour_warnings(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    yield from _idle_bots(model)
    yield from rule_warnings(scenario, model)
    yield from _moves(scenario, model)
    yield from _context(model)
    yield from _window(model)


def _idle_bots(model: CenterModel) -> Iterator[str]:
    for b, bot in enumerate(model.behaviour.bots):
        diverted = any(rule.divert_bot == b and comes(model, rule.contact) for rule in model.behaviour.rules)
        fronts = bot.fronts or bot.fronts_appointments
        if fronts and not (diverted or bot.fronts_appointments or any(comes(model, k) for k in bot.fronts)):
            yield f"self_service.{bot.name}: nothing that it fronts is expected to come: nobody meets it"


def _moves(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    """As written: the moves that late customers take over from no_show are not told of."""
    names = [contact_type.name for contact_type in model.types]
    for contact, by_outcome in scenario.journeys.moves.items():
        for outcome in by_outcome:
            why = _never(MoveFrom[outcome.upper()], names.index(contact), model)
            if why:
                yield f"journeys.{contact}.{outcome}: never happens: {why}"


def _never(outcome: MoveFrom, k: int, model: CenterModel) -> str:
    """Why a contact or booking of this type never ends so, or nothing. What the file's reader tells is left out."""
    contact_type = model.types[k]
    channel = model.channels[contact_type.channel]
    resolutions = [model.groups[g].resolution[k] for g in eligible(model, k)]
    booked = [appointment for appointment in model.appointments if appointment.contact == k]
    if outcome == MoveFrom.ABANDONED and not _impatient(k, model):
        return "its customers wait for ever"
    if outcome == MoveFrom.BLOCKED and channel.lines is None and contact_type.max_waiting is None:
        return f"{channel.name} has no limit of lines, nor is there max_waiting"
    if outcome == MoveFrom.BALKED and not contact_type.balking_probability.any():
        return "nobody balks"
    if outcome == MoveFrom.UNRESOLVED and resolutions and min(resolutions) >= 1.0:
        return "every contact that is served is resolved"
    if outcome == MoveFrom.RESOLVED and resolutions and max(resolutions) <= 0.0:
        return "no contact is resolved"
    if outcome == MoveFrom.NO_SHOW and booked and all(appointment.no_show is None for appointment in booked):
        return "no_show is not said, so everybody comes"
    if (
        outcome == MoveFrom.LATE_NO_SHOW
        and booked
        and all(
            appointment.punctuality is None or appointment.punctuality.cdf(np.array([appointment.grace]))[0] >= 1.0
            for appointment in booked
        )
    ):
        return "nobody comes later than the grace"
    if (
        outcome == MoveFrom.CANCELLED
        and booked
        and not any(
            appointment.cancellation or appointment.reminders or appointment.unconfirmed for appointment in booked
        )
    ):
        return "nobody cancels, and nothing asks him to"
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


def _context(model: CenterModel) -> Iterator[str]:
    context = model.behaviour.context
    if context.shared and context.repeat_aht != 1.0:
        yield "context.repeat_aht: no effect, since what was said is shared across channels"


def _window(model: CenterModel) -> Iterator[str]:
    """Told where somebody may come again; without that nobody will miss the figure."""
    behaviour, timeline = model.behaviour, model.timeline
    repeats = bool(behaviour.moves) or any(bot.returns_to >= 0 for bot in behaviour.bots)
    if behaviour.experience is None or not repeats:
        return
    window = behaviour.experience.first_contact_window
    if timeline.warm_up + window >= timeline.horizon:
        after = " after the warm-up" if timeline.warm_up else ""
        yield (
            f"experience.first_contact_window: {duration_text(window)} do not fit into the "
            f"{duration_text(timeline.horizon - timeline.warm_up)} of the scenario{after}: first_contact_resolution "
            "will be empty"
        )
