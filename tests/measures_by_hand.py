"""Small centers and logs written by hand, for the tests of measures and estimates; times in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from plain_logs import first_contacts, plain_logs

from ccsim.engine.logs import AgentLog, Logs, Outcome, Presence
from ccsim.model.center import (
    Agent,
    ArrivalStream,
    CenterModel,
    Channel,
    ContactType,
    Group,
    Routing,
    Schedule,
    Timeline,
)
from ccsim.workload.workload import Workload

HALF_HOUR = 1800.0
NAN = float("nan")


@dataclass(frozen=True)
class Ch:
    live: bool = True
    windows: tuple[tuple[float, float], ...] = ((0.0, 3600.0),)
    cost_per_second: float = 0.0
    cost_per_contact: float = 0.0


@dataclass(frozen=True)
class Type:
    name: str = "calls"
    channel: int = 0
    answer_within: float = 20.0
    short_abandon: float = 5.0
    lost_value: float = 0.0
    clock_opening: bool = False
    sla_at_start: bool = False


@dataclass(frozen=True)
class Team:
    name: str = "team"
    agents: int = 1
    capacity: int = 1
    plan: tuple[tuple[float, int], ...] = ((0.0, 1), (3600.0, 0))
    paid: float = 3600.0  # on each day
    cost_per_hour: float = 0.0
    shrinkage: float = 0.0
    skills: tuple[int, ...] | None = None  # None: every type


@dataclass(frozen=True)
class C:
    """A contact and what became of it."""

    at: float
    outcome: Outcome = Outcome.ANSWERED
    answered: float = NAN
    talk_end: float = NAN
    handled: float = NAN
    left: float = NAN
    waited: bool = False
    resolved: bool = False
    type: int = 0
    segment: int = 0


def center(
    channels: tuple[Ch, ...] = (Ch(),),
    types: tuple[Type, ...] = (Type(),),
    teams: tuple[Team, ...] = (Team(),),
    *,
    intervals: int = 4,
    days: int = 1,
    warm_up: float = 0.0,
    segments: tuple[str, ...] = ("all",),
) -> CenterModel:
    """`intervals` half-hours a day; days follow each other at once."""
    count = intervals * days
    edges = np.arange(count + 1) * HALF_HOUR
    first = date(2026, 3, 2)
    dates = tuple(first + timedelta(days=day) for day in range(days))
    day = np.repeat(np.arange(days), intervals)
    minutes = 30 * (np.arange(count) % intervals)
    clock = [f"{dates[d]}T{m // 60:02}:{m % 60:02}:00+00:00" for d, m in zip(day, minutes, strict=True)]
    timeline = Timeline(
        horizon=float(edges[-1]),
        warm_up=warm_up,
        edges=edges,
        interval_day=day,
        interval_start=tuple(clock),
        time_of_day=HALF_HOUR * (np.arange(count) % intervals),
        day_edges=edges[::intervals],
        dates=dates,
    )
    model_channels = tuple(
        Channel(
            name=f"channel{index}",
            live=channel.live,
            concurrency=1,
            pace=(1.0,),
            lines=None,
            cost_per_second=channel.cost_per_second,
            cost_per_contact=channel.cost_per_contact,
            interruptible=False,
            resume_cost=0.0,
            drain=False,
            open_windows=np.array(channel.windows, dtype=float).reshape(-1, 2),
            never_closes=False,
            drops_at_close=False,
        )
        for index, channel in enumerate(channels)
    )
    silent = ArrivalStream(edges, np.zeros(count), 0.0, np.zeros(count), 0.0)
    model_types = tuple(
        ContactType(
            name=kind.name,
            channel=kind.channel,
            segment_share=np.ones(len(segments)) / len(segments),
            arrivals=silent,
            patience=None,
            balking_from=np.zeros(0, dtype=np.int64),
            balking_probability=np.zeros(0),
            work=(),
            answer_within=kind.answer_within,
            short_abandon=kind.short_abandon,
            priority=1.0,
            weight=1.0,
            head_start=0.0,
            max_waiting=None,
            lost_value=kind.lost_value,
            resolution=1.0,
            clock_opening=kind.clock_opening,
            sla_at_start=kind.sla_at_start,
        )
        for kind in types
    )
    everything = tuple(range(len(types)))
    groups, agents = [], []
    for number, team in enumerate(teams):
        groups.append(
            Group(
                name=team.name,
                types=everything if team.skills is None else team.skills,
                capacity=team.capacity,
                load=(1,) * len(types),
                work=np.zeros(len(types), dtype=np.int64),
                factor=np.ones(len(types)),
                aht_ratio=np.ones(len(types)),
                resolution=np.ones(len(types)),
                agents=range(len(agents), len(agents) + team.agents),
                counted=True,
                reserve=(0,) * len(types),
                order_class=(0,) * len(types),
                cost_per_hour=team.cost_per_hour,
                shrinkage=team.shrinkage,
            )
        )
        agents += [Agent(f"{team.name}.{i:02}", number, i, (), 0.0, 0.0, None) for i in range(team.agents)]
    return CenterModel(
        name="by hand",
        timeline=timeline,
        channels=model_channels,
        segments=segments,
        types=model_types,
        groups=tuple(groups),
        agents=tuple(agents),
        schedules=(None,) * len(teams),
        scheduled=tuple(
            Schedule(np.array([t for t, _ in team.plan]), np.array([n for _, n in team.plan])) for team in teams
        ),
        paid_seconds=np.array([[team.paid] * days for team in teams]),
        routing=Routing("longest_idle", "priority", ((),) * len(types), None, "."),
        shared_day_cv=0.0,
        shared_interval_cv=0.0,
        shared_interval_correlation=0.0,
        currency="USD",
    )


def history(
    model: CenterModel,
    contacts: list[C],
    *,
    presence: list[tuple[int, Presence, float, float]] = (),
    work: list[tuple[int, int, float, float]] = (),
    load: list[int] | None = None,
    end: float | None = None,
    replication: int = 1,
) -> tuple[Workload, Logs]:
    """Workload and logs. `presence`: (agent, state, start, end); `work`: (agent, contact, start, end)."""
    rows = len(contacts)
    arrived = np.array([c.at for c in contacts], dtype=float)
    interval = np.searchsorted(model.timeline.edges, arrived, side="right") - 1
    kind = np.array([c.type for c in contacts], dtype=np.int64)
    segment = np.array([c.segment for c in contacts], dtype=np.int64)
    zero = np.zeros(rows)
    workload = Workload(
        replication=replication,
        first_row=np.zeros(len(model.types) + 1, dtype=np.int64),
        type=kind,
        interval=interval,
        ordinal=np.arange(rows),
        arrival=arrived,
        segment=segment,
        patience=zero,
        talk=zero[None, :],
        wrap_up=zero[None, :],
        balking=zero,
        resolution=zero,
        routing=zero,
        absent=np.zeros((len(model.agents), len(model.timeline.dates)), dtype=bool),
        late_login=np.zeros((len(model.agents), len(model.timeline.dates))),
        busyness=np.ones((len(model.types), len(interval))),
    )
    log = first_contacts(
        type=kind,
        segment=segment,
        interval=interval,
        ordinal=np.arange(rows),
        arrived=arrived,
        outcome=np.array([c.outcome for c in contacts], dtype=np.int64),
        waited=np.array([c.waited for c in contacts], dtype=bool),
        answered=np.array([c.answered for c in contacts], dtype=float),
        talk_end=np.array([c.talk_end for c in contacts], dtype=float),
        handled=np.array([c.handled for c in contacts], dtype=float),
        left=np.array([c.left for c in contacts], dtype=float),
        agent=np.array([_finisher(model, row, c, work) for row, c in enumerate(contacts)], dtype=np.int64),
        resolved=np.array([c.resolved for c in contacts], dtype=bool),
    )
    agent_log = AgentLog(
        agent=np.array([row[0] for row in presence], dtype=np.int64),
        state=np.array([row[1] for row in presence], dtype=np.int64),
        start=np.array([row[2] for row in presence], dtype=float),
        end=np.array([row[3] for row in presence], dtype=float),
        work_agent=np.array([row[0] for row in work], dtype=np.int64),
        work_contact=np.array([row[1] for row in work], dtype=np.int64),
        work_start=np.array([row[2] for row in work], dtype=float),
        work_end=np.array([row[3] for row in work], dtype=float),
        work_load=np.array(load if load is not None else [1] * len(work), dtype=np.int64),
    )
    moments = [*(row[3] for row in presence), *(row[3] for row in work), *arrived]
    last = end if end is not None else max(moments, default=0.0)
    return workload, plain_logs(replication, log, agent_log, last)


def _finisher(model: CenterModel, row: int, contact: C, work: list[tuple[int, int, float, float]]) -> int:
    """Who last worked on a contact that was served; where nobody's work is told, the first agent who may take it."""
    if contact.outcome not in (Outcome.ANSWERED, Outcome.CALLED_BACK):
        return -1
    worked = [(end, agent) for agent, of, _, end in work if of == row]
    skilled = (a for a, agent in enumerate(model.agents) if contact.type in model.groups[agent.group].types)
    return max(worked)[1] if worked else next(skilled, -1)
