"""What a scenario says at a path, as a text and, where it is one, as a number with its unit: for tables of results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ccsim.scenario.adjustments import Adjustments
from ccsim.scenario.change import Path, path_text, typed_path
from ccsim.scenario.change_path import Missing, members, standing, why_missing
from ccsim.scenario.exact import quantity
from ccsim.scenario.node import Node, flow
from ccsim.scenario.path_names import known_keys

UNITS = {"duration": "s", "share": "share", "rate": "per h", "cost": "per contact", "contacts": "contacts", "": ""}


@dataclass(frozen=True)
class Value:
    """`text` as the scenario has it; what is no single number has neither `number` nor `unit`.

    Units are s, share, per h, per contact, contacts, or none.
    """

    path: str
    text: str
    number: float | None
    unit: str


def values_at(root: Node, path: Path, adjustments: Adjustments) -> list[Value]:
    """Values at a path, `*` for every name; none where something could be said, but is not.

    Raises
    ------
    ValueError
        For a path that cannot be meant.
    """
    found, missing = standing(root, path)
    if not found and not _may_be_said(missing):
        raise ValueError(f"{path_text((*missing.above, missing.step))}: {why_missing(missing)}")
    return [_value(path_text(at), node, adjustments) for at, node in found]


def _value(path: str, node: Node, adjustments: Adjustments) -> Value:
    waiting = [change.text for change in adjustments.by_path.get(path, [])]
    text = flow(node) + (f" ({', '.join(waiting)})" if waiting else "")
    found = quantity(node.text) if not waiting and not isinstance(node.value, bool | dict | list) else None
    if found is None:
        return Value(path, text, None, "")
    return Value(path, text, found.told, UNITS[found.kind])


def paths_below(node: Node, above: Path = ()) -> Iterator[str]:
    """Paths of all numbers and words, as they are typed in a change."""
    inner = members(node)
    for step, below in inner.items():
        yield from paths_below(below, (*above, step))
    if above and not isinstance(node.value, dict | list):
        yield typed_path(above)


def _may_be_said(missing: Missing) -> bool:
    return missing.step == "*" or missing.step in known_keys(missing.above)
