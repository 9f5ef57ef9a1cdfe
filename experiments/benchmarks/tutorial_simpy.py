"""Jobs J1 and J2 as SimPy tutorials would have them: a process per call, a Resource or a FilterStore of agents.

The yardstick of the benchmark, written for that and kept apart from the product. On J2 a freed agent serves whoever has
waited longest among those he can serve: a FilterStore knows no classes of calls, which hardly moves the result.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
import simpy

from experiments.validation.published import J2_SKILLS, J2_STAFF, J2_TYPES

Events = Generator[simpy.Event, object, None]


@dataclass
class Count:
    calls: int = 0
    abandoned: int = 0


def run_j1(minutes: float, seed: int) -> Count:
    """M/M/50+M: 10 calls a minute of 5 min, patience 2 min."""
    rng, env, count = np.random.default_rng(seed), simpy.Environment(), Count()
    agents = simpy.Resource(env, capacity=50)

    def call() -> Events:
        with agents.request() as request:
            outcome = yield request | env.timeout(rng.exponential(2.0))
            if request not in outcome:
                count.abandoned += 1
                return
            yield env.timeout(rng.exponential(5.0))

    def arrivals() -> Events:
        while True:
            yield env.timeout(rng.exponential(0.1))
            count.calls += 1
            env.process(call())

    env.process(arrivals())
    env.run(until=minutes)
    return count


@dataclass(eq=False)
class Agent:
    group: str
    skills: dict[str, float]
    leaving: bool = False


def run_j2(seed: int) -> Count:
    """One day of 10,000 calls of four types; named agents leave at the end of their shift."""
    rng, env, count = np.random.default_rng(seed), simpy.Environment(), Count()
    idle = simpy.FilterStore(env)
    on_duty: dict[str, list[Agent]] = {group: [] for group in J2_STAFF}

    def call(kind: str) -> Events:
        own = next(group for group, skills in J2_SKILLS.items() if kind in skills)
        if any(agent.group == own for agent in idle.items):
            request = idle.get(lambda agent: agent.group == own)
        else:
            request = idle.get(lambda agent: kind in agent.skills)
        patience = env.timeout(rng.exponential(J2_TYPES[kind]["patience_min"]))
        outcome = yield request | patience
        if request not in outcome:
            request.cancel()
            count.abandoned += 1
            return
        agent = outcome[request]
        sigma2 = math.log(1 + J2_TYPES[kind]["cv"] ** 2)
        mean = J2_TYPES[kind]["mean_min"] * agent.skills[kind]
        yield env.timeout(rng.lognormal(math.log(mean) - sigma2 / 2, math.sqrt(sigma2)))
        if not agent.leaving:
            yield idle.put(agent)

    def arrivals(kind: str) -> Events:
        for interval, rate in enumerate(J2_TYPES[kind]["per_min"]):
            for at in sorted(30.0 * interval + 30.0 * rng.random(rng.poisson(30.0 * rate))):
                yield env.timeout(at - env.now)
                count.calls += 1
                env.process(call(kind))

    def roster() -> Events:
        for interval in range(24):
            for group, agents in on_duty.items():
                while len(agents) > J2_STAFF[group][interval]:
                    gone = agents.pop()
                    gone.leaving = True
                    if gone in idle.items:
                        idle.items.remove(gone)
                while len(agents) < J2_STAFF[group][interval]:
                    agents.append(Agent(group, J2_SKILLS[group]))
                    yield idle.put(agents[-1])
            yield env.timeout(30.0)

    env.process(roster())
    for kind in J2_TYPES:
        env.process(arrivals(kind))
    env.run()
    return count


def run(job: str, days: int) -> Iterator[Count]:
    for day in range(days):
        yield run_j1(1000.0, day) if job == "J1" else run_j2(day)
