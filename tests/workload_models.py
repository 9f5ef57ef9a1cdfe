"""Small centers, put together by hand, for the tests of what customers bring."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta

import numpy as np

from ccsim.distributions import make_law
from ccsim.model.center import (
    Agent,
    ArrivalStream,
    CenterModel,
    Channel,
    ContactType,
    Group,
    LawByTime,
    Routing,
    Timeline,
    Trace,
    WorkLaw,
)
from ccsim.scenario.schema import Distribution

HALF_HOUR = 1800.0


def law(family, **parameters):
    return make_law(Distribution(family=family, parameters=parameters))


def always(one):
    return LawByTime(starts=np.array([0.0]), laws=(one,))


def timeline(days=1, interval=HALF_HOUR, hours=None, first=date(2026, 3, 2)):
    """`hours`: length of each day in hours (23 or 25 where clocks change, at 2:00)."""
    hours = hours or [24.0] * days
    per_day = [round(h * 3600 / interval) for h in hours]
    day = np.repeat(np.arange(days), per_day)
    edges = np.arange(sum(per_day) + 1) * interval
    day_edges = np.concatenate(([0.0], np.cumsum(hours))) * 3600
    time_of_day = edges[:-1] - day_edges[day]
    for d, h in enumerate(hours):
        time_of_day[(day == d) & (time_of_day >= 7200.0)] += (24.0 - h) * 3600
    dates = tuple(first + timedelta(days=d) for d in range(days))
    return Timeline(
        horizon=float(edges[-1]),
        warm_up=0.0,
        edges=edges,
        interval_day=day,
        interval_start=tuple(f"{dates[d]} {s / 3600:05.2f}" for d, s in zip(day, time_of_day, strict=True)),
        time_of_day=time_of_day,
        day_edges=day_edges,
        dates=dates,
    )


def stream(clock, per_interval, day_cv=0.0, interval_cv=0.0, correlation=0.0, trace=None):
    """A constant expectation per interval, or one for each interval."""
    expected = np.broadcast_to(per_interval, len(clock.interval_day))
    return ArrivalStream(
        rate_edges=clock.edges,
        rate=expected / np.diff(clock.edges),
        day_variation_cv=day_cv,
        interval_cv=np.broadcast_to(interval_cv, len(clock.interval_day)).astype(float),
        interval_correlation=correlation,
        trace=trace,
    )


def trace(start, **columns):
    n = len(start)
    blank = np.full(n, np.nan)
    recorded = {"segment": np.full(n, -1), "talk": blank, "wrap_up": blank, "patience": blank} | columns
    return Trace(start=np.array(start, float), **recorded)


def contact_type(name, arrivals, share=(1.0,), patience=None, work=None):
    return ContactType(
        name=name,
        channel=0,
        segment_share=np.array(share),
        arrivals=arrivals,
        patience=patience,
        balking_from=np.zeros(0, np.int64),
        balking_probability=np.zeros(0),
        work=work or (WorkLaw(always(law("lognormal", mean=270.0, cv=0.9)), always(law("exponential", mean=35.0))),),
        answer_within=20.0,
        short_abandon=20.0,
        priority=1.0,
        weight=1.0,
        head_start=0.0,
        max_waiting=None,
        lost_value=0.0,
        resolution=1.0,
        clock_opening=False,
        sla_at_start=False,
    )


def group(name, types, agents):
    return Group(
        name=name,
        types=tuple(range(types)),
        capacity=1,
        load=(1,) * types,
        work=np.zeros(types, np.int64),
        factor=np.ones(types),
        aht_ratio=np.ones(types),
        resolution=np.ones(types),
        agents=agents,
        counted=False,
        reserve=(0,) * types,
        order_class=tuple(range(types)),
        cost_per_hour=0.0,
        shrinkage=0.0,
    )


def agent(name, group=0, index=0, absence=0.0, day_cv=0.0, late_login=None):
    return Agent(name, group, index, (), absence, day_cv, late_login)


def center(clock, types, agents=(), segments=("all",), groups=None, shared=(0.0, 0.0, 0.0)):
    channel = Channel(
        name="voice",
        live=True,
        concurrency=1,
        pace=(1.0,),
        lines=None,
        cost_per_second=0.0,
        cost_per_contact=0.0,
        interruptible=False,
        resume_cost=0.0,
        drain=False,
        open_windows=np.array([[0.0, clock.horizon]]),
        never_closes=True,
        drops_at_close=False,
    )
    groups = groups or (group("team", len(types), range(len(agents))),)
    return CenterModel(
        name="test",
        timeline=clock,
        channels=(channel,),
        segments=tuple(segments),
        types=tuple(types),
        groups=tuple(groups),
        agents=tuple(agents),
        schedules=(None,) * len(groups),
        scheduled=(),
        paid_seconds=np.zeros((len(groups), len(clock.dates))),
        routing=Routing("longest_idle", "priority", ((),) * len(types), None, "."),
        shared_day_cv=shared[0],
        shared_interval_cv=shared[1],
        shared_interval_correlation=shared[2],
    )


def columns(workload):
    """Every array of a workload by name: `arrival`, `requests.time`, `prevented.rule` ..."""
    found = {}
    for one in fields(workload):
        value = getattr(workload, one.name)
        if isinstance(value, np.ndarray):
            found[one.name] = value
        elif is_dataclass(value):
            found |= {f"{one.name}.{name}": column for name, column in columns(value).items()}
    return found


def scaled(model, factor):
    """The same center with `factor` times the demand."""
    return replace(
        model,
        types=tuple(
            replace(one, arrivals=replace(one.arrivals, rate=one.arrivals.rate * factor)) for one in model.types
        ),
    )
