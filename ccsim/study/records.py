"""Records of one replication as tables: one row per contact, one per stretch of an agent's time.

Times are given twice: local (`arrived`) and in seconds from the scenario's start (`arrived_s`), negative before it.
Bookings, reminders and rules have tables of their own (`ccsim.study.records_of_bookings`, `.records_of_rules`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import BotResult, ContactLog, Logs, Origin, Outcome, Presence, Then
from ccsim.model.center import CenterModel, FloatArray
from ccsim.study.contact_id import LogNames
from ccsim.study.record_columns import coded, group_of, local_time, named, times

if TYPE_CHECKING:
    import pandas as pd

CONTACT = "contact"  # state of an agent's row in which he works on one
LEFT = (Outcome.ABANDONED, Outcome.DROPPED)
TALKED_TO = (Outcome.ANSWERED, Outcome.CALLED_BACK)


def contact_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per contact: first contacts in the order of type, interval and ordinal, then those that followed.

    Contacts of the warm-up are among them, and contacts of customers who came first in it or booked before the start:
    those customers have no row in `customer_records`.

    Columns: `replication`; `contact` (its name, `ccsim.study.contact_id`); `contact_type`, `channel`, `segment`;
    `interval` (local start); `arrived`, `arrived_s`; `outcome` (`ccsim.engine.logs.Outcome`); `waited` (no agent took
    it at once); `wait_s` (from joining the queue to the first answer, a call-back's too, or to leaving; 0 for the
    balked; empty for those who never joined, the backlog and the not reached); `talk_s`, `wrap_up_s` (elapsed);
    `work_s` (agents' time, interruptions left out); `agent`, `group` (who finished it); `resolved`.

    Then what joins it to others: `customer` (his name), `attempt` (from 1), `leg` (0, more after diversions), `origin`
    (why it came), `then` (what the customer did next), `joined_s`; `bot` it met, `bot_result`, `bot_s` (length of the
    session); of call-backs `accepted_s`, `dialled_s` (first) and `dials`.
    """
    import pandas as pd

    log, timeline, names = logs.contacts, model.timeline, LogNames.of(model, logs)
    channel = np.array([kind.channel for kind in model.types], dtype=np.int64)
    work = np.bincount(
        logs.agents.work_contact, weights=logs.agents.work_end - logs.agents.work_start, minlength=log.rows
    )
    return pd.DataFrame(
        {
            "replication": np.full(log.rows, logs.replication),
            "contact": names.contacts,
            "contact_type": coded(log.type, [kind.name for kind in model.types]),
            "channel": coded(channel[log.type], [one.name for one in model.channels]),
            "segment": coded(log.segment, list(model.segments)),
            "interval": coded(log.interval, list(timeline.interval_start)),
            **times(timeline, arrived=log.arrived),
            "outcome": named(log.outcome, Outcome),
            "waited": log.waited,
            "wait_s": wait(log),
            "talk_s": log.talk_end - log.answered,
            "wrap_up_s": log.handled - log.talk_end,
            "work_s": np.where(np.isin(log.outcome, TALKED_TO) | (work > 0), work, np.nan),
            "agent": coded(log.agent, [agent.name for agent in model.agents]),
            "group": coded(group_of(model, log.agent), [one.name for one in model.groups]),
            "resolved": log.resolved,
            "customer": [names.customers[row] for row in log.customer.tolist()],
            "attempt": log.attempt + 1,
            "leg": log.leg,
            "origin": named(log.origin, Origin),
            "then": named(log.then, Then),
            "joined_s": log.joined,
            "bot": coded(log.bot, [bot.name for bot in model.behaviour.bots]),
            "bot_result": named(log.bot_result, BotResult),
            "bot_s": log.bot_end - log.arrived,
            "accepted_s": log.accepted,
            "dialled_s": log.dialled,
            "dials": log.dials,
        }
    )


def agent_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per stretch of an agent's presence (`state` on_duty, break, overtime) and of his work (`state` contact).

    Those of the warm-up are among them.

    Columns: `replication, agent, group, state`; `start`, `end`, `start_s`, `end_s`; `contact` (its name) and `load`
    (places of the agent's capacity) for work. Work lies within presence, and several contacts may be in hand at once.
    """
    import pandas as pd

    log = logs.agents
    presences, works = len(log.agent), len(log.work_agent)
    agent = np.concatenate([log.agent, log.work_agent])
    start = np.concatenate([log.start, log.work_start])
    end = np.concatenate([log.end, log.work_end])
    state = np.concatenate([log.state, np.full(works, len(Presence))])
    names = LogNames.of(model, logs).contacts
    frame = pd.DataFrame(
        {
            "replication": np.full(presences + works, logs.replication),
            "agent": coded(agent, [one.name for one in model.agents]),
            "group": coded(group_of(model, agent), [one.name for one in model.groups]),
            "state": coded(state, [*(one.name.lower() for one in Presence), CONTACT]),
            "start": local_time(model.timeline, start),
            "end": local_time(model.timeline, end),
            "start_s": start,
            "end_s": end,
            "contact": [None] * presences + [names[row] for row in log.work_contact.tolist()],
            "load": np.concatenate([np.zeros(presences, dtype=np.int64), log.work_load]),
        }
    )
    order = np.lexsort((state, start, agent))
    return frame.iloc[order].reset_index(drop=True)


def wait(log: ContactLog) -> FloatArray:
    """Seconds waited: to the first answer or to leaving; 0 for the balked, NaN for who did not wait or waits still."""
    left = np.where(np.isin(log.outcome, LEFT), log.left - log.joined, np.nan)
    waited = np.where(np.isin(log.outcome, TALKED_TO), log.answered - log.joined, left)
    return np.asarray(np.where(log.outcome == Outcome.BALKED, 0.0, waited), dtype=np.float64)
