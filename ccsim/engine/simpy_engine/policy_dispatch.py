"""Routing decided by a policy in Python (`ccsim.routing.policies`), checked at every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.engine.simpy_engine.dispatch import Dispatch
from ccsim.errors import PolicyError
from ccsim.routing.policies import OfferedAgent, OfferedContact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.desks import Skill
    from ccsim.routing.policies import RoutingPolicy


class PolicyDispatch(Dispatch):
    """The policy chooses among those who are able; delays and reservations are its own business."""

    def __init__(self, floor: Floor, agent_rule: str, contact_rule: str, policy: RoutingPolicy) -> None:
        super().__init__(floor, agent_rule, contact_rule)
        self._policy = policy
        self._chooses_agents = hasattr(policy, "choose_agent")
        self._chooses_contacts = hasattr(policy, "choose_contact")
        self._alike = not self._chooses_contacts

    def choose_agent(self, contact: Contact, now: float) -> Agent | None:
        door = contact.desk.door
        if not self._chooses_agents or not (door.open or door.live):
            return super().choose_agent(contact, now)
        able: dict[int, Agent] = {}
        offered: list[OfferedAgent] = []
        for skill in (skill for rank in contact.desk.ranks for skill in rank if skill.is_open):
            for in_hand, interrupts, pool in self._candidates(skill, contact):
                for agent in pool.members():
                    able[agent.index] = agent
                    offered.append(_offered_agent(agent, in_hand, interrupts))
        if not offered:
            return None
        offered.sort(key=lambda agent: agent.index)
        about = _offered_contact(contact, now)
        chosen = self._ask("choose_agent", about, offered, now)
        return None if chosen is None else able[chosen.index]

    def choose_contact(self, agent: Agent, now: float) -> Contact | None:
        if not self._chooses_contacts:
            return super().choose_contact(agent, now)
        contacts = {
            contact.row: contact
            for skill in agent.team.skills
            if self._is_able(skill, agent)
            for contact in skill.desk.line
        }
        if not contacts:
            return self._set_aside_work(agent)
        in_order = sorted(contacts.values(), key=lambda contact: contact.place)
        about = _offered_agent(agent, agent.firm, agent.soft_load > 0)
        chosen = self._ask("choose_contact", about, [_offered_contact(c, now) for c in in_order], now)
        return self._set_aside_work(agent) if chosen is None else contacts[chosen.row]

    @staticmethod
    def _is_able(skill: Skill, agent: Agent) -> bool:
        door = skill.desk.door
        room = agent.team.capacity - agent.firm_load
        if not skill.live:
            room -= agent.soft_load
            if agent.set_aside or not door.open:
                return False
        if not skill.is_open or (agent.past_end and (door.open or not skill.live)):
            return False
        return skill.desk.line.count > 0 and skill.load <= room

    def _ask(self, question: str, about: Any, offered: Sequence[Any], now: float) -> Any:
        name = type(self._policy).__name__
        try:
            chosen = getattr(self._policy, question)(about, offered, now)
        except Exception as error:
            raise PolicyError(
                f"routing policy {name}.{question} raised {type(error).__name__}: {error} (asked about {about})"
            ) from error
        if chosen is not None and not any(chosen is one for one in offered):
            what = "a contact that does not wait for him"
            if question == "choose_agent":
                what = "an agent who is not free to take it"
            raise PolicyError(f"routing policy {name}.{question} returned {chosen!r}: {what} (asked about {about})")
        return chosen


def _offered_agent(agent: Agent, in_hand: int, interrupts: bool) -> OfferedAgent:
    return OfferedAgent(agent.name, agent.team.name, in_hand, interrupts, agent.index)


def _offered_contact(contact: Contact, now: float) -> OfferedContact:
    desk = contact.desk
    return OfferedContact(desk.name, desk.door.name, now - contact.joined, desk.priority, desk.head_start, contact.row)
