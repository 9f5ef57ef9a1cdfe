"""Who comes to his appointment, and if not, why not (semantics.md, "Appointments").

The odds of missing it are those of the lead between booking and slot, times those of the segment, of having missed one
before, and of the day. The uniforms belong to the booking, not to the slot: who is moved to an earlier one is judged by
the same at his new lead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Missed
from ccsim.model.grid import on_grid
from ccsim.workload.busyness import gamma_factor

if TYPE_CHECKING:
    from ccsim.distributions import Law
    from ccsim.engine.simpy_engine.booking import Booking
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.model.bookings import NoShow


class Attendance:
    """Decides for each booking."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._day_factors: dict[tuple[int, int], float] = {}

    def decide(self, booking: Booking) -> None:
        """Whether he will come to the slot he has now, as things stand, and how late."""
        terms = self.floor.model.appointments[booking.appointment]
        attempts, customer, attempt = self.floor.intake.attempts, booking.customer.index, booking.attempt
        if terms.punctuality is not None:
            booking.lateness = on_grid(quantile(terms.punctuality, attempts.uniform(customer, "punctuality", attempt)))
        booking.misses = Missed.NONE
        if terms.no_show is None:
            return
        probability = self._probability(booking, terms.no_show)
        if attempts.uniform(customer, "no_show", attempt) < probability:
            booking.misses = _reason(terms.no_show, attempts.uniform(customer, "reason", attempt))
            if booking.cured and booking.misses == Missed.FORGOT:
                booking.misses = Missed.NONE

    def _probability(self, booking: Booking, terms: NoShow) -> float:
        probability = float(np.interp(booking.begins - booking.booked, terms.leads, terms.probability))
        odds = float(terms.segment_odds[booking.customer.segment])
        if booking.customer.missed:
            odds *= terms.missed_before
        if terms.day_cv:
            odds *= self._day_factor(booking, terms.day_cv)
        if odds == 1.0 or probability >= 1.0:
            return probability  # as given, to the bit
        return probability * odds / (1.0 - probability + probability * odds)

    def _day_factor(self, booking: Booking, cv: float) -> float:
        appointment = self.floor.model.appointments[booking.appointment]
        day = int(appointment.slot_day[booking.slot])
        known = self._day_factors.get((booking.appointment, day))
        if known is None:
            u = self.floor.intake.attempts.day_uniform(appointment.name, "no_show_day", day)
            known = self._day_factors[booking.appointment, day] = float(gamma_factor(cv, np.array([u]))[0])
        return known


def _reason(terms: NoShow, u: float) -> Missed:
    """One uniform chooses, in the order forgot, emergency, solved elsewhere."""
    reason = int(np.searchsorted(np.cumsum(terms.reasons)[:-1], u, "right"))
    return Missed(reason)


def quantile(law: Law, u: float) -> float:
    return float(law.quantile(np.array([u]))[0])
