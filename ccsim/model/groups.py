"""Agent groups: skills as numbers by contact type."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ccsim.model.center import ContactType, Group
from ccsim.model.contact_types import has_own_work, mean_work
from ccsim.model.routing_table import order_classes
from ccsim.scenario.schema import AgentGroup, Scenario


def is_counted(group: AgentGroup) -> bool:
    """Whether staff falls by `count`: the default for counts; people on shifts are `named`."""
    if group.shifts is not None:
        return False
    return (group.when_staff_falls or "count") == "count"


def make_group(name: str, scenario: Scenario, types: Sequence[ContactType], agents: range) -> Group:
    """`agents` are the group's places in `CenterModel.agents`.

    A part-loaded agent's capacity is the least common multiple of the concurrencies of his skills' channels, so that
    every contact takes a whole number of places.
    """
    group = scenario.agents[name]
    concurrency = [scenario.channels[contact.channel].concurrency for contact in scenario.contacts.values()]
    names = list(scenario.contacts)
    skills = tuple(names.index(skill) for skill in group.skills)
    capacity = math.lcm(*(concurrency[k] for k in skills))
    work, factor, ratio, resolution = _by_type(name, scenario, types)
    reserve = scenario.routing.reserve.get(name, {})
    return Group(
        name=name,
        types=skills,
        capacity=capacity,
        load=tuple(capacity // concurrency[k] if k in skills else 0 for k in range(len(names))),
        work=np.array(work, np.int64),
        factor=np.array(factor, np.float64),
        aht_ratio=np.array(ratio, np.float64),
        resolution=np.array(resolution, np.float64),
        agents=agents,
        counted=is_counted(group),
        reserve=tuple(reserve.get(contact, 0) for contact in names),
        order_class=order_classes(scenario, name),
        cost_per_hour=group.cost_per_hour,
        shrinkage=group.shrinkage,
    )


def _by_type(
    name: str, scenario: Scenario, types: Sequence[ContactType]
) -> tuple[list[int], list[float], list[float], list[float]]:
    """Index of the work law, factor, AHT against the type's own, and resolution, each by contact type."""
    work, factor, ratio, resolution = [], [], [], []
    for contact_type in types:
        skill = scenario.agents[name].skills.get(contact_type.name)
        if skill is None:
            law, times, against, resolved = -1, 1.0, 1.0, contact_type.resolution
        else:
            law = _own_law(name, contact_type.name, scenario)
            times = skill.aht
            against = times * _mean_ratio(contact_type, law)
            resolved = contact_type.resolution if skill.resolution is None else skill.resolution
        work.append(law)
        factor.append(times)
        ratio.append(against)
        resolution.append(resolved)
    return work, factor, ratio, resolution


def _own_law(name: str, contact: str, scenario: Scenario) -> int:
    """Index into ContactType.work: 0 the type's own, then one for each group that has its own, in file order."""
    having = [
        other
        for other, group in scenario.agents.items()
        if contact in group.skills and has_own_work(group.skills[contact])
    ]
    return having.index(name) + 1 if name in having else 0


def _mean_ratio(contact_type: ContactType, law: int) -> float:
    if law == 0:
        return 1.0
    own, mean = mean_work(contact_type.work[0]), mean_work(contact_type.work[law])
    if own == 0.0:
        return 1.0 if mean == 0.0 else math.inf
    return mean / own
