"""Names of customers and of their contacts and bookings.

A customer is named after what he began with: `PS/2026-03-02T10:30/17` is arrival 17, counted from 0, of contact type PS
in the interval from 10:30; `advice/2026-02-20T10:30/3` asked for an appointment of `advice` then, perhaps before the
scenario's first day; `advice/diary/17` is one of those whom the diary of `advice` holds from the beginning, counted by
slot.

His first contact or booking has his name; the second is `PS/2026-03-02T10:30/17#2`, and what a diversion made of it
`...#2.1`. A kept appointment's contact has the name of its booking.

The same customer has the same name in every run with the same seed and replication, whatever staff and routing do.
The interval is named by its local start as in all results (`Timeline.interval_start`), with a `T` for the blank so that
a shell takes the name for one word; read are both, and any time inside the interval.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import DIARY
from ccsim.errors import CcsimError

if TYPE_CHECKING:
    from ccsim.engine.logs import Logs
    from ccsim.model.center import CenterModel, IntArray
    from ccsim.workload.workload import Workload

OF_DIARY = "diary"
NUMBER = re.compile(r"([0-9]+)(#[0-9]+(\.[0-9]+)?)?")  # a customer's, and which contact of his


class UnknownContact(CcsimError):
    """A contact's name that names nobody; says which part is wrong and what there is."""


@dataclass(frozen=True)
class Source:
    """What customers begin with, a contact type or an appointment, and the intervals in which they come.

    `intervals` are their labels in results, `lengths` their seconds; the first has the index `first`. `diary`: some are
    booked before the simulation begins.
    """

    name: str
    intervals: tuple[str, ...]
    lengths: tuple[float, ...]
    first: int = 0
    diary: bool = False

    def beginnings(self) -> dict[int, str]:
        """What the names of those who come in an interval begin with: `calls/2026-03-02T10:30/`."""
        labels = {self.first + index: label.replace(" ", "T") for index, label in enumerate(self.intervals)}
        return {index: f"{self.name}/{label}/" for index, label in {**labels, DIARY: OF_DIARY}.items()}

    def read(self, given: str) -> int:
        """The interval that begins at a local time, or in which it lies.

        Raises
        ------
        ValueError
            There is none; says which there are.
        """
        if given == OF_DIARY and self.diary:
            return DIARY
        label = given.replace("T", " ")
        if label in self.intervals:
            return self.first + self.intervals.index(label)
        diary = " or 'diary'" if self.diary else ""
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            raise ValueError(f"no interval {given!r}: expected a local time{diary}") from None
        inside = [index for index, begins in enumerate(self.intervals) if self._holds(index, begins, moment)]
        if len(inside) > 1:
            twice = " or ".join(self.intervals[index].replace(" ", "T") for index in inside)
            raise ValueError(f"{given!r} comes twice that day: {twice}")
        if not self.intervals:
            raise ValueError(f"no interval holds {given!r}: all are booked beforehand ('diary')")
        if not inside:
            first, last = (self.intervals[end].replace(" ", "T") for end in (0, -1))
            raise ValueError(
                f"no interval holds {given!r}: they begin from {first} to {last}, in local time, no offset{diary}"
            )
        return self.first + inside[0]

    def _holds(self, index: int, begins: str, moment: datetime) -> bool:
        start = datetime.fromisoformat(begins)
        if moment.tzinfo is None:  # offsets are shown only where a time comes twice
            start = start.replace(tzinfo=None)
        elif start.tzinfo is None:
            return False
        return start <= moment < start + timedelta(seconds=self.lengths[index])


@dataclass(frozen=True)
class ContactNames:
    """Writes and reads the names of one scenario's customers; sources are contact types, then appointments."""

    sources: tuple[Source, ...]
    types: int

    @classmethod
    def of(cls, model: CenterModel) -> ContactNames:
        timeline = model.timeline
        lengths = tuple(np.diff(timeline.edges).tolist())
        types = [Source(kind.name, timeline.interval_start, lengths) for kind in model.types]
        appointments = []
        for one in model.appointments:
            asked = one.requests
            if asked is None:
                appointments.append(Source(one.name, (), (), diary=True))
            else:
                lengths = tuple(np.diff(asked.edges).tolist())
                appointments.append(Source(one.name, asked.labels, lengths, asked.first_interval, bool(one.diary)))
        return cls((*types, *appointments), len(types))

    def write(self, source: IntArray, interval: IntArray, ordinal: IntArray) -> list[str]:
        """A name for each customer, given by indices as in `CustomerLog`."""
        begins = [one.beginnings() for one in self.sources]
        rows = zip(source.tolist(), interval.tolist(), ordinal.tolist(), strict=True)
        return [f"{begins[k][i]}{n}" for k, i, n in rows]

    def read(self, name: str, example: str = "") -> tuple[int, int, int]:
        """(source, interval, ordinal) of a customer, by his name or that of any contact of his.

        `example` is a name that a message may show.

        Raises
        ------
        UnknownContact
            If the name is not of this form, or names a source or interval that the scenario does not have.
        """
        such = f", such as {example}" if example else ""
        parts = name.rsplit("/", 2)
        number = NUMBER.fullmatch(parts[-1])
        if len(parts) != 3 or number is None:
            first = "TYPE" if len(self.sources) == self.types else "TYPE-OR-APPOINTMENT"
            raise UnknownContact(f"contact {name!r}: expected {first}/INTERVAL/NUMBER{such}")
        known = [source.name for source in self.sources]
        if parts[0] not in known:
            near = difflib.get_close_matches(parts[0], known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            what = "contact type" if len(known) == self.types else "contact type or appointment"
            raise UnknownContact(f"contact {name!r}: no {what} {parts[0]!r} ({hint})")
        index = known.index(parts[0])
        try:
            return index, self.sources[index].read(parts[1]), int(number[1])
        except ValueError as fault:
            raise UnknownContact(f"contact {name!r}: {fault}{such}") from None

    def customer(self, name: str, workload: Workload) -> int:
        """Row of a customer: in a replication's workload, or after its rows in `Workload.requests`.

        Raises
        ------
        UnknownContact
            As `read`; or if fewer customers of the source come in that interval of this replication.
        """
        kinds = np.concatenate([workload.type, self.types + workload.requests.appointment])
        intervals = np.concatenate([workload.interval, workload.requests.interval])
        ordinals = np.concatenate([workload.ordinal, workload.requests.ordinal])

        def example(rows: IntArray) -> str:
            return next(iter(self.write(kinds[rows[:1]], intervals[rows[:1]], ordinals[rows[:1]])), "")

        source, interval, ordinal = self.read(name, example(np.arange(len(kinds))))
        of_source = np.flatnonzero(kinds == source)
        there = of_source[intervals[of_source] == interval]
        found = there[ordinals[there] == ordinal]
        if not len(found):
            first = example(of_source)
            earliest = f"; the first of its type is {first}" if first else ""
            known = f"{len(there)} come, numbered 0 to {len(there) - 1}" if len(there) else f"none comes{earliest}"
            raise UnknownContact(
                f"contact {name!r}: not in replication {workload.replication}; in that interval {known}"
            )
        return int(found[0])


@dataclass(frozen=True)
class LogNames:
    """The names of all that stands in one replication's logs, each by its row."""

    customers: list[str]
    contacts: list[str]
    bookings: list[str]

    @classmethod
    def of(cls, model: CenterModel, logs: Logs) -> LogNames:
        known = logs.customers
        customers = ContactNames.of(model).write(known.source, known.interval, known.ordinal)
        contacts, bookings = logs.contacts, logs.bookings
        return cls(
            customers,
            numbered(customers, contacts.customer, contacts.attempt, contacts.leg),
            numbered(customers, bookings.customer, bookings.attempt, np.zeros_like(bookings.attempt)),
        )


def numbered(customers: list[str], customer: IntArray, attempt: IntArray, leg: IntArray) -> list[str]:
    """Names of contacts from those of their customers; `attempt` counts from 0, what is read from 1."""
    rows: Iterable[tuple[int, int, int]] = zip(customer.tolist(), attempt.tolist(), leg.tolist(), strict=True)
    return [
        customers[c] if a == n == 0 else f"{customers[c]}#{a + 1}.{n}" if n else f"{customers[c]}#{a + 1}"
        for c, a, n in rows
    ]
