"""Self-service, journeys, live rules and experience, as a scenario file says them."""

from __future__ import annotations

from typing import Literal

from ccsim.scenario.record import DAY, Law, Record, ShareBySegment

NONE = ShareBySegment(default=0.0)
ALL = ShareBySegment(default=1.0)


class Outage(Record):
    """Elapsed seconds in which no new session begins; sessions under way go on."""

    start: float
    end: float


class Returns(Record):
    """Where the falsely contained come back, and how long after the session."""

    to: str
    after: Law


class HandOver(Record):
    keeps_context: bool = True  # False: the customer has to tell it again, as a repeat contact does
    aht: float = 1.0


class SelfService(Record):
    fronts: tuple[str, ...] = ()  # contact types and appointments; others come by `divert_to`
    time: Law
    containment: ShareBySegment
    gives_up: ShareBySegment = NONE
    false_containment: ShareBySegment = NONE  # of the contained
    returns: Returns | None = None
    cost: float = 0.0  # per session
    hand_over: HandOver = HandOver()
    easy_first: float = 0.0  # how much shorter than average the contained contacts would have been
    capacity: int | None = None  # sessions at once; who comes when it is full goes on to the queue
    outages: tuple[Outage, ...] = ()


MoveFrom = Literal[
    "abandoned",
    "blocked",
    "balked",
    "dropped",
    "not_reached",
    "unresolved",
    "resolved",
    "contained",
    "gave_up",
    "no_show",
    "late_no_show",
    "cancelled",
    "not_booked",
]


class Move(Record):
    """What some customers do next: exactly one of `to` (a contact type) and `book` (an appointment)."""

    to: str | None = None
    book: str | None = None
    probability: ShareBySegment = ALL
    after: Law | None = None  # None: at once


class Journeys(Record):
    """Moves by contact type and outcome; a late no-show moves like a no-show where nothing is said of it."""

    moves: dict[str, dict[MoveFrom, tuple[Move, ...]]] = {}
    most_attempts: int = 10  # of one customer; whoever would make another is cut off and counted


class Context(Record):
    """Without shared data, a contact after an unresolved one or on another channel than the one before takes longer."""

    shared_across_channels: bool = False
    repeat_aht: float = 1.0


class Bound(Record):
    """`> 3 min`."""

    sign: Literal["<", "<=", ">", ">="]
    value: float


Predictor = Literal["head", "last_answered", "queue_length"]


class When(Record):
    """All that is said must hold. `until` closes again what a group rule opened."""

    contact: str
    expected_wait: Bound | None = None
    waiting: Bound | None = None
    idle: Bound | None = None  # idle agents that may take the contact
    must_wait: bool = False
    between: tuple[tuple[float, float], ...] = ()  # local times of day
    until: Bound | None = None  # on the same quantity; None: half of its threshold, twice it of "<"
    predictor: Predictor = "head"


class CallBack(Record):
    reach: float = 0.85  # at each attempt
    ring: float = 20.0
    attempts: int = 1
    retry_after: float = 900.0


class Rule(Record):
    """Exactly one of offer, divert_to, add_group, close_group."""

    when: When
    offer: Literal["callback"] | None = None
    accepted: ShareBySegment = ALL
    callback: CallBack = CallBack()
    divert_to: str | None = None  # a contact type or a self-service
    share: ShareBySegment = ALL
    add_group: str | None = None
    close_group: str | None = None


class Proactive(Record):
    replaces: str
    share: float
    cost: float = 0.0


class Score(Record):
    """`base` plus so much for each: see `ccsim.measures.experience`."""

    base: float
    wait_per_min: float = 0.0
    repeat: float = 0.0
    switch: float = 0.0
    abandoned: float = 0.0
    unresolved: float = 0.0
    no_answer: float = 0.0
    no_show: float = 0.0


class Nps(Record):
    promoter_from: float = 4.5
    detractor_to: float = 3.4


class Experience(Record):
    """The defaults are the preset `typical`."""

    csat: Score = Score(
        base=4.6, wait_per_min=-0.12, repeat=-0.4, switch=-0.3, abandoned=-2.5, unresolved=-1.2, no_answer=-2.5
    )
    ces: Score = Score(base=6.2, wait_per_min=-0.1, repeat=-1.0, switch=-0.8)
    nps: Nps = Nps()
    churn: tuple[tuple[float, float], ...] = ((1.0, 0.12), (3.0, 0.03), (5.0, 0.005))  # (csat, probability), ascending
    first_contact_window: float = 7 * DAY
