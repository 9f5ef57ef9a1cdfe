"""One customer across all his contacts and bookings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccsim.workload.workload import Workload

NO_CHANNEL = -1


class Customer:
    """What the center, and he himself, remember of him.

    `attempts` is the number of his latest one; `channel` that of his contact before; `told`: he has told somebody what
    he needs, and it was not settled; `missed` counts appointments to which he did not come; `unable_at`: when the slot
    begins that he gave back because he could not come.
    """

    __slots__ = ("attempts", "channel", "index", "missed", "segment", "told", "unable_at")

    def __init__(self, index: int, segment: int) -> None:
        self.index = index
        self.segment = segment
        self.attempts = 0
        self.missed = 0
        self.channel = NO_CHANNEL
        self.told = False
        self.unable_at = -math.inf


class Customers(dict[int, Customer]):
    """Customers by their row; one is made when he is first asked for."""

    def __init__(self, workload: Workload) -> None:
        super().__init__()
        self._workload = workload

    def __missing__(self, index: int) -> Customer:
        workload = self._workload
        segments = workload.segment if index < workload.rows else workload.requests.segment
        row = index if index < workload.rows else index - workload.rows
        customer = self[index] = Customer(index, int(segments[row]))
        return customer
