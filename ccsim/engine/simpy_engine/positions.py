"""Counted staff: so many positions filled, whoever fills them (semantics.md, `when_staff_falls: count`).

When positions fall, idle agents leave first; while more work than are planned, whoever next ends a contact is marked
and leaves when he is empty. A rise unmarks before anybody new comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.logs import Presence
from ccsim.engine.simpy_engine.moments import Moment, coming_on, going_off

if TYPE_CHECKING:
    from collections.abc import Generator

    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.team import Team


class Positions:
    """The positions of one team."""

    def __init__(self, floor: Floor, team: Team, steps: list[tuple[float, int]]) -> None:
        self._floor = floor
        self._team = team
        self._steps = steps  # (time, positions from then on)
        self.planned = 0
        self.unmarked = 0  # on duty and counted
        self._marked: list[Agent] = []  # surplus agents still here, in the order of marking
        self._surplus_since: list[float] = []  # of each surplus agent not yet marked, when the plan fell below him

    @property
    def surplus(self) -> int:
        return self.unmarked - self.planned

    def follow_plan(self) -> Generator[Moment, None, None]:
        """Process: the plan's steps through the horizon."""
        env = self._floor.env
        first = self._team.agents[0].index if self._team.agents else 0
        for time, planned in self._steps:
            if planned < self.planned:
                yield Moment(env, time, going_off(first))
                self._fall(planned)
            elif planned > self.planned:
                yield Moment(env, time, coming_on(first))
                self._rise(planned)

    def _fall(self, planned: int) -> None:
        floor = self._floor
        self.planned = planned
        returned: list[Contact] = []
        for agent in reversed(self._team.agents):
            if not self.surplus:
                break
            if agent.present and not (agent.leaving or agent.past_end or agent.firm):
                self.unmarked -= 1
                self._team.unavailable(agent)
                returned += floor.work.give_back(agent)
                self._marked.append(agent)
                floor.roster.leave_or_stay(agent)
        while len(self._surplus_since) < self.surplus:
            self._surplus_since.append(floor.env.time)
        floor.work.offer(returned)

    def _rise(self, planned: int) -> None:
        self.planned = planned
        del self._surplus_since[max(self.surplus, 0) :]
        while self.surplus < 0 and self._marked:
            self.unmarked += 1
            self._floor.roster.come_on(self._marked.pop())
        for agent in self._team.agents:
            if self.surplus >= 0:
                break
            if not agent.present:
                self.unmarked += 1
                self._floor.roster.come_on(agent)

    def mark(self, agent: Agent) -> None:
        """He has ended a contact while there is a surplus: his time was over when the plan fell."""
        self.unmarked -= 1
        self._marked.append(agent)
        roster = self._floor.roster
        roster.switch_presence_at(agent, Presence.OVERTIME, self._surplus_since.pop(0))
        self._team.unavailable(agent)
        returned = self._floor.work.give_back(agent)
        roster.leave_or_stay(agent)
        self._floor.work.offer(returned)

    def gone(self, agent: Agent) -> None:
        if agent in self._marked:
            self._marked.remove(agent)
