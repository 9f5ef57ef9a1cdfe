"""Changes of people in a group planned by shifts: which shift is meant where `staffing` is typed."""

from __future__ import annotations

from ccsim.scenario.change import Change, Path, typed_path
from ccsim.scenario.change_path import members, standing
from ccsim.scenario.clock_times import WEEKDAYS, weekdays, weekdays_text
from ccsim.scenario.node import Node
from ccsim.scenario.schema import Weekday


def is_people(path: Path) -> bool:
    """Whether the path is that of a shift's people."""
    return len(path) == 5 and (path[0], path[2], path[4]) == ("agents", "shifts", "agents")


def check_days(change: Change) -> None:
    """Refuses (ValueError) hours of a shift's people."""
    if change.when is not None and change.when.hours:
        days = f"[{change.when.days_text}]" if change.when.days_text else ""
        like = _typed(change, change.path, days)
        raise ValueError(f"a shift has hours of its own: name days only, as in {like}, or change its from and to")


def meant_shift(root: Node, change: Change) -> Path | None:
    """The people that a changed `staffing` means in a group planned by shifts, where that is one shift.

    None where the group is not planned by shifts.

    Raises
    ------
    ValueError
        Of no shift or several, or of hours: with the words to type.
    """
    found, _ = standing(root, (*change.path[:2], "shifts"))
    if len(found) != 1 or "*" in change.path:
        return None
    path, node = found[0]
    asked = _days(change)
    on = {name: _of(shift) for name, shift in members(node).items() if "agents" in members(shift)}
    meant = {name: days for name, days in on.items() if set(days) & set(asked)}
    days = f"[{change.when.days_text}]" if change.when is not None and change.when.days_text else ""
    if len(meant) == 1 and not (change.when is not None and change.when.hours):
        return (*path, next(iter(meant)), "agents")
    there = ", ".join(f"{name} on {weekdays_text(days)}" for name, days in on.items() if days)
    if not meant:
        named = change.when.days_text if change.when is not None else "any day"
        raise ValueError(f"this group is planned by shifts, and none of them is on {named}: there is {there}")
    like = " or ".join(_typed(change, (*path, name, "agents"), days) for name in meant)
    if change.when is not None and change.when.hours:
        raise ValueError(f"this group is planned by shifts, which have hours of their own ({there}): type {like}")
    raise ValueError(f"this group is planned by shifts ({there}): say in which, {like}")


def _typed(change: Change, path: Path, days: str) -> str:
    return f"{typed_path(path)}{days}{change.operator}{change.node.text}"


def _days(change: Change) -> tuple[Weekday, ...]:
    if change.when is None:
        return WEEKDAYS
    if change.when.dates:
        return tuple(WEEKDAYS[day.weekday()] for day in change.when.dates)
    return change.when.weekdays or WEEKDAYS


def _of(shift: Node) -> tuple[Weekday, ...]:
    """Days of a shift; what cannot be read is a fault of its own and may be any."""
    said = members(shift).get("days")
    try:
        return WEEKDAYS if said is None else weekdays(said.value)
    except ValueError:
        return WEEKDAYS
