"""What a scenario file says, as a tree in which every value knows where it was said."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

DEEPEST = 50  # levels of nesting, far more than any scenario has
QUOTED = 60  # characters of a text that a message shows
Scalar = str | int | float | bool | None


@dataclass(frozen=True)
class Place:
    """Line and column from 1; 0: the value comes from Python, not from a file."""

    file: str
    line: int = 0
    column: int = 0
    folder: str = "."  # relative paths said here start from it


@dataclass(frozen=True)
class Entry:
    """A key with its value."""

    key: Place
    node: Node


@dataclass(frozen=True)
class Node:
    """A value: a scalar, a list or a mapping (keys as their text), and where it stands."""

    value: Scalar | list[Node] | dict[str, Entry]
    place: Place
    text: str = ""  # a scalar as written
    replaced: tuple[str, ...] = ()  # keys of what is extended that gave way to another alternative
    laid_on: tuple[str, ...] = ()  # files of what it was laid on, the nearest first

    def __str__(self) -> str:
        """The value as a message shows it."""
        if isinstance(self.value, dict):
            return "a mapping with " + ", ".join(self.value) if self.value else "an empty mapping"
        if isinstance(self.value, list):
            return f"a list of {len(self.value)}"
        if isinstance(self.value, str):
            return repr(self.text if len(self.text) <= QUOTED else self.text[:QUOTED] + "…")
        return "nothing" if self.value is None else self.text


@dataclass(frozen=True)
class Input:
    """A value said in a scenario: `source` is the file and line, or where it was typed; `value` as it stands there.

    `steps` are those of its path; `below` what it holds where it is a mapping; `changes` those that are made when it
    is read; `evidence` a kind (empty: nobody says, or not of all below the same), with its `grounds`.
    """

    path: str
    value: str
    source: str
    steps: tuple[str | int, ...] = ()
    below: tuple[Input, ...] = ()
    changes: tuple[str, ...] = ()
    evidence: str = ""
    grounds: str = ""


def node_of(value: object, place: Place, depth: int = 0) -> Node:
    """The tree of a Python value in the shape of the YAML.

    Raises
    ------
    TypeError
        For a value that a scenario could not hold.
    """
    if depth > DEEPEST:
        raise TypeError("a scenario is not nested so deeply (does something hold itself?)")
    if isinstance(value, Mapping):
        return Node({str(key): Entry(place, node_of(inner, place, depth + 1)) for key, inner in value.items()}, place)
    if isinstance(value, list | tuple):
        return Node([node_of(inner, place, depth + 1) for inner in value], place)
    if value is None or isinstance(value, bool):
        return Node(value, place, {None: "null", True: "true", False: "false"}[value])
    if isinstance(value, str):
        return Node(value, place, value)
    if isinstance(value, int):
        return Node(int(value), place, str(int(value)))
    if isinstance(value, float):
        number = float(value)
        return Node(number, place, repr(number) if math.isfinite(number) else f".{number}")
    if isinstance(value, date | time):
        return Node(value.isoformat(), place, value.isoformat())
    if isinstance(value, Path):
        return Node(str(value), place, str(value))
    raise TypeError(f"a scenario holds text, numbers, lists and mappings, not {type(value).__name__}: {value!r}")


def flow(node: Node) -> str:
    """The value as YAML on one line."""
    if isinstance(node.value, dict):
        return "{" + ", ".join(f"{name}: {flow(entry.node)}" for name, entry in node.value.items()) + "}"
    if isinstance(node.value, list):
        return "[" + ", ".join(map(flow, node.value)) + "]"
    return node.text if node.value is not None else "null"


def near_to(word: str, known: list[str]) -> str:
    """The known word that may have been meant, or nothing."""
    folded = {name.casefold(): name for name in reversed(known)}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def nearest(word: str, known: list[str]) -> str:
    """` (did you mean 'x'?)`, or nothing when no known word is near."""
    near = near_to(word, known)
    return f" (did you mean '{near}'?)" if near else ""
