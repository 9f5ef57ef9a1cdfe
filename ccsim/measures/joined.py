"""Logs of several replications, one after the other: measured together they share what each would cost by itself.

A measure of a short day is a few hundred calls of NumPy, whatever it holds; so the replication is one axis more of
every table, and a batch takes hardly more calls than a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ccsim.engine.logs import AgentColumns, AgentLog, ContactColumns, ContactLog, Logs
from ccsim.model.center import FloatArray, IntArray


@dataclass(frozen=True)
class Joined:
    """Contacts and agents of several replications, and of each row which of them it is from, from 0."""

    contacts: ContactLog
    agents: AgentLog
    ends: FloatArray  # of each replication its last instant
    of_contact: IntArray
    of_presence: IntArray
    of_work: IntArray

    @classmethod
    def of(cls, logs: Sequence[Logs]) -> Joined:
        """At least one."""
        rows = [one.contacts.rows for one in logs]
        first = np.cumsum([0, *rows[:-1]])

        def contacts(name: str) -> dict[str, Any]:
            return {name: np.concatenate([getattr(one.contacts, name) for one in logs])}

        def agents(name: str) -> dict[str, Any]:
            columns = [getattr(one.agents, name) for one in logs]
            if name == "work_contact":
                columns = [column + before for column, before in zip(columns, first, strict=True)]
            return {name: np.concatenate(columns)}

        alone = len(logs) == 1
        return cls(
            logs[0].contacts if alone else ContactColumns.by(contacts),
            logs[0].agents if alone else AgentColumns.by(agents),
            np.array([one.end for one in logs]),
            numbered(rows),
            numbered([len(one.agents.agent) for one in logs]),
            numbered([len(one.agents.work(in_order=False)["work_agent"]) for one in logs]),
        )


def numbered(rows: Sequence[int]) -> IntArray:
    """Of rows of several logs, so many each, which log each is of."""
    return np.zeros(rows[0], np.int64) if len(rows) == 1 else np.repeat(np.arange(len(rows)), rows)
