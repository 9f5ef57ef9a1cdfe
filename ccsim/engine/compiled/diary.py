"""The diary of one appointment: which places of its slots are free, and who would take one that is given back."""

from __future__ import annotations

from ccsim.engine.compiled.appointment_memory import appointments, bookings, slot_blocks, slots
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY
from ccsim.engine.logs import BookingOutcome

BLOCK_BITS = 5
BLOCK = 1 << BLOCK_BITS
"""Slots that a search passes over at once where none of them has room."""

_PENDING, _NOT_BOOKED = int(BookingOutcome.PENDING), int(BookingOutcome.NOT_BOOKED)


@kernel
def first_from(w: World, p: int, wish: float) -> int:
    """The first slot not before the time wished, free or not; past the last one: there is none."""
    appointment = appointments(w, p)
    low = appointment.first_slot
    high = low + appointment.slots
    while low < high:
        middle = (low + high) >> 1
        if slots(w, middle).begins < wish:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def first_free(w: World, p: int, wish: float, latest: float) -> int:
    """The first slot with a free place not before the time wished and not after `latest`, NOBODY: none."""
    appointment = appointments(w, p)
    first = appointment.first_slot
    end = first + appointment.slots
    s = first_from(w, p, wish)
    while s < end and slots(w, s).begins <= latest:
        if slots(w, s).free > 0:
            return s
        block = (s - first) >> BLOCK_BITS
        if slot_blocks(w, appointment.first_block + block).with_room > 0:
            s += 1
        else:
            s = first + ((block + 1) << BLOCK_BITS)
    return NOBODY


@kernel
def take_place(w: World, s: int) -> bool:
    """Whether there was none but those that somebody else had had before."""
    slot = slots(w, s)
    occupy(w, s)
    free = slot.free if slot.free > 0 else 0
    if slot.given_back <= free:
        return False
    slot.given_back -= 1
    return True


@kernel
def take_given_back(w: World, s: int) -> None:
    """Takes the place that was just given back."""
    occupy(w, s)
    slots(w, s).given_back -= 1


@kernel
def occupy(w: World, s: int) -> None:
    slot = slots(w, s)
    slot.free -= 1
    if slot.free == 0:
        slot_blocks(w, block_of(w, s)).with_room -= 1


@kernel
def give_place_back(w: World, s: int) -> bool:
    """A place is given back; whether it is one that can be booked."""
    slot = slots(w, s)
    slot.free += 1
    if slot.free < 1:
        return False
    slot.given_back += 1
    if slot.free == 1:
        slot_blocks(w, block_of(w, s)).with_room += 1
    return True


@kernel
def block_of(w: World, s: int) -> int:
    appointment = appointments(w, slots(w, s).appointment)
    return appointment.first_block + ((s - appointment.first_slot) >> BLOCK_BITS)


# --- standby --------------------------------------------------------------------------------------------------------


@kernel
def stand_by(w: World, b: int) -> None:
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    booking.standby_before = appointment.last_standby
    booking.standby_behind = NOBODY
    if appointment.last_standby == NOBODY:
        appointment.first_standby = b
    else:
        bookings(w, appointment.last_standby).standby_behind = b
    appointment.last_standby = b


@kernel
def first_on_standby(w: World, s: int) -> int:
    """Who takes a place given back in this slot: the first to have asked who wished for it or an earlier one.

    Who wants nothing better any more never will again, and is taken off the list.
    """
    slot = slots(w, s)
    b = appointments(w, slot.appointment).first_standby
    while b != NOBODY:
        booking = bookings(w, b)
        behind = booking.standby_behind
        if not wants_better(w, b):
            stand_by_no_more(w, b)
        elif booking.wish <= slot.begins and (booking.outcome == _NOT_BOOKED or s < booking.slot):
            return b
        b = behind
    return NOBODY


@kernel
def wants_better(w: World, b: int) -> bool:
    booking = bookings(w, b)
    if booking.outcome == _PENDING:
        return booking.slot > first_from(w, booking.appointment, booking.wish)
    return booking.outcome == _NOT_BOOKED


@kernel
def stand_by_no_more(w: World, b: int) -> None:
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    if booking.standby_before == NOBODY:
        appointment.first_standby = booking.standby_behind
    else:
        bookings(w, booking.standby_before).standby_behind = booking.standby_behind
    if booking.standby_behind == NOBODY:
        appointment.last_standby = booking.standby_before
    else:
        bookings(w, booking.standby_behind).standby_before = booking.standby_before
