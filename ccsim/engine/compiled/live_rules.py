"""Live rules on the state of a queue: when they hold (semantics.md, "Orchestration").

`offers` makes diversions and call-backs of them, `group_rules` opens and closes groups. All that a rule says must hold.
Idle agents are those of the groups that may take the type without any rule, so that a rule's own doing does not end it;
so are the agents at work by whom a rule that opens or closes a group foretells the wait.
"""

from __future__ import annotations

from ccsim.engine.compiled.behaviour_memory import (
    ADD_GROUP,
    AT_LEAST,
    CLOSE_GROUP,
    LAST_ANSWERED,
    LESS,
    MORE,
    NO_BOUND,
    QUEUE_LENGTH,
    decisions,
    rule_hours,
    rules,
)
from ccsim.engine.compiled.center_memory import groups, kinds, skills
from ccsim.engine.compiled.events import NEVER
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import DECISIONS, contacts, floors
from ccsim.engine.compiled.routing import is_open

NOTHING = float("nan")


@kernel
def keeps(sign: int, x: float, bound: float) -> bool:
    """Whether a bound holds of a quantity; one that is not there does."""
    if sign == NO_BOUND:
        return True
    if sign == MORE:
        return x > bound
    if sign == AT_LEAST:
        return x >= bound
    return x < bound if sign == LESS else x <= bound


@kernel
def in_hours(w: World, r: int) -> bool:
    now = floors(w, 0).now
    rule = rules(w, r)
    if rule.always:
        return True
    for i in range(rule.first_span, rule.first_span + rule.spans):
        span = rule_hours(w, i)
        if span.start <= now < span.end:
            return True
    return False


@kernel
def applies(w: World, r: int) -> bool:
    """Whether it is its time and all its bounds hold."""
    rule = rules(w, r)
    if not in_hours(w, r):
        return False
    if rule.wait_sign != NO_BOUND and not keeps(rule.wait_sign, expected_wait(w, r), rule.wait_bound):
        return False
    waiting = float(kinds(w, rule.kind).waiting)
    if not keeps(rule.waiting_sign, waiting, rule.waiting_bound):
        return False
    return rule.idle_sign == NO_BOUND or keeps(rule.idle_sign, idle(w, rule.kind), rule.idle_bound)


@kernel
def is_over(w: World, r: int) -> bool:
    """Whether what it began ends: its hours are over, or `until` holds of the quantity that it names first."""
    rule = rules(w, r)
    if not in_hours(w, r):
        return True
    return rule.until_sign != NO_BOUND and keeps(rule.until_sign, first_quantity(w, r), rule.until_bound)


@kernel
def first_quantity(w: World, r: int) -> float:
    """The quantity that it names first; NaN where it names none."""
    rule = rules(w, r)
    if rule.wait_sign != NO_BOUND:
        return expected_wait(w, r)
    if rule.waiting_sign != NO_BOUND:
        return float(kinds(w, rule.kind).waiting)
    if rule.idle_sign != NO_BOUND:
        return idle(w, rule.kind)
    return NOTHING


@kernel
def expected_wait(w: World, r: int) -> float:
    """Seconds that one who comes now may expect to wait, as the rule foretells them."""
    rule = rules(w, r)
    kind = kinds(w, rule.kind)
    if rule.predictor == LAST_ANSWERED:
        return kind.last_wait
    if rule.predictor == QUEUE_LENGTH:
        of_group = rule.does in (ADD_GROUP, CLOSE_GROUP)
        at_work = 0
        for s in range(kind.first_skill, kind.first_skill + kind.skills):
            skill = skills(w, s)
            if skill.only_added == 0 if of_group else is_open(w, s):
                group = groups(w, skill.group)
                at_work += group.present - group.on_break
        return (kind.waiting + 1) * rule.handle_time / at_work if at_work != 0 else NEVER
    return floors(w, 0).now - contacts(w, kind.first).joined if kind.waiting > 0 else 0.0


@kernel
def idle(w: World, k: int) -> float:
    """Agents of the groups that may take the type without any rule."""
    kind = kinds(w, k)
    found = 0
    for s in range(kind.first_skill, kind.first_skill + kind.skills):
        skill = skills(w, s)
        if not skill.only_added:
            found += groups(w, skill.group).idle
    return float(found)


@kernel
def write_decision(w: World, r: int, act: int, c: int) -> None:
    """`c` NOBODY: about no single contact."""
    floor = floors(w, 0)
    if floor.decisions == floor.most_decisions:
        floor.short = DECISIONS
        return
    decision = decisions(w, floor.decisions)
    floor.decisions += 1
    decision.time = floor.now
    decision.rule = r
    decision.act = act
    decision.contact = c
    decision.value = first_quantity(w, r)
