"""Names of contacts: `PS/2026-03-02T10:30/17` is arrival 17, counted from 0, of type PS in the interval from 10:30.

The same customer has the same name in every run with the same seed and replication, whatever staff and routing do.
The interval is named by its local start; the UTC offset is added only where clocks go back and the hour comes twice.
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccsim.errors import CcsimError

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload


class UnknownContact(CcsimError):
    """A contact's name that names nobody; says which part is wrong and what there is."""


def interval_names(starts: tuple[str, ...]) -> tuple[str, ...]:
    """Short names of intervals from their ISO starts with offset.

    Examples
    --------
    >>> interval_names(("2026-10-25T01:30:00+01:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"))
    ('2026-10-25T01:30', '2026-10-25T02:00+02:00', '2026-10-25T02:00+01:00')
    """
    times = [start[:19].removesuffix(":00") for start in starts]
    seen = Counter(times)
    return tuple(time if seen[time] == 1 else time + start[19:] for time, start in zip(times, starts, strict=True))


@dataclass(frozen=True)
class ContactNames:
    """Writes and reads the names of one scenario's contacts."""

    types: tuple[str, ...]
    intervals: tuple[str, ...]

    @classmethod
    def of(cls, model: CenterModel) -> ContactNames:
        return cls(tuple(kind.name for kind in model.types), interval_names(model.timeline.interval_start))

    def write(self, type: IntArray, interval: IntArray, ordinal: IntArray) -> list[str]:
        """A name for each contact, given its type, interval and ordinal as indices."""
        types, intervals = self.types, self.intervals
        return [
            f"{types[k]}/{intervals[i]}/{n}"
            for k, i, n in zip(type.tolist(), interval.tolist(), ordinal.tolist(), strict=True)
        ]

    def read(self, name: str) -> tuple[int, int, int]:
        """(type, interval, ordinal) of a name.

        Raises
        ------
        UnknownContact
            If the name is not of this form, or names a type or interval that the scenario does not have.
        """
        parts = name.rsplit("/", 2)
        if len(parts) != 3 or not (parts[2].isascii() and parts[2].isdigit()):
            example = f"{self.types[0]}/{self.intervals[0]}/0"
            raise UnknownContact(f"contact {name!r}: expected TYPE/INTERVAL/NUMBER, such as {example}")
        return (
            self._index(name, "contact type", parts[0], self.types),
            self._index(name, "interval", parts[1], self.intervals),
            int(parts[2]),
        )

    def row(self, name: str, workload: Workload) -> int:
        """Row of the contact in a replication's workload.

        Raises
        ------
        UnknownContact
            As `read`; or if fewer contacts of the type arrive in that interval of this replication.
        """
        kind, interval, ordinal = self.read(name)
        first, last = int(workload.first_row[kind]), int(workload.first_row[kind + 1])
        matches = [
            row for row in range(first, last) if workload.interval[row] == interval and workload.ordinal[row] == ordinal
        ]
        if not matches:
            there = int((workload.interval[first:last] == interval).sum())
            known = "none comes" if there == 0 else f"{there} come, numbered 0 to {there - 1}"
            raise UnknownContact(
                f"contact {name!r}: not in replication {workload.replication}; in that interval {known}"
            )
        return matches[0]

    def _index(self, name: str, what: str, given: str, known: tuple[str, ...]) -> int:
        if given in known:
            return known.index(given)
        near = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
        hint = f" (did you mean {near[0]!r}?)" if near else f" (the first is {known[0]!r})"
        raise UnknownContact(f"contact {name!r}: no {what} {given!r}{hint}")
