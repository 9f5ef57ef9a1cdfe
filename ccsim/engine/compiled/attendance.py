"""Who comes to his appointment, and if not, why not (semantics.md, "Appointments")."""

from __future__ import annotations

from ccsim.engine.compiled.appointment_memory import appointments, bookings, missing_lead, missing_probability, slots
from ccsim.engine.compiled.attempts import NO_SHOW, PUNCTUALITY, REASON, uniform
from ccsim.engine.compiled.behaviour_memory import customers, share_of
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.laws import quantile_of, signed_on_grid
from ccsim.engine.compiled.memory import NOBODY
from ccsim.engine.logs import Missed

COMES, FORGOT, _EMERGENCY, _SOLVED = (
    int(Missed.NONE),
    int(Missed.FORGOT),
    int(Missed.EMERGENCY),
    int(Missed.SOLVED_ELSEWHERE),
)


@kernel
def decide(w: World, b: int) -> None:
    """Whether he will come to the slot he has now, as things stand, and how late."""
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    customer = booking.customer
    attempt = booking.attempt
    if appointment.punctuality != NOBODY:
        u = uniform(w, customer, PUNCTUALITY, attempt, 0)
        booking.lateness = signed_on_grid(quantile_of(w, appointment.punctuality, u))
    booking.misses = COMES
    if appointment.leads == 0:
        return
    if uniform(w, customer, NO_SHOW, attempt, 0) < missing(w, b):
        booking.misses = why(w, b)
        if booking.cured and booking.misses == FORGOT:
            booking.misses = COMES


@kernel
def missing(w: World, b: int) -> float:
    """The probability that he does not come."""
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    customer = customers(w, booking.customer)
    probability = by_lead(w, booking.appointment, booking.begins - booking.booked)
    odds = share_of(w, appointment.first_odds + customer.segment)
    if customer.missed > 0:
        odds *= appointment.missed_before
    if appointment.by_day:
        odds *= slots(w, booking.slot).day_factor
    if odds == 1.0 or probability >= 1.0:
        return probability  # as given, to the bit
    return probability * odds / (1.0 - probability + probability * odds)


@kernel
def by_lead(w: World, p: int, lead: float) -> float:
    """Linear between the points of the curve, flat beyond; one operation after the other as np.interp has them."""
    appointment = appointments(w, p)
    low = appointment.first_lead
    last = low + appointment.leads - 1
    if lead <= missing_lead(w, low):
        return missing_probability(w, low)
    if lead >= missing_lead(w, last):
        return missing_probability(w, last)
    high = last
    while high - low > 1:
        middle = (low + high) >> 1
        if lead < missing_lead(w, middle):
            high = middle
        else:
            low = middle
    start = missing_lead(w, low)
    if lead == start:
        return missing_probability(w, low)
    rise = missing_probability(w, low + 1) - missing_probability(w, low)
    return rise / (missing_lead(w, low + 1) - start) * (lead - start) + missing_probability(w, low)


@kernel
def why(w: World, b: int) -> int:
    """One uniform chooses, in the order forgot, emergency, solved elsewhere."""
    booking = bookings(w, b)
    appointment = appointments(w, booking.appointment)
    u = uniform(w, booking.customer, REASON, booking.attempt, 0)
    if u < appointment.forgot_below:
        return FORGOT
    return _EMERGENCY if u < appointment.emergency_below else _SOLVED
