"""A value laid on a scenario's tree at a path, as an overlay of one key would lay it."""

from __future__ import annotations

from dataclasses import replace

from ccsim.errors import Fault
from ccsim.scenario.change import Change, Path, path_text
from ccsim.scenario.change_path import Missing, is_skills, members, why_missing
from ccsim.scenario.exact import quantity
from ccsim.scenario.node import Entry, Node, Place
from ccsim.scenario.overlay import FAMILIES, is_curve, is_incomplete, overlay
from ccsim.scenario.path_names import is_law


def laid(root: Node, path: Path, value: Node, faults: list[Fault]) -> Node:
    """The tree with `value` at a path: mappings merge, null removes, everything else replaces."""
    positions = [index for index, step in enumerate(path) if isinstance(step, int)]
    if not positions:
        root = _with_skills_named(root, path)
        path, value = _of_curve(root, path, value)
        return overlay(root, _nested(path, value), faults, "the scenario")
    at = positions[-1]
    items = _at(root, path[:at])
    assert items is not None and isinstance(items.value, list)
    position, rest = int(path[at]), path[at + 1 :]
    item = items.value[position]
    if rest and isinstance(value.value, dict):  # what stands in a list is no named thing: it is replaced
        item = laid(item, rest, Node(None, value.place), [])
    changed = laid(item, rest, value, faults) if rest else value
    kept = [] if changed.value is None else [changed]
    whole = [*items.value[:position], *kept, *items.value[position + 1 :]]
    return laid(root, path[:at], Node(whole, value.place), faults)


def differs(now: Node, said: Node) -> bool:
    """Whether what is said would change what stands."""
    if isinstance(said.value, dict):
        inner = members(now) if isinstance(now.value, dict) else {}
        return any(name not in inner or differs(inner[name], entry.node) for name, entry in said.value.items())
    if isinstance(said.value, list):
        if not isinstance(now.value, list) or len(now.value) != len(said.value):
            return True
        return any(differs(one, other) for one, other in zip(now.value, said.value, strict=True))
    if isinstance(now.value, dict | list):
        return True
    one, other = quantity(now.text), quantity(said.text)
    if one is not None and other is not None:
        alike = one.kind == other.kind or {one.kind, other.kind} == {"", "share"}
        return not alike or one.amount * one.size != other.amount * other.size
    return now.value != said.value


def is_misplaced(root: Node, missing: Missing, change: Change) -> str:
    """Why a path that does not stand yet cannot be meant; nothing where what it says is new, and for the reader."""
    steps = len(missing.above)
    if any(isinstance(step, int) for step in change.path[steps:]):
        return why_missing(missing)
    if isinstance(missing.node.value, list) and not is_skills(missing.above):
        return why_missing(missing)
    inner = members(missing.node)
    new = _nested(change.path[steps + 1 :], change.node) if steps + 1 < len(change.path) else None
    names = tuple(map(str, change.path[: steps + 1]))
    if new is not None and isinstance(missing.node.value, dict) and is_incomplete(new, names):
        return why_missing(missing)
    if is_law(missing.above) and missing.step in FAMILIES and inner and not set(map(str, inner)) & set(FAMILIES):
        what = "by time of day" if "by_time" in inner else "by segment"
        named = ", ".join(map(str, inner if "by_time" not in inner else members(inner["by_time"])))
        whole = f"{path_text(missing.above)}={{{missing.step}: ...}}"
        return f"is said {what}: name one of {named}, or say the whole: {whole}"
    return ""


def without_reminder(root: Node, name: str, place: Place) -> Node:
    """The tree in which no appointment has a reminder that was removed."""
    appointments = _at(root, ("appointments",))
    for appointment, node in members(appointments).items() if appointments is not None else ():
        reminders = members(node).get("reminders")
        if reminders is not None and isinstance(reminders.value, list):
            kept = [item for item in reminders.value if item.text != name]
            if len(kept) < len(reminders.value):
                root = laid(root, ("appointments", appointment, "reminders"), Node(kept, place), [])
    return root


def _of_curve(root: Node, path: Path, value: Node) -> tuple[Path, Node]:
    """The whole curve with one of its points changed, where the path is that of a point; else what is given."""
    for steps in range(1, len(path)):
        names = tuple(map(str, path[:steps]))
        if is_curve(names) and (curve := _at(root, path[:steps])) and isinstance(curve.value, dict):
            points = {**curve.value, str(path[steps]): Entry(value.place, _nested(path[steps + 1 :], value))}
            kept = {name: entry for name, entry in points.items() if entry.node.value is not None}
            return path[:steps], Node(kept, value.place)
    return path, value


def _at(root: Node, path: Path) -> Node | None:
    """What stands at a path, or nothing."""
    for step in path:
        inner = members(root)
        if step not in inner:
            return None
        root = inner[step]
    return root


def _nested(path: Path, value: Node) -> Node:
    for step in reversed(path):
        value = Node({str(step): Entry(value.place, value)}, value.place)
    return value


def _with_skills_named(root: Node, path: Path) -> Node:
    """The tree in which skills said as a list stand by name, where the path is that of one of them."""
    if len(path) < 4 or not is_skills(path[:3]):
        return root
    skills = _at(root, path[:3])
    if skills is None or not isinstance(skills.value, list):
        return root
    named = {item.text: Entry(item.place, Node("100%", item.place, "100%")) for item in skills.value}
    return overlay(root, _nested(path[:3], replace(skills, value=named)), [], "the scenario")
