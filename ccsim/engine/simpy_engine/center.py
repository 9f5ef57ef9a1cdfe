"""The floor of the contact center, and one replication run on it.

Read in this order: `moments` (what comes first when things happen at once), `life` (a contact until it is taken),
`dispatch` (who takes whom), `work` (what agents do with it), `roster` and `positions` (who is on duty), `doors`
(opening hours). SimPy processes stand for what goes on by itself: the arrivals of a type, an agent's shifts, a group's
positions, a channel's hours. What happens once to one contact or agent is an event.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ccsim.engine.logs import Logs, Outcome
from ccsim.engine.simpy_engine.agent import Agent
from ccsim.engine.simpy_engine.desks import Desk, Door, Skill
from ccsim.engine.simpy_engine.dispatch import Dispatch
from ccsim.engine.simpy_engine.doors import Doors
from ccsim.engine.simpy_engine.journal import Journal
from ccsim.engine.simpy_engine.life import Life
from ccsim.engine.simpy_engine.moments import Calendar
from ccsim.engine.simpy_engine.policy_dispatch import PolicyDispatch
from ccsim.engine.simpy_engine.positions import Positions
from ccsim.engine.simpy_engine.roster import Roster, Stint
from ccsim.engine.simpy_engine.team import PoolInOrder, Team
from ccsim.engine.simpy_engine.work import Work
from ccsim.routing.rules import SCORES_OF_GROUPS

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.story import Story
    from ccsim.model.center import CenterModel
    from ccsim.routing.policies import RoutingPolicy
    from ccsim.workload.workload import Workload


def run(
    model: CenterModel, workload: Workload, policy: RoutingPolicy | None = None, story: Story | None = None
) -> Logs:
    """Simulates one replication.

    Parameters
    ----------
    model, workload
        The center, and all that its customers and agents bring; together they determine the logs to the bit.
    policy
        A routing policy in Python that replaces the built-in rules (see `ccsim.routing.policies`).
    story
        Writes down the life of one contact with the reason of each decision.

    Raises
    ------
    PolicyError
        The policy raised, or chose an agent or a contact that it was not offered.
    """
    return Floor(model, workload, policy, story).run()


class Floor:
    """All that stands on the floor, and the parts that act on it."""

    def __init__(
        self, model: CenterModel, workload: Workload, policy: RoutingPolicy | None, story: Story | None
    ) -> None:
        self.env = Calendar()
        self.model = model
        self.workload = workload
        self.story = story
        self.journal = Journal(model, workload)
        self.doors_by_channel = [Door(index, channel) for index, channel in enumerate(model.channels)]
        self.drains = any(channel.drain for channel in model.channels)
        self.accounts = model.routing.agent_rule == "least_occupied"
        self._day_edges = model.timeline.day_edges.tolist()
        self.agents: list[Agent] = []
        self.teams = self._teams()
        self.desks = self._desks()
        self.dispatch = (
            Dispatch(self, model.routing.agent_rule, model.routing.contact_rule)
            if policy is None
            else PolicyDispatch(self, model.routing.agent_rule, model.routing.contact_rule, policy)
        )
        self.work = Work(self)
        self.life = Life(self)
        self.roster = Roster(self)
        self.doors = Doors(self)
        self.begin = self.work.begin
        self.positions = self._positions()

    def run(self) -> Logs:
        env = self.env
        for door, channel in zip(self.doors_by_channel, self.model.channels, strict=True):
            windows = [(opens, closes) for opens, closes in channel.open_windows.tolist()]
            env.process(self.doors.hours(door, windows))
        for desk in self.desks:
            env.process(self.life.arrivals(desk))
        for agent in self.agents:
            stints = self._stints(agent)
            if stints:
                env.process(self.roster.shift(agent, stints))
        for positions in self.positions:
            if positions is not None:
                env.process(positions.follow_plan())
        if self.story is not None:
            self.story.begin(self.model)
        env.run_to_end()
        return self._close()

    def _close(self) -> Logs:
        # What came later on the calendar was the patience of those who had long been served.
        self.env.time = end = max(self.journal.last_moment(), self.model.timeline.horizon)
        for desk in self.desks:
            for contact in desk.line:
                self._still_waiting(contact)
        for agent in self.agents:
            if agent.present:
                self.journal.presence(agent, end)
        return self.journal.close(end)

    def _still_waiting(self, contact: Contact) -> None:
        if not contact.talking:
            self.tell(contact, "its wrap-up is not done when the horizon ends")
        elif not contact.desk.door.live:
            self.tell(contact, "is not done when the horizon ends: backlog")
            self.journal.outcome[contact.row] = Outcome.BACKLOG
        elif isinstance(self.dispatch, PolicyDispatch):
            # A policy may refuse everybody; the closing drops whom nobody will ever take.
            self.life.leave_queue(contact, Outcome.DROPPED, "the routing policy lets nobody take it: dropped")
        else:
            raise RuntimeError(f"contact in row {contact.row} waits for ever: no closing ended its wait")

    # --- building -----------------------------------------------------------------------------------------------

    def _teams(self) -> list[Team]:
        model = self.model
        by_index = model.routing.agent_rule == "random"
        teams = [Team(i, g.name, g.capacity, self.agents, by_index=by_index) for i, g in enumerate(model.groups)]
        for index, agent in enumerate(model.agents):
            team = teams[agent.group]
            self.agents.append(Agent(index, agent.name, team))
            team.agents.append(self.agents[-1])
        return teams

    def _desks(self) -> list[Desk]:
        model = self.model
        score = SCORES_OF_GROUPS.get(model.routing.agent_rule)
        desks = []
        for index, contact_type in enumerate(model.types):
            door = self.doors_by_channel[contact_type.channel]
            channel = model.channels[contact_type.channel]
            desk = Desk(index, contact_type, door)
            desks.append(desk)
            door.desks.append(desk)
            ranks: dict[int, list[Skill]] = {}
            for preference in model.routing.preferences[index]:
                team, group = self.teams[preference.group], model.groups[preference.group]
                skill = Skill(
                    team=team,
                    desk=desk,
                    delay=preference.delay,
                    reserve=group.reserve[index],
                    load=group.load[index],
                    live=channel.live,
                    drains=channel.drain,
                    speed=_index_of(desk.speeds, (int(group.work[index]), float(group.factor[index]))),
                    resolution=float(group.resolution[index]),
                    order_class=group.order_class[index],
                    team_score=0.0
                    if score is None
                    else score(float(group.aht_ratio[index]), float(group.resolution[index]), len(group.types)),
                )
                ranks.setdefault(preference.rank, []).append(skill)
                team.skills.append(skill)
                team.skill_by_type[index] = skill
                if skill.reserve:
                    team.reserving.append(skill)
                desk.line.teams.append(team)
            desk.ranks = [ranks[rank] for rank in sorted(ranks)]
            desk.delays = sorted({skill.delay for rank in desk.ranks for skill in rank if skill.delay > 0})
        for team in self.teams:
            if team.capacity == 1 and not any(s.desk.door.interruptible for s in team.skills):
                in_order = model.routing.agent_rule not in ("least_occupied", "random")
                team.make_simple(PoolInOrder(self.agents) if in_order else team.empty)
            team.paced = any(pace != 1.0 for s in team.skills for pace in s.desk.door.pace)
        for desk in desks:
            if model.routing.agent_rule != "random" and desk.door.live and all(map(_is_plain, desk.ranks)):
                desk.plain = [skill.team for (skill,) in desk.ranks]
        return desks

    def _positions(self) -> list[Positions | None]:
        horizon = self.model.timeline.horizon
        found: list[Positions | None] = []
        for team, schedule in zip(self.teams, self.model.schedules, strict=True):
            if schedule is None:
                found.append(None)
                continue
            steps = [
                (time, agents)
                for time, agents in zip(schedule.times.tolist(), schedule.agents.tolist(), strict=True)
                if time < horizon
            ]
            found.append(Positions(self, team, [*steps, (horizon, 0)]))
        return found

    def _stints(self, agent: Agent) -> list[Stint]:
        """His duties but for days of absence; lateness shifts the start; nobody's plan goes past the horizon.

        Breaks due before he logs in are dropped. Duties that meet are one: he is on throughout.
        """
        stints: list[Stint] = []
        for duty in self.model.agents[agent.index].duties:
            on = duty.on + float(self.workload.late_login[agent.index, duty.day])
            off = min(duty.off, self.model.timeline.horizon)
            if on < off and not self.workload.absent[agent.index, duty.day]:
                breaks = sorted((pause.due, pause.length) for pause in duty.breaks if on <= pause.due < off)
                if stints and stints[-1].off == on:
                    stints[-1].off = off
                    stints[-1].breaks += breaks
                else:
                    stints.append(Stint(on, off, breaks))
        return stints

    # --- what several parts ask ---------------------------------------------------------------------------------

    def closed_contacts_wait_for(self, agent: Agent) -> bool:
        """Whether a live contact of a closed channel waits that his group may ever take, delays aside."""
        return any(skill.live and skill.desk.line.count and not skill.desk.door.open for skill in agent.team.skills)

    def serves_open_live_door(self, agent: Agent) -> bool:
        return any(skill.live and skill.desk.door.open for skill in agent.team.skills)

    def left_queue(self, desk: Desk) -> None:
        """A contact of this type waits no more: agents whom it held may go, or turn to others."""
        if not desk.line.count and not desk.door.open:
            self.roster.release_held()
        if desk.door.drains:
            self.roster.look_at(desk)

    def account(self, agent: Agent) -> None:
        """Brings his busy share up to date, before a change."""
        now = self.env.time
        midnight = self._day_edges[bisect_right(self._day_edges, now) - 1]
        at_work = agent.present and agent.break_ends is None
        agent.share.advance(now, midnight, busy=bool(agent.hand), at_work=at_work)

    def tell(self, contact: Contact, text: str) -> None:
        if self.story is not None and self.story.row == contact.row:
            self.story.contact = contact
            self.story.tell(self.env.time, text)


def _index_of(values: list[tuple[int, float]], value: tuple[int, float]) -> int:
    if value not in values:
        values.append(value)
    return values.index(value)


def _is_plain(rank: list[Skill]) -> bool:
    return len(rank) == 1 and rank[0].team.simple and not (rank[0].delay or rank[0].reserve)
