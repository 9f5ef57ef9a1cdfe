"""What a planner should know before he believes a run: said by `validate` and `run`, found without simulating."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ccsim.model.arrivals import expected_contacts, written_contacts
from ccsim.model.behaviour_warnings import behaviour_warnings
from ccsim.model.booking_warnings import booking_warnings
from ccsim.model.center import CenterModel
from ccsim.model.contact_types import mean_duration
from ccsim.model.describe import contacts_text, describe, moment
from ccsim.model.inflow import comes
from ccsim.model.offered_load import Overload, eligible, overloads, present
from ccsim.model.staffing_warnings import SHOWN, on_duty_closed, unstaffed
from ccsim.model.target_limits import impossible_targets
from ccsim.scenario.calendar import Clock
from ccsim.scenario.durations import duration_text
from ccsim.scenario.expected import overlap
from ccsim.scenario.schema import Scenario

__all__ = ["describe", "warn"]

EXCESS = 1e-6  # agent-seconds of work above staff that rounding may feign


def warn(scenario: Scenario, model: CenterModel) -> list[str]:
    """Sentences, each about one thing that is allowed but probably not meant; none where there is nothing to say."""
    clock = Clock(scenario.calendar)
    found: list[str] = [*scenario.warnings, *model.notes]
    for sentences in (
        _holidays(scenario, model),
        _nobody_comes(model),
        _takes_no_time(model),
        _unreachable(model),
        _idle_skills(model),
        unstaffed(model, clock),
        _overloaded(model, clock),
        _backlog(model),
        _cut(scenario, model),
        _live_always(scenario, model),
        _deferred_first(model),
        _waits_for_ever(scenario, model),
        _threshold_of_calls(scenario, model),
        on_duty_closed(model, clock),
        booking_warnings(model),
        behaviour_warnings(scenario, model),
        impossible_targets(scenario, model),
    ):
        found.extend(sentences)
    return found


def _holidays(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    for d, day in enumerate(model.timeline.dates):
        if day in scenario.calendar.holidays:
            start, end = model.timeline.day_edges[d : d + 2]
            is_open = {channel.name: overlap(channel.open_windows, start, end) > 0.0 for channel in model.channels}
            closed = [name for name, opens in is_open.items() if not opens]
            said = f"closed: {', '.join(closed)}" if closed else "no channel is closed"
            yield f"{day:%a} {day} is a holiday, {said}"


def _nobody_comes(model: CenterModel) -> Iterator[str]:
    for g, group in enumerate(model.groups):
        if len(group.agents) and present(model, g) <= 0.0:
            yield f"agents.{group.name}: absence of 100 %: nobody comes (1% if that was meant)"


def _takes_no_time(model: CenterModel) -> Iterator[str]:
    for contact_type in model.types:
        trace = contact_type.arrivals.trace
        brings_its_own = trace is not None and not np.isnan(trace.talk).any()
        if mean_duration(contact_type.work[0].talk) == 0.0 and not brings_its_own:
            yield f"contacts.{contact_type.name}: talk or handle time is 0 s on average: it takes no agent any time"


def _unreachable(model: CenterModel) -> Iterator[str]:
    for k, contact_type in enumerate(model.types):
        if not eligible(model, k):
            skilled = [group.name for group in model.groups if k in group.types]
            why = f"routing.preferences leaves out {', '.join(skilled)}" if skilled else "no group has the skill"
            yield f"contacts.{contact_type.name}: no group may take it ({why}); nobody will answer"


def _idle_skills(model: CenterModel) -> Iterator[str]:
    coming = [comes(model, k) for k in range(len(model.types))]
    for k, contact_type in enumerate(model.types):
        if not coming[k]:
            yield f"contacts.{contact_type.name}: none is expected to come inside the horizon"
    for g, group in enumerate(model.groups):
        used = [k for k in group.types if coming[k] and g in eligible(model, k)]
        if not used:
            yield f"agents.{group.name}: idle throughout, no contact that comes may be taken by this group"
            continue
        for k in group.types:
            if coming[k] and k not in used:
                name = model.types[k].name
                yield f"agents.{group.name}.skills.{name}: never used, routing.preferences.{name} leaves the group out"


def _overloaded(model: CenterModel, clock: Clock) -> Iterator[str]:
    """Live work above staff by interval, each interval told by its most overloaded set of types."""
    sets = list(overloads(model, live_only=True))
    if not sets:
        return
    excess = np.array([overload.excess for overload in sets])
    worst = excess.argmax(axis=0)
    lengths = np.diff(model.timeline.edges)
    for i, overload in enumerate(sets):
        over = np.flatnonzero((worst == i) & (excess[i] > EXCESS))
        if not len(over):
            continue
        after_absence = " after absence" if any(present(model, g) < 1.0 for g in overload.groups) else ""
        named = sorted(over[np.argsort(-excess[i][over], kind="stable")][:SHOWN])
        where = ", ".join(
            f"{moment(model.timeline.edges[j], clock)} ({overload.work[j] / lengths[j]:.1f} erlangs, "
            f"{overload.staff[j] / lengths[j]:.1f} agents{after_absence})"
            for j in named
        )
        yield (
            f"offered load of {_names(overload, model)} above the staff that may take it in {len(over)} of "
            f"{np.count_nonzero(overload.work)} intervals with demand; worst: {where}"
        )


def _backlog(model: CenterModel) -> Iterator[str]:
    """Deferred work can wait for a quieter hour, so it is held against the staff of the whole horizon."""
    short: list[tuple[int, ...]] = []
    for overload in overloads(model, live_only=False):
        deferred = any(not model.channels[model.types[k].channel].live for k in overload.types)
        work, staff = float(overload.work.sum()), float(overload.staff.sum())
        told = any(set(types) <= set(overload.types) for types in short)
        if deferred and 0.0 < staff < work - EXCESS and not told:
            short.append(overload.types)
            yield (
                f"{_names(overload, model)} need at least {work / 3600.0:,.1f} agent-hours over the horizon, those who "
                f"may take them are planned for {staff / 3600.0:,.1f}: some of them will not be served"
            )


def _names(overload: Overload, model: CenterModel) -> str:
    return " + ".join(model.types[k].name for k in overload.types)


def _cut(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    """Forecast or recorded contacts that fall outside receiving hours."""
    for contact_type in model.types:
        arrivals = scenario.contacts[contact_type.name].arrivals
        if arrivals is None:
            continue
        if arrivals.forecast is not None:
            written = written_contacts(arrivals, model.timeline, Clock(scenario.calendar))
        elif arrivals.trace is not None:
            written = float(len(arrivals.trace))
        else:
            continue
        lost = written - float(expected_contacts(contact_type.arrivals, model.timeline).sum())
        if lost > 1e-6 * written:
            channel = model.channels[contact_type.channel].name
            yield (
                f"contacts.{contact_type.name}: {contacts_text(lost)} of {contacts_text(written)} fall outside the "
                f"opening hours of {channel} and do not come"
            )


def _live_always(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    for channel in model.channels:
        own = scenario.opening.channels.get(channel.name)
        if channel.live and own is not None and own.receives == "always":
            yield (
                f"opening.{channel.name}.receives: always has no effect on a live channel, its contacts come in "
                "opening hours only"
            )


def _deferred_first(model: CenterModel) -> Iterator[str]:
    """Deferred contacts have waited longest, so rules that go by the wait take them before people on the line."""
    rule = model.routing.contact_rule
    for k, deferred in enumerate(model.types):
        channel = model.channels[deferred.channel]
        if channel.live or channel.interruptible or rule not in ("priority", "longest_wait"):
            continue
        passed = [
            live.name
            for j, live in enumerate(model.types)
            if model.channels[live.channel].live
            and eligible(model, j) & eligible(model, k)
            and (rule == "longest_wait" or live.priority >= deferred.priority)
        ]
        if passed:
            remedy = "a larger priority number" if rule == "priority" else "contact_rule: priority and a larger number"
            yield (
                f"contacts.{deferred.name}: deferred work has usually waited longest, so under contact_rule {rule} it "
                f"is taken before {', '.join(passed)} that wait; {remedy}, or interruptible: true on {channel.name}, "
                f"lets them go first"
            )


def _waits_for_ever(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    for contact_type in model.types:
        channel = model.channels[contact_type.channel]
        if channel.live and not channel.appointment and scenario.contacts[contact_type.name].patience is None:
            yield (
                f"contacts.{contact_type.name}: no patience given, so its customers wait for ever "
                "(patience: never says so on purpose)"
            )


def _threshold_of_calls(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    """The default threshold is that of calls; where several contacts are handled at once it is seldom meant."""
    for contact_type in model.types:
        channel = model.channels[contact_type.channel]
        if channel.concurrency > 1 and scenario.contacts[contact_type.name].answer_within is None:
            within, at_once = duration_text(contact_type.answer_within), channel.concurrency
            yield (
                f"contacts.{contact_type.name}: no answer_within given, so {within} is taken as for calls, though an "
                f"agent has {at_once} at a time (answer_within: {within} says so on purpose)"
            )
