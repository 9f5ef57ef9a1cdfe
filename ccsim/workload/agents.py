"""Agents: who is away on which day, and who logs in late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.model.center import BoolArray, CenterModel, FloatArray
from ccsim.model.grid import on_grid
from ccsim.workload.busyness import date_ordinals, gamma_factor
from ccsim.workload.streams import Streams

if TYPE_CHECKING:
    from ccsim.distributions import Law


class Absence:
    """Whether an agent is away all day.

    He is when his uniform is below min(1, p x factor); the Gamma factor, mean 1, is the group's for that day, so that
    bad days are bad for all of it.
    """

    def __init__(self, model: CenterModel) -> None:
        agents = model.agents
        self._days = date_ordinals(model.timeline)
        self._shape = len(agents), len(self._days)
        self._who = [a for a, agent in enumerate(agents) if agent.absence > 0.0]
        self._names = [agents[a].name for a in self._who]
        self._share = np.array([agents[a].absence for a in self._who])
        # One factor for each (group, cv), not for each agent: the Gamma quantile is the costly part.
        kinds = sorted({(agents[a].group, agents[a].absence_day_cv) for a in self._who})
        kind = {pair: k for k, pair in enumerate(kinds)}
        self._kind = [kind[agents[a].group, agents[a].absence_day_cv] for a in self._who]
        self._groups = [model.groups[group].name for group, _ in kinds]
        self._cv = np.array([cv for _, cv in kinds])

    def draw(self, streams: Streams) -> BoolArray:
        """Of a replication, (agents, days)."""
        absent = np.zeros(self._shape, np.bool_)
        if self._who:
            days, groups, who = self._days, np.arange(len(self._groups)), np.arange(len(self._who))
            u_group = streams.uniform_by_name(self._groups, "absence_day", groups[:, None], days)
            factor = gamma_factor(self._cv[:, None], u_group)
            likely = np.minimum(1.0, self._share[:, None] * factor[self._kind])
            absent[self._who] = streams.uniform_by_name(self._names, "absence", who[:, None], days) < likely
        return absent


class LateLogin:
    """By how much an agent's duties of a day begin late."""

    def __init__(self, model: CenterModel) -> None:
        self._days = date_ordinals(model.timeline)
        self._shape = len(model.agents), len(self._days)
        by_law: dict[int, tuple[Law, list[int], list[str]]] = {}  # agents of a group share a law
        for a, agent in enumerate(model.agents):
            if (law := agent.late_login) is not None:
                _, who, names = by_law.setdefault(id(law), (law, [], []))
                who.append(a)
                names.append(agent.name)
        self._late = list(by_law.values())

    def draw(self, streams: Streams) -> FloatArray:
        """Of a replication: seconds on the time grid, (agents, days)."""
        late = np.zeros(self._shape)
        for law, who, names in self._late:
            u = streams.uniform_by_name(names, "late_login", np.arange(len(who))[:, None], self._days)
            late[who] = on_grid(law.quantile(u))
        return late
