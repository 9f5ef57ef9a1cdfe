"""A day packed event by event, so that tens of thousands of contacts fit into a page."""

from __future__ import annotations

from typing import Any

import numpy as np

from ccsim.engine.logs import Outcome
from ccsim.report.replay.day import FATES, People, Queue, Replies
from ccsim.report.replay.judging import Kind
from ccsim.report.replay.packing import packed, steps

TOLD = tuple(
    FATES.index(one)
    for one in (Outcome.ABANDONED, Outcome.BALKED, Outcome.DROPPED, Outcome.CALLED_BACK, Outcome.BLOCKED)
)  # of whom the page tells one by one, by name; the rest it counts


def events(queue: Queue, replies: Replies, people: People, kinds: tuple[Kind, ...], date: str) -> dict[str, Any]:
    """What the page plays: rows of numbers, of which `from` is the first second (before midnight: below 0).

    `names` are of those it tells of, in the order of the queue; one that begins with its type and the date, as most do,
    is written from a `/` on. `due` is of the deferred alone; the page knows when the live wait past
    their threshold.
    """
    begins = int(queue.joined[0]) if len(queue.joined) else 0
    lasted = np.where(queue.until < 0, 0, queue.until - queue.joined + 1)
    flags = queue.own + 2 * queue.judged + 4 * queue.in_time
    deferred = np.array([not kind.live for kind in kinds])[queue.kind]
    due = np.where(queue.due < 0, 0, queue.due - queue.joined + 1)[deferred]
    agent, state, start, end = people.presence
    worker, kind, begun, talked, done = people.work
    return {
        "from": begins,
        "queue": packed(steps(queue.joined - begins), (queue.kind * len(FATES) + queue.fate) * 8 + flags, lasted),
        "names": _names(queue, kinds, date),
        "due": packed(due),
        "replies": packed(steps(replies.second), replies.kind * 2 + replies.in_time),
        "agents": people.group.tolist(),
        "presence": packed(steps(start), agent, state, end - start),
        "work": packed(steps(begun), worker, kind, talked - begun, done - talked),
    }


def _names(queue: Queue, kinds: tuple[Kind, ...], date: str) -> list[str]:
    found = []
    for row in np.flatnonzero(queue.own & np.isin(queue.fate, TOLD)).tolist():
        name, usual = queue.names[row], f"{kinds[queue.kind[row]].name}/{date}T"
        found.append("/" + name.removeprefix(usual) if name.startswith(usual) else name)
    return found
