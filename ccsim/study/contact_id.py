"""Names of contacts: `PS/2026-03-02T10:30/17` is arrival 17, counted from 0, of type PS in the interval from 10:30.

The same customer has the same name in every run with the same seed and replication, whatever staff and routing do.
The interval is named by its local start as in all results (`Timeline.interval_start`), with a `T` for the blank so that
a shell takes the name for one word; read are both, and any time inside the interval.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ccsim.errors import CcsimError

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload


class UnknownContact(CcsimError):
    """A contact's name that names nobody; says which part is wrong and what there is."""


@dataclass(frozen=True)
class ContactNames:
    """Writes and reads the names of one scenario's contacts.

    `intervals` are their labels in results, `lengths` their seconds.
    """

    types: tuple[str, ...]
    intervals: tuple[str, ...]
    lengths: tuple[float, ...]

    @classmethod
    def of(cls, model: CenterModel) -> ContactNames:
        timeline = model.timeline
        lengths = (timeline.edges[1:] - timeline.edges[:-1]).tolist()
        return cls(tuple(kind.name for kind in model.types), timeline.interval_start, tuple(lengths))

    def write(self, type: IntArray, interval: IntArray, ordinal: IntArray) -> list[str]:
        """A name for each contact, given its type, interval and ordinal as indices."""
        types, intervals = self.types, [label.replace(" ", "T") for label in self.intervals]
        return [
            f"{types[k]}/{intervals[i]}/{n}"
            for k, i, n in zip(type.tolist(), interval.tolist(), ordinal.tolist(), strict=True)
        ]

    def read(self, name: str, example: str = "") -> tuple[int, int, int]:
        """(type, interval, ordinal) of a name; `example` is one that a message may show.

        Raises
        ------
        UnknownContact
            If the name is not of this form, or names a type or interval that the scenario does not have.
        """
        such = f", such as {example}" if example else ""
        parts = name.rsplit("/", 2)
        if len(parts) != 3 or not (parts[2].isascii() and parts[2].isdigit()):
            raise UnknownContact(f"contact {name!r}: expected TYPE/INTERVAL/NUMBER{such}")
        kind, start, number = parts
        if kind not in self.types:
            near = difflib.get_close_matches(kind, self.types, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.types)}"
            raise UnknownContact(f"contact {name!r}: no contact type {kind!r} ({hint})")
        try:
            return self.types.index(kind), self._interval(start), int(number)
        except ValueError as fault:
            raise UnknownContact(f"contact {name!r}: {fault}{such}") from None

    def row(self, name: str, workload: Workload) -> int:
        """Row of the contact in a replication's workload.

        Raises
        ------
        UnknownContact
            As `read`; or if fewer contacts of the type arrive in that interval of this replication.
        """
        kind, interval, ordinal = self.read(name, self._first(workload, slice(0, 1)))
        first, last = int(workload.first_row[kind]), int(workload.first_row[kind + 1])
        matches = [
            row for row in range(first, last) if workload.interval[row] == interval and workload.ordinal[row] == ordinal
        ]
        if not matches:
            there = int((workload.interval[first:last] == interval).sum())
            of_type = self._first(workload, slice(first, min(first + 1, last)))
            earliest = f"; the first of its type is {of_type}" if of_type else ""
            known = f"none comes{earliest}" if there == 0 else f"{there} come, numbered 0 to {there - 1}"
            raise UnknownContact(
                f"contact {name!r}: not in replication {workload.replication}; in that interval {known}"
            )
        return matches[0]

    def _first(self, workload: Workload, rows: slice) -> str:
        named = self.write(workload.type[rows], workload.interval[rows], workload.ordinal[rows])
        return named[0] if named else ""

    def _interval(self, given: str) -> int:
        """The interval that begins at a local time, or in which it lies."""
        label = given.replace("T", " ")
        if label in self.intervals:
            return self.intervals.index(label)
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            raise ValueError(f"no interval {given!r}: expected a local time") from None
        inside = []
        for index, (known, length) in enumerate(zip(self.intervals, self.lengths, strict=True)):
            start = datetime.fromisoformat(known)
            if moment.tzinfo is None:  # offsets are shown only where a time comes twice
                start = start.replace(tzinfo=None)
            elif start.tzinfo is None:
                continue
            if start <= moment < start + timedelta(seconds=length):
                inside.append(index)
        if len(inside) > 1:
            twice = " or ".join(self.intervals[index].replace(" ", "T") for index in inside)
            raise ValueError(f"{given!r} comes twice that day: {twice}")
        if not inside:
            first, last = (self.intervals[end].replace(" ", "T") for end in (0, -1))
            raise ValueError(
                f"no interval holds {given!r}: they begin from {first} to {last}, in local time, no offset"
            )
        return inside[0]
