"""The tables that all of the event loop works on: what there is one of, contacts, and what is written of them.

Rows refer to each other by number; -1 is nobody. Contacts that wait, that an agent has in hand, and that he has set
aside stand in lists linked by `before` and `behind`: a contact is in one of them at most.
"""

from __future__ import annotations

from ccsim.engine.compiled.kernel import Record, column, small, table, tiny

NOBODY = -1
"""No row."""
NO_OUTCOME = -1
"""Of a contact that is not over."""
UNKNOWN = float("nan")
"""A time that has not come."""

COMING, WAITING, IN_HAND, SET_ASIDE, GONE = range(5)
"""States of a contact."""

EVENTS, POOLS, PIECES, PRESENCE_ROWS, RETURNED, CONTACTS, DECISIONS, BOOKINGS, REMINDER_ROWS, HOLD_ROWS, LATER = range(
    1, 12
)
"""Tables whose length a day decides: what `Floor.short` says of one that is too short."""
TOO_LATE = -2
"""`Floor.short` where work ends so late that the winner tree has no bits for it."""

RANKED, LEAST_OCCUPIED, RANDOM = range(3)
"""Agent rules: the first covers all that go by a group's score, then by who became available first."""

PRIORITY, LONGEST_WAIT, WEIGHTED_WAIT, EARLIEST_DEADLINE, GROUP_ORDER = range(5)
"""Contact rules."""


class Floor(Record):
    """What there is one of. `short`: a table is full, and the day has to be run again with a larger one."""

    now: float
    short: int  # number of the table (`room`), 0: none
    rows: int  # first contacts
    contacts: int  # made so far, first contacts included
    most_contacts: int
    decisions: int
    most_decisions: int
    events: int  # in the heap
    most_events: int
    later: int  # rows of that table that have been used
    most_later: int
    free_later: int  # the first of them that is free again
    put_off: int  # events that wait in buckets
    buckets: int
    bucket: int  # the next to be poured
    buckets_a_second: float  # a power of two
    first_instant: float
    poured_until: float
    presence_rows: int
    most_presence_rows: int
    stretches: int  # of presence, as they stand in the log
    pieces: int  # of work on contacts, as they stand in the log
    most_pieces: int
    bookings: int
    most_bookings: int
    reminder_rows: int
    most_reminder_rows: int
    hold_rows: int
    most_hold_rows: int
    pools: int
    most_pools: int
    loose_leaf: int  # of the contact that has just ended: taken again, or cleared when its event is over
    first_arrival_leaf: int
    leaf_bits: int  # that a leaf takes in the winner tree
    most_ticks: int  # that fit above them, which stand for never
    last_instant: float  # the same in seconds
    types: int
    channels: int
    groups: int
    agents: int
    days: int
    works: int
    segments: int
    intervals: int
    appointments: int
    requests: int  # customers who begin with a booking
    purposes: int  # of random numbers
    most_attempts: int
    repeat_aht: float  # on the work of who has to tell it again
    horizon: float
    interval: float  # length of the first
    agent_rule: small
    contact_rule: small
    several: tiny  # contacts at a time, in some agent's hands
    drains: tiny  # some channel does
    behaves: tiny  # there are journeys, self-service or live rules
    journeys: tiny  # contacts may follow others
    bots: tiny
    shares_context: tiny
    recorded_patience: tiny
    rule_edges: int  # instants at which the hours of rules begin and end
    became_available: int
    stamp: int  # of the present search among pools, or batch of agents
    will_look: tiny
    looked_at: tiny  # some contact type is
    came_on: int  # agents in the list of those
    takers: int
    returned: int  # contacts that were given back and look for another agent
    most_returned: int
    end: float  # of the day: the horizon, or when the last contact, booking or stretch of presence was over
    last_over: float  # when the last contact so far was over
    lost: int  # first contact that has no outcome and should have one, NOBODY
    held: int  # agents whom a closing keeps past the end of their plan


class Contact(Record):
    """As the reference engine's `Contact`; what becomes of it is written into its row of the log."""

    arrived: float
    joined: float
    turn: float
    remaining: float
    since: float
    work_since: float
    pace: float
    key: int
    before: small
    behind: small
    leaf: small
    kind: small
    agent: small  # who has it in hand
    load: small
    state: tiny
    begun: tiny
    talking: tiny
    in_pieces: tiny
    callback: tiny


class PresenceRow(Record):
    start: float
    end: float
    before: int  # the agent's last one, NOBODY
    state: int


class Number(Record):
    """A number that the loop writes."""

    value: float


class Whole(Record):
    """A whole number that the loop writes."""

    value: int


class Flag(Record):
    """Yes or no, that the loop writes."""

    value: tiny


class Row(Record):
    """A row that the loop writes."""

    row: int


floors = table("floor", Floor)
contacts = table("contacts", Contact)
presence_rows = table("presence_rows", PresenceRow)
came_on = table("came_on", Row)
takers = table("takers", Row)
returned = table("returned", Row)

log_outcome = table("log_outcome", Whole)
log_waited = table("log_waited", Flag)
log_resolved = table("log_resolved", Flag)
log_agent = table("log_agent", Whole)
log_answered = table("log_answered", Number)
log_talk_end = table("log_talk_end", Number)
log_handled = table("log_handled", Number)
log_left = table("log_left", Number)
log_work_agent = table("log_work_agent", Whole)
log_work_contact = table("log_work_contact", Whole)
log_work_start = table("log_work_start", Number)
log_work_end = table("log_work_end", Number)
log_work_load = table("log_work_load", Whole)
log_presence_agent = table("log_presence_agent", Whole)
log_presence_state = table("log_presence_state", Whole)
log_presence_start = table("log_presence_start", Number)
log_presence_end = table("log_presence_end", Number)


arrival_of = column("arrival", float)
first_patience = column("patience", float)
first_talk = column("talk", float)
first_wrap_up = column("wrap_up", float)
first_balking = column("balking", float)
first_resolution = column("resolution", float)
first_routing = column("routing", float)
