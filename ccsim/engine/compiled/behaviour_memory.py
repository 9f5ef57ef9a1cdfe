"""The tables of what customers do by themselves: their journeys, self-service, and the live rules of the center.

They are there only where a model has such things. What concerns one contact stands in `trails`, row by row beside
`contacts`, so that centers without them need not carry it.
"""

from __future__ import annotations

from ccsim.engine.compiled.kernel import Record, column, small, table, tiny

NEVER_CALLED_BACK, CALL_BACK, RINGING = range(3)
"""A contact's `callback`: none accepted, accepted, and his telephone rings now."""

NO_BOUND, MORE, AT_LEAST, LESS, AT_MOST = range(5)
"""Signs of a bound on a quantity."""

HEAD, LAST_ANSWERED, QUEUE_LENGTH = range(3)
"""What foretells a wait."""

TO_CALL_BACK, TO_TYPE, TO_BOT, ADD_GROUP, CLOSE_GROUP = range(5)
"""What a live rule does."""


class Trail(Record):
    """Where a contact stands in its customer's journey, and what of that stands in its row of the log."""

    customer: int
    factor: float  # on talk and wrap-up, by the journey
    longer: float  # the same with what self-service adds as it hands over
    bot_end: float
    accepted: float
    dialled: float
    segment: small
    attempt: small
    leg: small
    sent_to: small  # self-service that a live rule sent it to, NOBODY: that of its type
    bot: small
    rule: small  # by whose terms it is called back
    booking: int  # that an agent's call is about
    dials: small
    origin: tiny
    then: tiny
    bot_result: tiny


class Customer(Record):
    """What the center, and he himself, remember of him."""

    unable_at: float  # when the slot begins that he gave back because he could not come
    attempts: small  # number of his latest one
    channel: small  # of his contact before
    segment: small
    missed: small  # appointments to which he did not come
    told: tiny  # somebody what he needs, and it was not settled


class Move(Record):
    """To a contact type or an appointment; the other is NOBODY."""

    kind: small
    appointment: small
    after: small  # a law of durations, NOBODY: at once
    first_share: int  # of the segments, in `shares`


class Bot(Record):
    """A self-service; shares by segment begin at `first_...` in `shares`."""

    capacity: int  # NOBODY: any number
    busy: int
    first_outage: small
    outages: small
    time: small
    returns_to: small
    returns_after: small
    keeps_context: tiny
    hand_over: float
    first_containment: int
    first_gives_up: int
    first_falsely: int
    first_easy: int


class Rule(Record):
    """A live rule. It holds while it has opened or closed its group."""

    kind: small
    does: small
    target: small  # contact type, self-service, or the skill that it opens or closes; NOBODY: there is no such skill
    holds: tiny
    always: tiny  # whatever the hour
    wait_sign: tiny
    waiting_sign: tiny
    idle_sign: tiny
    until_sign: tiny
    predictor: tiny
    wait_bound: float
    waiting_bound: float
    idle_bound: float
    until_bound: float
    handle_time: float
    first_span: small
    spans: small
    first_share: int  # of those who accept
    attempts: small
    reach: float
    ring: float
    retry_after: float


class Span(Record):
    """From, inclusive, until, exclusive."""

    start: float
    end: float


class LawByTime(Record):
    """Laws of a duration by the local time of day: rows of `laws`, from `starts` on."""

    first: int
    laws: int


class LawPart(Record):
    start: float  # of the time of day
    family: small
    a: float
    b: float
    first_point: int  # of a tabulated law, in `law_points`; of a gamma law, in `law_pieces`
    points: int  # 0: it has none


class LawPoint(Record):
    probability: float
    value: float


class LawPiece(Record):
    """A polynomial, the constant coefficient first (`distributions.gamma_pieces`)."""

    c0: float
    c1: float
    c2: float
    c3: float
    c4: float
    c5: float
    c6: float
    c7: float


class Decision(Record):
    time: float
    rule: int
    act: int
    contact: int
    value: float


trails = table("trails", Trail)
customers = table("customers", Customer)
moves = table("moves", Move)
bots = table("bots", Bot)
outages = table("outages", Span)
rules = table("rules", Rule)
rule_hours = table("rule_hours", Span)
decisions = table("decisions", Decision)
laws_by_time = table("laws_by_time", LawByTime)
law_parts = table("law_parts", LawPart)
law_points = table("law_points", LawPoint)
law_pieces = table("law_pieces", LawPiece)

share_of = column("shares", float)
first_move = column("first_moves", int)  # by contact type and what happened; the next row is where they end
rule_in_order = column("rules_in_order", int)
watching_kind = column("watching_kinds", int)  # of each group, the types whose rules count its idle agents
rule_edge_time = column("rule_edge_times", float)
rule_edge_rule = column("rule_edge_rules", int)
edge = column("edges", float)
edge_time_of_day = column("times_of_day", float)
key_half = column("keys", int)
customer_word = column("words", int)
customer_source = column("sources", int)
recorded_patience = column("recorded_patience", float)

talk_law = column("talk_laws", int)
wrap_up_law = column("wrap_up_laws", int)
patience_law = column("patience_laws", int)
