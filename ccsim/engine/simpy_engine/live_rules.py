"""Live rules on the state of a queue (semantics.md, "Orchestration").

Offers and diversions are looked at, in the order of the file, when a contact would have to wait; the first that it
takes ends the search. Who was diverted once is not diverted again. Rules that open or close a group are looked at when
the queue of their type changes, and hold until their `until` does (or their hours are over, at the next change).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from ccsim.engine.logs import Act, Origin, Outcome, Then
from ccsim.engine.simpy_engine.callback import CallBack
from ccsim.engine.simpy_engine.contact import Contact
from ccsim.model.behaviour import Bound, Rule
from ccsim.model.center import NEVER
from ccsim.model.contact_types import mean_work

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.desks import Desk, Skill

_PURPOSE = {Act.CALLBACK: "callback", Act.DIVERTED: "divert"}  # of the uniform that says whether he takes it


class LiveRule:
    """A rule of one contact type; `holds` whether it has opened or closed its group now."""

    __slots__ = ("_from", "_to", "holds", "index", "terms")

    def __init__(self, index: int, terms: Rule) -> None:
        self.index = index
        self.terms = terms
        self.holds = False
        self._from = [] if terms.between is None else terms.between[:, 0].tolist()
        self._to = [] if terms.between is None else terms.between[:, 1].tolist()

    def in_hours(self, now: float) -> bool:
        if self.terms.between is None:
            return True
        window = bisect_right(self._from, now) - 1
        return window >= 0 and now < self._to[window]


class LiveRules:
    """All rules, by contact type."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        model = floor.model
        predicted = {terms.contact for terms in model.behaviour.rules if terms.predictor == "queue_length"}
        self._handle_time = {kind: mean_work(model.types[kind].work[0]) for kind in predicted}
        for index, terms in enumerate(model.behaviour.rules):
            desk, rule = floor.desks[terms.contact], LiveRule(index, terms)
            if terms.add_group >= 0 or terms.close_group >= 0:
                desk.group_rules.append(rule)
            else:
                desk.rules.append(rule)
            desk.watched = True

    # --- a contact would have to wait --------------------------------------------------------------------------------

    def divert_or_offer(self, contact: Contact) -> bool:
        """Whether a rule has settled what becomes of the contact: it was diverted, or waits as a call-back."""
        now = self.floor.env.time
        for rule in contact.desk.rules:
            terms = rule.terms
            if not rule.in_hours(now):
                continue
            value = self._value(terms, contact.desk, now)
            if not self._applies(terms, contact.desk, now):
                continue
            if terms.callback:
                if self._call_back(contact, rule, value, now):
                    return True
            elif contact.leg == 0 and self._divert(contact, rule, value, now):
                return True
        return False

    def _call_back(self, contact: Contact, rule: LiveRule, value: float, now: float) -> bool:
        floor, terms = self.floor, rule.terms
        if not self._agrees(contact, rule, Act.CALLBACK, value, now):
            floor.tell(contact, f"is offered a call-back ({terms.name}): declines")
            return False
        floor.tell(contact, f"is offered a call-back ({terms.name}): accepts and keeps the place")
        floor.life.hang_up(contact)
        contact.callback = CallBack(terms)
        contact.in_pieces = True  # each dialling is a piece of work
        contact.patience = NEVER
        floor.journal.waited[contact.row] = True
        floor.journal.accepted[contact.row] = now
        floor.life.wait(contact)
        return True

    def _divert(self, contact: Contact, rule: LiveRule, value: float, now: float) -> bool:
        floor, terms = self.floor, rule.terms
        if not self._agrees(contact, rule, Act.DIVERTED, value, now):
            floor.tell(contact, f"is asked to go elsewhere ({terms.name}): stays")
            return False
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
        return True

    def _agrees(self, contact: Contact, rule: LiveRule, act: Act, value: float, now: float) -> bool:
        """Whether the customer takes what he is offered; either way it is written down."""
        intake = self.floor.intake
        agrees = intake.uniform(contact, _PURPOSE[act]) < rule.terms.accepted[intake.segment(contact)]
        self.floor.journal.decision(now, rule.index, act if agrees else Act.DECLINED, contact, value)
        return bool(agrees)

    # --- a queue has changed -----------------------------------------------------------------------------------------

    def look_at(self, desk: Desk) -> None:
        """Opens and closes groups for this type, as its queue is now."""
        now = self.floor.env.time
        for rule in desk.group_rules:
            terms = rule.terms
            if not rule.holds:
                if rule.in_hours(now) and self._applies(terms, desk, now):
                    self._begin(rule, desk, now)
            elif not rule.in_hours(now) or self._is_over(terms, desk, now):
                self._end(rule, desk, now)

    def _begin(self, rule: LiveRule, desk: Desk, now: float) -> None:
        rule.holds = True
        terms, floor = rule.terms, self.floor
        act = Act.GROUP_ADDED if terms.add_group >= 0 else Act.GROUP_CLOSED
        floor.journal.decision(now, rule.index, act, None, self._value(terms, desk, now))
        skill = _skill_of(desk, max(terms.add_group, terms.close_group))
        if act == Act.GROUP_ADDED:
            skill.shut -= 1 if skill.only_added else 0
            skill.added += 1
            floor.roster.look_at(desk)
        else:
            skill.shut += 1
            floor.life.drop_where_nobody_is_left(desk)

    def _end(self, rule: LiveRule, desk: Desk, now: float) -> None:
        rule.holds = False
        terms, floor = rule.terms, self.floor
        floor.journal.decision(now, rule.index, Act.ENDED, None, self._value(terms, desk, now))
        skill = _skill_of(desk, max(terms.add_group, terms.close_group))
        if terms.add_group >= 0:
            skill.shut += 1 if skill.only_added else 0
            skill.added -= 1
            floor.life.drop_where_nobody_is_left(desk)
        else:
            skill.shut -= 1
            floor.roster.look_at(desk)

    # --- conditions --------------------------------------------------------------------------------------------------

    def _applies(self, terms: Rule, desk: Desk, now: float) -> bool:
        return all(
            bound is None or bound.holds(quantity(desk, now, terms.predictor))
            for bound, quantity in (
                (terms.expected_wait, self.expected_wait),
                (terms.waiting, _waiting),
                (terms.idle, _idle),
            )
        )

    def _is_over(self, terms: Rule, desk: Desk, now: float) -> bool:
        value = self._value(terms, desk, now)
        return terms.until is None or terms.until.holds(value)

    def _value(self, terms: Rule, desk: Desk, now: float) -> float:
        """The quantity that the rule names first; NaN where it names none."""
        named: tuple[tuple[Bound | None, float], ...] = (
            (terms.expected_wait, self.expected_wait(desk, now, terms.predictor) if terms.expected_wait else math.nan),
            (terms.waiting, float(desk.line.count)),
            (terms.idle, _idle(desk, now, terms.predictor)),
        )
        return next((value for bound, value in named if bound is not None), math.nan)

    def expected_wait(self, desk: Desk, now: float, predictor: str) -> float:
        """Seconds that one who comes now may expect to wait (Ibrahim & Whitt 2009: HOL, LES and QL).

        `head`: what the head of the queue has waited; `last_answered`: what the last one answered had waited;
        `queue_length`: (waiting + 1) handle times over the agents on duty who may take the type.
        """
        if predictor == "last_answered":
            return desk.last_wait
        if predictor == "queue_length":
            agents = sum(skill.team.present for rank in desk.ranks for skill in rank if not skill.shut)
            return (desk.line.count + 1) * self._handle_time[desk.index] / agents if agents else math.inf
        return now - desk.line.head().joined if desk.line.count else 0.0


def _waiting(desk: Desk, now: float, predictor: str) -> float:
    return float(desk.line.count)


def _idle(desk: Desk, now: float, predictor: str) -> float:
    return float(sum(skill.team.idle for rank in desk.ranks for skill in rank if not skill.shut))


def _skill_of(desk: Desk, group: int) -> Skill:
    return next(skill for rank in desk.ranks for skill in rank if skill.team.index == group)
