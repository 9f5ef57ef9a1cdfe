"""Groups that live rules open and close for a contact type.

A rule is looked at when the queue of its type changes, when one of its contacts is taken at once, when its hours begin
and end, and, if it goes by idle agents, when an agent of these groups turns to something else. It holds until its
`until` does or its hours are over. Of several rules that add a group the last to end withdraws it; a group that a rule
closes takes none, whatever others add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.logs import Act
from ccsim.engine.simpy_engine.live_rules import LiveRule
from ccsim.engine.simpy_engine.moments import RULE_HOURS, Moment, timer

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.desks import Desk, Skill
    from ccsim.engine.simpy_engine.team import Team


class GroupRules:
    """All such rules, by contact type."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def open(self) -> None:
        """The hours of each rule, through the horizon."""
        for desk in self.floor.desks:
            for rule in desk.group_rules:
                for edge in {edge for window in rule.hours for edge in window}:
                    Moment(self.floor.env, edge, timer(rule.index, RULE_HOURS), desk, self._hours_change)

    def look_at(self, desk: Desk) -> None:
        """Opens and closes groups for this type, as its queue is now."""
        now = self.floor.env.time
        for rule in desk.group_rules:
            if rule.holds:
                if rule.is_over(desk, now):
                    self._end(rule, desk, now)
            elif rule.applies(desk, now):
                self._begin(rule, desk, now)

    def agents_change(self, team: Team) -> None:
        """Some of its agents have become idle, or are so no more."""
        for desk in team.watched_by:
            self.look_at(desk)

    def _hours_change(self, event: Moment) -> None:
        self.look_at(event.subject)

    def _begin(self, rule: LiveRule, desk: Desk, now: float) -> None:
        rule.holds = True
        adds, skill = rule.terms.add_group >= 0, _skill_of(rule, desk)
        act = Act.GROUP_ADDED if adds else Act.GROUP_CLOSED
        self.floor.journal.decision(now, rule.index, act, None, rule.value(desk, now))
        if skill is None:
            return
        if adds:
            skill.added += 1
            self.floor.roster.look_at(desk)
        else:
            skill.shut += 1
            self.floor.life.drop_where_nobody_is_left(desk)

    def _end(self, rule: LiveRule, desk: Desk, now: float) -> None:
        rule.holds = False
        skill = _skill_of(rule, desk)
        self.floor.journal.decision(now, rule.index, Act.ENDED, None, rule.value(desk, now))
        if skill is None:
            return
        if rule.terms.add_group >= 0:
            skill.added -= 1
            self.floor.life.drop_where_nobody_is_left(desk)
        else:
            skill.shut -= 1
            self.floor.roster.look_at(desk)


def place_rules(floor: Floor) -> None:
    """Each contact type learns its rules, in the order of the file, and teams whose idle agents some rule counts."""
    for index, terms in enumerate(floor.model.behaviour.rules):
        desk, rule = floor.desks[terms.contact], LiveRule(index, terms, floor.model)
        desk.watched = True
        if terms.add_group < 0 and terms.close_group < 0:
            desk.offers.append(rule)
            continue
        desk.group_rules.append(rule)
        if terms.idle is not None:
            for team in (skill.team for rank in desk.ranks for skill in rank if not skill.only_added):
                if desk not in team.watched_by:
                    team.watched_by.append(desk)


def _skill_of(rule: LiveRule, desk: Desk) -> Skill | None:
    """None: it closes a group that may not take the type anyway."""
    group = max(rule.terms.add_group, rule.terms.close_group)
    return next((skill for rank in desk.ranks for skill in rank if skill.team.index == group), None)
