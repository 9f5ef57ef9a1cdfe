"""One contact on the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        "begun",
        "desk",
        "ending",
        "interrupted",
        "joined",
        "load",
        "pace",
        "patience",
        "remaining",
        "resolution",
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
        resolution: float,
        talk: list[float],
        wrap_up: list[float] | None,
    ) -> None:
        self.row = row
        self.desk = desk
        self.joined = joined
        self.patience = patience
        self.resolution = resolution
        self.talk = talk  # by `Skill.speed`
        self.wrap_up = wrap_up  # the same; None: the type has none
        self.state = COMING
        self.begun = False
        self.interrupted = False
        self.talking = True
        self.ending: Moment | None = None

    # Set whenever an agent takes it.
    agent: Agent
    remaining: float
    pace: float
    since: float
    work_since: float
    load: int
