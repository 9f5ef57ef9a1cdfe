"""Where two replications' measures part."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from numpy.typing import NDArray

from ccsim.measures import Measures


def measures_differ(one: Measures, other: Measures) -> str:
    """What differs first, in words, "" where all is the same to the bit."""
    if one.replication != other.replication:
        return f"replications {one.replication} and {other.replication}"
    for table, tallies in one.tables.items():
        if list(tallies) != list(other.tables[table]):
            return f"tallies of {table}: {[*tallies]} and {[*other.tables[table]]}"
        for name, tally in tallies.items():
            if _bits(tally) != _bits(other.tables[table][name]):
                return f"tally {name} of {table}"
    for column in fields(one.waits):
        if _bits(getattr(one.waits, column.name)) != _bits(getattr(other.waits, column.name)):
            return f"{column.name} of the waits"
    return ""


def _bits(array: NDArray[Any]) -> tuple[object, ...]:
    return array.dtype, array.shape, array.tobytes()
