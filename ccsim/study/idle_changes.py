"""Why a change that could be made makes no difference to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.scenario.change import Path, path_text, read_change

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.scenario.schema import Scenario


def why_idle(scenario: Scenario, model: CenterModel, base: Scenario) -> str:
    """What is known of the things changed against a base that would explain it; nothing where that is none."""
    from ccsim.model.warnings import warn

    warnings = warn(scenario, model)
    reasons: dict[str, None] = {}
    for change in [one for one in scenario.changes if one not in base.changes]:
        path = read_change(change).path
        if unsent := _unsent(path, scenario):
            reasons[f"no appointment sends {unsent}"] = None
        about = path_text(path[:2])
        reasons |= {one: None for one in warnings if len(path) > 1 and one.startswith((f"{about}:", f"{about}."))}
    return "; ".join(reasons)


def _unsent(path: Path, scenario: Scenario) -> str:
    """The reminder that a path is about, where no appointment sends it."""
    if path[0] != "reminders" or len(path) < 2 or path[1] not in scenario.reminders:
        return ""
    sent = any(path[1] in one.reminders for one in scenario.appointments.values())
    return "" if sent else str(path[1])
