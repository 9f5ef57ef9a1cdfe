"""How many contacts came and what became of them, and the two laws that these numbers must obey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Outcome
from ccsim.measures.kept import Kept, base_cell, base_cells
from ccsim.model.center import FloatArray
from ccsim.workload.workload import Workload

if TYPE_CHECKING:
    from ccsim.measures.meter import Measures

_OUTCOMES = {
    "blocked": Outcome.BLOCKED,
    "balked": Outcome.BALKED,
    "answered": Outcome.ANSWERED,
    "abandoned": Outcome.ABANDONED,
    "dropped": Outcome.DROPPED,
    "backlog": Outcome.BACKLOG,
}


def counts(kept: Kept, workload: Workload) -> dict[str, FloatArray]:
    """Tallies by base cell: arrived, blocked, offered, the outcomes, and `resolved`.

    `arrived` is counted from the workload, the rest from the engine's log: a contact that an engine loses breaks a law.
    """
    model = kept.model
    came = workload.arrival >= model.timeline.warm_up
    where = base_cell(model, workload.type[came], workload.segment[came], workload.interval[came])
    tallies = {name: kept.count(kept.was(outcome)) for name, outcome in _OUTCOMES.items()}
    return {
        "arrived": np.bincount(where, minlength=base_cells(model)).astype(np.float64),
        "offered": kept.count(~kept.was(Outcome.BLOCKED)),
        "resolved": kept.count(kept.resolved & kept.was(Outcome.ANSWERED)),
        **tallies,
    }


def conserved(measures: Measures) -> None:
    """Check both conservation laws in every cell.

    arrived = blocked + offered; offered = balked + answered + abandoned + dropped + backlog.

    Raises
    ------
    RuntimeError
        Naming the scope, the interval and the numbers of the first cell that breaks one: an engine is wrong.
    """
    for whole, parts in (
        ("arrived", ("blocked", "offered")),
        ("offered", ("balked", "answered", "abandoned", "dropped", "backlog")),
    ):
        total = measures.contacts[whole]
        added = np.sum([measures.contacts[part] for part in parts], axis=0)
        broken = np.argwhere(total != added)
        if len(broken):
            scope, slot = broken[0]
            kind, name = measures.cells.contact_scopes[scope]
            where = f"{kind} {name}, interval {measures.cells.slots[slot] or 'horizon'}"
            numbers = ", ".join(f"{part} {measures.contacts[part][scope, slot]:g}" for part in parts)
            law = f"{whole} {total[scope, slot]:g} is not the sum of {numbers}"
            raise RuntimeError(f"replication {measures.replication}, {where}: {law}")
