"""Small centers and customers written down by hand: no scenario file, no random number, exact times in seconds.

Everything an engine may look at is set here, so that a test shows all that its expected log follows from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from ccsim.engine.logs import Logs, Outcome, Presence
from ccsim.model.center import (
    NEVER,
    Agent,
    ArrivalStream,
    Break,
    CenterModel,
    Channel,
    ContactType,
    Duty,
    Group,
    Preference,
    Routing,
    Schedule,
    Timeline,
)
from ccsim.workload.workload import Workload

DAY = 86_400.0
HOUR = 3_600.0
INTERVAL = 1_800.0


@dataclass(frozen=True)
class Live:
    """A channel; `windows` are its opening hours, `None` never closes."""

    concurrency: int = 1
    pace: tuple[float, ...] = (1.0,)
    lines: int | None = None
    windows: tuple[tuple[float, float], ...] | None = None
    drops: bool = False
    drain: bool = False
    live: bool = True
    interruptible: bool = False
    resume_cost: float = 0.0


def deferred(**kwargs: Any) -> Live:
    return Live(live=False, **kwargs)


@dataclass(frozen=True)
class Type:
    channel: int = 0
    priority: float = 1.0
    weight: float = 1.0
    head_start: float = 0.0
    max_waiting: int | None = None
    answer_within: float = 20.0
    balking: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Team:
    """A group: `skills` are type indices; `duties` a list of (on, off) per agent, or `counts`: (time, agents)."""

    skills: tuple[int, ...]
    duties: tuple[tuple[tuple[float, float], ...], ...] | None = None
    counts: tuple[tuple[float, int], ...] | None = None
    breaks: dict[int, tuple[tuple[float, float], ...]] = field(default_factory=dict)  # agent -> (due, length)
    factor: dict[int, float] = field(default_factory=dict)
    resolution: dict[int, float] = field(default_factory=dict)
    reserve: dict[int, int] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)


def on_all_day(agents: int, off: float = DAY) -> tuple[tuple[tuple[float, float], ...], ...]:
    return (((0.0, off),),) * agents


@dataclass(frozen=True)
class C:
    """A contact: its type, when it comes and what it brings."""

    type: int
    at: float
    talk: float = 0.0
    wrap_up: float = 0.0
    patience: float = NEVER
    balking: float = 0.5
    routing: float = 0.5
    resolution: float = 0.5


def center(
    channels: Sequence[Live],
    types: Sequence[Type],
    teams: Sequence[Team],
    *,
    preferences: dict[int, Sequence[tuple[int, int, float]]] | None = None,
    agent_rule: str = "longest_idle",
    contact_rule: str = "priority",
    days: int = 1,
) -> CenterModel:
    """`preferences`: type -> (group, rank, delay) rows; by default every group with the skill in one pool."""
    horizon = days * DAY
    count = int(horizon / INTERVAL)
    edges = np.arange(count + 1) * INTERVAL
    timeline = Timeline(
        horizon=horizon,
        warm_up=0.0,
        edges=edges,
        interval_day=(edges[:-1] // DAY).astype(np.int64),
        interval_start=tuple(f"{edge:.0f}" for edge in edges[:-1]),
        time_of_day=edges[:-1] % DAY,
        day_edges=np.arange(days + 1) * DAY,
        dates=tuple(date(2026, 3, 2) + timedelta(days=d) for d in range(days)),
    )
    model_channels = tuple(
        Channel(
            name=f"channel{i}",
            live=c.live,
            concurrency=c.concurrency,
            pace=c.pace,
            lines=c.lines,
            cost_per_second=0.0,
            cost_per_contact=0.0,
            interruptible=c.interruptible,
            resume_cost=c.resume_cost,
            drain=c.drain,
            open_windows=np.array(c.windows if c.windows is not None else ((0.0, horizon),)),
            never_closes=c.windows is None,
            drops_at_close=c.drops,
        )
        for i, c in enumerate(channels)
    )
    silent = ArrivalStream(
        rate_edges=edges,
        rate=np.zeros(count),
        day_variation_cv=0.0,
        interval_cv=np.zeros(count),
        interval_correlation=0.0,
    )
    no_law: Any = None
    model_types = tuple(
        ContactType(
            name=f"type{k}",
            channel=t.channel,
            segment_share=np.ones(1),
            arrivals=silent,
            patience=None,
            balking_from=np.array([start for start, _ in t.balking], dtype=np.int64),
            balking_probability=np.array([p for _, p in t.balking]),
            work=(no_law,),
            answer_within=t.answer_within,
            short_abandon=t.answer_within,
            priority=t.priority,
            weight=t.weight,
            head_start=t.head_start,
            max_waiting=t.max_waiting,
            lost_value=0.0,
            resolution=1.0,
            clock_opening=False,
            sla_at_start=False,
        )
        for k, t in enumerate(types)
    )
    groups: list[Group] = []
    agents: list[Agent] = []
    schedules: list[Schedule | None] = []
    for g, team in enumerate(teams):
        counted = team.counts is not None
        plans = team.duties if team.duties is not None else ((),) * max(n for _, n in team.counts or ())
        first = len(agents)
        for i, plan in enumerate(plans):
            due = [Break(due=b, length=length, paid=True) for b, length in team.breaks.get(i, ())]
            agents.append(
                Agent(
                    name=f"group{g}.{i:02d}",
                    group=g,
                    index=i,
                    duties=tuple(
                        Duty(on=on, off=off, day=int(on // DAY), breaks=tuple(b for b in due if on <= b.due < off))
                        for on, off in plan
                    ),
                    absence=0.0,
                    absence_day_cv=0.0,
                    late_login=None,
                )
            )
        places = [channels[types[k].channel].concurrency for k in team.skills]
        capacity = int(np.lcm.reduce(places))
        groups.append(
            Group(
                name=f"group{g}",
                types=team.skills,
                capacity=capacity,
                load=tuple(
                    capacity // channels[t.channel].concurrency if k in team.skills else 0 for k, t in enumerate(types)
                ),
                work=np.array([0 if k in team.skills else -1 for k in range(len(types))]),
                factor=np.array([team.factor.get(k, 1.0) for k in range(len(types))]),
                aht_ratio=np.array([team.factor.get(k, 1.0) for k in range(len(types))]),
                resolution=np.array([team.resolution.get(k, 1.0) for k in range(len(types))]),
                agents=range(first, len(agents)),
                counted=counted,
                reserve=tuple(team.reserve.get(k, 0) for k in range(len(types))),
                order_class=tuple(
                    team.order.get(k, team.skills.index(k)) if k in team.skills else -1 for k in range(len(types))
                ),
                cost_per_hour=0.0,
                shrinkage=0.0,
            )
        )
        schedules.append(
            Schedule(
                times=np.array([float(t) for t, _ in team.counts or ()]),
                agents=np.array([n for _, n in team.counts or ()], dtype=np.int64),
            )
            if counted
            else None
        )
    ranked = []
    for k in range(len(types)):
        rows = (preferences or {}).get(k)
        if rows is None:
            rows = [(g, 0, 0.0) for g, team in enumerate(teams) if k in team.skills]
        ranked.append(tuple(Preference(g, rank, delay) for g, rank, delay in sorted(rows, key=lambda r: (r[1], r[0]))))
    none_planned = Schedule(times=np.zeros(1), agents=np.zeros(1, dtype=np.int64))
    return CenterModel(
        name="by hand",
        timeline=timeline,
        channels=model_channels,
        segments=("all",),
        types=model_types,
        groups=tuple(groups),
        agents=tuple(agents),
        schedules=tuple(schedules),
        scheduled=tuple(none_planned for _ in groups),
        paid_seconds=np.zeros((len(groups), days)),
        routing=Routing(
            agent_rule=agent_rule, contact_rule=contact_rule, preferences=tuple(ranked), policy=None, policy_folder="."
        ),
        shared_day_cv=0.0,
        shared_interval_cv=0.0,
        shared_interval_correlation=0.0,
    )


def customers(model: CenterModel, contacts: Sequence[C]) -> tuple[Workload, list[int]]:
    """The workload of these contacts and, for each of them, its row."""
    order = sorted(range(len(contacts)), key=lambda i: (contacts[i].type, contacts[i].at, i))
    rows = [contacts[i] for i in order]
    interval = [int(np.searchsorted(model.timeline.edges, c.at, "right")) - 1 for c in rows]
    ordinal: list[int] = []
    seen: dict[tuple[int, int], int] = {}
    for c, i in zip(rows, interval, strict=True):
        ordinal.append(seen.get((c.type, i), 0))
        seen[c.type, i] = ordinal[-1] + 1
    kinds = len(model.types)

    def column(name: str) -> np.ndarray[Any, Any]:
        return np.array([getattr(c, name) for c in rows], dtype=np.float64)

    workload = Workload(
        replication=1,
        first_row=np.searchsorted([c.type for c in rows], np.arange(kinds + 1)).astype(np.int64),
        type=np.array([c.type for c in rows], dtype=np.int64),
        interval=np.array(interval, dtype=np.int64),
        ordinal=np.array(ordinal, dtype=np.int64),
        arrival=column("at"),
        segment=np.zeros(len(rows), dtype=np.int64),
        patience=column("patience"),
        talk=column("talk")[None, :],
        wrap_up=column("wrap_up")[None, :],
        balking=column("balking"),
        resolution=column("resolution"),
        routing=column("routing"),
        absent=np.zeros((len(model.agents), len(model.timeline.dates)), dtype=bool),
        late_login=np.zeros((len(model.agents), len(model.timeline.dates))),
        busyness=np.ones((kinds, len(model.timeline.edges) - 1)),
    )
    place = {i: row for row, i in enumerate(order)}
    return workload, [place[i] for i in range(len(contacts))]


@dataclass(frozen=True)
class Life:
    """What became of one contact."""

    outcome: str
    waited: bool
    answered: float | None
    talk_end: float | None
    handled: float | None
    left: float | None
    agent: int


class Day:
    """The log of a hand-built day, contacts in the order in which they were written down."""

    def __init__(self, model: CenterModel, contacts: Sequence[C], **brought: Any) -> None:
        """`brought`: other columns of the workload than those of these contacts."""
        from ccsim.engine.simpy_engine import run

        workload, self.row = customers(model, contacts)
        self.logs: Logs = run(model, replace(workload, **brought))

    def __getitem__(self, contact: int) -> Life:
        log, row = self.logs.contacts, self.row[contact]

        def moment(column: Any) -> float | None:
            return None if np.isnan(column[row]) else float(column[row])

        return Life(
            outcome=Outcome(int(log.outcome[row])).name.lower(),
            waited=bool(log.waited[row]),
            answered=moment(log.answered),
            talk_end=moment(log.talk_end),
            handled=moment(log.handled),
            left=moment(log.left),
            agent=int(log.agent[row]),
        )

    def served(self, contact: int) -> tuple[float | None, int]:
        """When it was answered and by whom."""
        life = self[contact]
        return life.answered, life.agent

    def work(self, contact: int) -> list[tuple[int, float, float]]:
        """(agent, start, end) of each stretch of work on it."""
        log = self.logs.agents
        mine = np.flatnonzero(log.work_contact == self.row[contact])
        rows = [(int(log.work_agent[i]), float(log.work_start[i]), float(log.work_end[i])) for i in mine]
        return sorted(rows, key=lambda r: r[1])

    def presence(self, agent: int) -> list[tuple[str, float, float]]:
        """(state, start, end) of an agent, adjoining stretches of one state merged, empty ones left out."""
        log = self.logs.agents
        stretches: list[tuple[str, float, float]] = []
        for i in np.flatnonzero(log.agent == agent):
            state, start, end = Presence(int(log.state[i])).name.lower(), float(log.start[i]), float(log.end[i])
            if end == start:
                continue
            if stretches and stretches[-1][0] == state and stretches[-1][2] == start:
                start = stretches.pop()[1]
            stretches.append((state, start, end))
        return stretches
