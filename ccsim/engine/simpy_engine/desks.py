"""What the floor knows of each channel, each contact type, and each pair of group and type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccsim.engine.simpy_engine.team import Team
from ccsim.engine.simpy_engine.waiting_line import WaitingLine
from ccsim.model import center

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.live_rules import LiveRule


class Door:
    """A channel: whether it is open, and its lines."""

    __slots__ = (
        "appointment",
        "desks",
        "drains",
        "drops",
        "index",
        "interruptible",
        "lines_free",
        "live",
        "name",
        "open",
        "pace",
        "resume_cost",
    )

    def __init__(self, index: int, channel: center.Channel) -> None:
        self.index = index
        self.name = channel.name
        self.live = channel.live
        self.appointment = channel.appointment
        self.interruptible = channel.interruptible
        self.resume_cost = channel.resume_cost
        self.pace = channel.pace
        self.drains = channel.drain
        self.drops = channel.drops_at_close
        self.lines_free = channel.lines  # None: unlimited
        self.open = False
        self.desks: list[Desk] = []

    def pace_with(self, in_hand: int) -> float:
        return self.pace[min(in_hand, len(self.pace)) - 1]


@dataclass(eq=False, slots=True)
class Skill:
    """That a team may take a type: how long after joining, how much room it needs, at what speed.

    `shut` counts the live rules that keep the team from the type now, `added` those that add it: it need not wait out
    its delay then. `only_added`: it may take the type at no other time.
    """

    team: Team
    desk: Desk
    delay: float
    reserve: int
    load: int
    live: bool
    drains: bool
    speed: int  # index of the contact's durations under this skill: `Desk.speeds`
    resolution: float
    order_class: int
    team_score: float  # under the agent rules that rank groups: smaller is better
    shut: int = 0
    added: int = 0
    only_added: bool = False

    @property
    def is_open(self) -> bool:
        """Whether live rules let the team take the type."""
        return not self.shut and (self.added > 0 or not self.only_added)

    def may_after(self, waited: float) -> bool:
        """Whether a contact that has waited so long may use the team, reservations and room apart."""
        return self.is_open and (waited >= self.delay or self.added > 0)


class Desk:
    """A contact type: its waiting line, who may take it, and what sorts it before others."""

    __slots__ = (
        "answer_within",
        "balking",
        "delays",
        "door",
        "group_rules",
        "head_start",
        "index",
        "last_wait",
        "line",
        "max_waiting",
        "name",
        "offers",
        "plain",
        "priority",
        "ranks",
        "speeds",
        "watched",
        "weight",
    )

    def __init__(self, index: int, contact_type: center.ContactType, door: Door) -> None:
        self.index = index
        self.name = contact_type.name
        self.speeds: list[tuple[int, float]] = []  # distinct (work law, factor) of its skills
        self.door = door
        self.line = WaitingLine()
        self.priority = contact_type.priority
        self.weight = contact_type.weight
        self.head_start = contact_type.head_start
        self.answer_within = contact_type.answer_within
        self.max_waiting = contact_type.max_waiting
        self.balking = list(
            zip(contact_type.balking_from.tolist(), contact_type.balking_probability.tolist(), strict=True)
        )
        self.ranks: list[list[Skill]] = []
        self.delays: list[float] = []  # the distinct waits after which one more group may take it, ascending
        self.plain: list[Team] | None = None  # its ranks, where each is one simple team without delay or reserve
        self.offers: list[LiveRule] = []  # call-backs and diversions, in the order of the file
        self.group_rules: list[LiveRule] = []
        self.watched = False  # somebody wants to know when its queue changes
        self.last_wait = 0.0  # of the last one answered

    def balking_probability(self, waiting: int) -> float:
        probability = 0.0
        for least, chance in self.balking:
            if waiting < least:
                break
            probability = chance
        return probability
