"""Which groups may take which types, in which order, and the order in which a freed group looks at types."""

from __future__ import annotations

from collections.abc import Sequence

from ccsim.model.center import Group, Preference, Routing
from ccsim.model.grid import on_grid
from ccsim.scenario.schema import Scenario

EQUAL = 1e-12  # relative difference of AHT ratios below which two groups are one pool


def make_routing(scenario: Scenario, groups: Sequence[Group]) -> Routing:
    """Who hosts an appointment may take its customers, after all others where preferences do not name him."""
    index = {group.name: g for g, group in enumerate(groups)}
    preferences = []
    for k, name in enumerate(scenario.contacts):
        given = scenario.routing.preferences.get(name)
        if given is None:
            preferences.append(_fastest_first(k, groups))
        else:
            ranked = [
                Preference(index[member.group], rank, on_grid(member.after))
                for rank, pool in enumerate(given)
                for member in pool
            ]
            hosts = {index[one.agents] for one in scenario.appointments.values() if one.contact == name}
            hosts -= {preference.group for preference in ranked}
            ranked += [Preference(group, len(given), 0.0) for group in hosts]
            preferences.append(tuple(sorted(ranked, key=lambda p: (p.rank, p.group))))
    return Routing(
        agent_rule=scenario.routing.agent_rule,
        contact_rule=scenario.routing.contact_rule,
        preferences=tuple(preferences),
        policy=scenario.routing.policy,
        policy_folder=scenario.folder,
    )


def _fastest_first(k: int, groups: Sequence[Group]) -> tuple[Preference, ...]:
    """Every group with the skill by AHT, groups of equal AHT one pool."""
    able = sorted((float(group.aht_ratio[k]), g) for g, group in enumerate(groups) if k in group.types)
    ranks: list[tuple[int, int]] = []
    rank, slowest = -1, -1.0
    for ratio, g in able:
        if rank < 0 or ratio - slowest > EQUAL * ratio:
            rank, slowest = rank + 1, ratio
        ranks.append((rank, g))
    return tuple(Preference(g, rank, 0.0) for rank, g in sorted(ranks))


def order_classes(scenario: Scenario, group: str) -> tuple[int, ...]:
    """By type: the class in which contact rule `group_order` lets this group look at it; -1 without the skill.

    Skills that the group's order leaves out follow it, each a class of its own, in the order of the skills.
    """
    skills = scenario.agents[group].skills
    classes = scenario.routing.order.get(group, ())
    place = {name: i for i, members in enumerate(classes) for name in members}
    unnamed = [name for name in skills if name not in place]
    place |= {name: len(classes) + i for i, name in enumerate(unnamed)}
    return tuple(place[name] if name in skills else -1 for name in scenario.contacts)
