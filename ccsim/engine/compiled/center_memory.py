"""The tables of the center: channels, contact types, groups with their skills, agents with their plans."""

from __future__ import annotations

from ccsim.engine.compiled.kernel import Record, column, small, table, tiny
from ccsim.engine.compiled.memory import Number


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
    last_stretch: int  # of presence that is over, in `presence_rows`
    break_number: int  # of the break he is on: the end of an earlier one is void
    first_due: int  # of his breaks due, in `breaks_due`
    due: small
    step: int  # the next of his plan
    last_step: int
    stamp: int
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
breaks_due = table("breaks_due", Number)
surplus_since = table("surplus_since", Number)
pace_of = column("pace", float)
delay_of = column("delays", float)
group_skill = column("group_skills", int)
skill_at = column("skill_at", int)
day_edge = column("day_edges", float)
