"""Where the path of a change leads in a scenario, and what to say where it leads nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from ccsim.scenario.change import Change, Path, Step, path_text
from ccsim.scenario.node import Node, nearest
from ccsim.scenario.path_names import known_keys


@dataclass(frozen=True)
class Missing:
    """The first step of a path that does not stand: below `above`, where `node` is."""

    above: Path
    step: Step
    node: Node


def members(node: Node) -> dict[Step, Node]:
    """What stands below a node, by name or position."""
    if isinstance(node.value, dict):
        return {name: entry.node for name, entry in node.value.items()}
    if isinstance(node.value, list):
        return dict(enumerate(node.value))
    return {}


def is_skills(path: Path) -> bool:
    """Whether the path is that of a group's skills, which may stand as a list."""
    return len(path) == 3 and (path[0], path[2]) == ("agents", "skills")


def standing(root: Node, path: Path) -> tuple[list[tuple[Path, Node]], Missing]:
    """All places that a path names, `*` for every one, with what stands there; and the first place where it ends."""
    found: list[tuple[Path, Node]] = [((), root)]
    missing = Missing((), path[0], root)
    for step in path:
        below: list[tuple[Path, Node]] = []
        ends: list[Missing] = []
        for above, node in found:
            inner = members(node)
            taken = list(inner) if step == "*" else [step] if step in inner else []
            below += [((*above, name), inner[name]) for name in taken]
            if not taken:
                ends.append(Missing(above, step, node))
        if not below:
            return [], ends[0]
        found = below
    return found, missing


def parts_of_handle_time(root: Node, change: Change) -> list[tuple[Path, Node]]:
    """What a changed `handle_time` means where talk and wrap-up are said apart: both scale; what is added is talk."""
    if change.path[-1] != "handle_time" or change.operator == "=":
        return []
    found: list[tuple[Path, Node]] = []
    for path, node in standing(root, change.path[:-1])[0]:
        inner = members(node)
        if "handle_time" not in inner:
            parts = ("talk_time", "wrap_up") if change.operator == "*=" else ("talk_time",)
            found += [((*path, part), inner[part]) for part in parts if part in inner]
    return found


def why_missing(missing: Missing, removes: bool = False) -> str:
    """What is wrong with a step, and the nearest that would do."""
    inner, step = members(missing.node), missing.step
    names = [str(name) for name in inner]
    if isinstance(step, int):
        if not isinstance(missing.node.value, list):
            return f"a position is for a list, and this is {missing.node}"
        return f"there is no position {step}: {missing.node} has 0 to {len(inner) - 1}"
    if isinstance(missing.node.value, list):
        if is_skills(missing.above):
            named = path_text((*missing.above, step))
            return f"the skills are a list, each at 100%: say what it is with '=', like {named}=110%"
        return f"'{step}' is below a list: say a position in it, like [0] for the first"
    if isinstance(missing.node.value, dict) and step == "*":
        return "there is nothing here"
    if not isinstance(missing.node.value, dict):
        return f"nothing stands below {missing.node}"
    if len(missing.above) == 2 and missing.above[0] == "agents":
        group = path_text(missing.above)
        if step == "staffing" and "shifts" in inner:
            shifts = ", ".join(map(str, members(inner["shifts"])))
            return f"this group is planned by shifts: change {group}.shifts.NAME.agents, NAME one of {shifts}"
        if step == "shifts" and "staffing" in inner:
            return f"this group is planned by staffing: change {group}.staffing"
    known = known_keys(missing.above)
    if step in known:
        remedy = "nothing to remove" if removes else "nothing to change: say it first, with '='"
        return f"is not said in the scenario, so there is {remedy}"
    there = f"; there {'are' if len(names) > 1 else 'is'} {', '.join(names)}" if names else ""
    where = f"in {path_text(missing.above)}" if missing.above else "among the sections"
    return f"no '{step}' {where}{nearest(step, [*names, *known]) or there}"
