"""Agents: who is away on which day, and who logs in late."""

from __future__ import annotations

import numpy as np

from ccsim.model.center import BoolArray, CenterModel, FloatArray
from ccsim.model.grid import on_grid
from ccsim.workload.busyness import date_ordinals, gamma_factor
from ccsim.workload.streams import Streams


def draw_absent(model: CenterModel, streams: Streams) -> BoolArray:
    """Whether an agent is away all day, shape (agents, days).

    He is when his uniform is below min(1, p x factor); the Gamma factor, mean 1, is the group's for that day, so that
    bad days are bad for all of it.
    """
    days = date_ordinals(model.timeline)
    absent = np.zeros((len(model.agents), len(days)), np.bool_)
    who = [a for a, agent in enumerate(model.agents) if agent.absence > 0.0]
    if not who:
        return absent
    # One factor for each (group, cv), not for each agent: the Gamma quantile is the costly part.
    kinds = sorted({(model.agents[a].group, model.agents[a].absence_day_cv) for a in who})
    group_names = [model.groups[group].name for group, _ in kinds]
    u_group = streams.uniform_by_name(group_names, "absence_day", np.arange(len(kinds))[:, None], days)
    factor = gamma_factor(np.array([cv for _, cv in kinds])[:, None], u_group)
    kind = {pair: k for k, pair in enumerate(kinds)}
    of_agent = [kind[model.agents[a].group, model.agents[a].absence_day_cv] for a in who]
    share = np.array([model.agents[a].absence for a in who])
    likely = np.minimum(1.0, share[:, None] * factor[of_agent])
    names = [model.agents[a].name for a in who]
    absent[who] = streams.uniform_by_name(names, "absence", np.arange(len(who))[:, None], days) < likely
    return absent


def draw_late_login(model: CenterModel, streams: Streams) -> FloatArray:
    """By how much an agent's duties of a day begin late: seconds on the time grid, shape (agents, days)."""
    days = date_ordinals(model.timeline)
    late = np.zeros((len(model.agents), len(days)))
    by_law: dict[int, list[int]] = {}  # agents of a group share a law
    for a, agent in enumerate(model.agents):
        by_law.setdefault(id(agent.late_login), []).append(a)
    for who in by_law.values():
        law = model.agents[who[0]].late_login
        if law is not None:
            names = [model.agents[a].name for a in who]
            u = streams.uniform_by_name(names, "late_login", np.arange(len(who))[:, None], days)
            late[who] = on_grid(law.quantile(u))
    return late
