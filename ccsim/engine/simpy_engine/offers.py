"""What the center offers to those who would have to wait: a call-back, or to go elsewhere.

Rules are looked at in the order of the file; the first that the customer takes ends the search. Nobody is asked twice:
whoever has declined a call-back is offered none by a later rule, whoever has stayed is not sent elsewhere by one, and
who was diverted once is not diverted again. To a live channel that is closed nobody is diverted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.logs import Act, Origin, Outcome, Then
from ccsim.engine.simpy_engine.callback import CallBack
from ccsim.model.center import NEVER

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.live_rules import LiveRule
    from ccsim.model.behaviour import Rule

_PURPOSE = {Act.CALLBACK: "callback", Act.DIVERTED: "divert"}  # of the uniform that says whether he takes it


class Offers:
    """Call-backs and diversions."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def taken(self, contact: Contact) -> bool:
        """Whether a rule has settled what becomes of the contact: it was diverted, or waits as a call-back."""
        now, desk = self.floor.env.time, contact.desk
        asked = {Act.DIVERTED} if contact.leg > 0 else set()
        for rule in desk.offers:
            act = Act.CALLBACK if rule.terms.callback else Act.DIVERTED
            if act in asked or not rule.applies(desk, now) or not self._is_open(rule.terms):
                continue
            asked.add(act)
            if self._agrees(contact, rule, act, now):
                take = self._call_back if act == Act.CALLBACK else self._divert
                take(contact, rule.terms, now)
                return True
        return False

    def _is_open(self, terms: Rule) -> bool:
        if terms.divert_type < 0:
            return True
        door = self.floor.desks[terms.divert_type].door
        return door.open or not door.live

    def _agrees(self, contact: Contact, rule: LiveRule, act: Act, now: float) -> bool:
        """Whether the customer takes what he is offered; either way it is written down."""
        floor, terms = self.floor, rule.terms
        agrees = floor.intake.uniform(contact, _PURPOSE[act]) < terms.accepted[floor.intake.segment(contact)]
        value = rule.value(contact.desk, now)
        floor.journal.decision(now, rule.index, act if agrees else Act.DECLINED, contact, value)
        if not agrees:
            declines = "is offered a call-back: declines" if act == Act.CALLBACK else "is asked to go elsewhere: stays"
            floor.tell(contact, f"{declines} ({terms.name})")
        return bool(agrees)

    def _call_back(self, contact: Contact, terms: Rule, now: float) -> None:
        floor = self.floor
        floor.tell(contact, f"is offered a call-back: accepts and keeps the place ({terms.name})")
        floor.life.hang_up(contact)
        contact.callback = CallBack(terms)
        contact.in_pieces = True  # each dialling is a piece of work
        contact.patience = NEVER
        floor.journal.waited[contact.row] = True
        floor.journal.accepted[contact.row] = now
        floor.life.wait(contact)

    def _divert(self, contact: Contact, terms: Rule, now: float) -> None:
        floor = self.floor
        to_bot = terms.divert_bot >= 0
        where = floor.model.behaviour.bots[terms.divert_bot].name if to_bot else floor.desks[terms.divert_type].name
        floor.tell(contact, f"is diverted to {where} ({terms.name})")
        row = contact.row
        floor.life.hang_up(contact)
        floor.journal.outcome[row] = int(Outcome.DIVERTED)
        floor.journal.left[row] = now
        floor.journal.then[row] = int(Then.MOVED)
        next_leg = floor.intake.make(
            floor.customers[contact.customer],
            contact.desk.index if to_bot else terms.divert_type,
            now,
            attempt=contact.attempt,
            leg=contact.leg + 1,
            origin=Origin.DIVERT,
            factor=1.0 if contact.step is None else contact.step.factor,
            bot=terms.divert_bot,
        )
        floor.intake.await_arrival(next_leg)
