"""Replications on their way from one process to another: the same bits in a third of the space.

Two thirds of the tallies are zero, and histograms hold small whole numbers. Sent as they are, a process would spend as
long on handing over the measures of a busy week as on simulating it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import prod

import numpy as np
from numpy.typing import NDArray

from ccsim.arrays import FloatArray, IntArray
from ccsim.engine.logs import Logs
from ccsim.measures.catalogue import Table
from ccsim.measures.cells import Cells
from ccsim.measures.meter import Measures
from ccsim.measures.waits import WaitHistogram
from ccsim.study.replication import Replication

COLUMNS = tuple(field.name for field in fields(WaitHistogram))


@dataclass(frozen=True)
class Packed:
    """`shapes` of the tallies, in their order; `there` marks, a bit each, the elements that are `values`: not zero."""

    number: int
    within: tuple[float, ...]
    shapes: dict[Table, dict[str, tuple[int, ...]]]
    there: NDArray[np.uint8]
    values: FloatArray
    waits: tuple[NDArray[np.unsignedinteger], ...]
    logs: Logs | None


def packed(replication: Replication) -> Packed:
    measures = replication.measures
    tallies = [tally.ravel() for table in measures.tables.values() for tally in table.values()]
    flat = np.concatenate(tallies)
    there = flat.view(np.int64) != 0  # by their bits: minus zero is not nothing
    return Packed(
        number=replication.number,
        within=measures.within,
        shapes={
            name: {tally: array.shape for tally, array in table.items()} for name, table in measures.tables.items()
        },
        there=np.packbits(there),
        values=flat[there],
        waits=tuple(narrow(getattr(measures.waits, column)) for column in COLUMNS),
        logs=replication.logs,
    )


def unpacked(sent: Packed, cells: Cells) -> Replication:
    """As it was; `cells` are those of the model."""
    sizes = [prod(shape) for table in sent.shapes.values() for shape in table.values()]
    flat = np.zeros(sum(sizes))
    flat[np.unpackbits(sent.there, count=len(flat)).view(np.bool_)] = sent.values
    tallies = iter(np.split(flat, np.cumsum(sizes)[:-1]))
    tables = {
        name: {tally: next(tallies).reshape(shape) for tally, shape in table.items()}
        for name, table in sent.shapes.items()
    }
    waits = WaitHistogram(*(column.astype(np.int64) for column in sent.waits))
    return Replication(sent.number, Measures(sent.number, cells, sent.within, tables, waits), sent.logs)


def narrow(column: IntArray) -> NDArray[np.unsignedinteger]:
    """Whole numbers, none below zero, in no more bytes than the largest needs."""
    return column.astype(np.min_scalar_type(int(column.max(initial=0))))
