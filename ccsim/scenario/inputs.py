"""What a scenario says, value by value, each with the place where it is said: for the register of assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path as FilePath

from ccsim.scenario.change import Path, path_text
from ccsim.scenario.change_path import members
from ccsim.scenario.node import Input, Node
from ccsim.scenario.value_at import flow

SHOWN = 160  # characters of a long list
APART = ("name", "targets", "stress")
"""Sections that are no assumptions."""


def inputs(root: Node) -> tuple[Input, ...]:
    """Every value said, in the order of the file; what stands on one line as one value."""
    return tuple(_said(root, ()))


def _said(node: Node, above: Path) -> Iterator[Input]:
    for step, below in members(node).items():
        path = (*above, step)
        if len(path) == 1 and step in APART:
            continue
        if isinstance(below.value, dict) and not _on_one_line(below):
            yield from _said(below, path)
            continue
        text = flow(below)
        yield Input(path_text(path), text if len(text) <= SHOWN else f"{text[:SHOWN]}…", _source(below))


def _on_one_line(node: Node) -> bool:
    """Whether a mapping and all below stands on one line of one file, as `{exponential: {mean: 4 min}}` does."""
    line = (node.place.file, node.place.line)
    return node.place.line > 0 and all(
        (below.place.file, below.place.line) == line and (not isinstance(below.value, dict) or _on_one_line(below))
        for below in members(node).values()
    )


def _source(node: Node) -> str:
    name = FilePath(node.place.file).name
    return f"{name}:{node.place.line}" if node.place.line else name
