"""What holds on every day, whatever the center and its customers: found by generated small floors."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from generated_center import EXAMPLES, thorough
from generated_floors import World, floors
from hand_built import Day
from hypothesis import given, settings

from ccsim.engine.logs import Outcome, Presence

more = settings(thorough, max_examples=max(50, EXAMPLES))


def outcomes(day: Day, *which: Outcome) -> Any:
    return np.isin(day.logs.contacts.outcome, [int(o) for o in which])


def wait_ends(day: Day) -> Any:
    """When each contact first stopped waiting: answered, left, or (backlog, blocked, balked) never or at once."""
    log = day.logs.contacts
    ends = np.where(np.isnan(log.answered), log.left, log.answered)
    return np.where(np.isnan(ends), np.where(outcomes(day, Outcome.BACKLOG), np.inf, log.arrived), ends)


@more
@given(floors())
def test_every_contact_has_one_outcome_and_times_that_fit_it(world: World):
    """The two conservation laws: outcomes partition the arrived, blocked ones are not offered. Time never goes back."""
    day = world.day
    log, load = day.logs.contacts, world.workload
    assert log.rows == load.rows
    np.testing.assert_array_equal(log.arrived, load.arrival)
    live = np.array([world.channels[world.types[k].channel].live for k in log.type], dtype=bool)
    answered, abandoned = outcomes(day, Outcome.ANSWERED), outcomes(day, Outcome.ABANDONED)
    dropped, backlog = outcomes(day, Outcome.DROPPED), outcomes(day, Outcome.BACKLOG)
    assert np.isin(log.outcome, [int(o) for o in Outcome]).all()
    assert (log.answered[answered] >= log.arrived[answered]).all()
    assert (log.talk_end[answered] >= log.answered[answered]).all()
    assert (log.handled[answered] >= log.talk_end[answered]).all()
    assert (log.answered[answered] - log.arrived[answered] <= load.patience[answered]).all()
    assert (log.agent[answered] >= 0).all() and (log.agent[~answered & ~backlog] == -1).all()
    np.testing.assert_array_equal(log.left[abandoned], log.arrived[abandoned] + load.patience[abandoned])
    assert np.isnan(log.talk_end[~answered & ~backlog]).all() and np.isnan(log.left[answered]).all()
    assert not backlog[live].any() and not (dropped | abandoned)[~live].any()
    assert log.waited[abandoned | dropped].all()
    assert (log.waited == (log.answered > log.arrived))[answered & (log.answered > log.arrived)].all()
    closings = [closes for channel in world.model.channels for closes in channel.open_windows[:, 1]]
    assert np.isin(log.left[dropped], closings).all()
    for kind, row in enumerate(world.types):
        mine = log.type == kind
        if row.max_waiting is None and world.channels[row.channel].lines is None:
            assert not outcomes(day, Outcome.BLOCKED)[mine].any()
        if not row.balking:
            assert not outcomes(day, Outcome.BALKED)[mine].any()
    moments = np.concatenate([log.answered, log.talk_end, log.handled, log.left, day.logs.agents.end])
    moments = moments[~np.isnan(moments)]
    assert (moments * 2.0**20 == np.round(moments * 2.0**20)).all()
    assert (moments <= day.logs.end).all() and (moments >= 0).all()


@more
@given(floors())
def test_nobody_holds_more_than_his_capacity_or_works_off_duty(world: World):
    """Work begins only on duty or when held by a closing; it is never done on a break or away."""
    day = world.day
    log = day.logs.agents
    for a, agent in enumerate(world.model.agents):
        group = world.model.groups[agent.group]
        mine = log.work_agent == a
        edges = [(s, 1, n) for s, n in zip(log.work_start[mine], log.work_load[mine], strict=True)]
        edges += [(e, 0, -n) for e, n in zip(log.work_end[mine], log.work_load[mine], strict=True)]
        held = 0
        for _, _, change in sorted(edges):
            held += change
            assert held <= group.capacity
        rows = np.flatnonzero(log.agent == a)
        starts, ends, states = log.start[rows], log.end[rows], log.state[rows]
        assert (ends >= starts).all() and (starts[1:] >= ends[:-1]).all()
        for start, end in zip(log.work_start[mine], log.work_end[mine], strict=True):
            present = (starts <= start) & (states != Presence.BREAK) & (ends >= start)
            assert present.any(), f"agent {a} begins at {start} while away"
            if end > start:
                covered = sum(
                    min(end, e) - max(start, s)
                    for s, e, state in zip(starts, ends, states, strict=True)
                    if state != Presence.BREAK and min(end, e) > max(start, s)
                )
                assert covered == end - start, f"agent {a} works from {start} to {end}, present {covered} s of it"
        if not group.counted:
            on, off = [duty.on for duty in agent.duties], [duty.off for duty in agent.duties]
            for s, e, state in zip(starts, ends, states, strict=True):
                if state == Presence.ON_DUTY and e > s:  # duties that meet are one
                    assert sum_of_union(on, off, s, e) == e - s, (a, s, e)


@more
@given(floors())
def test_first_come_first_served_inside_a_type(world: World):
    """Nobody is first served while one of his type who joined before him waits, whatever rules, delays and groups."""
    day = world.day
    log = day.logs.contacts
    ends = wait_ends(day)
    for kind in range(len(world.types)):
        rows = np.flatnonzero((log.type == kind) & ~outcomes(day, Outcome.BLOCKED, Outcome.BALKED))
        rows = rows[np.argsort(log.arrived[rows], kind="stable")]
        starts = log.answered[rows]
        latest = -np.inf
        for row, start in zip(rows, starts, strict=True):
            if not np.isnan(start):
                assert start >= latest, f"row {row} was served at {start}, one before him waited until {latest}"
            latest = max(latest, min(ends[row], np.inf))
            if np.isinf(latest):
                latest = np.inf


@more
@given(floors())
def test_nobody_waits_beside_an_idle_agent_who_may_take_him(world: World):
    """An agent on duty with empty hands (or, for live types, with interruptible work only) and a contact that his group
    may use at once, without reservation, are never together for any length of time."""
    day = world.day
    log, contacts = day.logs.agents, day.logs.contacts
    ends = wait_ends(day)
    soft = np.array([not w.live and w.interruptible for w in world.channels])
    work_soft = soft[[world.types[k].channel for k in contacts.type[log.work_contact]]] if len(log.work_contact) else []
    for row in range(contacts.rows):
        kind = int(contacts.type[row])
        start, end = contacts.arrived[row], min(ends[row], world.last)
        if end <= start:
            continue
        way = world.channels[world.types[kind].channel]
        live = way.live
        if not live and way.windows is not None:
            continue  # deferred work is begun in opening hours only
        for p in world.model.routing.preferences[kind]:
            group = world.model.groups[p.group]
            if p.delay or group.reserve[kind]:
                continue
            for a in group.agents:
                spans = [
                    (max(s, start), min(e, end))
                    for s, e, state, who in zip(log.start, log.end, log.state, log.agent, strict=True)
                    if who == a and state != Presence.BREAK and min(e, end) > max(s, start)
                ]
                mine = log.work_agent == a
                if live and len(log.work_contact):
                    mine = mine & ~np.asarray(work_soft, dtype=bool)
                for s, e in spans:
                    busy = sum_of_union(log.work_start[mine], log.work_end[mine], s, e)
                    assert busy == e - s, f"row {row} waits beside idle agent {a} between {s} and {e}"


def sum_of_union(starts: Any, ends: Any, low: float, high: float) -> float:
    total, reached = 0.0, low
    for start, end in sorted(zip(starts, ends, strict=True)):
        start, end = max(start, reached), min(end, high)
        if end > start:
            total, reached = total + end - start, end
    return total


@more
@given(floors())
def test_lines_and_waiting_places_are_never_exceeded(world: World):
    day = world.day
    log = day.logs.contacts
    ends = wait_ends(day)
    gone = np.where(np.isnan(log.talk_end), ends, log.talk_end)
    inside = ~outcomes(day, Outcome.BLOCKED, Outcome.BALKED)
    for c, way in enumerate(world.channels):
        mine = inside & np.array([world.types[k].channel == c for k in log.type], dtype=bool)
        if way.lines is not None:
            assert most_at_once(log.arrived[mine], gone[mine]) <= way.lines
    for kind, row in enumerate(world.types):
        if row.max_waiting is not None:
            mine = inside & (log.type == kind) & (ends > log.arrived)
            assert most_at_once(log.arrived[mine], ends[mine]) <= row.max_waiting


def most_at_once(starts: Any, ends: Any) -> int:
    edges = [(s, 1, 1) for s, e in zip(starts, ends, strict=True) if e > s]
    edges += [(e, 0, -1) for s, e in zip(starts, ends, strict=True) if e > s]
    held = most = 0
    for _, _, change in sorted(edges):
        held += change
        most = max(most, held)
    return most


@more
@given(floors())
def test_work_done_is_work_brought(world: World):
    """Without slowing and cost of resuming the time spent on an answered contact is its talk and wrap-up to the bit,
    where no group is faster or slower."""
    day = world.day
    log, contacts = day.logs.agents, day.logs.contacts
    spent = np.zeros(contacts.rows)
    np.add.at(spent, log.work_contact, log.work_end - log.work_start)
    for row in np.flatnonzero(outcomes(day, Outcome.ANSWERED)):
        way = world.channels[world.types[contacts.type[row]].channel]
        brought = world.workload.talk[0, row] + world.workload.wrap_up[0, row]
        factors = {team.factor[kind] for team in world.teams if (kind := int(contacts.type[row])) in team.skills}
        if way.pace == (1.0,) and way.resume_cost == 0.0 and factors == {1.0}:
            assert spent[row] == brought
        else:
            assert spent[row] >= brought * min(factors) - 1e-5
    assert not spent[outcomes(day, Outcome.BLOCKED, Outcome.BALKED, Outcome.ABANDONED, Outcome.DROPPED)].any()


@more
@given(floors())
def test_the_same_customers_give_the_same_logs_bit_for_bit(world: World):
    first, second = world.day.logs, Day(world.model, world.contacts, absent=world.absent, late_login=world.late).logs
    for one, two in ((first.contacts, second.contacts), (first.agents, second.agents)):
        for column in fields(one):
            np.testing.assert_array_equal(getattr(one, column.name), getattr(two, column.name))
    assert first.end == second.end
