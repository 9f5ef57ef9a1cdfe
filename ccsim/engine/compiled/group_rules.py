"""Groups that live rules open and close for a contact type.

A rule is looked at when the queue of its type changes, when one of its contacts is taken at once, when its hours begin
and end, and, if it goes by idle agents, when an agent of these groups turns to something else. It holds until its
`until` does or its hours are over. Of several rules that add a group the last to end withdraws it; a group that a rule
closes takes none, whatever others add.
"""

from __future__ import annotations

import ccsim.engine.compiled.life as life
import ccsim.engine.compiled.live_rules as live_rules
import ccsim.engine.compiled.roster as roster
from ccsim.engine.compiled.behaviour_memory import (
    ADD_GROUP,
    rule_edge_rule,
    rule_edge_time,
    rule_in_order,
    rules,
    watching_kind,
)
from ccsim.engine.compiled.center_memory import groups, kinds, skills
from ccsim.engine.compiled.events import RULE_HOURS, TIMERS, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY, floors
from ccsim.engine.logs import Act

_ADDED, _CLOSED, _ENDED = int(Act.GROUP_ADDED), int(Act.GROUP_CLOSED), int(Act.ENDED)


@kernel
def await_hours(w: World) -> None:
    """The hours of each rule, through the horizon."""
    for i in range(floors(w, 0).rule_edges):
        r = rule_edge_rule(w, i)
        push(w, rule_edge_time(w, i), TIMERS, r, RULE_HOURS, rules(w, r).kind, 0)


@kernel
def look_at_rules(w: World, k: int) -> None:
    """Opens and closes groups for this type, as its queue is now."""
    kind = kinds(w, k)
    for i in range(kind.first_rule, kind.first_rule + kind.rules):
        r = rule_in_order(w, i)
        if rules(w, r).holds:
            if live_rules.is_over(w, r):
                end_rule(w, r)
        elif live_rules.applies(w, r):
            begin_rule(w, r)


@kernel
def agents_change(w: World, g: int) -> None:
    """Some of its agents have become idle, or are so no more."""
    group = groups(w, g)
    for i in range(group.first_watching, group.first_watching + group.watching):
        look_at_rules(w, watching_kind(w, i))


@kernel
def begin_rule(w: World, r: int) -> None:
    rule = rules(w, r)
    rule.holds = 1
    live_rules.write_decision(w, r, _ADDED if rule.does == ADD_GROUP else _CLOSED, NOBODY)
    if rule.target == NOBODY:
        return
    skill = skills(w, rule.target)
    if rule.does == ADD_GROUP:
        skill.added += 1
        roster.look_at(w, rule.kind)
    else:
        skill.shut += 1
        life.drop_where_nobody_is_left(w, rule.kind)


@kernel
def end_rule(w: World, r: int) -> None:
    rule = rules(w, r)
    rule.holds = 0
    live_rules.write_decision(w, r, _ENDED, NOBODY)
    if rule.target == NOBODY:
        return
    skill = skills(w, rule.target)
    if rule.does == ADD_GROUP:
        skill.added -= 1
        life.drop_where_nobody_is_left(w, rule.kind)
    else:
        skill.shut -= 1
        roster.look_at(w, rule.kind)
