"""The floor of the contact center, and one replication run on it.

Read in this order: `moments` (what comes first when things happen at once), `intake` (contacts as they are made),
`life` (a contact until it is taken), `dispatch` (who takes whom), `work` (what agents do with it), `roster` and
`positions` (who is on duty), `doors` (opening hours); then `bots` (self-service), `live_rules` with `offers` and
`group_rules`, `journeys` (what customers do next); of appointments `bookings` (requests, places, standby),
`attendance` (who comes), `reminding`, `hosting` (hosts who are held, customers who come). SimPy processes stand for
what goes on by itself: the arrivals of a type, an agent's shifts, a group's positions, a channel's hours. What happens
once to one contact or agent is an event.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ccsim.engine.customer_log import customer_log
from ccsim.engine.logs import Logs, Outcome
from ccsim.engine.simpy_engine.booking_journal import BookingJournal
from ccsim.engine.simpy_engine.bookings import Bookings
from ccsim.engine.simpy_engine.bots import Bots
from ccsim.engine.simpy_engine.customer import Customers
from ccsim.engine.simpy_engine.desks import Door
from ccsim.engine.simpy_engine.dispatch import Dispatch
from ccsim.engine.simpy_engine.doors import Doors
from ccsim.engine.simpy_engine.floor_plan import make_desks, make_teams
from ccsim.engine.simpy_engine.group_rules import GroupRules, place_rules
from ccsim.engine.simpy_engine.hosting import Hosting
from ccsim.engine.simpy_engine.intake import Intake
from ccsim.engine.simpy_engine.journal import Journal
from ccsim.engine.simpy_engine.journeys import Journeys
from ccsim.engine.simpy_engine.life import Life
from ccsim.engine.simpy_engine.moments import Calendar
from ccsim.engine.simpy_engine.offers import Offers
from ccsim.engine.simpy_engine.policy_dispatch import PolicyDispatch
from ccsim.engine.simpy_engine.positions import Positions
from ccsim.engine.simpy_engine.reminding import Reminding
from ccsim.engine.simpy_engine.roster import Roster
from ccsim.engine.simpy_engine.work import Work
from ccsim.engine.stints import make_stints, position_steps

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.engine.simpy_engine.story import Story
    from ccsim.engine.simpy_engine.team import Team
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
        self.teams = make_teams(model, self.agents)
        self.desks = make_desks(model, self.doors_by_channel, self.teams, self.agents)
        self.dispatch = (
            Dispatch(self, model.routing.agent_rule, model.routing.contact_rule)
            if policy is None
            else PolicyDispatch(self, model.routing.agent_rule, model.routing.contact_rule, policy)
        )
        behaviour = model.behaviour
        self.customers = Customers(workload)
        self.intake = Intake(self)
        self.time_of_day = self.intake.time_of_day
        self.work = Work(self)
        self.life = Life(self)
        self.roster = Roster(self)
        self.doors = Doors(self)
        self.begin = self.work.begin
        self.positions = [
            None if schedule is None else Positions(self, team, position_steps(schedule, model.timeline.horizon))
            for team, schedule in zip(self.teams, model.schedules, strict=True)
        ]
        self.bots = Bots(self) if behaviour.bots else None
        place_rules(self)
        self.offers = Offers(self)
        self.group_rules = GroupRules(self)
        self.follows_up = bool(behaviour.moves or behaviour.bots or model.appointments)
        self.journeys = Journeys(self) if self.follows_up else None
        self.joins_after_closing = bool(self.follows_up or behaviour.rules)
        self.booking_journal = BookingJournal()
        self.hosting = Hosting(self)
        self.reminding = Reminding(self)
        self.bookings = Bookings(self)

    def run(self) -> Logs:
        env = self.env
        for door, channel in zip(self.doors_by_channel, self.model.channels, strict=True):
            windows = [(opens, closes) for opens, closes in channel.open_windows.tolist()]
            env.process(self.doors.hours(door, windows))
        for desk in self.desks:
            env.process(self.life.arrivals(desk))
        for agent in self.agents:
            stints = make_stints(self.model, self.workload, agent.index)
            if stints:
                env.process(self.roster.shift(agent, stints))
        for positions in self.positions:
            if positions is not None:
                env.process(positions.follow_plan())
        if self.story is not None:
            self.story.begin(self.model)
        self.bookings.open()
        self.group_rules.open()
        env.run_to_end()
        return self._close()

    def _close(self) -> Logs:
        # What came later on the calendar was the patience of those who had long been served.
        last = max(self.journal.last_moment(), self.booking_journal.last_moment())
        self.env.time = end = max(last, self.model.timeline.horizon)
        for desk in self.desks:
            for contact in desk.line:
                self._still_waiting(contact)
        for agent in self.agents:
            if agent.present:
                self.journal.presence(agent, end)
        journal = self.journal
        place = journal.final_rows()
        contacts = journal.contact_log()
        bookings, reminders, holds = self.booking_journal.close(self.model.timeline, place)
        return Logs(
            replication=self.workload.replication,
            contacts=contacts,
            agents=journal.agent_log(contacts, place),
            end=end,
            customers=customer_log(self.model, self.workload),
            bookings=bookings,
            reminders=reminders,
            holds=holds,
            decisions=journal.decision_log(place),
        )

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

    # --- what several parts ask ---------------------------------------------------------------------------------

    def closed_contacts_wait_for(self, agent: Agent) -> bool:
        """Whether a live contact of a closed channel waits that his group may ever take, delays aside.

        So does an appointment's customer who is still expected after the closing.
        """
        waits = any(skill.live and skill.desk.line.count and not skill.desk.door.open for skill in agent.team.skills)
        return waits or (bool(agent.team.claims) and self.hosting.keeps(agent))

    def serves_open_live_door(self, agent: Agent) -> bool:
        return any(skill.live and skill.desk.door.open for skill in agent.team.skills)

    def left_queue(self, desk: Desk) -> None:
        """A contact of this type waits no more: agents whom it held may go, or turn to others."""
        if desk.watched:
            self.queue_changed(desk)
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
        if self.story is not None and self.story.customer == contact.customer:
            self.story.contact = contact
            self.story.tell(self.env.time, text)

    def tell_customer(self, customer: int, text: str) -> None:
        """What happens to a customer apart from any contact."""
        if self.story is not None and self.story.customer == customer:
            self.story.tell(self.env.time, text)

    def agents_changed(self, team: Team) -> None:
        """Some of its agents came free, or took something."""
        if team.watched_by:
            self.group_rules.agents_change(team)

    def queue_changed(self, desk: Desk) -> None:
        if desk.group_rules:
            self.group_rules.look_at(desk)
