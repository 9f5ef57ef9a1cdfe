"""The diary of one appointment: which places of its slots are free, and who would take one that is given back."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from ccsim.engine.logs import BookingOutcome

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.booking import Booking
    from ccsim.model.bookings import Appointment

_MOST_PAST = 64  # of the list who want nothing better any more, before they are taken off it


class Diary:
    """Places by slot. A slot that was handed over with more customers than places has none free until enough cancel.

    Places of a slot are alike. One that nobody has had yet is taken before one that was given back, so that a booking
    counts as refilling a place only where there was no other.
    """

    def __init__(self, terms: Appointment) -> None:
        self.terms = terms
        self.slots: list[float] = terms.slots.tolist()
        self._free: list[int] = terms.places.tolist()
        self._given_back = [0] * len(self.slots)  # of the free ones, those that somebody has had
        self._with_room = [slot for slot, free in enumerate(self._free) if free > 0]  # ascending
        self._standby: list[Booking] = []

    def first_from(self, wish: float) -> int:
        """The first slot not before the time wished, free or not."""
        return bisect_left(self.slots, wish)

    def first_free(self, wish: float, latest: float) -> int | None:
        """The first slot with a free place not before the time wished and not after `latest`."""
        place = bisect_left(self._with_room, self.first_from(wish))
        if place == len(self._with_room):
            return None
        slot = self._with_room[place]
        return slot if self.slots[slot] <= latest else None

    def take(self, slot: int) -> bool:
        """Takes a place; whether there was none but those that somebody else had had before.

        The diary as it is handed over may hold more customers than there are places.
        """
        self._occupy(slot)
        if self._given_back[slot] <= max(self._free[slot], 0):
            return False
        self._given_back[slot] -= 1
        return True

    def take_given_back(self, slot: int) -> None:
        """Takes the place that was just given back."""
        self._occupy(slot)
        self._given_back[slot] -= 1

    def _occupy(self, slot: int) -> None:
        self._free[slot] -= 1
        if self._free[slot] == 0:
            del self._with_room[bisect_left(self._with_room, slot)]

    def give_back(self, slot: int) -> bool:
        """A place is given back; whether it is one that can be booked."""
        self._free[slot] += 1
        if self._free[slot] < 1:
            return False
        self._given_back[slot] += 1
        if self._free[slot] == 1:
            insort(self._with_room, slot)
        return True

    # --- standby ----------------------------------------------------------------------------------------------------

    def stand_by(self, booking: Booking) -> None:
        self._standby.append(booking)

    def first_on_standby(self, slot: int) -> Booking | None:
        """Who takes a place given back in this slot: the first to have asked who wished for it or an earlier one.

        Those who have none are on the list until they get one; the others while theirs is later than the first after
        their wish.
        """
        begins = self.slots[slot]
        found, past = None, 0
        for one in self._standby:
            if not self._wants_better(one):
                past += 1
            elif one.wish <= begins and (one.outcome == BookingOutcome.NOT_BOOKED or slot < one.slot):
                found = one
                break
        if past > _MOST_PAST:
            self._standby = [one for one in self._standby if self._wants_better(one)]
        return found

    def _wants_better(self, booking: Booking) -> bool:
        if booking.outcome == BookingOutcome.PENDING:
            return booking.slot > self.first_from(booking.wish)
        return booking.outcome == BookingOutcome.NOT_BOOKED
