"""One request for an appointment, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.logs import BookingOutcome, BotResult, CancelledBy, Missed, Then
from ccsim.engine.simpy_engine.moments import contact_key

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.customer import Customer

NO_SLOT = -1
UNKNOWN = float("nan")


class Booking:
    """From the request to the slot.

    `misses` is why he will not come as things stand, NONE: he will; `cured`: he would have forgotten, and somebody
    reminded him. `lateness` is against the slot's beginning. `arrangement` counts the slots he has had: what was
    planned for an earlier one is void. `dealt_with` has a bit for every reminder that was sent or skipped. `claimed`:
    he is expected now and hosts are kept free.
    """

    __slots__ = (
        "appointment",
        "arrangement",
        "asked",
        "attempt",
        "begins",
        "booked",
        "bot",
        "bot_end",
        "bot_result",
        "by_tap",
        "called",
        "came",
        "cancelled_by",
        "claimed",
        "confirmed",
        "contact",
        "cured",
        "customer",
        "dealt_with",
        "freed",
        "key",
        "lateness",
        "misses",
        "opened",
        "outcome",
        "reached",
        "reason",
        "refilled",
        "requested",
        "sent",
        "settled",
        "skipped",
        "slot",
        "standby",
        "then",
        "wish",
    )

    def __init__(
        self, appointment: int, kind: int, customer: Customer, attempt: int, requested: float, by_tap: bool = False
    ) -> None:
        self.appointment = appointment
        self.customer = customer
        self.attempt = attempt
        self.key = contact_key(kind, customer.index, attempt)
        self.requested = requested
        self.by_tap = by_tap  # out of a reminder: no self-service stands before it
        self.wish = self.booked = self.begins = self.settled = self.came = UNKNOWN
        self.slot = NO_SLOT  # index into Appointment.slots; it `begins` at
        self.outcome = BookingOutcome.REQUESTED
        self.reason = Missed.NONE
        self.cancelled_by = CancelledBy.NONE
        self.contact: Contact | None = None
        self.standby = self.refilled = self.freed = self.confirmed = False
        self.sent = self.reached = self.opened = self.skipped = 0
        self.then = Then.ENDED
        self.bot = -1
        self.bot_end = UNKNOWN
        self.bot_result = BotResult.NONE
        self.misses = Missed.NONE
        self.cured = False
        self.lateness = 0.0
        self.arrangement = 0
        self.dealt_with = 0
        self.asked = False  # to confirm
        self.called = False  # an agent has it on his list
        self.claimed = False

    def is_expected(self, arrangement: int) -> bool:
        """Whether he still has the slot that something was planned for, and has neither come nor cancelled."""
        return self.outcome == BookingOutcome.PENDING and self.arrangement == arrangement

    def end(self, outcome: BookingOutcome, now: float) -> None:
        self.outcome = outcome
        self.settled = now
