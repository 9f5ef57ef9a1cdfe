"""One contact on the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ccsim.engine.logs import Origin

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.agent import Agent
    from ccsim.engine.simpy_engine.callback import CallBack
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.engine.simpy_engine.moments import Moment

COMING, WAITING, IN_HAND, SET_ASIDE, GONE = range(5)


class Step(NamedTuple):
    """Where in a customer's journey a contact stands; first contacts have none: attempt 0, leg 0.

    `factor` acts on talk and wrap-up; `bot` is the self-service that a live rule sent it to, -1: that of its type.
    """

    customer: int
    segment: int
    attempt: int
    leg: int
    origin: Origin
    factor: float = 1.0
    bot: int = -1


class Contact:
    """A customer's contact from arrival until the agent's place is free again.

    `row` is its place in the log, `key` orders contacts. Waits run from `joined`; its line is ordered by `turn` before
    that (of an appointment: the slot). While an agent works on it, `remaining` seconds of the present phase are left as
    of `since`, shrinking at `pace`. `in_pieces`: the stretches of work on it are written down one by one.
    """

    __slots__ = (
        "agent",
        "begun",
        "callback",
        "desk",
        "ending",
        "in_pieces",
        "joined",
        "key",
        "load",
        "pace",
        "patience",
        "remaining",
        "resolution",
        "row",
        "since",
        "state",
        "step",
        "talk",
        "talking",
        "turn",
        "work_since",
        "wrap_up",
    )

    def __init__(
        self,
        row: int,
        key: int,
        desk: Desk,
        joined: float,
        patience: float,
        resolution: float,
        talk: list[float],
        wrap_up: list[float] | None,
        step: Step | None = None,
    ) -> None:
        self.row = row
        self.key = key
        self.desk = desk
        self.joined = self.turn = joined
        self.patience = patience
        self.resolution = resolution
        self.talk = talk  # by `Skill.speed`
        self.wrap_up = wrap_up  # the same; None: the type has none
        self.step = step
        self.state = COMING
        self.begun = False
        self.in_pieces = False
        self.talking = True
        self.callback: CallBack | None = None
        self.ending: Moment | None = None

    # Set whenever an agent takes it.
    agent: Agent
    remaining: float
    pace: float
    since: float
    work_since: float
    load: int

    @property
    def customer(self) -> int:
        return self.row if self.step is None else self.step.customer

    @property
    def attempt(self) -> int:
        return 0 if self.step is None else self.step.attempt

    @property
    def leg(self) -> int:
        return 0 if self.step is None else self.step.leg

    @property
    def outbound(self) -> bool:
        return self.step is not None and self.step.origin == Origin.OUTBOUND

    @property
    def place(self) -> tuple[float, float, int]:
        """What sorts it in a queue."""
        return self.turn, self.joined, self.key
