"""Small floors and their customers, made without a scenario: what a center model can say of live and deferred work.

Times are multiples of ten seconds of one hour, so that many events fall on the same instant; of half of the worlds the
hour is cut in two and goes on a day later, with a midnight near its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from hand_built import DAY, C, Day, Live, Team, Type, center, customers
from hypothesis import strategies as st
from numpy.typing import NDArray

from ccsim.engine.logs import Logs
from ccsim.model.center import NEVER, CenterModel
from ccsim.workload.workload import Workload

HOUR = 3000.0
"""Seconds in which all that is planned happens."""
CUT = 1500.0
NEXT = DAY - 300.0
"""Where an hour that is cut goes on."""

_BY_STANDING = ["longest_idle", "fastest", "best_resolution", "most_specialised"]

tens = st.integers(0, int(HOUR) // 10).map(lambda n: 10.0 * n)


class Clock(NamedTuple):
    """Of an hour that is cut or not."""

    cut: bool

    def at(self, second: float) -> float:
        return NEXT + second - CUT if self.cut and second >= CUT else second

    @property
    def last(self) -> float:
        """Nothing is planned later."""
        return self.at(HOUR)

    @property
    def days(self) -> int:
        return 2 if self.cut else 1

    def stretches(self, edges: Sequence[int]) -> tuple[tuple[float, float], ...]:
        """Edges in tens of seconds, two by two."""
        times = [self.at(10.0 * edge) for edge in edges]
        return tuple(zip(times[::2], times[1::2], strict=True))


@st.composite
def edges(draw: Any, most: int) -> list[int]:
    """Ascending, of at most so many stretches; they may touch."""
    number = draw(st.integers(1, most))
    found = sorted(draw(st.lists(st.integers(0, int(HOUR) // 10), min_size=2 * number, max_size=2 * number)))
    return found if all(a < b for a, b in zip(found[::2], found[1::2], strict=True)) else [0, int(HOUR) // 20]


@st.composite
def windows(draw: Any, clock: Clock) -> tuple[tuple[float, float], ...] | None:
    return None if draw(st.booleans()) else clock.stretches(draw(edges(3)))


@st.composite
def channels(draw: Any, clock: Clock, lean: bool) -> Live:
    concurrency = draw(st.just(1) if lean else st.sampled_from([1, 1, 2, 3, 4]))
    pace = draw(st.sampled_from([(1.0,), (1.0, 0.5), (1.0, 0.8, 0.65)])) if concurrency > 1 else (1.0,)
    if draw(st.integers(0, 3)) == 0:
        interruptible = not lean and draw(st.booleans())
        cost = draw(st.sampled_from([0.0, 10.0])) if interruptible else 0.0
        open_in = draw(windows(clock))
        return Live(concurrency, pace, live=False, interruptible=interruptible, resume_cost=cost, windows=open_in)
    return Live(
        concurrency,
        pace,
        lines=draw(st.sampled_from([None, None, 2, 5])),
        windows=draw(windows(clock)),
        drops=draw(st.booleans()),
        drain=not lean and draw(st.booleans()) and concurrency == 1,
    )


@st.composite
def breaks(draw: Any, duty: tuple[float, float], clock: Clock) -> list[tuple[float, float]]:
    """(due, length): they may overlap, begin with the duty, take no time, or outlast it."""
    due = tens.map(clock.at).filter(lambda at: duty[0] <= at < duty[1]) | st.just(duty[0])
    lengths = st.sampled_from([0.0, 30.0, 100.0, 200.0])
    return draw(st.lists(st.tuples(due, lengths), max_size=3, unique=True))


@st.composite
def teams(draw: Any, kinds: int, clock: Clock) -> Team:
    skills = tuple(sorted(draw(st.sets(st.integers(0, kinds - 1), min_size=1))))
    terms: dict[str, Any] = {
        "reserve": {skills[-1]: draw(st.sampled_from([0, 0, 1, 2]))},
        "order": {k: draw(st.integers(0, 1)) for k in skills},
        "resolution": {k: draw(st.sampled_from([0.5, 0.9])) for k in skills},
        "factor": {k: draw(st.sampled_from([1.0, 1.0, 1.1, 0.7])) for k in skills},
    }
    if draw(st.booleans()):
        duties = tuple(clock.stretches(draw(edges(2))) for _ in range(draw(st.integers(1, 3))))
        due = {i: tuple(sorted(draw(breaks(duty[0], clock)))) for i, duty in enumerate(duties) if draw(st.booleans())}
        return Team(skills, duties=duties, breaks=due, **terms)
    # Close together, a rise finds agents who are about to leave.
    first, apart = draw(st.integers(1, 100)), draw(st.integers(1, 12))
    steps_of = st.sets(
        st.integers(1, 5).map(lambda n: 10.0 * (first + apart * n)) | tens.filter(bool), min_size=1, max_size=6
    )
    times = [0.0, *(clock.at(t) for t in sorted(draw(steps_of)))]
    counts = draw(st.lists(st.integers(0, 3), min_size=len(times), max_size=len(times)).filter(any))
    steps = [(t, n) for i, (t, n) in enumerate(zip(times, counts, strict=True)) if i == 0 or n != counts[i - 1]]
    return Team(skills, counts=tuple(steps), **terms)


@st.composite
def preferences(draw: Any, kinds: int, groups: Sequence[Team]) -> dict[int, list[tuple[int, int, float]]]:
    delays = st.sampled_from([0.0, 0.0, 30.0, 70.0])
    return {
        k: [(g, draw(st.integers(0, 2)), draw(delays)) for g, team in enumerate(groups) if k in team.skills]
        for k in range(kinds)
    }


class World:
    """A generated floor and its customers; `absent` and `late` are by agent and day."""

    replications = 1

    def __init__(
        self,
        channels: tuple[Live, ...],
        types: tuple[Type, ...],
        teams: tuple[Team, ...],
        model: CenterModel,
        contacts: tuple[C, ...],
        last: float,
        absent: NDArray[np.bool_],
        late: NDArray[np.float64],
    ) -> None:
        self.channels, self.types, self.teams, self.model, self.contacts = channels, types, teams, model, contacts
        self.last, self.absent, self.late = last, absent, late

    def __repr__(self) -> str:
        """What a failure needs to be worked by hand."""
        ranks = {k: [(p.group, p.rank, p.delay) for p in rows] for k, rows in enumerate(self.model.routing.preferences)}
        rules = f"{self.model.routing.agent_rule}, {self.model.routing.contact_rule}"
        away = {(int(a), int(d)): "absent" for a, d in np.argwhere(self.absent)}
        away |= {(int(a), int(d)): f"{self.late[a, d]:g} s late" for a, d in np.argwhere(self.late)}
        said = [*self.channels, *self.types, *self.teams, ranks, rules, f"(agent, day): {away}", *self.contacts]
        return "\n".join(map(str, ["", *said]))

    @cached_property
    def workload(self) -> Workload:
        return replace(customers(self.model, self.contacts)[0], absent=self.absent, late_login=self.late)

    def workloads(self) -> list[Workload]:
        return [self.workload]

    @cached_property
    def day(self) -> Day:
        return Day(self.model, self.contacts, absent=self.absent, late_login=self.late)

    @property
    def logs(self) -> Logs:
        return self.day.logs


@st.composite
def floors(draw: Any, lean: bool = False) -> World:
    """`lean`: one contact at a time, nothing that is interrupted, and routing by standing."""
    clock = Clock(draw(st.booleans()))
    ways = tuple(draw(st.lists(channels(clock, lean), min_size=1, max_size=3)))
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
                answer_within=draw(st.sampled_from([20.0, 60.0])),
                max_waiting=draw(st.sampled_from([None, None, 0, 2])) if live else None,
                balking=draw(st.sampled_from([(), (), ((0, 0.1),), ((0, 0.0), (2, 0.5))])) if live else (),
            )
        )
    groups = tuple(draw(st.lists(teams(len(types), clock), min_size=1, max_size=3)))
    model = center(
        ways,
        types,
        groups,
        preferences=draw(preferences(len(types), groups)),
        agent_rule=draw(st.sampled_from(_BY_STANDING if lean else [*_BY_STANDING, "least_occupied", "random"])),
        contact_rule=draw(
            st.sampled_from(["priority", "longest_wait", "weighted_wait", "earliest_deadline", "group_order"])
        ),
        days=clock.days,
    )
    luck = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    contacts, apart, within = [], draw(st.sampled_from([10, 10, 60])), draw(st.sampled_from([HOUR, HOUR / 2, HOUR / 5]))
    for _ in range(draw(st.integers(1, 50))):
        kind = int(luck.integers(len(types)))
        way = ways[types[kind].channel]
        at = clock.at(float(apart * luck.integers(int(within) // apart)))
        if way.live and not any(a <= at < b for a, b in way.windows or ((0.0, 2 * DAY),)):
            continue  # live contacts come in opening hours only
        patience = float(apart * luck.integers(300 // apart)) if way.live and luck.random() < 0.7 else NEVER
        talk, wrap_up = float(apart * luck.integers(300 // apart)), 10.0 * float(luck.integers(4))
        contacts.append(C(kind, at, talk, wrap_up, patience, *(float(u) for u in luck.random(3))))
    agents = len(model.agents), clock.days
    counted = np.array([[model.groups[agent.group].counted] for agent in model.agents], dtype=bool)
    absent, late = np.zeros(agents, dtype=bool), np.zeros(agents)
    if draw(st.booleans()):
        absent = (luck.random(agents) < 0.2) & ~counted
        late = np.where(counted, 0.0, 10.0 * luck.integers(0, 12, agents) * luck.integers(0, 2, agents))
        model = replace(model, agents=tuple(replace(agent, absence=0.2) for agent in model.agents))
    return World(ways, tuple(types), groups, model, tuple(contacts), clock.last, absent, late)
