"""Who may take a contact type, in order: what routing and live rules make of it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.model.center import Preference

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel


def ranked_groups(model: CenterModel, kind: int) -> list[tuple[Preference, bool]]:
    """Groups that may take a type; last, those that may only while a live rule adds them (True)."""
    preferred = model.routing.preferences[kind]
    able = {one.group for one in preferred}
    rules = model.behaviour.rules
    added = sorted({rule.add_group for rule in rules if rule.contact == kind and rule.add_group >= 0} - able)
    last = max((one.rank for one in preferred), default=-1) + 1
    return [(one, False) for one in preferred] + [(Preference(group, last, 0.0), True) for group in added]
