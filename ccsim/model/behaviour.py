"""Self-service, journeys, live rules and experience as numbers and indices; part of `CenterModel`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from ccsim.arrays import FloatArray

if TYPE_CHECKING:
    from ccsim.model.center import LawByTime


class MoveFrom(IntEnum):
    """What happened to a customer before he decides what to do next."""

    ABANDONED = 0
    BLOCKED = 1
    BALKED = 2
    DROPPED = 3
    NOT_REACHED = 4
    UNRESOLVED = 5
    RESOLVED = 6
    CONTAINED = 7
    GAVE_UP = 8
    NO_SHOW = 9
    LATE_NO_SHOW = 10
    CANCELLED = 11
    NOT_BOOKED = 12


@dataclass(frozen=True)
class Move:
    """Exactly one of `contact` (a type) and `appointment` is not -1. `after` None: at once."""

    contact: int
    appointment: int
    probability: FloatArray  # (segments,)
    after: LawByTime | None


@dataclass(frozen=True)
class SelfService:
    """`easy_factor` acts on talk and wrap-up of those handed over, by segment: the contained ones were the easy ones.

    With c the containment and e = `easy_first`, the contained take (1 - e) of the average, so the others take
    (1 - c (1 - e)) / (1 - c) of it.
    """

    name: str
    fronts: tuple[int, ...]  # contact types
    fronts_appointments: tuple[int, ...]
    time: LawByTime
    containment: FloatArray  # (segments,)
    gives_up: FloatArray  # (segments,) containment + gives_up <= 1
    false_containment: FloatArray  # (segments,) of the contained
    returns_to: int  # contact type; -1: the falsely contained do not come back
    returns_after: LawByTime | None
    cost: float
    keeps_context: bool
    hand_over_aht: float
    easy_factor: FloatArray  # (segments,)
    capacity: int | None
    outages: FloatArray  # (outages, 2), ascending, disjoint


@dataclass(frozen=True)
class Bound:
    sign: str  # < <= > >=
    value: float

    def holds(self, x: float) -> bool:
        if self.sign == ">":
            return x > self.value
        if self.sign == ">=":
            return x >= self.value
        return x < self.value if self.sign == "<" else x <= self.value


@dataclass(frozen=True)
class Rule:
    """A live rule. `between` is in elapsed seconds (windows, 2): none means always.

    Exactly one action: `callback`, `divert_type`, `divert_bot`, `add_group`, `close_group` (-1 / False: not this one).
    """

    name: str
    contact: int
    expected_wait: Bound | None
    waiting: Bound | None
    idle: Bound | None
    between: FloatArray | None
    until: Bound | None  # resolved; of the quantity that the rule names first: expected_wait, waiting, idle
    predictor: str  # head, last_answered, queue_length
    callback: bool
    accepted: FloatArray  # (segments,) of call-backs; of diversions the share
    reach: float
    ring: float
    attempts: int
    retry_after: float
    divert_type: int
    divert_bot: int
    add_group: int
    close_group: int


@dataclass(frozen=True)
class Context:
    shared: bool = True
    repeat_aht: float = 1.0


@dataclass(frozen=True)
class Proactive:
    name: str
    contact: int
    share: float
    cost: float


@dataclass(frozen=True)
class Score:
    base: float
    wait_per_min: float = 0.0
    repeat: float = 0.0
    switch: float = 0.0
    abandoned: float = 0.0
    unresolved: float = 0.0
    no_answer: float = 0.0
    no_show: float = 0.0


@dataclass(frozen=True)
class Experience:
    csat: Score
    ces: Score
    promoter_from: float
    detractor_to: float
    churn_csat: FloatArray  # ascending
    churn_probability: FloatArray  # linear between, flat beyond
    first_contact_window: float
    segment_value: FloatArray  # (segments,)


Moves = dict[tuple[int, MoveFrom], tuple[Move, ...]]
"""By (contact type, what happened): in the order of the file, one uniform chooses among them."""


@dataclass(frozen=True)
class Behaviour:
    """All of it. The default is a center without any."""

    bots: tuple[SelfService, ...] = ()
    moves: Moves = field(default_factory=dict)
    most_attempts: int = 10
    context: Context = field(default_factory=Context)
    rules: tuple[Rule, ...] = ()
    proactive: tuple[Proactive, ...] = ()
    experience: Experience | None = None
