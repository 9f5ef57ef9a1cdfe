"""What happens next: the least pending (time, class, key), as semantics.md orders it.

Ends of work and arrivals of first contacts stand in a winner tree: one leaf for each place in an agent's hands, one for
each contact type, a set leaf is one pass towards the root and nothing goes stale. All else is in a heap, whose entries
say themselves whether they still mean anything when they are due; so that it stays small, what happens much later waits
in buckets by time, each poured into the heap when its time comes.

`rank` is the class with what orders events of one class before their key: step and agent. `about` sorts events of one
key.
"""

from __future__ import annotations

import math

from ccsim.engine.compiled.center_memory import agents
from ccsim.engine.compiled.kernel import Record, World, either, kernel, small, table
from ccsim.engine.compiled.memory import EVENTS, LATER, NOBODY, TOO_LATE, floors
from ccsim.model.grid import TICK

NEVER = math.inf
_TICKS = 1.0 / TICK

_CLASS = 44  # bits below the class
_STEP = 40  # bits below the step of an instant
DOORS, ROSTER, ENDS, ARRIVALS, TIMERS, PATIENCE = (rank << _CLASS for rank in range(1, 7))
OPENING = DOORS | 1 << 32
COMING_ON = ROSTER | 1 << _STEP
LOOK_FOR_WORK = ROSTER | 2 << _STEP
SESSION_END = ENDS | (1 << 24) - 1  # after all agents
SLOT_BEGINS = ARRIVALS
COMING = ARRIVALS | 1 << _STEP  # an appointment's customer
REQUEST = ARRIVALS | 2 << _STEP  # for an appointment
ARRIVAL = ARRIVALS | 3 << _STEP

# What a timer is about; several of one contact or booking at one instant go in this order.
OVERFLOW, GRACE, RETRY, CANCELLATION, UNCONFIRMED, RULE_HOURS = range(6)
REMINDER = 16  # and the following: one for each reminder of an appointment

_LEG, _ATTEMPT, _CUSTOMER = 6, 10, 36


class Event(Record):
    """`subject` is the row that it is about, `number` tells whether it still stands (a break, a booking's slot)."""

    time: float
    rank: int
    key: int
    about: int
    subject: int
    number: int


class Later(Record):
    """An event that does not stand in the heap yet."""

    time: float
    rank: int
    key: int
    about: int
    subject: int
    number: int
    next: int  # of its bucket, or of those that are free again


class Bucket(Record):
    """Events of one stretch of time, in no order."""

    first: int


class Node(Record):
    """Of the winner tree: who wins below. Node 1 is the root, below it 2 has the ends and 3 the arrivals.

    The time in ticks, and below it the leaf: at one instant agents go by index, then types.
    """

    winner: int


class Leaf(Record):
    """`agent` NOBODY: arrivals of a type. When, `key` and `contact` of what ends or comes next; its node."""

    time: float
    key: int
    contact: int
    node: small
    agent: small


events = table("events", Event)
later = table("later", Later)
buckets = table("buckets", Bucket)
nodes = table("nodes", Node)
leaves = table("leaves", Leaf)


@kernel
def contact_key(kind: int, customer: int, attempt: int, leg: int) -> int:
    """What orders contacts: type, customer, attempt, leg."""
    return ((kind << _CUSTOMER | customer) << _ATTEMPT | attempt) << _LEG | leg


# --- the winner tree ----------------------------------------------------------------------------------------------


@kernel
def set_leaf(w: World, leaf: int, time: float) -> None:
    """What stands at a leaf happens at `time`."""
    floor = floors(w, 0)
    one = leaves(w, leaf)
    one.time = time
    ticks = floor.most_ticks
    if time < floor.last_instant:
        ticks = int(time * _TICKS)
    elif time != NEVER and floor.short == 0:
        floor.short = TOO_LATE
    winner = ticks << floor.leaf_bits | leaf
    place = one.node
    nodes(w, place).winner = winner
    while place > 1:
        other = nodes(w, place ^ 1).winner
        winner = either(other < winner, other, winner)
        place >>= 1
        nodes(w, place).winner = winner


@kernel
def root_leaf(w: World) -> int:
    """One of those that come next in the tree: of what an agent ends at one instant, any."""
    return nodes(w, 1).winner & (1 << floors(w, 0).leaf_bits) - 1


@kernel
def first_leaf(w: World) -> int:
    """What the tree has next; one agent's contacts go by key."""
    first = root_leaf(w)
    a = leaves(w, first).agent
    if a != NOBODY and floors(w, 0).several:
        other = first + 1
        while leaves(w, other).agent == a:
            if leaves(w, other).time == leaves(w, first).time and leaves(w, other).key < leaves(w, first).key:
                first = other
            other += 1
    return first


@kernel
def clear_leaf(w: World, leaf: int) -> None:
    leaves(w, leaf).contact = NOBODY
    set_leaf(w, leaf, NEVER)


@kernel
def free_leaf(w: World, a: int) -> int:
    """A place in an agent's hands that holds nothing."""
    floor = floors(w, 0)
    agent = agents(w, a)
    if floor.loose_leaf >= 0 and leaves(w, floor.loose_leaf).agent == a:
        leaf = floor.loose_leaf
        floor.loose_leaf = NOBODY
        return leaf
    leaf = agent.first_leaf
    while leaves(w, leaf).contact != NOBODY:
        leaf += 1
    return leaf


@kernel
def next_rank(w: World) -> int:
    """The rank of what the tree has next."""
    leaf = leaves(w, root_leaf(w))
    return ARRIVAL if leaf.agent == NOBODY else ENDS | leaf.agent


# --- the heap -----------------------------------------------------------------------------------------------------


@kernel
def event_precedes(w: World, place: int, time: float, rank: int, key: int, about: int) -> bool:
    """Whether the event at `place` comes before one that is given."""
    event = events(w, place)
    if event.time != time:
        return event.time < time
    if event.rank != rank:
        return event.rank < rank
    if event.key != key:
        return event.key < key
    return event.about < about


@kernel
def copy_event(w: World, source: int, target: int) -> None:
    one = events(w, source)
    other = events(w, target)
    other.time = one.time
    other.rank = one.rank
    other.key = one.key
    other.about = one.about
    other.subject = one.subject
    other.number = one.number


@kernel
def into_heap(w: World, time: float, rank: int, key: int, about: int, subject: int, number: int) -> None:
    floor = floors(w, 0)
    if floor.events == floor.most_events:
        floor.short = EVENTS
        return
    place = floor.events
    floor.events += 1
    while place > 0:
        parent = (place - 1) >> 1
        if event_precedes(w, parent, time, rank, key, about):
            break
        copy_event(w, parent, place)
        place = parent
    event = events(w, place)
    event.time = time
    event.rank = rank
    event.key = key
    event.about = about
    event.subject = subject
    event.number = number


@kernel
def drop_first(w: World) -> None:
    """Takes the first event off the heap."""
    floor = floors(w, 0)
    floor.events -= 1
    count = floor.events
    moved = events(w, count)
    place = 0
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        if child + 1 < count:
            left = events(w, child)
            if event_precedes(w, child + 1, left.time, left.rank, left.key, left.about):
                child += 1
        if not event_precedes(w, child, moved.time, moved.rank, moved.key, moved.about):
            break
        copy_event(w, child, place)
        place = child
    copy_event(w, count, place)


# --- later ----------------------------------------------------------------------------------------------------------


@kernel
def push(w: World, time: float, rank: int, key: int, about: int, subject: int, number: int) -> None:
    """Something will happen."""
    floor = floors(w, 0)
    if time < floor.poured_until:
        into_heap(w, time, rank, key, about, subject, number)
        return
    e = floor.free_later
    if e == NOBODY:
        if floor.later == floor.most_later:
            floor.short = LATER
            return
        e = floor.later
        floor.later += 1
    else:
        floor.free_later = later(w, e).next
    bucket = buckets(w, bucket_at(w, time))
    event = later(w, e)
    event.time = time
    event.rank = rank
    event.key = key
    event.about = about
    event.subject = subject
    event.number = number
    event.next = bucket.first
    bucket.first = e
    floor.put_off += 1


@kernel
def bucket_at(w: World, time: float) -> int:
    """The last one has what comes later, too."""
    floor = floors(w, 0)
    place = (time - floor.first_instant) * floor.buckets_a_second
    return int(place) if place < floor.buckets else floor.buckets - 1


@kernel
def next_time(w: World) -> float:
    """Of all that is in the heap and in the tree, when the first happens."""
    time = leaves(w, root_leaf(w)).time
    if floors(w, 0).events > 0 and events(w, 0).time < time:
        return events(w, 0).time
    return time


@kernel
def pour(w: World) -> None:
    """The next bucket with anything in it goes into the heap, unless something else comes before it."""
    floor = floors(w, 0)
    b = floor.bucket
    until = bucket_at(w, next_time(w))
    e = buckets(w, b).first
    while e == NOBODY and b < until:
        b += 1
        e = buckets(w, b).first
    floor.bucket = b + 1
    last = floor.bucket == floor.buckets
    floor.poured_until = NEVER if last else floor.first_instant + floor.bucket / floor.buckets_a_second
    while e != NOBODY:
        event = later(w, e)
        into_heap(w, event.time, event.rank, event.key, event.about, event.subject, event.number)
        floor.put_off -= 1
        behind = event.next
        event.next = floor.free_later
        floor.free_later = e
        e = behind
