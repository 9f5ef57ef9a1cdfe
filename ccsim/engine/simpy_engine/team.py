"""Agents with equal skills, and where routing finds those who are available."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.desks import Desk, Skill
    from ccsim.engine.simpy_engine.hosting import Claims

Holding = tuple[int, int, int, bool, bool]
"""(contacts in hand, their load, load of interruptible work, has work set aside, past his plan's end)"""
EMPTY: Holding = (0, 0, 0, False, False)


class Pool:
    """Available agents of one team who hold alike; the first under the agent rule in logarithmic time."""

    __slots__ = ("_agents", "_entries", "size")

    def __init__(self, agents: list[Agent]) -> None:
        self._agents = agents  # of the whole center, by index
        self._entries: list[tuple[float | tuple[float, float], int]] = []
        self.size = 0

    def add(self, agent: Agent) -> None:
        agent.pool = self
        self.size += 1
        heappush(self._entries, (agent.standing, agent.index))
        if len(self._entries) > 2 * self.size + 16:  # mostly of those who left from behind the first
            self._entries = sorted((agent.standing, agent.index) for agent in self.members())

    def remove(self, agent: Agent) -> None:
        agent.pool = None
        self.size -= 1

    def first(self) -> Agent:
        """Only when `size` is not zero. Entries of those who have left since are dropped here."""
        entries = self._entries
        while True:
            standing, index = entries[0]
            agent = self._agents[index]
            if agent.pool is self and agent.standing == standing:
                return agent
            heappop(entries)

    def members(self) -> list[Agent]:
        """All, by index."""
        indices = {index for _, index in self._entries}
        return [agent for agent in map(self._agents.__getitem__, sorted(indices)) if agent.pool is self]

    def in_place(self, place: int) -> Agent:
        """The one in this place, from 0, by index."""
        return self.members()[place]


class PoolByIndex(Pool):
    """For agent rule `random`, which picks by index."""

    __slots__ = ("_indices",)

    def __init__(self, agents: list[Agent]) -> None:
        super().__init__(agents)
        self._indices: list[int] = []

    def add(self, agent: Agent) -> None:
        agent.pool = self
        self.size += 1
        insort(self._indices, agent.index)

    def remove(self, agent: Agent) -> None:
        super().remove(agent)
        del self._indices[bisect_left(self._indices, agent.index)]

    def first(self) -> Agent:
        return self._agents[self._indices[0]]

    def members(self) -> list[Agent]:
        return [self._agents[index] for index in self._indices]

    def in_place(self, place: int) -> Agent:
        return self._agents[self._indices[place]]


class PoolInOrder(Pool):
    """For agents who are added in the order of their standing, as those who hold one contact at a time always are."""

    __slots__ = ("_members",)

    def __init__(self, agents: list[Agent]) -> None:
        super().__init__(agents)
        self._members: OrderedDict[Agent, None] = OrderedDict()

    def add(self, agent: Agent) -> None:
        agent.pool = self
        self.size += 1
        self._members[agent] = None

    def remove(self, agent: Agent) -> None:
        agent.pool = None
        self.size -= 1
        del self._members[agent]

    def first(self) -> Agent:
        return next(iter(self._members))

    def members(self) -> list[Agent]:
        return sorted(self._members, key=lambda agent: agent.index)


class Team:
    """An agent group on the floor."""

    __slots__ = (
        "_new_pool",
        "agents",
        "capacity",
        "claims",
        "empty",
        "everybody",
        "idle",
        "index",
        "name",
        "on_break",
        "paced",
        "pools",
        "present",
        "reserving",
        "simple",
        "skill_by_type",
        "skills",
        "waiting",
        "watched_by",
    )

    def __init__(self, index: int, name: str, capacity: int, everybody: list[Agent], *, by_index: bool) -> None:
        self.everybody = everybody  # all agents of the center, by index
        self.index = index
        self.name = name
        self.capacity = capacity
        self.agents: list[Agent] = []
        self.skills: list[Skill] = []  # those that its types' preferences let it use
        self.skill_by_type: dict[int, Skill] = {}
        self.reserving: list[Skill] = []  # those of them that it takes only while enough others are idle
        self.claims: list[Claims] = []  # of the appointments that it hosts
        self.idle = 0  # available, within their plan, and holding nothing but interruptible work
        self.present = 0  # on the floor and not about to leave
        self.on_break = 0  # of them
        self.watched_by: list[Desk] = []  # whose live rules count its idle agents
        self.waiting = 0  # contacts in the queues of its types
        self.simple = False  # one contact at a time, nothing interruptible: the only pool is that of the empty
        self.paced = False  # progress depends on how many contacts an agent has in hand
        self._new_pool = PoolByIndex if by_index else Pool
        self.empty = self._new_pool(everybody)  # of those who hold nothing
        self.pools: dict[Holding, Pool] = {EMPTY: self.empty}

    @property
    def at_work(self) -> int:
        """On duty and not on a break."""
        return self.present - self.on_break

    def make_simple(self, empty: Pool) -> None:
        """Its agents hold one contact at a time, none of them interruptible: those who are available hold nothing."""
        self.simple = True
        self.empty = self.pools[EMPTY] = empty

    def available(self, agent: Agent) -> None:
        """Puts him, who has room, where routing finds him."""
        if self.simple and not agent.past_end:
            self.idle += 1
            self.empty.add(agent)
            return
        holding = (agent.firm, agent.firm_load, agent.soft_load, bool(agent.set_aside), agent.past_end)
        pool = self.pools.get(holding)
        if pool is None:
            pool = self.pools[holding] = self._new_pool(self.everybody)
        pool.add(agent)
        if not (agent.firm or agent.past_end):
            self.idle += 1

    def unavailable(self, agent: Agent) -> None:
        if agent.pool is not None:
            agent.pool.remove(agent)
            if not (agent.firm or agent.past_end):
                self.idle -= 1

    def candidates(self, skill: Skill, closed: bool) -> list[tuple[int, bool, Pool]]:
        """(contacts in hand, would interrupt, pool) of the non-empty pools whose agents have room for the type.

        `closed`: the type's channel is closed, so that agents held by the closing take it too.
        """
        found = []
        for (firm, firm_load, soft_load, has_set_aside, past_end), pool in self.pools.items():
            room = self.capacity - firm_load
            if pool.size and skill.load <= room and (closed or not past_end):
                interrupts = skill.load > room - soft_load
                if skill.live or not (interrupts or has_set_aside):
                    found.append((firm, interrupts, pool))
        return found
