"""The model as tables: what is the same for every replication."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import ccsim.engine.compiled.appointment_plan as appointment_plan
import ccsim.engine.compiled.behaviour_plan as behaviour_plan
from ccsim.engine.compiled.appointment_plan import AppointmentPlan
from ccsim.engine.compiled.behaviour_plan import BehaviourPlan, behaves
from ccsim.engine.compiled.kernel import Tables, filled, records
from ccsim.engine.compiled.law_book import LawBook
from ccsim.engine.compiled.memory import (
    EARLIEST_DEADLINE,
    GROUP_ORDER,
    LEAST_OCCUPIED,
    LONGEST_WAIT,
    NOBODY,
    PRIORITY,
    RANDOM,
    RANKED,
    WEIGHTED_WAIT,
)
from ccsim.engine.ranked_groups import ranked_groups
from ccsim.engine.stints import position_steps
from ccsim.model.center import NEVER
from ccsim.model.grid import TICK
from ccsim.model.volume import booking_requests, first_contacts
from ccsim.routing.rules import SCORES_OF_GROUPS

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel, Channel, ContactType, Group, Preference

_AGENT_RULES = {"least_occupied": LEAST_OCCUPIED, "random": RANDOM}
_CONTACT_RULES = {
    "priority": PRIORITY,
    "longest_wait": LONGEST_WAIT,
    "weighted_wait": WEIGHTED_WAIT,
    "earliest_deadline": EARLIEST_DEADLINE,
    "group_order": GROUP_ORDER,
}
_MOST_BUCKETS, _FEWEST_BUCKETS = 4_096, 64
_CLEARED = (
    *("floor", "channels", "kinds", "groups", "pools", "agents", "leaves", "nodes", "buckets", "skills"),
    *behaviour_plan.CHANGED,
    *appointment_plan.CHANGED,
)
"""Tables that a day leaves changed, and begins as they are here."""


class Plan:
    """`fixed` tables no day changes; `fresh` ones are copied for each."""

    def __init__(self, model: CenterModel) -> None:
        tables: Tables = {}
        tables |= _channels(model)
        tables |= _kinds(model)
        tables |= _groups(model, tables["skills"])
        tables |= _agents(model)
        tables["day_edges"] = model.timeline.day_edges
        tables["floor"] = _floor(model, tables)
        _find_what_is_plain(model, tables)
        self.book = LawBook()
        if behaves(model):
            tables |= BehaviourPlan(model, tables, self.book).tables
            if model.appointments:
                tables |= AppointmentPlan(model, tables, self.book).tables
            tables |= self.book.tables()
        tables = {name: np.require(table, requirements="C") for name, table in tables.items()}
        self.fresh = {name: table for name, table in tables.items() if name in _CLEARED}
        self.fixed = {name: table for name, table in tables.items() if name not in _CLEARED}


def _floor(model: CenterModel, tables: Tables) -> Any:
    floor = records("floor", 1)
    one = floor[0]
    one.agent_rule = _AGENT_RULES.get(model.routing.agent_rule, RANKED)
    one.contact_rule = _CONTACT_RULES[model.routing.contact_rule]
    one.drains = any(channel.drain for channel in model.channels)
    one.types, one.channels, one.groups = len(model.types), len(model.channels), len(model.groups)
    one.agents, one.days = len(model.agents), len(model.timeline.dates)
    one.first_arrival_leaf = len(tables["leaves"]) - len(model.types)
    one.leaf_bits, one.most_ticks = _bits_and_ticks(len(tables["leaves"]))
    one.last_instant = one.most_ticks * TICK
    one.several = one.first_arrival_leaf > one.agents
    one.pools, one.horizon = len(model.groups), model.timeline.horizon
    one.loose_leaf = one.free_later = NOBODY
    width, first, count = _stretches(model)
    one.first_instant = one.poured_until = first
    one.buckets_a_second, one.buckets = 1.0 / width, count
    tables["buckets"] = records("buckets", count)
    tables["buckets"].first = NOBODY
    return floor


def _stretches(model: CenterModel) -> tuple[float, float, int]:
    """Of time, for which there are buckets of events: their length, a power of two; when the first begins; how many.

    One for four contacts, most of which wait for nothing; bookings have several events each.
    """
    begins = -max((one.horizon for one in model.appointments), default=0.0)
    most = min(max(first_contacts(model) / 4.0 + booking_requests(model), _FEWEST_BUCKETS), _MOST_BUCKETS)
    width = 1.0
    while (model.timeline.horizon - begins) / width > most:
        width *= 2.0
    first = begins // width * width
    return width, first, math.ceil((model.timeline.horizon - first) / width)


def _channels(model: CenterModel) -> Tables:
    channels = records("channels", len(model.channels))
    pace: list[float] = []
    windows: list[Any] = []
    for row, channel in zip(channels, model.channels, strict=True):
        row.live, row.interruptible = channel.live, channel.interruptible
        row.appointment = channel.appointment
        row.drains, row.drops = channel.drain, channel.drops_at_close
        row.has_lines, row.lines_free = channel.lines is not None, channel.lines or 0
        row.resume_cost = channel.resume_cost
        row.first_pace, row.paces = len(pace), len(channel.pace)
        row.first_window, row.windows = len(windows), len(channel.open_windows)
        pace += channel.pace
        windows += channel.open_windows.tolist()
    return {"channels": channels, "pace": np.array(pace), "windows": filled("windows", windows)}


def _kinds(model: CenterModel) -> Tables:
    kinds = records("kinds", len(model.types))
    steps: list[Any] = []
    delays: list[float] = []
    skills: list[Any] = []
    for k, (row, contact_type) in enumerate(zip(kinds, model.types, strict=True)):
        own = [_skill(model, k, one, only_added) for one, only_added in ranked_groups(model, k)]
        waits = sorted({one.delay for one in model.routing.preferences[k] if one.delay > 0})
        row.channel = contact_type.channel
        row.first = row.last = row.bot = NOBODY
        row.priority, row.weight = contact_type.priority, contact_type.weight
        row.head_start, row.answer_within = contact_type.head_start, contact_type.answer_within
        row.max_waiting = -1 if contact_type.max_waiting is None else contact_type.max_waiting
        row.first_step, row.steps = len(steps), len(contact_type.balking_from)
        row.first_skill, row.skills = len(skills), len(own)
        row.first_delay, row.delays = len(delays), len(waits)
        steps += _balking(contact_type)
        skills += sorted(own, key=lambda one: one[2])
        delays += waits
    tables = {"kinds": kinds, "delays": np.array(delays, np.float64)}
    return tables | {"balking_steps": filled("balking_steps", steps), "skills": filled("skills", skills)}


def _balking(contact_type: ContactType) -> list[tuple[int, float]]:
    waiting, probability = contact_type.balking_from.tolist(), contact_type.balking_probability.tolist()
    return list(zip(waiting, probability, strict=True))


def _skill(model: CenterModel, k: int, preference: Preference, only_added: bool) -> tuple[Any, ...]:
    """A row of `skills`, in the order of its fields."""
    g = preference.group
    group, channel = model.groups[g], model.channels[model.types[k].channel]
    score = SCORES_OF_GROUPS.get(model.routing.agent_rule)
    by_group = 0.0 if score is None else score(float(group.aht_ratio[k]), float(group.resolution[k]), len(group.types))
    return (
        *(g, k, preference.rank, channel.live, channel.drain, only_added, 0, 0),
        *(preference.delay, group.reserve[k], group.load[k]),
        *(group.work[k], group.order_class[k], group.factor[k], group.resolution[k], by_group),
    )


def _groups(model: CenterModel, skills: Any) -> Tables:
    groups = records("groups", len(model.groups))
    steps: list[Any] = []
    own: list[int] = []
    skill_at = np.full((len(model.groups), len(model.types)), NOBODY)
    skill_at[skills.group, skills.kind] = np.arange(len(skills))
    pools = records("pools", len(model.groups))
    for g, (row, group) in enumerate(zip(groups, model.groups, strict=True)):
        mine = skill_at[g][skill_at[g] >= 0].tolist()
        row.first_agent, row.agents, row.capacity = group.agents.start, len(group.agents), group.capacity
        row.first_skill, row.skills = len(own), len(mine)
        row.reserving = sum(group.reserve[k] > 0 for k in _types_of(skill_at, g))
        row.simple = group.capacity == 1 and not any(_channel(model, k).interruptible for k in _types_of(skill_at, g))
        row.paced = any(pace != 1.0 for k in _types_of(skill_at, g) for pace in _channel(model, k).pace)
        row.empty = row.last_pool = g
        row.marked = NOBODY
        schedule = model.schedules[g]
        row.counted = schedule is not None
        row.first_step = row.step = len(steps)
        if schedule is not None:
            steps += position_steps(schedule, model.timeline.horizon)
        row.steps = len(steps) - row.first_step
        own += mine
    pools.group = np.arange(len(model.groups))
    pools.first = pools.last = pools.next = NOBODY
    return {
        "groups": groups,
        "pools": pools,
        "group_skills": np.array(own, np.int64),
        "skill_at": skill_at.ravel().astype(np.int64),
        "position_steps": filled("position_steps", steps),
    }


def _types_of(skill_at: NDArray[Any], g: int) -> list[int]:
    found: list[int] = np.flatnonzero(skill_at[g] >= 0).tolist()
    return found


def _channel(model: CenterModel, k: int) -> Any:
    return model.channels[model.types[k].channel]


def _agents(model: CenterModel) -> Tables:
    """Agents, their places in the winner tree, and those of arrivals behind them."""
    agents = records("agents", len(model.agents))
    places = [_places(group) for group in model.groups]
    leaf, due = 0, 0
    owner: list[int] = []
    for a, (row, agent) in enumerate(zip(agents, model.agents, strict=True)):
        row.group, row.first_leaf, row.first_due = agent.group, leaf, due
        leaf += places[agent.group]
        due += sum(len(duty.breaks) for duty in agent.duties)
        owner += [a] * places[agent.group]
    for name in ("pool", "first_in_hand", "last_in_hand", "first_set_aside", "last_set_aside", "last_stretch"):
        agents[name] = NOBODY
    leaves = records("leaves", leaf + len(model.types))
    leaves.contact = NOBODY
    leaves.agent = [*owner, *[NOBODY] * len(model.types)]
    count = len(model.agents)
    return {
        "agents": agents,
        "leaves": leaves,
        "nodes": _winner_tree(leaves, leaf),
        "breaks_due": records("breaks_due", due),
        "surplus_since": records("surplus_since", count),
        "came_on": records("came_on", count),
        "takers": records("takers", count),
    }


def _winner_tree(leaves: Any, ends: int) -> Any:
    """Nodes for so many leaves of ends of work, and for the others, which are few and therefore near the root."""
    deepest = 0
    for top, first, last in ((2, 0, ends), (3, ends, len(leaves))):
        bottom = top << max(last - first - 1, 0).bit_length()
        leaves.node[first:last] = bottom + np.arange(last - first)
        deepest = max(deepest, 2 * bottom)
    nodes = records("nodes", deepest)
    bits, most_ticks = _bits_and_ticks(len(leaves))
    nodes.winner = most_ticks << bits
    nodes.winner[leaves.node] += np.arange(len(leaves))
    leaves.time = NEVER
    return nodes


def _bits_and_ticks(leaves: int) -> tuple[int, int]:
    """Bits that a leaf takes in the winner tree, and the most ticks that fit above them, a sign apart."""
    bits = (leaves - 1).bit_length()
    return bits, (1 << 63 - bits) - 1


def _places(group: Group) -> int:
    """Contacts that an agent may have in hand at most."""
    loads = [load for load in group.load if load > 0]
    return group.capacity // min(loads) if loads else 1


def _find_what_is_plain(model: CenterModel, tables: Tables) -> None:
    """Types whose every rank is one simple group without delay or reserve: routing takes a short way."""
    if model.routing.agent_rule == "random":
        return
    ruled = {rule.contact for rule in model.behaviour.rules if max(rule.add_group, rule.close_group) >= 0}
    for k, (row, preferred) in enumerate(zip(tables["kinds"], model.routing.preferences, strict=True)):
        own = tables["skills"][row.first_skill : row.first_skill + row.skills]
        simple = tables["groups"].simple[own.group].all()
        alone = len({one.rank for one in preferred}) == len(preferred)
        row.plain = bool(k not in ruled and simple and alone and not own.delay.any() and not own.reserve.any()) and (
            _is_plain(model.channels[row.channel])
        )


def _is_plain(channel: Channel) -> bool:
    return channel.live and not channel.appointment
