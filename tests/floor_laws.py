"""What must hold of any logs, whatever the center: read off the logs and the model alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ccsim.engine.logs import BotResult, Logs, Origin, Outcome, Presence
from ccsim.measures import conserved, find, measure
from ccsim.model.center import CenterModel
from ccsim.workload import Workload

Times = NDArray[np.float64]
SERVED = (Outcome.ANSWERED, Outcome.CALLED_BACK)


def is_one_of(values: NDArray[np.int64], members: Iterable[int]) -> NDArray[np.bool_]:
    return np.isin(values, [int(m) for m in members])


def channel_of(model: CenterModel, logs: Logs) -> NDArray[np.int64]:
    return np.array([t.channel for t in model.types], dtype=np.int64)[logs.contacts.type]


def ended(logs: Logs) -> Times:
    """When a contact was over for its customer; NaN: never (backlog)."""
    log = logs.contacts
    served = is_one_of(log.outcome, SERVED)
    at_once = is_one_of(log.outcome, (Outcome.BLOCKED, Outcome.BALKED))
    return np.where(served, log.talk_end, np.where(at_once, log.joined, log.left))


def stopped_waiting(logs: Logs) -> Times:
    """When it was first answered or dialled, or left; inf: never. Who stays in self-service does not wait."""
    log = logs.contacts
    first = np.where(np.isnan(log.dialled), log.answered, log.dialled)
    ends = np.where(np.isnan(first), ended(logs), first)
    ends = np.where(log.outcome == Outcome.CONTAINED, log.joined, ends)
    return np.where(np.isnan(ends), np.inf, ends)


def most_at_once(starts: Times, ends: Times, weights: Any = None) -> int:
    """The most that [start, end) hold together; what ends at an instant makes room for what starts at it."""
    weights = np.ones(len(starts), dtype=int) if weights is None else weights
    edges = [(s, 1, int(w)) for s, e, w in zip(starts, ends, weights, strict=True) if e > s]
    edges += [(e, 0, -int(w)) for s, e, w in zip(starts, ends, weights, strict=True) if e > s]
    held = most = 0
    for _, _, change in sorted(edges):
        held += change
        most = max(most, held)
    return most


def covered(starts: Times, ends: Times, low: float, high: float) -> float:
    """Seconds of [low, high) inside the union of the stretches."""
    total, reached = 0.0, low
    for start, end in sorted(zip(starts, ends, strict=True)):
        start, end = max(start, reached), min(end, high)
        if end > start:
            total, reached = total + end - start, end
    return total


def check_times(model: CenterModel, logs: Logs) -> None:
    """Times of a contact ascend and fit its outcome; all lie on the grid and before the end."""
    log = logs.contacts
    served, at_end = is_one_of(log.outcome, SERVED), log.outcome == Outcome.BACKLOG
    assert is_one_of(log.outcome, Outcome).all()
    for column in fields(log):
        values = getattr(log, column.name)
        assert len(values) == log.rows, column.name
        if column.type == "FloatArray":
            known = values[~np.isnan(values)]
            assert (known * 2.0**20 == np.round(known * 2.0**20)).all() and (known >= 0).all(), column.name
            assert (known <= logs.end).all(), column.name
    assert (log.joined >= log.arrived).all()
    assert (log.answered[served] >= log.joined[served]).all()
    assert (log.talk_end[served] >= log.answered[served]).all()
    assert (log.handled[served] >= log.talk_end[served]).all()
    gone = is_one_of(log.outcome, (Outcome.ABANDONED, Outcome.DROPPED, Outcome.NOT_REACHED, Outcome.DIVERTED))
    assert (log.left[gone] >= log.joined[gone]).all()
    assert np.isnan(log.left[served | at_end]).all() and np.isnan(log.talk_end[~served & ~at_end]).all()
    assert (log.agent[served] >= 0).all()
    assert np.isnan(log.answered[~served & ~at_end]).all()
    live = np.array([c.live for c in model.channels], dtype=bool)[channel_of(model, logs)]
    assert not at_end[live].any()
    assert not is_one_of(log.outcome, (Outcome.ABANDONED, Outcome.DROPPED))[~live].any()
    assert log.waited[is_one_of(log.outcome, (Outcome.ABANDONED, Outcome.CALLED_BACK, Outcome.NOT_REACHED))].all()
    assert log.waited[served & (stopped_waiting(logs) > log.joined)].all()
    assert not log.resolved[~served].any()


def check_open(model: CenterModel, logs: Logs) -> None:
    """Live contacts come in opening hours only, later attempts and legs too."""
    for channel, at in zip(channel_of(model, logs), logs.contacts.arrived, strict=True):
        way = model.channels[channel]
        if way.live and not way.appointment:
            assert ((way.open_windows[:, 0] <= at) & (at < way.open_windows[:, 1])).any(), at


def check_lines(model: CenterModel, logs: Logs) -> None:
    """Held from arrival to the end of talk, or until a call-back is accepted."""
    log, ends = logs.contacts, ended(logs)
    until = np.where(np.isnan(log.accepted), ends, log.accepted)
    for c, way in enumerate(model.channels):
        mine = channel_of(model, logs) == c
        if way.lines is not None:
            assert most_at_once(log.arrived[mine], until[mine]) <= way.lines, way.name
    for kind, row in enumerate(model.types):
        if row.max_waiting is not None:
            # Who accepts a call-back needs no room, but takes it from those who come after him.
            mine = (log.type == kind) & np.isnan(log.accepted)
            assert most_at_once(log.joined[mine], stopped_waiting(logs)[mine]) <= row.max_waiting, row.name


def check_agents(model: CenterModel, logs: Logs) -> None:
    """Nobody holds more than his capacity; nobody works, or is held for somebody expected, on a break or away."""
    log, holds = logs.agents, logs.holds
    assert (log.work_end >= log.work_start).all() and (holds.end >= holds.start).all()
    for a, agent in enumerate(model.agents):
        mine, rows, held = log.work_agent == a, np.flatnonzero(log.agent == a), holds.agent == a
        capacity = model.groups[agent.group].capacity
        assert most_at_once(log.work_start[mine], log.work_end[mine], log.work_load[mine]) <= capacity, agent.name
        starts, ends, states = log.start[rows], log.end[rows], log.state[rows]
        assert (ends >= starts).all() and (starts[1:] >= ends[:-1]).all()
        at_work = states != Presence.BREAK
        spans = [*zip(log.work_start[mine], log.work_end[mine], strict=True)]
        spans += [*zip(holds.start[held], holds.end[held], strict=True)]
        for start, end in spans:
            there = covered(starts[at_work], ends[at_work], start, end)
            assert there == end - start, f"{agent.name} works or is held {start} to {end}, there {there} s of it"


def check_first_come_first_served(model: CenterModel, logs: Logs) -> None:
    """Inside a type nobody is answered, or dialled, while one who joined before him waits (appointments: by slot)."""
    log, stops = logs.contacts, stopped_waiting(logs)
    served = ~np.isnan(log.answered) | ~np.isnan(log.dialled)
    queued = is_one_of(log.outcome, set(Outcome) - {Outcome.BLOCKED, Outcome.BALKED, Outcome.CONTAINED})
    queued &= log.outcome != Outcome.DIVERTED
    for kind, row in enumerate(model.types):
        if model.channels[row.channel].appointment:
            continue
        mine = np.flatnonzero(queued & (log.type == kind))
        for contact in mine[served[mine]]:
            before = mine[log.joined[mine] < log.joined[contact]]
            late = before[stops[before] > stops[contact]]
            assert not len(late), f"row {contact} is served at {stops[contact]}, rows {late} wait longer"


def check_nobody_waits_beside_an_idle_agent(model: CenterModel, logs: Logs, but: set[int]) -> None:
    """Of live types without delays and reservations, those in `but` left out: an agent on duty with empty hands, not
    held for somebody expected, who may take it and a waiting contact are never together for any length of time."""
    log, contacts, stops = logs.agents, logs.contacts, stopped_waiting(logs)
    for row in np.flatnonzero(stops > contacts.joined):
        kind = int(contacts.type[row])
        if kind in but or not model.channels[model.types[kind].channel].live:
            continue
        start, end = contacts.joined[row], stops[row]
        for p in model.routing.preferences[kind]:
            if p.delay or model.groups[p.group].reserve[kind]:
                continue
            for a in model.groups[p.group].agents:
                mine, there, held = log.work_agent == a, log.agent == a, logs.holds.agent == a
                begins = np.concatenate([log.work_start[mine], logs.holds.start[held]])
                ends = np.concatenate([log.work_end[mine], logs.holds.end[held]])
                for s, e, state in zip(log.start[there], log.end[there], log.state[there], strict=True):
                    s, e = max(s, start), min(e, end)
                    if state != Presence.BREAK and e > s:
                        busy = covered(begins, ends, s, e)
                        assert busy == e - s, f"row {row} waits beside idle agent {a} between {s} and {e}"


def check_bots(model: CenterModel, logs: Logs) -> None:
    """Sessions fit their results; no more at once than there is room for; none begins in an outage."""
    log = logs.contacts
    settled = is_one_of(log.bot_result, (BotResult.CONTAINED, BotResult.FALSELY_CONTAINED, BotResult.GAVE_UP))
    np.testing.assert_array_equal(settled, log.outcome == Outcome.CONTAINED)
    np.testing.assert_array_equal(log.left[settled], log.bot_end[settled])
    turned_away = is_one_of(log.bot_result, (BotResult.FULL, BotResult.OUT))
    met = log.bot_result != BotResult.NONE
    np.testing.assert_array_equal(np.isnan(log.bot_end), ~met | turned_away)
    np.testing.assert_array_equal(log.joined[~met | turned_away], log.arrived[~met | turned_away])
    handed = log.bot_result == BotResult.HANDED_OVER
    np.testing.assert_array_equal(log.joined[handed], log.bot_end[handed])
    assert ((log.bot >= 0) == met).all()
    for b, bot in enumerate(model.behaviour.bots):
        mine = (log.bot == b) & ~np.isnan(log.bot_end)
        if bot.capacity is not None and not bot.fronts_appointments:
            assert most_at_once(log.arrived[mine], log.bot_end[mine]) <= bot.capacity
        for start, end in bot.outages:
            assert not ((log.arrived[mine] >= start) & (log.arrived[mine] < end)).any()
            out = (log.bot == b) & (log.arrived >= start) & (log.arrived < end)
            assert (log.bot_result[out] == BotResult.OUT).all()


def check_call_backs(model: CenterModel, logs: Logs) -> None:
    """Who accepts never abandons, is dialled so often at the most, and answered after the ring."""
    log, rules = logs.contacts, [rule for rule in model.behaviour.rules if rule.callback]
    accepted = ~np.isnan(log.accepted)
    assert not is_one_of(log.outcome[accepted], (Outcome.ABANDONED, Outcome.BALKED, Outcome.BLOCKED)).any()
    assert not is_one_of(log.outcome[~accepted], (Outcome.CALLED_BACK, Outcome.NOT_REACHED)).any()
    np.testing.assert_array_equal(log.dials > 0, ~np.isnan(log.dialled))
    assert (log.accepted[accepted] >= log.joined[accepted]).all()
    assert not log.dials[~accepted].any()
    for row in np.flatnonzero(accepted):
        mine = [rule for rule in rules if rule.contact == log.type[row]]
        assert log.dials[row] <= max(rule.attempts for rule in mine)
        if log.dials[row]:
            assert log.dialled[row] >= log.accepted[row]
        if log.outcome[row] == Outcome.CALLED_BACK:
            assert log.answered[row] >= log.dialled[row] + min(rule.ring for rule in mine)
            assert any(rule.reach > 0 for rule in mine)
        if log.outcome[row] == Outcome.NOT_REACHED:
            windows = model.channels[model.types[log.type[row]].channel].open_windows
            closed = not ((windows[:, 0] <= log.left[row]) & (log.left[row] < windows[:, 1])).any()
            if not closed:  # then there may be nobody left to dial him
                assert log.dials[row] >= min(rule.attempts for rule in mine)
                assert any(rule.reach < 1 for rule in mine)


def same(one: Logs, other: Logs, but: tuple[str, ...] = ()) -> None:
    """Bit for bit, columns and tables named in `but` left out."""
    for table in ("contacts", "agents", "customers", "bookings", "reminders", "holds", "decisions"):
        if table in but:
            continue
        for column in fields(getattr(one, table)):
            if column.name not in but:
                first, second = getattr(getattr(one, table), column.name), getattr(getattr(other, table), column.name)
                np.testing.assert_array_equal(first, second, err_msg=f"{table}.{column.name}")
    assert one.end == other.end


def is_customers(logs: Logs) -> NDArray[np.bool_]:
    """Contacts that are their customer's own, not a call that agents make to confirm an appointment."""
    return logs.contacts.origin != Origin.OUTBOUND


def cost_of_channels(model: CenterModel, logs: Logs) -> NDArray[np.float64]:
    """Of each contact: per contact that got a line, and per minute of presence; called back, of talk only."""
    log, ends = logs.contacts, ended(logs)
    until = np.where(np.isnan(ends), logs.end, ends)
    present = np.where(np.isnan(log.accepted), until - log.arrived, log.accepted - log.arrived)
    talk = np.nan_to_num(log.talk_end - log.answered)
    present = present + np.where(np.isnan(log.accepted), 0.0, talk)
    ways = [model.channels[kind.channel] for kind in model.types]
    per_second, per_contact = (
        np.array([getattr(way, name) for way in ways])[log.type] for name in ("cost_per_second", "cost_per_contact")
    )
    return np.where(log.outcome == Outcome.BLOCKED, 0.0, per_contact + per_second * present)


def check_money(model: CenterModel, workload: Workload, logs: Logs) -> None:
    """The center's cost is that of its parts, each added up here from the logs; so are those of types and groups."""
    measures = measure(model, workload, logs)
    conserved(measures)
    log, bookings, horizon = logs.contacts, logs.bookings, model.timeline.horizon
    overtime = logs.agents.state == Presence.OVERTIME
    rates = np.array([model.groups[agent.group].cost_per_hour for agent in model.agents]) / 3600.0
    staff = sum(model.paid_seconds[g].sum() * group.cost_per_hour / 3600.0 for g, group in enumerate(model.groups))
    staff += ((logs.agents.end - logs.agents.start) * rates[logs.agents.agent])[overtime].sum()
    channels = cost_of_channels(model, logs)
    turned_away = (BotResult.NONE, BotResult.FULL, BotResult.OUT)
    in_days = (bookings.requested >= 0.0) & (bookings.requested < horizon)
    met = [*log.bot[~is_one_of(log.bot_result, turned_away)]]
    met += [*bookings.bot[(bookings.bot >= 0) & in_days & ~is_one_of(bookings.bot_result, turned_away[1:])]]
    about = logs.reminders.booking[~logs.reminders.skipped]
    kinds = logs.reminders.reminder[~logs.reminders.skipped]
    counted = bookings.interval[about] >= 0  # of slots inside the horizon
    parts = {
        "cost_staff": staff,
        "cost_channel": channels.sum(),
        "cost_self_service": sum(model.behaviour.bots[b].cost for b in met),
        "cost_reminders": sum(model.reminders[r].cost for r in kinds[counted]),
        "cost_proactive": sum(model.behaviour.proactive[rule].cost for rule in workload.prevented.rule),
    }
    for name, expected in parts.items():
        tallies = measures.table(find(name).table)[1]
        found = tallies[name][0, 0] if name in tallies else 0.0
        assert found == pytest.approx(expected, abs=1e-6), name
    cost, _ = measures.fraction(find("cost"))
    assert cost[0, 0] == pytest.approx(sum(parts.values()), abs=1e-6)
    for k, kind in enumerate(model.types):
        expected = channels[log.type == k].sum()
        assert measures.value("contact", kind.name, "cost_channel") == pytest.approx(expected, abs=1e-6), kind.name
