"""A day packed minute by minute, where all its events would make the page too large."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.arrays import BoolArray, IntArray
from ccsim.engine.logs import Outcome
from ccsim.report.replay.day import FATES, People, Queue, Replies
from ccsim.report.replay.judging import Kind
from ccsim.report.replay.packing import packed, signed
from ccsim.report.replay.recorded import BREAK, HELD, OVERTIME

MINUTE = 60
NEVER = np.iinfo(np.int64).max


def minutes(
    queue: Queue,
    replies: Replies,
    people: People,
    kinds: tuple[Kind, ...],
    channels: list[str],
    groups: int,
    span: tuple[int, int],
) -> dict[str, Any]:
    """What is counted at each whole minute of the span, one series after the other, each as steps.

    Of each kind: waiting, waiting past its threshold, seconds that the first of them waits; and since midnight offered,
    answered, judged, in time, gave up, blocked. Of each group: on duty, of these past their time, on break, held for
    somebody expected, in wrap-up, and serving in each channel.
    """
    grid = np.arange(span[0], span[1] + 1, MINUTE)
    series = [*_of_kinds(queue, replies, kinds, grid), *_of_groups(people, kinds, channels, groups, grid)]
    return {"minutes": len(grid), "text": packed(signed(np.diff(np.array(series), axis=1, prepend=0)).ravel())}


def _of_kinds(queue: Queue, replies: Replies, kinds: tuple[Kind, ...], grid: IntArray) -> list[IntArray]:
    fate = {outcome: queue.fate == place for place, outcome in enumerate(FATES)}
    waits = ~(fate[Outcome.BLOCKED] | fate[Outcome.BALKED])
    until, due = (np.where(at < 0, NEVER, at) for at in (queue.until, queue.due))
    series = []
    for place, kind in enumerate(kinds):
        own = queue.kind == place
        queued, mine = own & waits, own & queue.own
        if kind.live:
            known = np.where(queue.in_time, until, np.minimum(until, due))[mine & queue.judged]
            timely = until[mine & queue.in_time]
        else:
            known = replies.second[replies.kind == place]
            timely = replies.second[(replies.kind == place) & replies.in_time]
        late = queued & (until > due)
        series += [
            happened_by(queue.joined[queued], grid) - happened_by(until[queued], grid),
            happened_by(due[late], grid) - happened_by(until[late], grid),
            _oldest(queue.joined[queued], until[queued], grid),
            happened_by(queue.joined[mine & ~fate[Outcome.BLOCKED]], grid),
            happened_by(until[mine & (fate[Outcome.ANSWERED] | fate[Outcome.CALLED_BACK])], grid),
            happened_by(known, grid),
            happened_by(timely, grid),
            happened_by(until[mine & (fate[Outcome.ABANDONED] | fate[Outcome.BALKED])], grid),
            happened_by(queue.joined[mine & fate[Outcome.BLOCKED]], grid),
        ]
    return series


def happened_by(at: IntArray, grid: IntArray) -> IntArray:
    """How many have happened by each minute."""
    return np.searchsorted(np.sort(at), grid, side="right").astype(np.int64)


def _oldest(joined: IntArray, until: IntArray, grid: IntArray) -> IntArray:
    """Seconds that whoever waits longest has waited; 0 where nobody does."""
    first = grid.copy()
    begins, ends = np.searchsorted(grid, joined), np.searchsorted(grid, until)
    for row in np.flatnonzero(ends > begins)[::-1].tolist():  # the oldest last, over the others
        first[begins[row] : ends[row]] = joined[row]
    return grid - first


def _of_groups(
    people: People, kinds: tuple[Kind, ...], channels: list[str], groups: int, grid: IntArray
) -> list[IntArray]:
    agent, state, start, end = people.presence
    worker, kind, begun, talked, done = people.work
    channel = np.array([channels.index(one.channel) for one in kinds])[kind]
    shape = (len(people.group), len(grid))
    over, paused, held = (_covered(shape, grid, agent, start, end, state == one) > 0 for one in (OVERTIME, BREAK, HELD))
    duty = _covered(shape, grid, agent, start, end, state == 0) > 0
    duty |= over
    in_hand = _covered(shape, grid, worker, begun, done) > 0
    talking = [_covered(shape, grid, worker, begun, talked, channel == place) for place in range(len(channels))]
    most = np.argmax(np.array(talking), axis=0) if channels else np.zeros(shape, dtype=np.int64)
    talks = np.array(talking).sum(axis=0) > 0
    states = [duty, over, paused, duty & held & ~in_hand, duty & in_hand & ~talks]
    states += [duty & talks & (most == place) for place in range(len(channels))]
    return [_of_group(people, group, one) for group in range(groups) for one in states]


def _of_group(people: People, group: int, state: BoolArray) -> IntArray:
    return np.asarray(state[people.group == group].sum(axis=0), dtype=np.int64)


def _covered(
    shape: tuple[int, int],
    grid: IntArray,
    row: IntArray,
    start: IntArray,
    end: IntArray,
    of: BoolArray | slice = slice(None),
) -> IntArray:
    """How many stretches of each agent cover each minute."""
    steps = np.zeros((shape[0], shape[1] + 1), dtype=np.int64)
    np.add.at(steps, (row[of], np.searchsorted(grid, start[of])), 1)
    np.add.at(steps, (row[of], np.searchsorted(grid, end[of])), -1)
    return np.asarray(np.cumsum(steps[:, :-1], axis=1), dtype=np.int64)
