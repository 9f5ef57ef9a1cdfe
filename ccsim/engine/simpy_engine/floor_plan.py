"""Teams, desks and shifts as they stand when the first day begins, made from the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.ranked_groups import ranked_groups
from ccsim.engine.simpy_engine.agent import Agent
from ccsim.engine.simpy_engine.desks import Desk, Door, Skill
from ccsim.engine.simpy_engine.team import PoolInOrder, Team
from ccsim.routing.rules import SCORES_OF_GROUPS

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel, Preference


def make_teams(model: CenterModel, everybody: list[Agent]) -> list[Team]:
    """All groups with their agents, who are added to `everybody` by index."""
    by_index = model.routing.agent_rule == "random"
    teams = [Team(i, g.name, g.capacity, everybody, by_index=by_index) for i, g in enumerate(model.groups)]
    for index, agent in enumerate(model.agents):
        team = teams[agent.group]
        everybody.append(Agent(index, agent.name, team))
        if model.routing.agent_rule == "least_occupied":
            everybody[-1].standing = 0.0, 0  # he may stay for a closing before he has ever become available
        team.agents.append(everybody[-1])
    return teams


def make_desks(model: CenterModel, doors: list[Door], teams: list[Team], everybody: list[Agent]) -> list[Desk]:
    """All contact types with the groups that may take them; each team learns its skills."""
    desks = []
    for index, contact_type in enumerate(model.types):
        door = doors[contact_type.channel]
        desk = Desk(index, contact_type, door)
        desks.append(desk)
        door.desks.append(desk)
        ranks: dict[int, list[Skill]] = {}
        for preference, only_added in ranked_groups(model, index):
            team = teams[preference.group]
            skill = _skill(model, desk, team, preference, only_added)
            ranks.setdefault(preference.rank, []).append(skill)
            team.skills.append(skill)
            team.skill_by_type[index] = skill
            if skill.reserve:
                team.reserving.append(skill)
            desk.line.teams.append(team)
        desk.ranks = [ranks[rank] for rank in sorted(ranks)]
        desk.delays = sorted({skill.delay for rank in desk.ranks for skill in rank if skill.delay > 0})
    _find_what_is_simple(model, desks, teams, everybody)
    return desks


def _skill(model: CenterModel, desk: Desk, team: Team, preference: Preference, only_added: bool) -> Skill:
    group, kind = model.groups[preference.group], desk.index
    score = SCORES_OF_GROUPS.get(model.routing.agent_rule)
    return Skill(
        team=team,
        desk=desk,
        delay=preference.delay,
        reserve=group.reserve[kind],
        load=group.load[kind],
        live=desk.door.live,
        drains=desk.door.drains,
        speed=_index_of(desk.speeds, (int(group.work[kind]), float(group.factor[kind]))),
        resolution=float(group.resolution[kind]),
        order_class=group.order_class[kind],
        team_score=0.0
        if score is None
        else score(float(group.aht_ratio[kind]), float(group.resolution[kind]), len(group.types)),
        only_added=only_added,
    )


def _find_what_is_simple(model: CenterModel, desks: list[Desk], teams: list[Team], everybody: list[Agent]) -> None:
    """Where routing may take a short way: teams whose agents hold one contact, types whose groups are fixed."""
    hosts = {appointment.group for appointment in model.appointments}
    for team in teams:
        if team.capacity == 1 and not any(s.desk.door.interruptible for s in team.skills):
            # A host who was held comes back with the seniority he had.
            in_order = model.routing.agent_rule not in ("least_occupied", "random") and team.index not in hosts
            team.make_simple(PoolInOrder(everybody) if in_order else team.empty)
        team.paced = any(pace != 1.0 for s in team.skills for pace in s.desk.door.pace)
    ruled = {rule.contact for rule in model.behaviour.rules if max(rule.add_group, rule.close_group) >= 0}
    for desk in desks:
        fixed = desk.index not in ruled and not desk.door.appointment
        if model.routing.agent_rule != "random" and fixed and desk.door.live and all(map(_is_plain, desk.ranks)):
            desk.plain = [skill.team for (skill,) in desk.ranks]


def _is_plain(rank: list[Skill]) -> bool:
    return len(rank) == 1 and rank[0].team.simple and not (rank[0].delay or rank[0].reserve)


def _index_of(speeds: list[tuple[int, float]], speed: tuple[int, float]) -> int:
    if speed not in speeds:
        speeds.append(speed)
    return speeds.index(speed)
