"""Paid time, and what staff, channels and lost contacts cost, in the scenario's currency."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import AgentLog, ContactLog, Outcome
from ccsim.measures.alike import Alike
from ccsim.measures.cells import Cells
from ccsim.measures.clock import staffed_seconds
from ccsim.measures.kept import Kept
from ccsim.model.center import CenterModel, FloatArray

WORKING_DAYS = 5  # over which the hours of a full-time week spread where a week is not whole


def paid_plan(model: CenterModel, plan: FloatArray) -> FloatArray:
    """Planned seconds of each group and day, shrinkage added: paid_seconds / (1 - shrinkage), (groups, days).

    Of a day in which the warm-up ends, the part of the plan after it is paid (of `plan`, agent-seconds by interval
    after the warm-up); where nothing is planned, the part of the day.
    """
    timeline = model.timeline
    paid = model.paid_seconds / (1.0 - np.array([group.shrinkage for group in model.groups]))[:, None]
    if timeline.warm_up <= 0:
        return paid
    starts = np.searchsorted(timeline.interval_day, np.arange(len(timeline.dates)))
    counted = np.add.reduceat(plan, starts, axis=1)
    whole = np.array([np.diff(staffed_seconds(schedule, timeline.day_edges)) for schedule in model.scheduled])
    of_day = np.diff(np.maximum(timeline.day_edges, timeline.warm_up)) / np.diff(timeline.day_edges)
    share = np.where(whole > 0, counted / np.where(whole > 0, whole, 1.0), of_day)
    return np.asarray(paid * share, dtype=np.float64)


def full_time_hours(days: int, week: float) -> float:
    """Hours of one full-timer in so many days: `week` in each whole one, a fifth on each day of the rest, up to a week.

    Weekends fall on other days elsewhere, so days of the week are not asked for.

    >>> full_time_hours(5, 40.0), full_time_hours(7, 40.0), full_time_hours(8, 40.0), full_time_hours(6, 36.0)
    (40.0, 40.0, 48.0, 36.0)
    """
    weeks, rest = divmod(days, 7)
    return week / WORKING_DAYS * (WORKING_DAYS * weeks + min(rest, WORKING_DAYS))


def pay(model: CenterModel, cells: Cells, plan: FloatArray, overtime: FloatArray) -> dict[str, FloatArray]:
    """Tables (..., agent scopes, slots): paid seconds, paid_hours, full_time_hours, cost_staff; zero in intervals.

    `plan`: what `paid_plan` gives. `overtime`: (..., agent scopes, slots), paid like any other time, without shrinkage.
    """
    rate = np.array([group.cost_per_hour for group in model.groups])
    paid = np.zeros_like(overtime)
    cost = np.zeros_like(overtime)
    paid[..., 1:, cells.day_slots] = plan + overtime[..., 1:, cells.day_slots]
    paid[..., 1:, 0] = plan.sum(axis=1) + overtime[..., 1:, 0]
    cost[..., 1:, :] = paid[..., 1:, :] / 3600.0 * rate[:, None]
    for table in (paid, cost):
        table[..., 1:, :].sum(axis=-2, out=table[..., 0, :])
    hours = np.zeros_like(overtime)
    hours[..., 0] = full_time_hours(len(model.timeline.dates), model.full_time_week / 3600.0)
    return {"paid": paid, "paid_hours": paid / 3600.0, "full_time_hours": hours, "cost_staff": cost}


def at_rate(model: CenterModel, time: FloatArray) -> FloatArray:
    """What agents' time costs at their groups' cost_per_hour: (..., agent scopes, slots), all together first."""
    cost = time / 3600.0
    cost[..., 1:, :] *= np.array([group.cost_per_hour for group in model.groups])[:, None]
    cost[..., 1:, :].sum(axis=-2, out=cost[..., 0, :])
    return cost


def line_cost(model: CenterModel) -> FloatArray:
    """What the lines of all channels cost by interval, used or not, after the warm-up."""
    rate = sum(channel.line_cost_per_second * (channel.lines or 0) for channel in model.channels)
    return np.asarray(rate * np.diff(np.maximum(model.timeline.edges, model.timeline.warm_up)), dtype=np.float64)


def channel_cost(kept: Kept) -> FloatArray:
    """What each contact costs its channel.

    It costs from arrival to the end of talk, or until it leaves; one of the backlog to the end of the run. Who accepts
    a call-back hangs up: he costs until then, and again while he talks. The blocked cost nothing. A diverted contact
    arrives anew, so its next leg pays for its own channel.
    """
    model, log = kept.model, kept.log
    channels = [model.channels[kind.channel] for kind in model.types]
    if _free(model):
        return np.zeros(log.rows)
    until = np.where(np.isnan(log.talk_end), log.left, log.talk_end)
    gone_at_once = np.fmax(log.arrived, log.joined)
    until = np.where(np.isnan(until), np.where(kept.was(Outcome.BALKED), gone_at_once, kept.end_of(slice(None))), until)
    present = until - log.arrived
    if "callbacks" in kept.features:
        talk = np.nan_to_num(log.talk_end - log.answered, nan=0.0)
        present = np.where(np.isnan(log.accepted), present, log.accepted - log.arrived + talk)
    per_second = kept.per_type([channel.cost_per_second for channel in channels])
    per_contact = kept.per_type([channel.cost_per_contact for channel in channels])
    return np.where(kept.was(Outcome.BLOCKED), 0.0, per_contact + per_second * present)


def channel_costs(kept: Kept) -> FloatArray:
    """Tally by base cell of `channel_cost`."""
    return np.zeros(kept.cells) if _free(kept.model) else kept.total(channel_cost(kept))


def costs_by_contact(model: CenterModel) -> bool:
    """Whether any contact may cost its channel something, or be worth something that is lost with it."""
    return not _free(model) or any(kind.lost_value for kind in model.types)


def _free(model: CenterModel) -> bool:
    """Whether no channel costs anything by contact or minute."""
    return not any(channel.cost_per_second or channel.cost_per_contact for channel in model.channels)


def lost_value(kept: Kept) -> FloatArray:
    """Tally by base cell of a center in which every customer is one contact (else see `customers`).

    Lost are the blocked, the balked, the abandoned and the dropped.
    """
    value = np.array([kind.lost_value for kind in kept.model.types])
    if not value.any():
        return np.zeros(kept.cells)
    lost = kept.was(Outcome.BLOCKED) | kept.was(Outcome.BALKED) | kept.was(Outcome.ABANDONED)
    rows = (lost | kept.was(Outcome.DROPPED)).nonzero()[0]
    return np.asarray(np.bincount(kept.base[rows], value.take(kept.log.type[rows]), kept.cells), dtype=np.float64)


def handling_cost(model: CenterModel, contacts: ContactLog, agents: AgentLog) -> FloatArray:
    """What agents' time with each contact of a log costs at their groups' cost_per_hour."""
    rate = np.array([model.groups[agent.group].cost_per_hour for agent in model.agents])[agents.work_agent] / 3600.0
    spent = (agents.work_end - agents.work_start) * rate
    return np.asarray(np.bincount(agents.work_contact, spent, contacts.rows), dtype=np.float64)


def work_time(alike: Alike, contacts: ContactLog, agents: AgentLog) -> FloatArray:
    """Tally by base cell of the agents' work, by pieces, on contacts handled to the end of wrap-up.

    Of those called back the dialling is work too.
    """
    rows, cells = alike.kept.rows, alike.cells
    cell = alike.cell
    if not isinstance(rows, slice):
        cell = np.full(contacts.rows, cells)
        cell[rows] = alike.cell
    pieces = np.bincount(cell.take(agents.work_contact), agents.work_end - agents.work_start, cells + 1)[:cells]
    return alike.added(np.asarray(pieces, dtype=np.float64), [alike.one.handled])[0]
