"""Self-service in front of people: IVR, bot, assistant (semantics.md, "A contact's life").

One uniform says how a session ends: contained, given up, handed over; a second whether the contained are so in truth.
Time in it has one law however it ends. Who finds it full or out of order goes on at once as if there were none; an
outage turns away, and lets sessions under way end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from ccsim.engine.logs import BotResult, Outcome
from ccsim.engine.simpy_engine.moments import Moment, session_end
from ccsim.model.behaviour import MoveFrom, SelfService

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.customer import Customer

_CONTAINED = (BotResult.CONTAINED, BotResult.FALSELY_CONTAINED, BotResult.GAVE_UP)


class _Bot:
    """One self-service at work."""

    def __init__(self, terms: SelfService) -> None:
        self.terms = terms
        self.busy = 0
        self._outage_starts = terms.outages[:, 0].tolist()
        self._outage_ends = terms.outages[:, 1].tolist()

    def is_out(self, now: float) -> bool:
        outage = bisect_right(self._outage_starts, now) - 1
        return outage >= 0 and now < self._outage_ends[outage]

    @property
    def is_full(self) -> bool:
        return self.terms.capacity is not None and self.busy >= self.terms.capacity


class Bots:
    """All self-service of the center."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._bots = [_Bot(terms) for terms in floor.model.behaviour.bots]
        self._before_type = {kind: b for b, bot in enumerate(self._bots) for kind in bot.terms.fronts}
        self._before_appointment = {a: b for b, bot in enumerate(self._bots) for a in bot.terms.fronts_appointments}

    def before_appointment(self, appointment: int) -> int:
        """The self-service that stands before a booking, -1: none."""
        return self._before_appointment.get(appointment, -1)

    def meets(self, contact: Contact) -> bool:
        """A contact arrives: whether self-service takes it first. It goes on to `life.seek` if it is handed over."""
        step = contact.step
        bot = step.bot if step is not None and step.bot >= 0 else self._before_type.get(contact.desk.index, -1)
        if bot < 0 or contact.outbound:
            return False
        journal, row = self.floor.journal, contact.row
        journal.bot[row] = bot

        def done(result: BotResult, end: float) -> None:
            journal.bot_result[row] = int(result)
            journal.bot_end[row] = end
            self._contact_done(contact, bot, result, end)

        refused = self.session(
            self.floor.customers[contact.customer], bot, contact.key, contact.attempt, contact.leg, done
        )
        if refused is not None:
            journal.bot_result[row] = int(refused)
        return refused is None

    def session(
        self,
        customer: Customer,
        bot: int,
        key: int,
        attempt: int,
        leg: int,
        done: Callable[[BotResult, float], None],
    ) -> BotResult | None:
        """Begins now and calls `done` when it ends; or says at once why there is none: OUT or FULL."""
        floor, known = self.floor, self._bots[bot]
        now = floor.env.time
        if known.is_out(now) or known.is_full:
            refused = BotResult.OUT if known.is_out(now) else BotResult.FULL
            why = "is out of order" if refused == BotResult.OUT else "is full"
            floor.tell_customer(customer.index, f"{known.terms.name} {why}: goes on without")
            return refused
        attempts = floor.intake.attempts
        time = attempts.duration(known.terms.time, floor.time_of_day(now), customer.index, "bot_time", attempt, leg)
        result = self._result(known.terms, customer, attempt, leg)
        known.busy += 1
        floor.tell_customer(customer.index, f"meets {known.terms.name}")

        def end(event: Moment) -> None:
            known.busy -= 1
            floor.tell_customer(customer.index, f"{known.terms.name}: {result.name.lower().replace('_', ' ')}")
            done(result, floor.env.time)

        Moment(floor.env, now + time, session_end(key), then=end)
        return None

    def _hand_over_factor(self, bot: int, segment: int, told_again: bool) -> float:
        """On talk and wrap-up of those who go on to people; who has to tell it again anyhow does so once."""
        terms = self._bots[bot].terms
        context = self.floor.model.behaviour.context
        lost = not (terms.keeps_context or context.shared or told_again)
        return float(terms.easy_factor[segment]) * terms.hand_over_aht * (context.repeat_aht if lost else 1.0)

    def after_containment(
        self, customer: Customer, bot: int, kind: int, result: BotResult, attempt: int, leg: int
    ) -> int:
        """What a contained customer does next, as a number of `Then`; `kind` is the node of his journey."""
        journeys = self.floor.journeys
        assert journeys is not None
        terms = self._bots[bot].terms
        if result == BotResult.FALSELY_CONTAINED:
            return int(journeys.come_back(customer, terms.returns_to, terms.returns_after, attempt, leg))
        happened = MoveFrom.GAVE_UP if result == BotResult.GAVE_UP else MoveFrom.CONTAINED
        return int(journeys.after(customer, kind, happened, attempt, leg, self.floor.env.time))

    def _contact_done(self, contact: Contact, bot: int, result: BotResult, end: float) -> None:
        floor, journal, row = self.floor, self.floor.journal, contact.row
        customer = floor.customers[contact.customer]
        if result in _CONTAINED:
            journal.outcome[row] = int(Outcome.CONTAINED)
            journal.left[row] = end
            floor.life.hang_up(contact)
            customer.channel = contact.desk.door.index
            journal.then[row] = self.after_containment(
                customer, bot, contact.desk.index, result, contact.attempt, contact.leg
            )
            return
        told_again = contact.step is not None and contact.step.factor != 1.0
        floor.intake.take_longer(contact, self._hand_over_factor(bot, customer.segment, told_again))
        contact.joined = contact.turn = end
        journal.joined[row] = end
        floor.life.seek(contact)

    def _result(self, terms: SelfService, customer: Customer, attempt: int, leg: int) -> BotResult:
        attempts, segment = self.floor.intake.attempts, customer.segment
        u = attempts.uniform(customer.index, "bot", attempt, leg)
        contained = float(terms.containment[segment])
        if u < contained:
            falsely = attempts.uniform(customer.index, "false_containment", attempt, leg)
            if falsely < terms.false_containment[segment]:
                return BotResult.FALSELY_CONTAINED
            return BotResult.CONTAINED
        return BotResult.GAVE_UP if u < contained + terms.gives_up[segment] else BotResult.HANDED_OVER
