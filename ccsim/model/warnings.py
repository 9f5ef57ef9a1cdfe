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
from ccsim.sentences import Sentence, dated

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


def _holidays(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    for d, day in enumerate(model.timeline.dates):
        if day in scenario.calendar.holidays:
            start, end = model.timeline.day_edges[d : d + 2]
            is_open = {channel.name: overlap(channel.open_windows, start, end) > 0.0 for channel in model.channels}
            closed = [name for name, opens in is_open.items() if not opens]
            if closed:
                yield Sentence("holiday_closed", day=dated(day), channels=closed)
            else:
                yield Sentence("holiday_open", day=dated(day))


def _nobody_comes(model: CenterModel) -> Iterator[Sentence]:
    for g, group in enumerate(model.groups):
        if len(group.agents) and present(model, g) <= 0.0:
            yield Sentence("nobody_comes", name=group.name)


def _takes_no_time(model: CenterModel) -> Iterator[Sentence]:
    for contact_type in model.types:
        trace = contact_type.arrivals.trace
        brings_its_own = trace is not None and not np.isnan(trace.talk).any()
        if mean_duration(contact_type.work[0].talk) == 0.0 and not brings_its_own:
            yield Sentence("takes_no_time", name=contact_type.name)


def _unreachable(model: CenterModel) -> Iterator[Sentence]:
    for k, contact_type in enumerate(model.types):
        if not eligible(model, k):
            skilled = [group.name for group in model.groups if k in group.types]
            if skilled:
                yield Sentence("left_out_by_preferences", name=contact_type.name, groups=skilled)
            else:
                yield Sentence("no_skill", name=contact_type.name)


def _idle_skills(model: CenterModel) -> Iterator[Sentence]:
    coming = [comes(model, k) for k in range(len(model.types))]
    for k, contact_type in enumerate(model.types):
        if not coming[k]:
            yield Sentence("none_comes", name=contact_type.name)
    for g, group in enumerate(model.groups):
        used = [k for k in group.types if coming[k] and g in eligible(model, k)]
        if not used:
            yield Sentence("idle_group", name=group.name)
            continue
        for k in group.types:
            if coming[k] and k not in used:
                yield Sentence("unused_skill", group=group.name, name=model.types[k].name)


def _overloaded(model: CenterModel, clock: Clock) -> Iterator[Sentence]:
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
        absent = any(present(model, g) < 1.0 for g in overload.groups)
        named = sorted(over[np.argsort(-excess[i][over], kind="stable")][:SHOWN])
        where = [
            Sentence(
                "overload_after_absence" if absent else "overload_at",
                moment=moment(model.timeline.edges[j], clock),
                work=f"{overload.work[j] / lengths[j]:.1f}",
                staff=f"{overload.staff[j] / lengths[j]:.1f}",
            )
            for j in named
        ]
        demand = np.count_nonzero(overload.work)
        yield Sentence("overloaded", types=_names(overload, model), n=len(over), all=demand, where=where)


def _backlog(model: CenterModel) -> Iterator[Sentence]:
    """Deferred work can wait for a quieter hour, so it is held against the staff of the whole horizon."""
    short: list[tuple[int, ...]] = []
    for overload in overloads(model, live_only=False):
        deferred = any(not model.channels[model.types[k].channel].live for k in overload.types)
        work, staff = float(overload.work.sum()), float(overload.staff.sum())
        told = any(set(types) <= set(overload.types) for types in short)
        if deferred and 0.0 < staff < work - EXCESS and not told:
            short.append(overload.types)
            yield Sentence(
                "backlog",
                types=_names(overload, model),
                need=f"{work / 3600.0:,.1f}",
                planned=f"{staff / 3600.0:,.1f}",
            )


def _names(overload: Overload, model: CenterModel) -> str:
    return " + ".join(model.types[k].name for k in overload.types)


def _cut(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
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
            yield Sentence(
                "cut_by_hours",
                name=contact_type.name,
                lost=contacts_text(lost),
                all=contacts_text(written),
                channel=model.channels[contact_type.channel].name,
            )


def _live_always(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    for channel in model.channels:
        own = scenario.opening.channels.get(channel.name)
        if channel.live and own is not None and own.receives == "always":
            yield Sentence("receives_always", channel=channel.name)


def _deferred_first(model: CenterModel) -> Iterator[Sentence]:
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
            remedy = Sentence("larger_priority" if rule == "priority" else "rule_and_larger_priority")
            yield Sentence(
                "deferred_first", name=deferred.name, rule=rule, others=passed, remedy=remedy, channel=channel.name
            )


def _waits_for_ever(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    for contact_type in model.types:
        channel = model.channels[contact_type.channel]
        if channel.live and not channel.appointment and scenario.contacts[contact_type.name].patience is None:
            yield Sentence("waits_for_ever", name=contact_type.name)


def _threshold_of_calls(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    """The default threshold is that of calls; where several contacts are handled at once it is seldom meant."""
    for contact_type in model.types:
        channel = model.channels[contact_type.channel]
        if channel.concurrency > 1 and scenario.contacts[contact_type.name].answer_within is None:
            within = duration_text(contact_type.answer_within)
            yield Sentence("threshold_of_calls", name=contact_type.name, within=within, at_once=channel.concurrency)
