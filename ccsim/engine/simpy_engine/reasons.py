"""Why routing decided as it did, in words, about the one contact whose story is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.desks import Skill

AGENT_RULE_WORDS = {
    "longest_idle": "idle longest",
    "least_occupied": "least occupied today",
    "fastest": "of the fastest group",
    "best_resolution": "of the group that resolves most",
    "most_specialised": "of the most specialised group",
    "random": "drawn at random",
}
CONTACT_RULE_WORDS = {
    "priority": "priority, then longest wait",
    "longest_wait": "longest wait with head start",
    "weighted_wait": "weighted wait",
    "earliest_deadline": "earliest deadline",
    "group_order": "the group's order, then longest wait",
}


def group_passed_over(skill: Skill, waited: float, spared: bool) -> str:
    """Why a group did not take a contact that looked for an agent."""
    team = skill.team
    if not skill.is_open:
        return f"{team.name} is not open for it now"
    if not skill.may_after(waited):
        return f"{team.name} may take it only from {skill.delay:g} s of waiting"
    if not spared:
        return f"{team.name} keeps {skill.reserve} idle in reserve and has {team.idle}"
    if not team.present:
        return f"{team.name} has nobody on duty"
    held = sum(len(claims.held) for claims in team.claims)
    kept_free = f" ({held} kept free for appointments)" if held else ""
    return f"{team.name} has nobody free of {team.present} on duty{kept_free}"


def agent_chosen(agent: Agent, rank: int, rule: str, passed_over: list[str]) -> str:
    choice = f"{agent.name} is chosen: preference {rank + 1}, {AGENT_RULE_WORDS[rule]}"
    return "; ".join([*passed_over, choice])


def nobody_chosen(passed_over: list[str]) -> str:
    return "; ".join(passed_over) if passed_over else "no group may take it"


def contact_chosen(agent: Agent, contact: Contact, rule: str, now: float) -> str:
    return f"{agent.name} comes free and takes it after {now - contact.joined:.1f} s ({CONTACT_RULE_WORDS[rule]})"


def other_chosen(agent: Agent, other: Contact, rule: str, now: float) -> str:
    """The agent took another one."""
    waited = now - other.joined
    return (
        f"{agent.name} comes free but takes a contact of {other.desk.name} that has waited {waited:.1f} s "
        f"({CONTACT_RULE_WORDS[rule]})"
    )


def not_for_him(agent: Agent, skill: Skill, waited: float, idle: int) -> str:
    """The agent has a place but may not take it, or has too little room."""
    if not skill.may_after(waited):
        return f"{agent.name} is free, but {group_passed_over(skill, waited, True)}"
    if skill.reserve and idle <= skill.reserve and skill.desk.door.open:
        return f"{agent.name} is free, but {agent.team.name} keeps {skill.reserve} idle in reserve and has {idle}"
    if agent.past_end:
        return f"{agent.name} is past the end of his plan and takes only what waits of a closed channel"
    return f"{agent.name} has a place free, but too little room for it"
