"""What a scenario says, value by value, each with the place where it is said: for the register of assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

from ccsim.scenario.change import Path, Step, path_text
from ccsim.scenario.change_path import members
from ccsim.scenario.node import Input, Node, flow

SHOWN = 160  # characters of a long list
APART = ("name", "targets", "stress")
"""Sections that are no assumptions."""


def inputs(root: Node) -> tuple[Input, ...]:
    """Every value said, in the order of the file; what stands on one line as one value."""
    return tuple(_said(root, ()))


def leaves(inputs: Iterable[Input]) -> Iterator[Input]:
    """What stands on one line taken apart: every value by itself."""
    for one in inputs:
        if one.below:
            yield from leaves(one.below)
        else:
            yield one


def cut(text: str) -> str:
    """A value as it is shown: a long one only begins."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _said(node: Node, above: Path) -> Iterator[Input]:
    for step, below in members(node).items():
        path = (*above, step)
        if len(path) == 1 and step in APART:
            continue
        if isinstance(below.value, dict) and not (_beside_its_key(node, step) and _on_one_line(below)):
            yield from _said(below, path)
            continue
        parts = tuple(_said(below, path)) if isinstance(below.value, dict) else ()
        yield Input(path_text(path), flow(below), _source(below), path, parts)


def _beside_its_key(node: Node, step: Step) -> bool:
    """Whether a value begins on the line of its key, as `team: {staffing: 4}` does."""
    if not isinstance(node.value, dict):
        return True
    entry = node.value[str(step)]
    return entry.key.line == entry.node.place.line > 0


def _on_one_line(node: Node) -> bool:
    """Whether a mapping and all below stands on one line of one file."""
    line = (node.place.file, node.place.line)
    return all(
        (below.place.file, below.place.line) == line and (not isinstance(below.value, dict) or _on_one_line(below))
        for below in members(node).values()
    )


def _source(node: Node) -> str:
    name = FilePath(node.place.file).name
    return f"{name}:{node.place.line}" if node.place.line else name
