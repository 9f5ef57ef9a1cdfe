"""One contact on the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.model.center import NEVER

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.engine.simpy_engine.moments import Moment

COMING, WAITING, IN_HAND, SET_ASIDE, GONE = range(5)


class Contact:
    """A customer's contact from arrival until the agent's place is free again.

    `row` is its place in the workload, which orders contacts as their keys do. While an agent works on it,
    `remaining` seconds of the present phase are left as of `since`, shrinking at `pace`.
    """

    __slots__ = (
        "agent",
        "balking",
        "begun",
        "desk",
        "ending",
        "joined",
        "load",
        "pace",
        "patience",
        "remaining",
        "resolution",
        "routing",
        "row",
        "since",
        "state",
        "talk",
        "talking",
        "work_since",
        "wrap_up",
    )

    def __init__(
        self,
        row: int,
        desk: Desk,
        joined: float,
        patience: float,
        balking: float,
        resolution: float,
        routing: float,
        talk: list[float],
        wrap_up: list[float],
    ) -> None:
        self.row = row
        self.desk = desk
        self.joined = joined
        self.patience = patience
        self.balking = balking
        self.resolution = resolution
        self.routing = routing
        self.talk = talk  # by work law, unrounded
        self.wrap_up = wrap_up
        self.state = COMING
        self.begun = False
        self.agent: Agent | None = None
        self.ending: Moment | None = None
        self.talking = True
        self.remaining = 0.0
        self.pace = 1.0
        self.since = 0.0
        self.work_since = 0.0
        self.load = 0

    @property
    def waits_for_ever(self) -> bool:
        return self.patience == NEVER
