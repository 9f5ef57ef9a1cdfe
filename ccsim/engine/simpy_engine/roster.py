"""Who is on duty: shifts, counted positions, breaks, and leaving (semantics.md, "Agents").

Everybody who goes off at an instant does so before anybody comes on; those who come on then look for work together.
So do, with them, the agents who are available when a channel opens on waiting contacts, and those whom a contact of a
channel with `drain: true` lets go as it leaves the queue: one contact each, in index order, round after round.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ccsim.engine.logs import Presence
from ccsim.engine.simpy_engine.moments import LOOK_FOR_WORK, Moment, coming_on, going_off

if TYPE_CHECKING:
    from collections.abc import Generator

    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.engine.simpy_engine.positions import Positions
    from ccsim.engine.stints import Stint


class Roster:
    """What happens to agents by their plans."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._came_on: list[Agent] = []
        self._looked_at: list[Desk] = []  # whose available agents look for work with those who come on
        self._will_look = False
        self._held: list[Agent] = []  # past the end of their plan, kept by a closing

    def shift(self, agent: Agent, stints: Iterable[Stint]) -> Generator[Moment, None, None]:
        """Process: one agent's days."""
        env = self.floor.env
        for stint in stints:
            yield Moment(env, stint.on, coming_on(agent.index))
            self.come_on(agent)
            for due, length in stint.breaks:
                yield Moment(env, due, going_off(agent.index))
                self.break_due(agent, length)
            yield Moment(env, stint.off, going_off(agent.index))
            self.end_plan(agent)

    # --- coming on ---------------------------------------------------------------------------------------------

    def come_on(self, agent: Agent) -> None:
        """Starts, or stays: a leaver still busy whose time begins again is on duty like the others."""
        if agent.present:
            self._switch_presence(agent, Presence.ON_DUTY)
            agent.team.unavailable(agent)
            agent.team.present += agent.leaving
            agent.leaving = agent.past_end = False
            if agent in self._held:
                self._held.remove(agent)
        else:
            if self.floor.accounts:
                self.floor.account(agent)
            agent.present = True
            agent.team.present += 1
            agent.presence_state = Presence.ON_DUTY
            agent.presence_since = self.floor.env.time
        self._came_on.append(agent)
        self._look_at_this_instant()

    def look_at(self, desk: Desk) -> None:
        """Available agents who may take this type look for work, as if coming on duty at this instant."""
        self._looked_at.append(desk)
        self._look_at_this_instant()

    def _look_at_this_instant(self) -> None:
        if not self._will_look:
            self._will_look = True
            Moment(self.floor.env, self.floor.env.time, LOOK_FOR_WORK, then=self._look_for_work)

    def _look_for_work(self, event: Moment) -> None:
        dispatch = self.floor.dispatch
        # Not those whose break was due as they came; once each, who came back from a break of no length.
        able = {agent for agent in self._came_on if agent.takes_contacts}
        desks = self._looked_at
        self._came_on, self._looked_at, self._will_look = [], [], False
        for agent in sorted(able, key=lambda agent: agent.index):
            dispatch.renew_standing(agent)
            if agent.firm_load < agent.team.capacity:
                agent.team.available(agent)
        teams = {team for desk in desks for team in desk.line.teams}
        dispatch.take_turns(able.union(dispatch.available_in(teams)))
        for team in self.floor.teams:
            if team.reserving:
                dispatch.relieve_reserve(team)
            self.floor.agents_changed(team)

    # --- breaks -------------------------------------------------------------------------------------------------

    def break_due(self, agent: Agent, length: float) -> None:
        """No new work from now; the break starts when he is empty."""
        if not agent.present or agent.leaving or agent.past_end:
            return
        if agent.stays and not self.floor.serves_open_live_door(agent):
            return  # the closing cancelled it
        agent.breaks_due.append(length)
        if agent.break_ends is not None:
            return
        agent.team.unavailable(agent)
        self.floor.hosting.let_go(agent)
        returned = self.floor.work.give_back(agent)
        if not agent.hand:
            self._start_break(agent)
        self.floor.work.offer(returned)
        self.floor.agents_changed(agent.team)

    def _start_break(self, agent: Agent) -> None:
        self._switch_presence(agent, Presence.BREAK)
        agent.team.on_break += 1
        end = self.floor.env.time + agent.breaks_due.pop(0)
        agent.break_ends = Moment(self.floor.env, end, coming_on(agent.index), agent, self._end_break)

    def _end_break(self, event: Moment) -> None:
        agent: Agent = event.subject
        if agent.break_ends is not event:
            return
        if self.floor.accounts:
            self.floor.account(agent)
        agent.break_ends = None
        agent.team.on_break -= 1
        if agent.breaks_due:
            self._start_break(agent)
            return
        self._switch_presence(agent, Presence.ON_DUTY)
        self._came_on.append(agent)
        self._look_at_this_instant()

    # --- going off ----------------------------------------------------------------------------------------------

    def end_plan(self, agent: Agent) -> None:
        """His time is over: he goes at once, when he is empty, or when nothing waits that a closing holds him for."""
        if self.floor.accounts:
            self.floor.account(agent)
        agent.breaks_due.clear()
        agent.team.on_break -= agent.break_ends is not None
        agent.break_ends = None
        agent.team.unavailable(agent)
        returned = self.floor.work.give_back(agent)
        self.leave_or_stay(agent)
        self.floor.work.offer(returned)
        self.floor.agents_changed(agent.team)

    def leave_or_stay(self, agent: Agent) -> None:
        """For an agent whose plan is over and who holds no interruptible work."""
        stays = agent.stays and self.floor.closed_contacts_wait_for(agent)
        if agent.hold is not None and not (stays and self.floor.hosting.keeps(agent)):
            self.floor.hosting.let_go(agent)
        if stays:
            self._switch_presence(agent, Presence.OVERTIME)
            agent.past_end = True
            self._held.append(agent)
            self.floor.dispatch.take_work(agent, self.floor.env.time)
        elif agent.hand:
            self._switch_presence(agent, Presence.OVERTIME)
            agent.leaving = True
            agent.team.present -= 1
        else:
            self.go(agent)

    def go(self, agent: Agent) -> None:
        """Off the floor."""
        agent.team.unavailable(agent)
        self.floor.hosting.let_go(agent)
        if self.floor.accounts:
            self.floor.account(agent)
        self.floor.journal.presence(agent, self.floor.env.time)
        if not agent.leaving:
            agent.team.present -= 1
        if agent.past_end:
            self._held.remove(agent)
        agent.present = agent.leaving = agent.past_end = agent.stays = False
        positions = self.floor.positions[agent.team.index]
        if positions is not None:
            positions.gone(agent)
        if self.floor.joins_after_closing and not agent.team.present:
            for skill in agent.team.skills:
                self.floor.life.drop_where_nobody_is_left(skill.desk)

    def release_held(self) -> None:
        """Those whom a closing held past their plan go, once they are empty and nothing waits for them."""
        for agent in sorted(self._held, key=lambda agent: agent.index):
            if not agent.hand and not self.floor.closed_contacts_wait_for(agent):
                self.go(agent)

    # --- a place is free ----------------------------------------------------------------------------------------

    def place_freed(self, agent: Agent, contact: Contact, now: float) -> None:
        """He has ended a contact: goes, has his break, or takes what waits."""
        if agent.leaving:
            if not agent.hand:
                self.go(agent)
            return
        positions: Positions | None = self.floor.positions[agent.team.index]
        if positions is not None and positions.planned < positions.unmarked and not agent.past_end:
            positions.mark(agent)
            return
        if agent.past_end and not agent.hand and not self.floor.closed_contacts_wait_for(agent):
            self.go(agent)
            return
        if agent.breaks_due:
            if not agent.hand:
                self._start_break(agent)
            return
        # The end of interruptible work leaves an idle agent as idle as he was.
        if agent.firm or not contact.desk.door.interruptible:
            self.floor.dispatch.renew_standing(agent)
        self.floor.dispatch.take_work(agent, now)

    def _switch_presence(self, agent: Agent, state: Presence) -> None:
        self.switch_presence_at(agent, state, self.floor.env.time)

    def switch_presence_at(self, agent: Agent, state: Presence, at: float) -> None:
        """`at` may lie in the past: a surplus agent's overtime starts when the plan fell."""
        if self.floor.accounts:
            self.floor.account(agent)
        at = max(at, agent.presence_since)
        self.floor.journal.presence(agent, at)
        agent.presence_state = state
        agent.presence_since = at
