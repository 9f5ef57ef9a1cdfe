"""Replications on their way from one process to another: the same bits in a third of the space.

Two thirds of the tallies are zero, and histograms hold small whole numbers. Sent as they are, a process would spend as
long on handing over the measures of a busy week as on simulating it. Short replications travel together, joined into
few arrays, as each array costs something, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, pairwise
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
    """Replications of one system, all of the same tallies.

    `shapes` of the tallies, in their order; `there` marks, a bit each, the elements that are `values`: not zero. Each
    column of the waits stands with how many of it each replication has.
    """

    numbers: tuple[int, ...]
    within: tuple[float, ...]
    shapes: dict[Table, dict[str, tuple[int, ...]]]
    there: NDArray[np.uint8]
    values: FloatArray
    waits: tuple[tuple[NDArray[np.unsignedinteger], list[int]], ...]
    logs: tuple[Logs | None, ...]


def packed(replications: Sequence[Replication]) -> Packed:
    """One replication or more."""
    measures = [replication.measures for replication in replications]
    first = measures[0]
    flat = np.concatenate(
        [tally.reshape(-1) for one in measures for table in one.tables.values() for tally in table.values()]
    )
    there = flat.view(np.int64) != 0  # by their bits: minus zero is not nothing
    waits = [[getattr(one.waits, column) for one in measures] for column in COLUMNS]
    return Packed(
        numbers=tuple(replication.number for replication in replications),
        within=first.within,
        shapes={name: {tally: array.shape for tally, array in table.items()} for name, table in first.tables.items()},
        there=np.packbits(there),
        values=flat[there],
        waits=tuple((narrow(np.concatenate(column)), [len(part) for part in column]) for column in waits),
        logs=tuple(replication.logs for replication in replications),
    )


def unpacked(sent: Packed, cells: Cells) -> list[Replication]:
    """As they were; `cells` are those of the model."""
    sizes = [prod(shape) for table in sent.shapes.values() for shape in table.values()]
    rows = np.zeros((len(sent.numbers), sum(sizes)))
    rows.reshape(-1)[np.unpackbits(sent.there, count=rows.size).view(np.bool_)] = sent.values
    places = [slice(*ends) for ends in pairwise(accumulate(sizes, initial=0))]
    waits = [split(column.astype(np.int64), lengths) for column, lengths in sent.waits]
    found = []
    for number, row, logs, *columns in zip(sent.numbers, rows, sent.logs, *waits, strict=True):
        tallies = iter(places)
        tables = {
            name: {tally: row[next(tallies)].reshape(shape) for tally, shape in table.items()}
            for name, table in sent.shapes.items()
        }
        measures = Measures(number, cells, sent.within, tables, WaitHistogram(*columns))
        found.append(Replication(number, measures, logs))
    return found


def split(column: IntArray, lengths: Sequence[int]) -> list[IntArray]:
    """Parts of so many elements."""
    return [column[begin:end] for begin, end in pairwise(accumulate(lengths, initial=0))]


def narrow(column: IntArray) -> NDArray[np.unsignedinteger]:
    """Whole numbers, none below zero, in no more bytes than the largest needs."""
    return column.astype(np.min_scalar_type(int(column.max(initial=0))))
