"""From the YAML parser's nodes to ours, with what the parser lets pass but nobody means."""

from __future__ import annotations

import re
from typing import Any

from ccsim.errors import Fault
from ccsim.scenario.node import DEEPEST, Entry, Node, Place, Scalar

_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[+-]?\d+")
_AFTER_COMMA = re.compile(r"\d+\s*(?:%|[A-Za-z][A-Za-z /]*)?")  # `8` of `cv: 0,8`, `5 min` of `mean: 4,5 min`
_NO_SPACE = re.compile(r"([A-Za-z_][\w-]*):(\S.*)")


class Composer:
    """Turns ruamel's nodes into ours; duplicate keys are collected as faults."""

    def __init__(self, file: str, folder: str) -> None:
        self.file, self.folder = file, folder
        self.faults: list[Fault] = []
        self._inside: list[int] = []
        self._made: dict[int, Node] = {}  # what aliases name is made once, however often they do

    def place(self, node: Any) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1, self.folder)

    def fault(self, node: Any, path: str, message: str) -> None:
        place = self.place(node)
        self.faults.append(Fault(self.file, place.line, place.column, path, message))

    def node(self, composed: Any, path: str) -> Node:
        if id(composed) in self._inside:
            self.fault(composed, path, "an alias (*) that holds itself")
            return Node(None, self.place(composed), "null")
        if len(self._inside) > DEEPEST:
            self.fault(composed, path, "nested too deeply")
            return Node(None, self.place(composed))
        if id(composed) not in self._made:
            self._inside.append(id(composed))
            self._made[id(composed)] = self._new(composed, path)
            self._inside.pop()
        return self._made[id(composed)]

    def _new(self, composed: Any, path: str) -> Node:
        if composed.id == "scalar":
            return Node(self._scalar(composed, path), self.place(composed), composed.value)
        if composed.id == "sequence":
            items = [self.node(item, f"{path}[{i}]") for i, item in enumerate(composed.value)]
            return Node(items, self.place(composed))
        return Node(self._mapping(composed, path), self.place(composed))

    def _mapping(self, composed: Any, path: str) -> dict[str, Entry]:
        own: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        for key, value in _repaired(composed, self, path):
            if key.id != "scalar":
                self.fault(key, path, "a key must be plain text")
                continue
            inner = f"{path}.{key.value}" if path else str(key.value)
            if str(key.tag) == _TAG + "merge":
                for part in value.value if value.id == "sequence" else [value]:
                    if part.id == "mapping":
                        merged = {**self._mapping(part, path), **merged}
                    else:
                        self.fault(part, inner, "<< takes a mapping")
                continue
            if key.value in own:
                first = own[key.value].key
                self.fault(key, inner, f"said twice (first on line {first.line})")
                self.node(value, inner)
                continue
            read = self.node(value, inner)
            # a value that is not there has no place but its key's
            own[key.value] = Entry(self.place(key), read if read.value is not None else Node(None, self.place(key)))
        return {**merged, **own}

    def decimal_comma(self, key: Any, value: Any, path: str) -> None:
        """Notes `cv: 0,8`, which YAML takes for `cv: 0` and a key `8`."""
        meant = f"{value.value}.{key.value}"
        self.fault(value, path, f"a decimal comma separates entries in YAML: write {meant}")

    def _scalar(self, composed: Any, path: str) -> Scalar:
        tag, text = str(composed.tag), str(composed.value)
        try:
            match tag.removeprefix(_TAG):
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    return int(text.replace("_", ""), 0) if text.lstrip("+-0") else 0
                case "float":
                    return float(text.replace("_", "").lower().replace(".nan", "nan").replace(".inf", "inf"))
                case "str" | "timestamp":
                    return text
        except ValueError:
            # YAML takes 007 for a number, Python does not: what it means is for the key to say
            return text
        self.fault(composed, path, f"tags like {tag} mean nothing here")
        return text


def _repaired(composed: Any, composer: Composer, path: str) -> list[tuple[Any, Any]]:
    """The entries of a mapping in braces, `cv: 0,8` and `mean:3 min` noted as faults and read as they were meant."""
    entries: list[tuple[Any, Any]] = []
    for key, value in composed.value:
        said_nothing = value.id == "scalar" and value.value == "" and value.start_mark.index == key.end_mark.index
        if not (composed.flow_style and said_nothing and key.id == "scalar" and key.style is None):
            entries.append((key, value))
            continue
        before: Any = entries[-1][1] if entries else key
        whole = before.id == "scalar" and before.style is None and _WHOLE.fullmatch(before.value)
        if entries and whole and _AFTER_COMMA.fullmatch(key.value):
            name = entries[-1][0].value
            composer.decimal_comma(key, before, f"{path}.{name}" if path else str(name))
            entries[-1] = (entries[-1][0], _scalar_at(before, f"{before.value}.{key.value}"))
        elif glued := _NO_SPACE.fullmatch(key.value):
            inner = f"{path}.{glued[1]}" if path else glued[1]
            composer.fault(key, inner, f"a space is missing after the colon: {glued[1]}: {glued[2]}")
            entries.append((_scalar_at(key, glued[1]), _scalar_at(key, glued[2])))
        else:
            entries.append((key, value))
    return entries


def _scalar_at(place: Any, text: str) -> Any:
    """The scalar that `text` alone would be, standing where `place` stands."""
    from ruamel.yaml import YAML

    made = YAML(typ="rt").compose(text)
    made.start_mark, made.end_mark = place.start_mark, place.end_mark
    return made
