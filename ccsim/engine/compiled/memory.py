"""The tables that all of the event loop works on: the floor, channels, contact types, groups, agents, contacts.

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
    pieces: int
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
    last: float  # when the last contact was done or left
    lost: int  # first contact that has no outcome and should have one, NOBODY
    held: int  # agents whom a closing keeps past the end of their plan


class Channel(Record):
    live: tiny
    interruptible: tiny
    appointment: tiny
    drains: tiny
    drops: tiny
    open: tiny
    has_lines: tiny
    lines_free: int
    resume_cost: float
    first_pace: small
    paces: small
    first_window: int
    windows: int
    window: int  # the next to open, or the one open now


class Window(Record):
    opens: float
    closes: float


class Kind(Record):
    """A contact type: its waiting line, who may take it, and what sorts it before others."""

    channel: small
    plain: tiny  # each rank is one simple group without delay or reserve
    looked_at: tiny  # available agents shall look for work at the end of this instant's roster
    watched: tiny  # some live rule is about it
    same_patience: tiny  # at every attempt
    waiting: int
    call_backs: int  # of them
    first: int  # in line
    last: int
    priority: float
    weight: float
    head_start: float
    answer_within: float
    max_waiting: int  # -1: any number
    first_step: small  # of balking
    steps: small
    first_skill: small
    skills: small
    first_delay: small
    delays: small
    bot: small  # before it
    first_offer: small  # in `rules_in_order`
    offers: small
    first_rule: small  # of those that open and close groups
    rules: small
    last_wait: float  # of the last one answered
    next_row: int  # of its first contacts, the next to come
    end_row: int


class BalkingStep(Record):
    waiting: int
    probability: float


class Skill(Record):
    """That a group may take a type; those of a type stand together, by rank."""

    group: small
    kind: small
    rank: small
    live: tiny
    drains: tiny
    only_added: tiny  # by live rules; else the group never takes it
    shut: small  # live rules that keep the group from it
    added: small  # that add the group
    delay: float
    reserve: small
    load: small
    work: small
    order_class: small
    factor: float
    resolution: float
    score: float


class Group(Record):
    first_agent: small
    agents: small
    capacity: small
    first_skill: small  # in `group_skills`
    skills: small
    reserving: small  # how many of its skills do
    simple: tiny  # one contact at a time, nothing interruptible
    paced: tiny
    counted: tiny
    first_watching: small  # in `watching_kinds`
    watching: small  # types whose live rules count its idle agents
    first_hosted: small  # in `hosted_appointments`
    hosted: small  # appointments that it hosts
    empty: small  # the pool of those who hold nothing
    last_pool: small  # of its list of pools
    idle: small
    present: small
    on_break: small
    waiting: int
    planned: small
    unmarked: small
    marked: small  # the one marked last
    surplus_first: int  # ring of times at which the plan fell below surplus agents not yet marked
    surplus: int
    first_step: int
    steps: int
    step: int


class Pool(Record):
    """Available agents of a group who hold alike, in the order of their standing."""

    group: small
    firm: small
    firm_load: small
    soft_load: small
    set_aside: tiny
    past_end: tiny
    size: small
    first: small
    last: small
    next: small  # pool of the group
    stamp: int


class Agent(Record):
    group: small
    pool: small
    before: small  # in his pool
    behind: small
    firm: small
    firm_load: small
    soft_load: small
    in_hand: small
    standing: int
    share: float
    first_in_hand: int
    last_in_hand: int
    first_set_aside: int
    last_set_aside: int
    present: tiny
    leaving: tiny
    past_end: tiny
    stays: tiny
    on_break: tiny
    came_on: tiny
    held: tiny  # kept free for an appointment's customer
    presence: tiny  # a Presence
    is_marked: tiny
    first_leaf: int
    marked_before: small
    marked_behind: small
    presence_since: float
    break_number: int  # of the break he is on: the end of an earlier one is void
    first_due: int  # of his breaks due, in `breaks_due`
    due: small
    step: int  # the next of his plan
    last_step: int
    stamp: int
    pieces: int  # of work that he has done; at the end, where the next goes in the log
    first_piece: int
    busy_time: float
    time_at_work: float
    accounted: float


class DutyStep(Record):
    """An agent's plan: comes on, has a break due for `length`, goes off."""

    time: float
    what: small
    length: float


class PositionStep(Record):
    time: float
    planned: int


class Contact(Record):
    """As the reference engine's `Contact`, and its row of the log."""

    arrived: float
    joined: float
    turn: float
    answered: float
    talk_end: float
    handled: float
    left: float
    remaining: float
    since: float
    work_since: float
    pace: float
    key: int
    before: int
    behind: int
    leaf: int
    kind: small
    agent: small  # who has it in hand
    finished_by: small
    load: small
    state: tiny
    begun: tiny
    talking: tiny
    in_pieces: tiny
    callback: tiny
    outcome: tiny
    waited: tiny
    resolved: tiny


class PresenceRow(Record):
    agent: int
    state: int
    start: float
    end: float


class Piece(Record):
    """A stretch of work on a contact."""

    start: float
    end: float
    contact: int
    agent: small
    load: small


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
channels = table("channels", Channel)
windows = table("windows", Window)
kinds = table("kinds", Kind)
balking_steps = table("balking_steps", BalkingStep)
skills = table("skills", Skill)
groups = table("groups", Group)
pools = table("pools", Pool)
agents = table("agents", Agent)
duty_steps = table("duty_steps", DutyStep)
position_steps = table("position_steps", PositionStep)
contacts = table("contacts", Contact)
presence_rows = table("presence_rows", PresenceRow)
pieces = table("pieces", Piece)
breaks_due = table("breaks_due", Number)
surplus_since = table("surplus_since", Number)
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

pace_of = column("pace", float)
delay_of = column("delays", float)
group_skill = column("group_skills", int)
skill_at = column("skill_at", int)
day_edge = column("day_edges", float)

arrival_of = column("arrival", float)
first_patience = column("patience", float)
first_talk = column("talk", float)
first_wrap_up = column("wrap_up", float)
first_balking = column("balking", float)
first_resolution = column("resolution", float)
first_routing = column("routing", float)
