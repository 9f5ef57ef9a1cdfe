"""The day's tables as logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.booking_logs import BookingLog, HoldLog, ReminderLog
from ccsim.engine.compiled.memory import WAITING
from ccsim.engine.logs import AgentLog, BotResult, ContactLog, CustomerLog, DecisionLog, Logs, Origin, Outcome
from ccsim.model.center import FloatArray, IntArray

if TYPE_CHECKING:
    from ccsim.engine.compiled.plan import Tables
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload

_NO_OUTCOME = -1


def read_logs(model: CenterModel, workload: Workload, tables: Tables) -> Logs:
    """What the reference engine would have written of the same day.

    Raises
    ------
    RuntimeError
        A live contact has no outcome: the engine lost it.
    """
    contacts = tables["contacts"][: workload.rows]
    floor = tables["floor"][0]
    presence = tables["presence_rows"][: floor.presence_rows]
    end = _end(model, contacts, presence)
    log = _contact_log(model, workload, contacts)
    return Logs(
        replication=workload.replication,
        contacts=log,
        agents=_agent_log(model, tables, log, end),
        end=end,
        customers=CustomerLog(workload.type, workload.interval, workload.ordinal, workload.segment, workload.arrival),
        bookings=_none(BookingLog),
        reminders=_none(ReminderLog),
        holds=_none(HoldLog),
        decisions=_none(DecisionLog),
    )


def _end(model: CenterModel, contacts: NDArray[Any], presence: NDArray[Any]) -> float:
    """When the last contact was done or left, or the last stretch of presence ended; not before the horizon."""
    last = [float(np.fmax.reduce(contacts[name], initial=0.0)) for name in ("handled", "left")]
    return max(*last, float(presence["end"].max(initial=0.0)), model.timeline.horizon)


def _contact_log(model: CenterModel, workload: Workload, contacts: NDArray[Any]) -> ContactLog:
    rows = workload.rows
    outcome = contacts["outcome"].astype(np.int64)
    left_over = np.flatnonzero(outcome == _NO_OUTCOME)
    if len(left_over):
        live = np.array([model.channels[one.channel].live for one in model.types])
        lost = left_over[live[workload.type[left_over]] | (contacts["state"][left_over] != WAITING)]
        if len(lost):
            raise RuntimeError(f"contact in row {lost[0]} has no outcome: the engine lost it")
        outcome[left_over] = int(Outcome.BACKLOG)
    never, zero, nobody = np.full(rows, np.nan), np.zeros(rows, np.int64), np.full(rows, -1)

    def times(name: str) -> FloatArray:
        return np.ascontiguousarray(contacts[name])

    return ContactLog(
        type=workload.type,
        segment=workload.segment,
        interval=workload.interval,
        ordinal=workload.ordinal,
        arrived=workload.arrival,
        outcome=outcome,
        waited=contacts["waited"].astype(np.bool_),
        answered=times("answered"),
        talk_end=times("talk_end"),
        handled=times("handled"),
        left=times("left"),
        agent=contacts["finished_by"].astype(np.int64),
        resolved=contacts["resolved"].astype(np.bool_),
        joined=workload.arrival,
        customer=np.arange(rows),
        attempt=zero,
        leg=zero,
        origin=zero + int(Origin.FIRST),
        then=zero,
        bot=nobody,
        bot_end=never,
        bot_result=zero + int(BotResult.NONE),
        accepted=never,
        dialled=never,
        dials=zero,
    )


def _agent_log(model: CenterModel, tables: Tables, contacts: ContactLog, end: float) -> AgentLog:
    floor = tables["floor"][0]
    presence = _presence(tables, end)
    pieces = tables["pieces"][: floor.pieces]
    whole = contacts.outcome == Outcome.ANSWERED
    whole[pieces["contact"]] = False
    rows = np.flatnonzero(whole)
    agent = np.concatenate([contacts.agent[rows], pieces["agent"]])
    contact = np.concatenate([rows, pieces["contact"]])
    start = np.concatenate([contacts.answered[rows], pieces["start"]])
    stop = np.concatenate([contacts.handled[rows], pieces["end"]])
    load = np.concatenate([_loads(model, contacts, rows), pieces["load"]])
    by_start = np.lexsort((contact, start, agent))
    return AgentLog(
        agent=presence["agent"],
        state=presence["state"],
        start=presence["start"],
        end=presence["end"],
        work_agent=agent[by_start],
        work_contact=contact[by_start],
        work_start=start[by_start],
        work_end=stop[by_start],
        work_load=load[by_start],
    )


def _loads(model: CenterModel, contacts: ContactLog, rows: IntArray) -> IntArray:
    """Places that each contact took of its agent's capacity."""
    group = np.array([agent.group for agent in model.agents], dtype=np.int64)
    load = np.array([one.load for one in model.groups], dtype=np.int64)
    found: IntArray = load[group[contacts.agent[rows]], contacts.type[rows]]
    return found


def _presence(tables: Tables, end: float) -> dict[str, Any]:
    """Stretches of presence, an agent's in order, with those of agents who are there to the last."""
    floor, agents = tables["floor"][0], tables["agents"]
    rows = tables["presence_rows"][: floor.presence_rows]
    there = np.flatnonzero((agents["present"] != 0) & (agents["presence_since"] < end))
    columns = {
        "agent": np.concatenate([rows["agent"], there]),
        "state": np.concatenate([rows["state"], agents["presence"][there]]).astype(np.int64),
        "start": np.concatenate([rows["start"], agents["presence_since"][there]]),
        "end": np.concatenate([rows["end"], np.full(len(there), end)]),
    }
    order = np.lexsort((columns["start"], columns["agent"]))
    return {name: column[order] for name, column in columns.items()}


def _none(log: type[Any]) -> Any:
    """A log of nothing."""
    kinds = {"FloatArray": np.float64, "BoolArray": np.bool_}
    return log(**{name: np.zeros(0, kinds.get(kind, np.int64)) for name, kind in log.__annotations__.items()})
