"""What holds on every day, whatever the center and its customers: found by generated small centers.

Times are multiples of ten seconds, so that many events fall on the same instant.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from hand_built import DAY, C, Day, Live, Team, Type, center, customers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsim.engine.logs import Outcome, Presence
from ccsim.model.center import NEVER, CenterModel
from ccsim.workload.workload import Workload

LAST = 3000  # seconds: nothing is planned later

tens = st.integers(0, LAST // 10).map(lambda n: 10.0 * n)


@st.composite
def windows(draw: Any) -> tuple[tuple[float, float], ...] | None:
    if draw(st.booleans()):
        return None
    edges = sorted(draw(st.lists(st.integers(1, LAST // 10), min_size=4, max_size=4, unique=True)))
    first = ((0.0, 10.0 * edges[1]),)
    return first if draw(st.booleans()) else (*first, (10.0 * edges[2], 10.0 * edges[3]))


@st.composite
def channels(draw: Any) -> Live:
    concurrency = draw(st.sampled_from([1, 1, 2, 3]))
    pace = draw(st.sampled_from([(1.0,), (1.0, 0.5), (1.0, 0.8, 0.65)])) if concurrency > 1 else (1.0,)
    if draw(st.integers(0, 3)) == 0:
        interruptible = draw(st.booleans())
        cost = draw(st.sampled_from([0.0, 10.0])) if interruptible else 0.0
        return Live(
            concurrency, pace, live=False, interruptible=interruptible, resume_cost=cost, windows=draw(windows())
        )
    return Live(
        concurrency,
        pace,
        lines=draw(st.sampled_from([None, None, 2, 5])),
        windows=draw(windows()),
        drops=draw(st.booleans()),
        drain=draw(st.booleans()) and concurrency == 1,
    )


@st.composite
def stretches(draw: Any) -> tuple[tuple[float, float], ...]:
    """One or two duties of an agent."""
    edges = sorted(draw(st.lists(st.integers(0, LAST // 10), min_size=4, max_size=4, unique=True)))
    first = (10.0 * edges[0], 10.0 * edges[1])
    return (first,) if draw(st.booleans()) else (first, (10.0 * edges[2], 10.0 * edges[3]))


@st.composite
def teams(draw: Any, kinds: int) -> Team:
    skills = tuple(sorted(draw(st.sets(st.integers(0, kinds - 1), min_size=1))))
    reserve = {skills[-1]: draw(st.sampled_from([0, 0, 1]))}
    order = {k: draw(st.integers(0, 1)) for k in skills}
    resolution = {k: draw(st.sampled_from([0.5, 0.9])) for k in skills}
    if draw(st.booleans()):
        duties = tuple(draw(st.lists(stretches(), min_size=1, max_size=3)))
        breaks = {}
        if draw(st.booleans()):
            on, off = duties[0][0]
            breaks = {0: ((on + 10.0 * int((off - on) // 20), draw(st.sampled_from([30.0, 200.0]))), (on + 10, 40.0))}
            breaks = {0: tuple(sorted({b for b in breaks[0] if b[0] < off}))}
        return Team(skills, duties=duties, breaks=breaks, reserve=reserve, order=order, resolution=resolution)
    times = sorted(draw(st.lists(st.integers(1, LAST // 10), min_size=1, max_size=4, unique=True)))
    counts = [draw(st.integers(0, 3))]
    for _ in times:
        counts.append(draw(st.integers(0, 3).filter(lambda n: n != counts[-1])))
    counts[-1] = counts[-1] or 1
    if counts[-2] == counts[-1]:
        counts[-2] = 0
        steps = tuple(zip([0.0, *(10.0 * t for t in times)], counts, strict=True))
        steps = tuple(s for i, s in enumerate(steps) if i == 0 or s[1] != steps[i - 1][1])
    else:
        steps = tuple(zip([0.0, *(10.0 * t for t in times)], counts, strict=True))
    return Team(skills, counts=steps, reserve=reserve, order=order, resolution=resolution)


class World:
    """A generated center and its customers."""

    def __init__(
        self,
        channels: tuple[Live, ...],
        types: tuple[Type, ...],
        teams: tuple[Team, ...],
        model: CenterModel,
        contacts: tuple[C, ...],
    ) -> None:
        self.channels, self.types, self.teams, self.model, self.contacts = channels, types, teams, model, contacts
        self.workload: Workload = customers(model, contacts)[0]

    def __repr__(self) -> str:
        """What a failure needs to be worked by hand."""
        ranks = {k: [(p.group, p.rank, p.delay) for p in rows] for k, rows in enumerate(self.model.routing.preferences)}
        rules = f"{self.model.routing.agent_rule}, {self.model.routing.contact_rule}"
        return "\n".join(map(str, [*self.channels, *self.types, *self.teams, ranks, rules, *self.contacts]))


@st.composite
def worlds(draw: Any) -> World:
    ways = tuple(draw(st.lists(channels(), min_size=1, max_size=3)))
    types = []
    for _ in range(draw(st.integers(1, 4))):
        channel = draw(st.integers(0, len(ways) - 1))
        live = ways[channel].live
        types.append(
            Type(
                channel,
                priority=float(draw(st.integers(1, 2))),
                weight=float(draw(st.integers(1, 3))),
                head_start=draw(st.sampled_from([0.0, 60.0])),
                max_waiting=draw(st.sampled_from([None, None, 0, 2])) if live else None,
                balking=draw(st.sampled_from([(), (), ((0, 0.1),), ((0, 0.0), (2, 0.5))])) if live else (),
            )
        )
    groups = tuple(draw(st.lists(teams(len(types)), min_size=1, max_size=3)))
    preferences = {}
    for k in range(len(types)):
        able = [g for g, team in enumerate(groups) if k in team.skills]
        preferences[k] = [(g, draw(st.integers(0, 1)), draw(st.sampled_from([0.0, 0.0, 30.0]))) for g in able]
    model = center(
        ways,
        types,
        groups,
        preferences=preferences,
        agent_rule=draw(
            st.sampled_from(
                ["longest_idle", "least_occupied", "fastest", "best_resolution", "most_specialised", "random"]
            )
        ),
        contact_rule=draw(
            st.sampled_from(["priority", "longest_wait", "weighted_wait", "earliest_deadline", "group_order"])
        ),
    )
    luck = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    contacts = []
    for _ in range(draw(st.integers(1, 50))):
        kind = int(luck.integers(len(types)))
        way = ways[types[kind].channel]
        at = 10.0 * float(luck.integers(LAST // 10))
        if way.live and not any(a <= at < b for a, b in way.windows or ((0.0, DAY),)):
            continue  # live contacts come in opening hours only
        patience = 10.0 * float(luck.integers(30)) if way.live and luck.random() < 0.7 else NEVER
        talk, wrap_up = 10.0 * float(luck.integers(30)), 10.0 * float(luck.integers(4))
        contacts.append(C(kind, at, talk, wrap_up, patience, *(float(u) for u in luck.random(3))))
    return World(ways, tuple(types), groups, model, tuple(contacts))


thorough = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def outcomes(day: Day, *which: Outcome) -> Any:
    return np.isin(day.logs.contacts.outcome, [int(o) for o in which])


def wait_ends(day: Day) -> Any:
    """When each contact first stopped waiting: answered, left, or (backlog, blocked, balked) never or at once."""
    log = day.logs.contacts
    ends = np.where(np.isnan(log.answered), log.left, log.answered)
    return np.where(np.isnan(ends), np.where(outcomes(day, Outcome.BACKLOG), np.inf, log.arrived), ends)


@thorough
@given(worlds())
def test_every_contact_has_one_outcome_and_times_that_fit_it(world: World):
    """The two conservation laws: outcomes partition the arrived, blocked ones are not offered. Time never goes back."""
    day = Day(world.model, world.contacts)
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
    closings = [w[1] for c in world.channels for w in (c.windows or ((0.0, DAY),))]
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


@thorough
@given(worlds())
def test_nobody_holds_more_than_his_capacity_or_works_off_duty(world: World):
    """Work begins only on duty or when held by a closing; it is never done on a break or away."""
    day = Day(world.model, world.contacts)
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
            for s, e, state in zip(starts, ends, states, strict=True):
                if state == Presence.ON_DUTY and e > s:
                    assert any(duty.on <= s and e <= duty.off for duty in agent.duties), (a, s, e)


@thorough
@given(worlds())
def test_first_come_first_served_inside_a_type(world: World):
    """Nobody is first served while one of his type who joined before him waits, whatever rules, delays and groups."""
    day = Day(world.model, world.contacts)
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


@thorough
@given(worlds())
def test_nobody_waits_beside_an_idle_agent_who_may_take_him(world: World):
    """An agent on duty with empty hands (or, for live types, with interruptible work only) and a contact that his group
    may use at once, without reservation, are never together for any length of time."""
    day = Day(world.model, world.contacts)
    log, contacts = day.logs.agents, day.logs.contacts
    ends = wait_ends(day)
    soft = np.array([not w.live and w.interruptible for w in world.channels])
    work_soft = soft[[world.types[k].channel for k in contacts.type[log.work_contact]]] if len(log.work_contact) else []
    for row in range(contacts.rows):
        kind = int(contacts.type[row])
        start, end = contacts.arrived[row], min(ends[row], float(LAST))
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


@thorough
@given(worlds())
def test_lines_and_waiting_places_are_never_exceeded(world: World):
    day = Day(world.model, world.contacts)
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


@thorough
@given(worlds())
def test_work_done_is_work_brought(world: World):
    """Without slowing and cost of resuming the time spent on an answered contact is its talk and wrap-up to the bit."""
    day = Day(world.model, world.contacts)
    log, contacts = day.logs.agents, day.logs.contacts
    spent = np.zeros(contacts.rows)
    np.add.at(spent, log.work_contact, log.work_end - log.work_start)
    for row in np.flatnonzero(outcomes(day, Outcome.ANSWERED)):
        way = world.channels[world.types[contacts.type[row]].channel]
        brought = world.workload.talk[0, row] + world.workload.wrap_up[0, row]
        if way.pace == (1.0,) and way.resume_cost == 0.0:
            assert spent[row] == brought
        else:
            assert spent[row] >= brought - 1e-6
    assert not spent[outcomes(day, Outcome.BLOCKED, Outcome.BALKED, Outcome.ABANDONED, Outcome.DROPPED)].any()


@thorough
@given(worlds())
def test_the_same_customers_give_the_same_logs_bit_for_bit(world: World):
    first, second = Day(world.model, world.contacts).logs, Day(world.model, world.contacts).logs
    for one, two in ((first.contacts, second.contacts), (first.agents, second.agents)):
        for column in fields(one):
            np.testing.assert_array_equal(getattr(one, column.name), getattr(two, column.name))
    assert first.end == second.end
