"""stress: a scenario's own list of what may happen to it, each a name with changes as `--set` takes them."""

from __future__ import annotations

from ccsim.errors import ScenarioError
from ccsim.scenario.change import Change, read_change
from ccsim.scenario.node import Node
from ccsim.scenario.reader import Reader, Refused
from ccsim.scenario.shapes import Custom, ListOf, MappingOf, Shape

_EXAMPLE = "contacts.*.arrivals*=120%"


def change_at(node: Node, path: str) -> Change:
    """The change that stands at a place of a file; its faults name that place.

    Raises
    ------
    ScenarioError
        With what cannot be meant.
    """
    place = node.place
    at = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    return read_change(node.text, f"{at}: {path}:", place.folder)


def _change(node: Node, path: str, reader: Reader) -> str:
    if not isinstance(node.value, str):
        quoted = ", in quotes where it holds ': ', a bracket or a brace" if isinstance(node.value, dict | list) else ""
        raise reader.refuse(node.place, path, f"expected a change, like {_EXAMPLE}{quoted}, got {node}")
    try:
        return change_at(node, path).text
    except ScenarioError as error:
        for fault in error.faults:
            reader.refuse(node.place, path, fault.message)
        raise Refused from None


STRESS: Shape[dict[str, tuple[str, ...]]] = MappingOf(
    ListOf(Custom(_change, {"type": "string", "pattern": "=", "examples": [_EXAMPLE, "agents.voice.staffing[mon]-=1"]}))
)


def said_in(root: Node) -> dict[str, tuple[Change, ...]]:
    """Every line of a file's tree with its changes; none where the section cannot be read (which is a fault by then).

    Those of a list that cannot be meant are left out.
    """
    members = root.value if isinstance(root.value, dict) else {}
    lines = members["stress"].node.value if "stress" in members else {}
    found: dict[str, tuple[Change, ...]] = {}
    for name, entry in lines.items() if isinstance(lines, dict) else ():
        changes = []
        for i, node in enumerate(entry.node.value if isinstance(entry.node.value, list) else ()):
            try:
                changes.append(change_at(node, f"stress.{name}[{i}]"))
            except ScenarioError:
                continue
        if changes:
            found[name] = tuple(changes)
    return found
