"""Where the contacts of one type wait."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from ccsim.engine.simpy_engine.contact import GONE, WAITING, Contact

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.team import Team


class WaitingLine:
    """Ordered by `Contact.place`: work that returns takes its old place.

    Who leaves from the middle (patience, a routing policy) is left in the heap and skipped when he reaches the head, so
    that every step costs at most the logarithm of the length.
    """

    __slots__ = ("_entries", "_tie", "call_backs", "count", "teams")

    def __init__(self) -> None:
        self.count = 0
        self.call_backs = 0  # of them, those who wait for a call-back
        self.teams: list[Team] = []  # who may ever take this type; each knows how many wait for it
        self._entries: list[tuple[float, float, int, int, Contact]] = []
        self._tie = count()

    @property
    def on_the_line(self) -> int:
        return self.count - self.call_backs

    def join(self, contact: Contact) -> None:
        contact.state = WAITING
        self.count += 1
        self.call_backs += contact.callback is not None
        for team in self.teams:
            team.waiting += 1
        heappush(self._entries, (contact.turn, contact.joined, contact.key, next(self._tie), contact))

    def leave(self, contact: Contact) -> None:
        contact.state = GONE
        self.count -= 1
        self.call_backs -= contact.callback is not None
        for team in self.teams:
            team.waiting -= 1
        if self._entries[0][4] is contact:
            heappop(self._entries)

    def head(self) -> Contact:
        """The first in line; only when `count` is not zero."""
        entries = self._entries
        while entries[0][4].state != WAITING:
            heappop(entries)
        return entries[0][4]

    def __iter__(self) -> Iterator[Contact]:
        """All waiting, first come first."""
        seen: set[int] = set()
        for *_, contact in sorted(self._entries):
            if contact.state == WAITING and contact.row not in seen:
                seen.add(contact.row)
                yield contact
