"""Contact and agent records of replications as tables: one row per contact, one per stretch of an agent's time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.logs import Logs, Outcome, Presence
from ccsim.model.center import CenterModel, FloatArray, IntArray
from ccsim.study.contact_id import ContactNames

if TYPE_CHECKING:
    import pandas as pd

CONTACT = "contact"  # state of an agent's row in which he works on one


def contact_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per contact, in the order of type, interval and ordinal.

    Columns: `replication`; `contact` (its name, `ccsim.study.contact_id`); `contact_type`, `channel`, `segment`;
    `interval` (local start); `arrived` (local time), `arrived_s` (seconds from the scenario's start); `outcome`
    (blocked, balked, answered, abandoned, dropped, backlog); `waited` (no agent took it at once); `wait_s` (to the
    first answer, to leaving, 0 for the balked; empty for blocked and backlog); `talk_s`, `wrap_up_s` (elapsed);
    `work_s` (agents' time, interruptions left out); `agent`, `group` (who finished it); `resolved`.
    """
    import pandas as pd

    log, timeline = logs.contacts, model.timeline
    channel = np.array([kind.channel for kind in model.types], dtype=np.int64)
    agent_group = np.array([agent.group for agent in model.agents], dtype=np.int64)
    group = np.full(log.rows, -1, dtype=np.int64)
    group[log.agent >= 0] = agent_group[log.agent[log.agent >= 0]]
    work = np.bincount(
        logs.agents.work_contact, weights=logs.agents.work_end - logs.agents.work_start, minlength=log.rows
    )
    answered = log.outcome == Outcome.ANSWERED
    return pd.DataFrame(
        {
            "replication": np.full(log.rows, logs.replication),
            "contact": ContactNames.of(model).write(log.type, log.interval, log.ordinal),
            "contact_type": coded(log.type, [kind.name for kind in model.types]),
            "channel": coded(channel[log.type], [one.name for one in model.channels]),
            "segment": coded(log.segment, list(model.segments)),
            "interval": coded(log.interval, list(timeline.interval_start)),
            "arrived": local_time(model, log.arrived, log.interval),
            "arrived_s": log.arrived,
            "outcome": coded(log.outcome, [outcome.name.lower() for outcome in Outcome]),
            "waited": log.waited,
            "wait_s": wait(logs),
            "talk_s": log.talk_end - log.answered,
            "wrap_up_s": log.handled - log.talk_end,
            "work_s": np.where(answered | (work > 0), work, np.nan),
            "agent": coded(log.agent, [agent.name for agent in model.agents]),
            "group": coded(group, [one.name for one in model.groups]),
            "resolved": log.resolved,
        }
    )


def agent_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per stretch of an agent's presence (`state` on_duty, break, overtime) and of his work (`state` contact).

    Columns: `replication, agent, group, state`; `start`, `end` (local time), `start_s`, `end_s` (seconds from the
    scenario's start); `contact` (its name) and `load` (places of the agent's capacity) for work. Work lies within
    presence, and several contacts may be in hand at once.
    """
    import pandas as pd

    log, contacts = logs.agents, logs.contacts
    presences, works = len(log.agent), len(log.work_agent)
    agent = np.concatenate([log.agent, log.work_agent])
    start = np.concatenate([log.start, log.work_start])
    end = np.concatenate([log.end, log.work_end])
    state = np.concatenate([log.state, np.full(works, len(Presence))])
    row = log.work_contact
    names = ContactNames.of(model).write(contacts.type[row], contacts.interval[row], contacts.ordinal[row])
    group = np.array([one.group for one in model.agents], dtype=np.int64)
    frame = pd.DataFrame(
        {
            "replication": np.full(presences + works, logs.replication),
            "agent": coded(agent, [one.name for one in model.agents]),
            "group": coded(group[agent], [one.name for one in model.groups]),
            "state": coded(state, [*(one.name.lower() for one in Presence), CONTACT]),
            "start": local_time(model, start),
            "end": local_time(model, end),
            "start_s": start,
            "end_s": end,
            "contact": [None] * presences + names,
            "load": np.concatenate([np.zeros(presences, dtype=np.int64), log.work_load]),
        }
    )
    order = np.lexsort((state, start, agent))
    return frame.iloc[order].reset_index(drop=True)


def wait(logs: Logs) -> FloatArray:
    """Seconds waited: to the first answer or to leaving; 0 for the balked, NaN for blocked and backlog."""
    log = logs.contacts
    left = np.where(np.isin(log.outcome, (Outcome.ABANDONED, Outcome.DROPPED)), log.left - log.arrived, np.nan)
    waited = np.where(log.outcome == Outcome.ANSWERED, log.answered - log.arrived, left)
    return np.where(log.outcome == Outcome.BALKED, 0.0, waited)


def local_time(model: CenterModel, at: FloatArray, interval: IntArray | None = None) -> Any:
    """Wall times without offset, to the microsecond; past the horizon the last interval's clock runs on."""
    edges = model.timeline.edges
    if interval is None:
        interval = np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(edges) - 2)
    walls = [datetime.fromisoformat(start).replace(tzinfo=None) for start in model.timeline.interval_start]
    starts = np.array(walls, dtype="datetime64[us]")
    return starts[interval] + np.round((at - edges[interval]) * 1e6).astype("timedelta64[us]")


def coded(codes: IntArray, names: list[str]) -> pd.Categorical:
    import pandas as pd

    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=object))
