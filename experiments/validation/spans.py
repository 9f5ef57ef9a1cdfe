"""Time inside spans, and the words of a tally."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DAY = 86_400.0
Tallies = dict[str, float]
Spans = NDArray[np.float64]  # (spans, 2) seconds, ascending and disjoint


def clipped(start: Spans, end: Spans, spans: Spans, touching: bool = False) -> NDArray[np.float64]:
    """Seconds of each [start, end) inside the spans; with `touching`, whether `start` lies inside one."""
    if touching:
        place = np.searchsorted(spans[:, 0], start, "right") - 1
        return np.where(place >= 0, (start < spans[np.maximum(place, 0), 1]).astype(float), 0.0)
    total = np.zeros(len(start))
    before = np.concatenate([[0.0], np.cumsum(spans[:, 1] - spans[:, 0])])
    for edge, sign in ((end, 1.0), (start, -1.0)):
        place = np.searchsorted(spans[:, 0], edge, "right") - 1
        known = np.maximum(place, 0)
        within = np.minimum(edge, spans[known, 1]) - spans[known, 0]
        total += sign * np.where(place >= 0, before[known] + within, 0.0)
    return total


def union_by_agent(agent: NDArray[np.int64], start: Spans, end: Spans) -> tuple[Spans, Spans]:
    """Stretches in which an agent holds at least one contact."""
    order = np.lexsort((start, agent))
    agent, start, end = agent[order], start[order], end[order]
    if not len(agent):
        return start, end
    # Each agent's stretches are shifted past those of the agent before him, so that one running maximum serves all.
    shift = (agent - agent.min()) * (end.max() + 1.0)
    latest = np.maximum.accumulate(end + shift)
    first = np.concatenate([[True], (start + shift)[1:] > latest[:-1]])
    last = np.concatenate([first[1:], [True]])
    return (start + shift)[first] - shift[first], latest[last] - shift[last]
