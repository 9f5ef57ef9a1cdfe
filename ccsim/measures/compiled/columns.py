"""Columns of logs as the tables that kernels look at."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.compiled.kernel import TABLES, Tables
from ccsim.engine.logs import Logs
from ccsim.measures.joined import Joined
from ccsim.measures.kept import Kept
from ccsim.measures.served_by import first_agents, in_pieces
from ccsim.measures.service import reply_lag
from ccsim.model.center import CenterModel
from ccsim.workload.workload import Workload

_CONTACT = ("type", "interval", "outcome", "joined", "answered", "handled", "left", "waited", "resolved")
_WORK = ("agent", "contact", "start", "end", "load")
_PRESENCE = ("agent", "state", "start", "end")


class Columns:
    """Which of them a model asks for; `sheet`: see `model_tables.sheet_of`."""

    def __init__(self, model: CenterModel, sheet: NDArray[np.void]) -> None:
        self._model = model
        self._live, self._several = bool(sheet["live"]), bool(sheet["several"])
        contact = [*_CONTACT]
        first = {"type": "type", "interval": "interval"}
        if sheet["segments"] > 1:
            contact.append("segment")
            first["segment"] = "segment"
        if sheet["warm_up"] > 0:
            contact.append("arrived")
            first["arrival"] = "arrival"
        if sheet["customers"]:
            contact += ["origin", "leg", "attempt"]
        if sheet["callbacks"]:
            contact.append("dialled")
        self._in_pieces = bool(sheet["several_groups"]) and bool(in_pieces(model).any())
        if sheet["several_groups"] and not self._in_pieces:
            contact.append("agent")
        self._contacts = _declared({f"contact_{name}": name for name in contact})
        self._first = _declared({f"first_{name}": column for name, column in first.items()})
        self._stretches = _declared({f"stretch_{name}": name for name in _PRESENCE})
        self._pieces = _declared({f"piece_{name}": f"work_{name}" for name in _WORK})

    def of(self, workload: Workload, logs: Logs) -> Tables:
        """Those of a replication, for as long as it lives."""
        found: Tables = {}
        for log, columns in (
            (logs.contacts, self._contacts),
            (workload, self._first),
            (logs.agents, self._stretches),
        ):
            for name, column, kind, dtype in columns:
                array = np.ascontiguousarray(getattr(log, column), kind)
                found[name] = array if kind is dtype else array.view(dtype)
        # Who has several contacts in hand is busy with the first of them: rows stand by agent and start then.
        work = logs.agents.work(in_order=self._several)
        for name, column, kind, _ in self._pieces:
            found[name] = np.ascontiguousarray(work[column], kind)
        if self._in_pieces:
            found["contact_agent"] = first_agents(self._model, logs)
        if not self._live:
            lag, age = reply_lag(Kept.every(self._model, Joined.of([logs])))
            found |= {"contact_lag": lag, "contact_age": age}
        return found


def _declared(columns: dict[str, str]) -> list[tuple[str, str, np.dtype[Any], np.dtype[Any]]]:
    """By table the name of its column, of what kind that is in a log, and in the table: a record of one flag."""
    declared = [(name, column, TABLES[name].dtype) for name, column in columns.items()]
    return [
        (name, column, dtype if dtype.names is None else np.dtype(np.bool_), dtype) for name, column, dtype in declared
    ]
