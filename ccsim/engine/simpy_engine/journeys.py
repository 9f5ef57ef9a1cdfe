"""What customers do next (semantics.md, "Journeys").

One uniform chooses among the moves of what happened, in the order of the file; another says how long after. A move that
falls into closed hours of a live channel (a booking: of the appointment's channel) happens at the next opening plus a
keyed share of one interval; one that falls beyond the horizon is pending. Before the scenario's start only bookings
count: contacts of that time are history.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ccsim.engine.logs import Origin, Then
from ccsim.model.behaviour import Move, MoveFrom
from ccsim.model.grid import TICK, on_grid

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.customer import Customer
    from ccsim.engine.simpy_engine.desks import Desk
    from ccsim.model.center import LawByTime


class Journeys:
    """The moves of all customers."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        model = floor.model
        self._behaviour = model.behaviour
        self._horizon = model.timeline.horizon
        edges = model.timeline.edges
        self._interval = float(edges[1] - edges[0])
        self._opens = [channel.open_windows[:, 0].tolist() for channel in model.channels]
        self._closes = [channel.open_windows[:, 1].tolist() for channel in model.channels]

    def contact_over(self, contact: Contact, happened: MoveFrom, now: float) -> None:
        """A contact has ended, one way or another."""
        customer = self.floor.customers[contact.customer]
        customer.channel = contact.desk.door.index
        if happened in (MoveFrom.UNRESOLVED, MoveFrom.RESOLVED):
            customer.told = happened == MoveFrom.UNRESOLVED
        then = self.after(customer, contact.desk.index, happened, contact.attempt, contact.leg, now)
        self.floor.journal.then[contact.row] = int(then)

    def after(self, customer: Customer, kind: int, happened: MoveFrom, attempt: int, leg: int, now: float) -> Then:
        """Decides what the customer does after something happened to his contact or booking of this type."""
        moves = self._behaviour.moves.get((kind, happened))
        if not moves:
            return Then.ENDED
        move = self._chosen(moves, customer, attempt, leg)
        if move is None:
            return Then.ENDED
        attempts = self.floor.intake.attempts
        delay = attempts.duration(move.after, self.floor.time_of_day(now), customer.index, "move_delay", attempt, leg)
        if move.appointment >= 0:
            appointment = self.floor.model.appointments[move.appointment]
            channel = self.floor.model.types[appointment.contact].channel
        else:
            channel = self.floor.model.types[move.contact].channel
        return self._go(customer, move.contact, move.appointment, channel, now + delay, attempt, leg, Origin.MOVE)

    def come_back(self, customer: Customer, kind: int, after: LawByTime | None, attempt: int, leg: int) -> Then:
        """Falsely contained: what self-service called settled was not."""
        now = self.floor.env.time
        customer.told = True
        if kind < 0:
            return Then.ENDED
        delay = self.floor.intake.attempts.duration(
            after, self.floor.time_of_day(now), customer.index, "return_delay", attempt, leg
        )
        channel = self.floor.model.types[kind].channel
        return self._go(customer, kind, -1, channel, now + delay, attempt, leg, Origin.RETURN)

    def context_factor(self, customer: Customer, desk: Desk) -> float:
        """Without shared data a contact after an unresolved one, or on another channel, has to be told again."""
        context = self._behaviour.context
        elsewhere = customer.channel not in (-1, desk.door.index)
        return context.repeat_aht if not context.shared and (customer.told or elsewhere) else 1.0

    def _chosen(self, moves: tuple[Move, ...], customer: Customer, attempt: int, leg: int) -> Move | None:
        u = self.floor.intake.attempts.uniform(customer.index, "move", attempt, leg)
        total = 0.0
        for move in moves:
            total += float(move.probability[customer.segment])
            if u < total:
                return move
        return None

    def _go(
        self,
        customer: Customer,
        kind: int,
        appointment: int,
        channel: int,
        at: float,
        attempt: int,
        leg: int,
        origin: Origin,
    ) -> Then:
        floor = self.floor
        if at < 0.0 and appointment < 0:
            return Then.ENDED
        if customer.attempts + 1 >= self._behaviour.most_attempts:
            floor.tell_customer(customer.index, "would try again, but has tried often enough")
            return Then.CUT
        come = self._when_open(customer, channel, at, attempt, leg)
        if come is None or come >= self._horizon:
            floor.tell_customer(customer.index, "means to come again, but not before the horizon ends")
            return Then.PENDING
        customer.attempts += 1
        if appointment >= 0:
            floor.tell_customer(customer.index, f"will ask for {floor.model.appointments[appointment].name}")
            floor.bookings.ask(customer, appointment, customer.attempts, come)
        else:
            floor.tell_customer(customer.index, f"will come again, with {floor.desks[kind].name}")
            contact = floor.intake.make(customer, kind, come, attempt=customer.attempts, origin=origin)
            floor.intake.await_arrival(contact)
        return Then.MOVED

    def _when_open(self, customer: Customer, channel: int, at: float, attempt: int, leg: int) -> float | None:
        """The same instant where the channel takes contacts then, else shortly after it opens; None: never again."""
        if at < 0.0 or not self.floor.model.channels[channel].live:
            return at
        opens, closes = self._opens[channel], self._closes[channel]
        window = bisect_right(opens, at) - 1
        if window >= 0 and at < closes[window]:
            return at
        if window + 1 >= len(opens):
            return None
        spread = self.floor.intake.attempts.uniform(customer.index, "closed_hours", attempt, leg) * self._interval
        return float(min(opens[window + 1] + on_grid(spread), closes[window + 1] - TICK))
