"""Where two logs part: the first moment at which they tell different days, with what both say of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from enum import IntEnum
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.logs import (
    Act,
    BookingOutcome,
    BotResult,
    CancelledBy,
    Logs,
    Missed,
    Origin,
    Outcome,
    Presence,
    ReminderEffect,
    Then,
)

KEYS = {
    "contacts": ("type", "customer", "attempt", "leg"),
    "customers": ("source", "interval", "ordinal"),
    "bookings": ("appointment", "customer", "attempt"),
    "reminders": ("booking", "reminder", "skipped"),
    "holds": ("agent", "start"),
    "decisions": ("time", "rule", "act", "contact"),
    "agents: presence": ("agent", "start", "state"),
    "agents: work": ("work_agent", "work_start", "work_contact"),
}
"""By table, the columns that say which row of one log is which of the other. The agents' log is two tables in one."""
NO_TIMES = ("value",)  # numbers that are not moments
MEANINGS: dict[str, type[IntEnum]] = {
    "contacts.outcome": Outcome,
    "contacts.origin": Origin,
    "contacts.then": Then,
    "contacts.bot_result": BotResult,
    "bookings.outcome": BookingOutcome,
    "bookings.reason": Missed,
    "bookings.cancelled_by": CancelledBy,
    "bookings.then": Then,
    "bookings.bot_result": BotResult,
    "reminders.effect": ReminderEffect,
    "decisions.act": Act,
    "agents: presence.state": Presence,
}

Columns = dict[str, NDArray[Any]]


class Parting(NamedTuple):
    """Where two tables of one name differ first: when that was (infinite: no time says), what, in how many rows."""

    time: float
    text: str
    rows: int


def logs_differ(a: Logs, b: Logs, names: tuple[str, str] = ("reference", "compiled")) -> str:
    """The first difference of two logs in words, "" where they are the same to the bit.

    First is what happened first, whatever table it stands in: what follows from it is only counted. NaN equals NaN;
    0.0 and -0.0 differ, and so do columns of different types.
    """
    partings: dict[str, Parting] = {}
    for name in KEYS:
        one, other = _table(a, name), _table(b, name)
        found = _shapes_differ(one, other) or _rows_differ(name, one, other, names)
        if found is not None:
            partings[name] = found
    texts = []
    if partings:
        first = min(partings, key=lambda name: partings[name].time)
        texts.append(f"{first}: {partings[first].text}")
        others = [f"{name} ({one.rows})" for name, one in partings.items() if name != first]
        if others:
            texts.append(f"rows that differ elsewhere: {', '.join(others)}")
    for name in ("end", "replication"):
        one, other = getattr(a, name), getattr(b, name)
        if one != other or type(one) is not type(other):
            texts.append(f"{name}: {names[0]} {one!r}, {names[1]} {other!r}")
    return "\n".join(texts)


def _table(logs: Logs, name: str) -> Columns:
    table, _, part = name.partition(": ")
    log = getattr(logs, table)
    columns = [column.name for column in fields(log) if not part or column.name.startswith("work_") == (part == "work")]
    return {column: getattr(log, column) for column in columns}


def _shapes_differ(one: Columns, other: Columns) -> Parting | None:
    for name, values in one.items():
        if values.dtype != other[name].dtype or values.ndim != other[name].ndim:
            said = " and ".join(f"{v.dtype} of {v.ndim} dimensions" for v in (values, other[name]))
            return Parting(-inf, f"column {name} is {said}", len(values))
    lengths = [{len(values) for values in side.values()} for side in (one, other)]
    if any(len(side) > 1 for side in lengths):
        return Parting(-inf, f"columns have different lengths: {lengths[0]} and {lengths[1]}", 0)
    return None


def _rows_differ(name: str, one: Columns, other: Columns, names: tuple[str, str]) -> Parting | None:
    pairs, alone = _paired(one, other, KEYS[name])
    if not len(pairs) and not alone:
        return None
    rows, others = pairs.T
    unlike = {column: _unlike(values[rows], other[column][others]) for column, values in one.items()}
    different = np.flatnonzero(np.any(list(unlike.values()), axis=0)).tolist()
    found = [(_when_alone((one, other)[side], row), side, row) for side, row in alone]
    found += [(_when(one, other, pairs[i], [c for c in unlike if unlike[c][i]]), 2, i) for i in different]
    if not found:
        return None
    time, side, row = min(found)
    if side < 2:
        rest = f"{len(next(iter(one.values())))} rows and {len(next(iter(other.values())))}"
        said = f"only {names[side]} has row {row}: {_row(name, (one, other)[side], row)} ({rest})"
        return Parting(time, said, len(found))
    here, there = pairs[row]
    columns = [column for column in unlike if unlike[column][row]]
    values = "; ".join(
        f"{column} {names[0]} {_value(name, column, one[column][here])}, "
        f"{names[1]} {_value(name, column, other[column][there])}"
        for column in columns
    )
    whole = f"{names[0]}: {_row(name, one, here)}\n  {names[1]}: {_row(name, other, there)}"
    return Parting(time, f"row {here}: {values} ({len(found)} rows differ)\n  {whole}", len(found))


def _paired(one: Columns, other: Columns, key: tuple[str, ...]) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
    """Rows of both with the same key, and (side, row) of those that only one has.

    Rows that have a key for themselves in the same place need not be told apart by it.
    """
    lengths = len(one[key[0]]), len(other[key[0]])
    in_place = np.arange(min(lengths))
    if lengths[0] == lengths[1] and not any(_unlike(one[column], other[column]).any() for column in key):
        return np.stack([in_place, in_place], axis=1), []
    places = []
    for side in (one, other):
        seen: Counter[tuple[Any, ...]] = Counter()
        place = {}
        for row, mine in enumerate(zip(*(side[column].tolist() for column in key), strict=True)):
            place[mine, seen[mine]] = row
            seen[mine] += 1
        places.append(place)
    pairs = [(row, places[1][mine]) for mine, row in places[0].items() if mine in places[1]]
    alone = [(0, row) for mine, row in places[0].items() if mine not in places[1]]
    alone += [(1, row) for mine, row in places[1].items() if mine not in places[0]]
    moved = [(row, there) for row, there in pairs if row != there] if not alone else []
    if moved:  # the same rows in another order: compared as they stand
        pairs = [(row, row) for row in in_place.tolist()]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), alone


def _unlike(one: NDArray[Any], other: NDArray[Any]) -> NDArray[np.bool_]:
    if one.dtype.kind != "f":
        return np.asarray(one != other)
    same = (one == other) & (np.signbit(one) == np.signbit(other))
    return np.asarray(~(same | (np.isnan(one) & np.isnan(other))))


def _when(one: Columns, other: Columns, pair: NDArray[np.int64], columns: list[str]) -> float:
    """The earliest time in columns that differ; without one, when the row was over."""
    times = [(one[column][pair[0]], other[column][pair[1]]) for column in columns if _is_time(one, column)]
    known = [float(time) for both in times for time in both if not np.isnan(time)]
    return min(known, default=max(_when_alone(one, pair[0]), _when_alone(other, pair[1])))


def _when_alone(columns: Columns, row: int) -> float:
    """The last thing that a row says to have happened."""
    times = [float(values[row]) for column, values in columns.items() if _is_time(columns, column)]
    return max((time for time in times if np.isfinite(time)), default=inf)


def _is_time(columns: Columns, column: str) -> bool:
    return columns[column].dtype.kind == "f" and column not in NO_TIMES


def _row(name: str, columns: Columns, row: int) -> str:
    """All that it says, but for what never happened."""
    return ", ".join(
        f"{column} {_value(name, column, values[row])}"
        for column, values in columns.items()
        if not (values.dtype.kind == "f" and np.isnan(values[row]))
    )


def _value(name: str, column: str, value: Any) -> str:
    meaning = MEANINGS.get(f"{name}.{column}")
    if meaning is not None and int(value) in {int(one) for one in meaning}:
        return meaning(int(value)).name
    return repr(value.item())
