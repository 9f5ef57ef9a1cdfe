"""One day of one replication, event by event.

Every instant is rounded up to a whole second, so that at whole seconds the replay counts exactly what the records say:
what happened at or before then has happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.logs import BookingOutcome, Outcome
from ccsim.report.replay.judging import GAVE_UP, Kind
from ccsim.report.replay.recorded import Recorded

if TYPE_CHECKING:
    from ccsim.arrays import BoolArray, FloatArray, IntArray

QUARTER = 900
OVERTIME = 6 * 3600.0  # how far past the last midnight at most
FATES = (
    *(Outcome.ANSWERED, Outcome.ABANDONED, Outcome.BALKED, Outcome.DROPPED),
    *(Outcome.BACKLOG, Outcome.CALLED_BACK, Outcome.NOT_REACHED, Outcome.BLOCKED),
)
SETTLED = (BookingOutcome.KEPT, BookingOutcome.NO_SHOW, BookingOutcome.LATE_NO_SHOW, BookingOutcome.CANCELLED)


@dataclass(frozen=True)
class Span:
    """A day: its midnights, what of it is shown (seconds after the first midnight), and whether it is the last."""

    start: float
    end: float
    first: int
    last: int

    @classmethod
    def of(cls, run: Recorded, start: float, end: float, final: bool) -> Span:
        """From a quarter before anybody is there, or a live contact comes, until all is over; the last day to its end,
        be it past midnight."""
        there = run.presence.between(start, np.inf if final else end)
        after = end + OVERTIME if final else end
        begins, ends = np.maximum(there.start, start), np.minimum(there.end, after)
        if not len(begins):
            return cls(start, end, 0, int(end - start))
        first = max(0, int((begins.min() - start) // QUARTER * QUARTER) - QUARTER)
        last = int(-((start - ends.max()) // QUARTER) * QUARTER) + QUARTER
        return cls(start, end, first, min(last, int(after - start)))

    def second(self, at: FloatArray) -> IntArray:
        """Whole seconds after midnight, rounded up."""
        return np.ceil(at - self.start).astype(np.int64)


@dataclass(frozen=True)
class Queue:
    """Contacts by joining: those waiting at midnight and all that join until the end of what is shown.

    `until` is when its wait is over, -1: not in this run; `due` when it waits past its threshold, -1: never. `own`: it
    arrived that day, so its measures count it.
    """

    kind: IntArray
    fate: IntArray  # place in FATES
    joined: IntArray
    until: IntArray
    due: IntArray
    own: BoolArray
    judged: BoolArray
    in_time: BoolArray
    names: list[str]


@dataclass(frozen=True)
class Replies:
    """When it was certain of each deferred contact of the day whether its reply came in time."""

    kind: IntArray
    second: IntArray
    in_time: BoolArray


@dataclass(frozen=True)
class People:
    """The group of each agent who is there that day, their presence and holds, and their work with its wrap-up."""

    group: IntArray
    presence: tuple[IntArray, IntArray, IntArray, IntArray]  # agent, state, start, end
    work: tuple[IntArray, IntArray, IntArray, IntArray, IntArray]  # agent, kind, start, talked, end


def queue(run: Recorded, span: Span, warm_up: float, kinds: tuple[Kind, ...]) -> Queue:
    contacts, until = run.contacts, run.waited_until
    fate = np.full(len(contacts.kind), -1)
    for place, outcome in enumerate(FATES):
        fate[contacts.was(outcome)] = place
    at = np.where(contacts.was(Outcome.BLOCKED), contacts.arrived, contacts.joined)
    until = np.where(contacts.was(Outcome.BLOCKED, Outcome.BALKED), at, until)
    own = counted(run, span, warm_up)
    come = (fate >= 0) & (at <= span.start + span.last)
    rows = np.flatnonzero(come & (own | (at >= span.start) | ~(until <= span.start)))
    rows = rows[np.argsort(span.second(at[rows]), kind="stable")]
    ends = np.isnan(until[rows])
    joined, kind, due = span.second(at[rows]), contacts.kind[rows], run.judged.due[rows]
    live = np.array([one.live for one in kinds])[kind]
    within = np.ceil([one.within for one in kinds]).astype(np.int64)[kind]
    later = np.where(np.isnan(due), -1, span.second(np.where(np.isnan(due), span.start, due)))
    return Queue(
        kind=kind,
        fate=fate[rows],
        joined=joined,
        until=np.where(ends, -1, span.second(np.where(ends, span.start, until[rows]))),
        due=np.where(live, joined + within, later),
        own=own[rows],
        judged=run.judged.counts[rows] & own[rows],
        in_time=run.judged.in_time[rows] & own[rows],
        names=[run.names[row] for row in rows.tolist()],
    )


def replies(run: Recorded, span: Span, warm_up: float, kinds: tuple[Kind, ...]) -> Replies:
    deferred = np.array([not kind.live for kind in kinds])
    since = run.judged.since
    own = counted(run, span, warm_up) & deferred[run.contacts.kind] & run.judged.counts
    rows = np.flatnonzero(own & (since <= span.start + span.last))
    rows = rows[np.argsort(span.second(since[rows]), kind="stable")]
    return Replies(run.contacts.kind[rows], span.second(since[rows]), run.judged.in_time[rows])


def counted(run: Recorded, span: Span, warm_up: float) -> BoolArray:
    """Who arrives that day, after the warm-up: whom its measures count."""
    arrived = run.contacts.arrived
    last = span.last + span.start > span.end
    return (arrived >= max(span.start, warm_up)) & ((arrived < span.end) | last)


def finals(run: Recorded, span: Span, warm_up: float, kinds: tuple[Kind, ...]) -> list[list[int]]:
    """Of each kind what became of those who came that day, however late it was settled: offered, answered or called
    back, judged, in time, gave up."""
    own, contacts, judged = counted(run, span, warm_up), run.contacts, run.judged
    marks = (
        contacts.offered,
        contacts.was(Outcome.ANSWERED, Outcome.CALLED_BACK),
        judged.counts,
        judged.in_time,
        contacts.was(*GAVE_UP),
    )
    return [[int((own & mark & (contacts.kind == place)).sum()) for mark in marks] for place in range(len(kinds))]


def people(run: Recorded, span: Span) -> People:
    there = run.presence.between(span.start, span.start + span.last)
    work = run.work.between(span.start, span.start + span.last)
    agents = np.unique(there.agent)
    place = np.full(len(run.group), -1)
    place[agents] = np.arange(len(agents))
    start, end = (_inside(span, one) for one in (there.start, there.end))
    begun, talked, done = (_inside(span, one) for one in (work.start, work.talked, work.end))
    some, busy = end > start, done > begun
    return People(
        run.group[agents],
        (place[there.agent[some]], there.what[some], start[some], end[some]),
        (place[work.agent[busy]], work.what[busy], begun[busy], np.maximum(talked, begun)[busy], done[busy]),
    )


def _inside(span: Span, at: FloatArray) -> IntArray:
    """What began before midnight is under way at midnight."""
    return np.maximum(span.second(at), 0)


def appointments(run: Recorded, span: Span) -> list[list[int]]:
    """Appointments with a slot that day: `[appointment, slot, settled, outcome, reason]`, reason -1 where there is
    none; what was cancelled the days before is settled at midnight."""
    found = run.bookings
    outcome = np.full(len(found.slot), -1)
    for place, one in enumerate(SETTLED):
        outcome[found.outcome == one] = place
    rows = np.flatnonzero((found.slot >= span.start) & (found.slot < span.end) & (outcome >= 0))
    slot = span.second(found.slot[rows])
    settled = np.maximum(span.second(np.nan_to_num(found.settled[rows], nan=span.end)), 0)
    columns = (found.appointment[rows], slot, settled, outcome[rows], found.reason[rows])
    return [[int(one) for one in row] for row in zip(*columns, strict=True)]


def acts(run: Recorded, span: Span) -> list[list[Any]]:
    """What rules did that day: `[second, rule, act]`."""
    second = span.second(run.acts.at)
    shown = [row for row in range(len(second)) if 0 <= second[row] <= span.last]
    return [[int(second[row]), run.acts.rule[row], int(run.acts.act[row])] for row in shown]
