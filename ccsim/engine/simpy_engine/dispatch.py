"""Who takes whom: the two sides of routing (semantics.md, "Routing").

A contact that comes looks for an agent; an agent who comes free looks for a contact. Both ask the same question of the
same skills: is the contact's wait past the group's delay, does the group keep agents in reserve, is there room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.simpy_engine import reasons
from ccsim.engine.simpy_engine.contact import WAITING
from ccsim.routing.rules import CONTACT_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.desks import Skill
    from ccsim.engine.simpy_engine.team import Pool, Team


class Dispatch:
    """The built-in rules."""

    def __init__(self, floor: Floor, agent_rule: str, contact_rule: str) -> None:
        self.floor = floor
        self._agent_rule = agent_rule
        self._contact_rule = contact_rule
        self._picks_at_random = agent_rule == "random"
        self._by_share = agent_rule == "least_occupied"
        self._precedence = CONTACT_RULES[contact_rule]
        self._alike = True  # agents of a pool choose alike
        self._became_available = 0

    # --- a contact comes, or may use one more group ------------------------------------------------------------

    def choose_agent(self, contact: Contact, now: float) -> Agent | None:
        """The agent who takes it now: first rank with one, in it by contacts in hand, interruption, agent rule."""
        desk = contact.desk
        door = desk.door
        if not (door.open or door.live):
            return None  # deferred work is begun in opening hours
        if desk.plain is not None and door.open and self.floor.story is None:
            for team in desk.plain:
                if team.empty.size:
                    return team.empty.first()
            return None
        waited = now - contact.joined
        for rank in desk.ranks:
            skills = [skill for skill in rank if skill.may_after(waited) and _spares(skill, skill.team.idle)]
            agent = self._at_random(skills, contact) if self._picks_at_random else self._least(skills, contact)
            if agent is not None:
                self._explain_agent(contact, agent)
                return agent
        self._explain_agent(contact, None)
        return None

    def _least(self, skills: list[Skill], contact: Contact) -> Agent | None:
        best: Agent | None = None
        best_key: tuple[object, ...] = ()
        for skill in skills:
            for in_hand, interrupts, pool in self._candidates(skill, contact):
                agent = pool.first()
                key = (in_hand, interrupts, skill.team_score, agent.standing)
                if best is None or key < best_key:
                    best, best_key = agent, key
        return best

    def _at_random(self, skills: list[Skill], contact: Contact) -> Agent | None:
        candidates = [candidate for skill in skills for candidate in self._candidates(skill, contact)]
        if not candidates:
            return None
        least = min((in_hand, interrupts) for in_hand, interrupts, _ in candidates)
        pools = [pool for in_hand, interrupts, pool in candidates if (in_hand, interrupts) == least]
        place = int(self.floor.intake.routing(contact) * sum(pool.size for pool in pools))
        if len(pools) == 1:
            return pools[0].in_place(place)
        return sorted((agent for pool in pools for agent in pool.members()), key=lambda agent: agent.index)[place]

    def _candidates(self, skill: Skill, contact: Contact) -> list[tuple[int, bool, Pool]]:
        candidates = skill.team.candidates(skill, closed=skill.live and not skill.desk.door.open)
        if not self.floor.drains:
            return candidates
        return [candidate for candidate in candidates if not self._drained(candidate[2].first(), skill, contact)]

    def _drained(self, agent: Agent, skill: Skill, contact: Contact) -> bool:
        """Whether he, like all who hold alike, empties himself for a waiting contact that goes before this one.

        Only for channels with `drain: true`: a contact he has too little room for keeps him from taking others.
        """
        room = agent.team.capacity - agent.firm_load
        now = self.floor.env.time
        key = self._precedence(skill, contact, now)
        return any(
            other.drains
            and other.load > room
            and other.desk.line.count
            and self.may_take(other, agent)
            and self._precedence(other, other.desk.line.head(), now) < key
            for other in agent.team.skills
        )

    # --- an agent comes free ----------------------------------------------------------------------------------

    def choose_contact(self, agent: Agent, now: float) -> Contact | None:
        """The waiting contact an agent with room takes now, or the work he set aside; None: nothing he may take."""
        best = self._best_contact(agent, now)
        if self.floor.story is not None:
            self._explain_contact(agent, best)
        return best

    def _best_contact(self, agent: Agent, now: float) -> Contact | None:
        team = agent.team
        room = team.capacity - agent.firm_load
        room_beside = room - agent.soft_load
        best: Contact | None = None
        best_key: tuple[float, ...] = ()
        soft_key: tuple[float, ...] = ()
        soft: Contact | None = None  # the best of what a live contact would interrupt at once
        live_waits = False
        for skill in team.skills:
            line = skill.desk.line
            if not line.count or not self.may_take(skill, agent):
                continue
            if not skill.live and (agent.set_aside or skill.load > room_beside):
                continue
            if skill.load > room and not skill.drains:
                continue
            contact = line.head()
            key = self._precedence(skill, contact, now)
            if skill.desk.door.interruptible:
                if soft is None or key < soft_key:
                    soft, soft_key = contact, key
                continue
            live_waits = live_waits or skill.live
            if best is None or key < best_key:
                best, best_key = contact, key
        # Interruptible work is begun only when he may take no live contact, which would interrupt it at once.
        if soft is not None and not live_waits and (best is None or soft_key < best_key):
            best = soft
        if best is None:
            return self._set_aside_work(agent)
        if team.skill_by_type[best.desk.index].load > room:
            return None  # he drains: empties himself for it
        return best

    def may_take(self, skill: Skill, agent: Agent) -> bool:
        """Reservation, delay, opening hours, and what a closing holds him for; not whether there is room."""
        door = skill.desk.door
        if agent.past_end and (door.open or not skill.live):
            return False
        if not (door.open or skill.live):
            return False
        if skill.reserve and door.open:
            freed = agent.pool is None and not agent.firm
            if not _spares(skill, skill.team.idle + freed):
                return False
        if not (skill.delay or skill.shut or skill.only_added):
            return True
        return skill.may_after(self.floor.env.time - skill.desk.line.head().joined)

    @staticmethod
    def _set_aside_work(agent: Agent) -> Contact | None:
        if not agent.set_aside or agent.firm:
            return None
        contact = min(agent.set_aside, key=lambda contact: contact.place)
        return contact if contact.load <= agent.team.capacity - agent.soft_load else None

    # --- both -------------------------------------------------------------------------------------------------

    def renew_standing(self, agent: Agent) -> None:
        """His place under the agent rule, as of becoming available now."""
        self._became_available += 1
        if self._by_share:
            self.floor.account(agent)
            agent.standing = (agent.share.value(), self._became_available)
        else:
            agent.standing = self._became_available

    @staticmethod
    def idle_since(agent: Agent) -> float:
        """What sorts idle agents by how long they have been so, the longest first."""
        standing = agent.standing
        return standing[1] if isinstance(standing, tuple) else standing

    def take_work(self, agent: Agent, now: float) -> None:
        """He takes contacts that fit until there is none, then is available for what comes."""
        team = agent.team
        while agent.firm_load < team.capacity and (team.waiting or agent.set_aside or team.claims):
            if team.claims and self.floor.hosting.keeps_free(agent):
                break
            contact = self.choose_contact(agent, now)
            if contact is None:
                break
            self.floor.begin(contact, agent, now)
        if agent.pool is None and agent.hold is None and agent.firm_load < team.capacity:
            team.available(agent)
        if team.reserving:
            self.relieve_reserve(team)

    def relieve_reserve(self, team: Team) -> None:
        """Where one more is idle who did not take what his group keeps agents from, those idle before him look at it.

        He may have gone on with work set aside, or have begun interruptible work, and be idle all the same.
        """
        for skill in team.reserving:
            if skill.desk.line.count and _spares(skill, team.idle):
                self.take_turns(self.available_in([team]))

    def take_turns(self, agents: Iterable[Agent]) -> None:
        """Available agents who look for work at the same instant take one each in index order, round after round."""
        takers = sorted((agent for agent in agents if agent.pool is not None), key=lambda agent: agent.index)
        while takers:
            in_vain: set[Pool] = set()  # those who hold alike find alike, until somebody takes a contact
            satisfied = []
            for agent in takers:
                pool = agent.pool
                team = agent.team
                if pool is None or pool in in_vain or not (team.waiting or agent.set_aside or team.claims):
                    continue  # full, or released meanwhile; or nothing is left to take
                if team.claims and self.floor.hosting.keeps_free(agent):
                    continue
                now = self.floor.env.time
                contact = self.choose_contact(agent, now)
                if contact is not None:
                    in_vain.clear()
                    self.floor.begin(contact, agent, now)
                    satisfied.append(agent)
                elif self._alike:
                    in_vain.add(pool)
            takers = satisfied

    def available_in(self, teams: Iterable[Team]) -> list[Agent]:
        """Agents with room in these groups, but for those who would find nothing to take."""
        now = self.floor.env.time
        return [
            agent
            for team in teams
            if team.waiting
            for pool in team.pools.values()
            if pool.size and not (self._alike and self._best_contact(pool.first(), now) is None)
            for agent in pool.members()
        ]

    # --- for the contact whose story is told ------------------------------------------------------------------

    def _explain_agent(self, contact: Contact, agent: Agent | None) -> None:
        story = self.floor.story
        if story is None or story.customer != contact.customer:
            return
        now = self.floor.env.time
        passed_over: list[str] = []
        for rank, skills in enumerate(contact.desk.ranks):
            if agent is not None and any(skill.team is agent.team for skill in skills):
                story.tell(now, reasons.agent_chosen(agent, rank, self._agent_rule, passed_over))
                return
            passed_over += [
                reasons.group_passed_over(skill, now - contact.joined, _spares(skill, skill.team.idle))
                for skill in skills
            ]
        story.tell(now, reasons.nobody_chosen(passed_over))

    def _explain_contact(self, agent: Agent, taken: Contact | None) -> None:
        story = self.floor.story
        if story is None or story.contact is None or story.contact.state != WAITING:
            return
        contact = story.contact
        skill = agent.team.skill_by_type.get(contact.desk.index)
        if skill is None:
            return
        now = self.floor.env.time
        if taken is contact:
            story.tell(now, reasons.contact_chosen(agent, contact, self._contact_rule, now))
        elif taken is not None and taken.state == WAITING:
            story.tell(now, reasons.other_chosen(agent, taken, self._contact_rule, now))
        elif taken is None:
            idle = agent.team.idle + (agent.pool is None and not agent.firm)
            story.tell(now, reasons.not_for_him(agent, skill, now - contact.joined, idle))


def _spares(skill: Skill, idle: int) -> bool:
    """Whether the team may take this type for all it keeps in reserve; reservations lapse at closing."""
    return not skill.reserve or idle > skill.reserve or not skill.desk.door.open
