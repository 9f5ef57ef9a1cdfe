"""The routing rules by name, and what each sorts by.

A rule is a sort key: the least comes first. Contact rules look at the head of each type's queue (semantics.md,
"Routing"); ties always go to who joined first, then to the lower key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.desks import Skill

Precedence = Callable[["Skill", "Contact", float], tuple[float, ...]]


def _priority(skill: Skill, contact: Contact, now: float) -> tuple[float, ...]:
    """Appointments' customers who are present precede all others, by their slots."""
    desk = skill.desk
    return not desk.door.appointment, desk.priority, *contact.place


def _longest_wait(skill: Skill, contact: Contact, now: float) -> tuple[float, ...]:
    return contact.joined - skill.desk.head_start, contact.joined, contact.key


def _weighted_wait(skill: Skill, contact: Contact, now: float) -> tuple[float, ...]:
    desk = skill.desk
    return -(now - contact.joined + desk.head_start) * desk.weight, contact.joined, contact.key


def _earliest_deadline(skill: Skill, contact: Contact, now: float) -> tuple[float, ...]:
    return contact.joined + skill.desk.answer_within, contact.joined, contact.key


def _group_order(skill: Skill, contact: Contact, now: float) -> tuple[float, ...]:
    return skill.order_class, contact.joined, contact.key


CONTACT_RULES: dict[str, Precedence] = {
    "priority": _priority,
    "longest_wait": _longest_wait,
    "weighted_wait": _weighted_wait,
    "earliest_deadline": _earliest_deadline,
    "group_order": _group_order,
}

SCORES_OF_GROUPS: dict[str, Callable[[float, float, int], float]] = {
    # (aht against the type's own, resolution, number of skills) of a group -> smaller is better
    "fastest": lambda aht_ratio, resolution, skills: aht_ratio,
    "best_resolution": lambda aht_ratio, resolution, skills: -resolution,
    "most_specialised": lambda aht_ratio, resolution, skills: skills,
}
