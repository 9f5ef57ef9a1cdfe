"""Laws that the numbers of one replication must obey, whatever happens in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.measures.definition import Table

if TYPE_CHECKING:
    from ccsim.measures.meter import Measures

LAWS: tuple[tuple[Table, str, tuple[str, ...]], ...] = (
    ("contacts", "arrived", ("blocked", "contained", "diverted", "offered")),
    (
        "contacts",
        "offered",
        ("balked", "answered", "called_back", "not_reached", "abandoned", "dropped", "backlog"),
    ),
    ("customers", "customers", ("settled", "lost", "pending")),
    ("appointments", "booked", ("kept", "no_show", "late_no_show", "cancelled", "pending")),
    ("appointments", "reminders_sent", ("reminders_of_bookings",)),
)
"""Table, whole and parts; parts that a center has not are left out."""


def conserved(measures: Measures) -> None:
    """Check the conservation laws in every cell.

    arrived = blocked + contained + diverted + offered; offered = balked + answered + called_back + not_reached +
    abandoned + dropped + backlog. Where customers are followed: customers = settled + lost + pending. Where there are
    appointments: booked = kept + no_show + late_no_show + cancelled + pending, and as many reminders were sent as the
    bookings say. Where there are several groups: of every type, on every day, answered + called_back is what the groups
    took together.

    Raises
    ------
    RuntimeError
        Naming the scope, the interval and the numbers of the first cell that breaks one: an engine is wrong.
    """
    for table, whole, possible in LAWS:
        scopes, tallies = measures.table(table)
        if whole not in tallies:
            continue
        parts = [part for part in possible if part in tallies]
        total = tallies[whole]
        added = np.sum([tallies[part] for part in parts], axis=0)
        broken = np.argwhere(total != added)
        if len(broken):
            scope, slot = broken[0]
            kind, name = scopes[scope]
            where = f"{kind} {name}, interval {measures.cells.slots[slot] or 'horizon'}"
            numbers = ", ".join(f"{part} {tallies[part][scope, slot]:g}" for part in parts)
            law = f"{whole} {total[scope, slot]:g} is not the sum of {numbers}"
            raise RuntimeError(f"replication {measures.replication}, {where}: {law}")
    _taken(measures)


def _taken(measures: Measures) -> None:
    """Every contact that was served has been taken by a group with the skill, and by one only."""
    taken = measures.tables["skills"].get("taken")
    if taken is None:
        return
    cells = measures.cells
    by_type = np.zeros((len(cells.type_channel), len(cells.slots)))
    np.add.at(by_type, cells.skills[0], taken[-cells.skills.shape[1] :])
    served = measures.tables["contacts"]["served"][1 : 1 + len(by_type)]
    slots = np.r_[0, cells.day_slots]
    broken = np.argwhere(served[:, slots] != by_type[:, slots])
    if len(broken):
        kind, slot = broken[0][0], slots[broken[0][1]]
        where = f"contact {cells.contact_scopes[1 + kind][1]}, interval {cells.slots[slot] or 'horizon'}"
        law = f"served {served[kind, slot]:g} is not the {by_type[kind, slot]:g} that groups took"
        raise RuntimeError(f"replication {measures.replication}, {where}: {law}")
