"""A change to a scenario as typed: `agents.voice.staffing[mon]+=2`, `routing.contact_rule=earliest_deadline`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from ccsim.errors import Fault, ScenarioError
from ccsim.scenario.change_when import When, when
from ccsim.scenario.exact import quantity
from ccsim.scenario.node import Node, Place
from ccsim.scenario.yaml_tree import Composer

Operator = Literal["=", "+=", "-=", "*="]
Step = str | int  # a name (`*`: every name), or a position in a list, from 0
Path = tuple[Step, ...]

FORM = "PATH=VALUE, PATH+=VALUE, PATH-=VALUE or PATH*=VALUE"
_STEP = re.compile(r'(?:"(?P<quoted>[^"]*)"|(?P<plain>[^.\[\]"]+))(?P<brackets>(?:\[[^\[\]]*\])*)')


@dataclass(frozen=True)
class Change:
    """What is changed (path; perhaps days and hours of it), how (operator), and by what (`node`: the value, read)."""

    text: str
    path: Path
    when: When | None
    operator: Operator
    node: Node

    @property
    def place(self) -> Place:
        """Where faults say that it stands: the option as typed."""
        return self.node.place

    def fault(self, path: str, message: str) -> Fault:
        return Fault(self.place.file, self.place.line, self.place.column, path, message)

    def __str__(self) -> str:
        return self.text


def read_change(text: str, option: str = "--set", folder: str = ".") -> Change:
    """A change as typed; `option` is what faults call it, and paths of tables start from `folder`.

    Raises
    ------
    ScenarioError
        With what cannot be meant.

    Examples
    --------
    >>> read_change("agents.voice.staffing[mon 09:00-12:00]+=1").path
    ('agents', 'voice', 'staffing')
    """
    return change_at(text, Place(f"{option} {text}", folder=folder))


def change_at(text: str, place: Place) -> Change:
    """A change that stands at a place, in a file or on the command line; raises as `read_change`."""

    def refused(message: str) -> ScenarioError:
        return ScenarioError([Fault(place.file, place.line, place.column, "", message)])

    at = _equals(text)
    if at < 0:
        hint = " (a bracket is not closed?)" if "=" in text else ""
        raise refused(f"expected {FORM}, got {text!r}{hint}")
    left, right = text[:at].rstrip(), text[at + 1 :].strip()
    operator: Operator = "="
    if left[-1:] in ("+", "-", "*", "/") and not left.endswith(".*"):
        if left[-1] == "/":
            raise refused("there is no /=: multiply, as in *=0.5")
        operator, left = _OPERATORS[left[-1]], left[:-1].rstrip()
    if operator == "=" and right.startswith("="):
        raise refused("one = is enough")
    if not right:
        raise refused(f"nothing stands after '{operator}' (null removes what stands there)")
    try:
        path, days = _path(left)
    except ValueError as error:
        raise refused(str(error)) from None
    typed = _Typed(place)
    node = typed.value(right)
    if typed.faults:
        raise ScenarioError(typed.faults)
    return Change(text, path, days, operator, plain_number(node))


def plain_number(node: Node) -> Node:
    """A number that YAML reads and planners do not write, such as 1_000 or 0x10, as they would."""
    if isinstance(node.value, int | float) and not isinstance(node.value, bool) and quantity(node.text) is None:
        return Node(node.value, node.place, repr(node.value))
    return node


def path_text(path: Path) -> str:
    """`channels.chat.pace[1]`"""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def is_within(path: str, other: str) -> bool:
    """Whether a path, as text, is another or leads below it.

    >>> is_within("agents.team.shifts", "agents.team"), is_within("agents.teams", "agents.team")
    (True, False)
    """
    return path == other or path.startswith((f"{other}.", f"{other}["))


def typed_path(path: Path) -> str:
    """The path as it is typed in a change: names that could be misread in quotes."""
    odd = set(".[]=+-*")
    return path_text(tuple(f'"{step}"' if isinstance(step, str) and set(step) & odd else step for step in path))


def read_path(text: str) -> Path:
    """The steps of a path, without days or hours.

    Raises
    ------
    ValueError
        For what is no path.
    """
    path, days = _path(text)
    if days is not None:
        raise ValueError(f"expected a path without days or hours, got '{text}'")
    return path


_OPERATORS: dict[str, Operator] = {"+": "+=", "-": "-=", "*": "*="}


def _equals(text: str) -> int:
    """Where the first = outside brackets and quotes stands; -1: nowhere."""
    inside = quoted = False
    for at, letter in enumerate(text):
        if letter == '"' and not inside:
            quoted = not quoted
        elif letter in "[]":
            inside = letter == "["
        elif letter == "=" and not inside and not quoted:
            return at
    return -1


def _path(text: str) -> tuple[Path, When | None]:
    path: list[Step] = []
    at = 0
    while True:
        found = _STEP.match(text, at)
        if found is None:
            what = "a path of names, like agents.voice.staffing"
            raise ValueError(f"expected {what}, got '{text}'" if text else f"expected {what}, got nothing")
        path.append(found["plain"].strip() if found["quoted"] is None else found["quoted"])
        brackets = re.findall(r"\[([^\[\]]*)\]", found["brackets"])
        at = found.end()
        for index, inner in enumerate(brackets):
            if inner.strip().isdigit():
                path.append(int(inner))
            elif inner.strip() == "*":
                path.append("*")
            elif at == len(text) and index == len(brackets) - 1:
                return tuple(path), when(inner.strip())
            else:
                raise ValueError(f"days and hours stand at the end of a path, got '{text}'")
        if at == len(text):
            return tuple(path), None
        if text[at] != ".":
            raise ValueError(f"expected a dot between names, got '{text[at:]}' in '{text}'")
        at += 1


class _Typed(Composer):
    """Reads a value as YAML would; everything in it stands where the change was typed."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.file, place.folder)
        self.typed = place

    def place(self, node: Any) -> Place:
        return self.typed

    def value(self, text: str) -> Node:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError

        try:
            composed = YAML(typ="rt").compose(text)
        except (YAMLError, ValueError):
            if text[0] in "{[\"'":
                message = f"not valid YAML: {text!r} (a bracket or a quote that is not closed?)"
                self.faults.append(Fault(self.file, self.typed.line, self.typed.column, "", message))
            return Node(text, self.typed, text)
        if composed is None:  # a comment alone
            return Node(text, self.typed, text)
        return self.node(composed, "")
