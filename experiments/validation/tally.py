"""Sums over one replication's logs, written apart from `ccsim.measures` so that each checks the other.

Names are `<scope>.<what>`, the scope a contact type, an agent group or `all`. Waits are in minutes, as the outside
sources give them. A figure of a source is a numerator over a denominator of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.logs import Outcome, Presence
from experiments.validation.spans import DAY, Spans, Tallies, clipped, union_by_agent
from experiments.validation.tally_customers import customers
from experiments.validation.tally_sessions import sessions

if TYPE_CHECKING:
    from ccsim.engine.logs import Logs
    from ccsim.model.center import CenterModel


def tally(
    model: CenterModel,
    logs: Logs,
    measured: Spans,
    thresholds: tuple[float, ...],
    slot: float = 0.0,
    settles: float = 0.0,
) -> Tallies:
    """All sums of a replication.

    Contacts count when they arrive inside `measured`; agent time is clipped to it. `group.busy` is time with at least
    one contact in hand, `group.duty` time on duty or in overtime but not on a break, both inside `measured`;
    `group.busy_all` is not clipped, as the sources do that divide by planned hours.
    `thresholds` and `slot` in seconds; `slot{i}` is the i-th slot of every day. `fresh` are the first attempts;
    `settles`: see `tally_customers`.
    """
    sums: Tallies = {"all.minutes": float((measured[:, 1] - measured[:, 0]).sum()) / 60}
    log = logs.contacts
    inside = clipped(log.arrived, log.arrived + 0.5, measured, touching=True) > 0
    scopes = [("all", inside), ("fresh", inside & (log.attempt == 0))]
    scopes += [(t.name, inside & (log.type == k)) for k, t in enumerate(model.types)]
    for kind, mine in scopes:
        sums.update({f"{kind}.{name}": value for name, value in _contacts(logs, mine, thresholds).items()})
    sums.update(customers(logs, measured, settles))
    if len(logs.bookings.slot):
        sums.update(sessions(logs, measured))
    if slot:
        place = ((log.arrived % DAY - measured[0, 0] % DAY) // slot).astype(int)
        for i in range(int((measured[0, 1] - measured[0, 0]) // slot)):
            mine = inside & (place == i)
            sums.update({f"slot{i}.{name}": value for name, value in _contacts(logs, mine, thresholds).items()})
    for scope, agents in [("all", range(len(model.agents))), *((g.name, g.agents) for g in model.groups)]:
        sums.update({f"{scope}.{name}": value for name, value in _agents(model, logs, agents, measured).items()})
    return sums


def _contacts(logs: Logs, mine: NDArray[np.bool_], thresholds: tuple[float, ...]) -> Tallies:
    log = logs.contacts
    outcome = log.outcome[mine]
    joined, waited = log.joined[mine], log.waited[mine]
    answered, abandoned = outcome == Outcome.ANSWERED, outcome == Outcome.ABANDONED
    called_back = outcome == Outcome.CALLED_BACK
    gone = np.isin(outcome, [Outcome.ABANDONED, Outcome.DROPPED])
    balked, blocked = outcome == Outcome.BALKED, outcome == Outcome.BLOCKED
    offered = ~np.isin(outcome, [Outcome.BLOCKED, Outcome.CONTAINED, Outcome.DIVERTED])
    wait = np.zeros(len(outcome))
    wait[answered] = (log.answered[mine] - joined)[answered]
    wait[gone] = (log.left[mine] - joined)[gone]
    sums = {
        "arrived": len(outcome),
        "blocked": blocked.sum(),
        "offered": offered.sum(),
        "offered_or_blocked": (offered | blocked).sum(),
        "answered": answered.sum(),
        "abandoned": abandoned.sum(),
        "balked": balked.sum(),
        "lost": (abandoned | balked).sum(),
        "dropped": (outcome == Outcome.DROPPED).sum(),
        "diverted": (outcome == Outcome.DIVERTED).sum(),
        "called_back": called_back.sum(),
        "waited": (waited & offered).sum(),
        "waited_live": (waited & offered & ~called_back).sum(),
        "wait_called_back": (log.answered[mine] - joined)[called_back].sum() / 60,
        "wait": wait[offered].sum() / 60,
        "wait_answered": wait[answered].sum() / 60,
        "wait_abandoned": wait[abandoned].sum() / 60,
        "wait_squared": np.square(wait[offered] / 60).sum(),
        "talk": (log.talk_end - log.answered)[mine][answered].sum() / 60,
        "wrap_up": (log.handled - log.talk_end)[mine][answered].sum() / 60,
        "present": (wait[offered].sum() + (log.talk_end - log.answered)[mine][answered].sum()) / 60,
        "handle": (log.handled - log.answered)[mine][answered].sum() / 60,
    }
    for threshold in thresholds:
        quick, left = answered & (wait <= threshold), (abandoned | balked) & (wait <= threshold)
        sums[f"answered_within_{threshold:g}"] = quick.sum()
        sums[f"settled_within_{threshold:g}"] = (quick | left).sum()
        sums[f"left_within_{threshold:g}"] = left.sum()
        sums[f"left_after_{threshold:g}"] = (abandoned & (wait > threshold)).sum()
        sums[f"stayed_{threshold:g}"] = (offered & ~left).sum()
    return {name: float(value) for name, value in sums.items()}


def _agents(model: CenterModel, logs: Logs, agents: range, measured: Spans) -> Tallies:
    log = logs.agents
    mine = (log.work_agent >= agents.start) & (log.work_agent < agents.stop)
    busy_from, busy_to, load = log.work_start[mine], log.work_end[mine], log.work_load[mine]
    union_from, union_to = union_by_agent(log.work_agent[mine], busy_from, busy_to)
    there = (log.agent >= agents.start) & (log.agent < agents.stop) & (log.state != Presence.BREAK)
    capacity = {g.capacity for g in model.groups}
    places = np.array([model.groups[model.agents[a].group].capacity for a in log.work_agent[mine]], dtype=float)
    sums = {
        "busy": clipped(union_from, union_to, measured).sum(),
        "busy_all": (union_to - union_from).sum(),
        "duty": clipped(log.start[there], log.end[there], measured).sum(),
        "load": (clipped(busy_from, busy_to, measured) * load / (places if len(capacity) > 1 else max(capacity))).sum(),
    }
    return {name: float(value) / 60 for name, value in sums.items()}
