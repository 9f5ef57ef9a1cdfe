"""What was understood of who takes what, in a planner's words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ccsim.model.center import CenterModel, Preference
from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import Scenario

CONTACTS = {
    "priority": "the smallest priority number, then what has waited longest",
    "longest_wait": "what has waited longest",
    "weighted_wait": "what has waited longest, times its weight",
    "earliest_deadline": "what has its answer_within up first",
    "group_order": "what stands first in the group's order, of one class what has waited longest",
}
AGENTS = {
    "longest_idle": "who has been idle longest",
    "least_occupied": "who was least busy today",
    "fastest": "the fastest group",
    "best_resolution": "the group that resolves most",
    "most_specialised": "the group with the fewest skills",
    "random": "anybody",
}


def describe_routing(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    """A line for both rules where there is a choice, and one for each type that several groups have the skill for."""
    routing = model.routing
    if routing.policy is not None:
        yield f"routing: by the policy {routing.policy}"
        return
    able = [[g for g, group in enumerate(model.groups) if k in group.types] for k in range(len(model.types))]
    if any(len(group.types) > 1 for group in model.groups):
        yield f"routing {routing.contact_rule}: who comes free takes {CONTACTS[routing.contact_rule]}"
    if any(len(groups) > 1 for groups in able):
        yield f"routing {routing.agent_rule}: of a pool a contact goes to {AGENTS[routing.agent_rule]}"
    for k, groups in enumerate(able):
        taken = routing.preferences[k]
        if len(groups) > 1 or any(one.delay or model.groups[one.group].reserve[k] for one in taken):
            ranks = [list(pool) for _, pool in groupby(taken, key=lambda one: one.rank)]
            said = [" or ".join(_taker(one, k, model) for one in pool) for pool in ranks]
            left = [g for g in groups if g not in {one.group for one in taken}]
            yield f"routing {model.types[k].name}: {', then '.join(said)}{_left(left, k, scenario, model)}"


def _taker(preference: Preference, k: int, model: CenterModel) -> str:
    """`digital_team (after 30 s, while more than 2 of it are idle)`"""
    group = model.groups[preference.group]
    said = [f"after {duration_text(preference.delay)}"] if preference.delay else []
    if kept := group.reserve[k]:
        said.append(f"while more than {kept} of it {'is' if kept == 1 else 'are'} idle")
    return f"{group.name} ({', '.join(said)})" if said else group.name


def _left(groups: list[int], k: int, scenario: Scenario, model: CenterModel) -> str:
    """Groups with the skill that preferences do not name."""
    added = {one.add_group for one in scenario.orchestration.values() if one.when.contact == model.types[k].name}
    names = [model.groups[g].name for g in groups]
    said = [f"; {name} only while a live rule adds it" for name in names if name in added]
    never = [name for name in names if name not in added]
    return "".join(said) + (f"; never {', '.join(never)}, though skilled" if never else "")
