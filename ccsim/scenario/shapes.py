"""Shapes: what may stand at a place of a scenario file, how it is read, and how it is described to editors.

One declaration serves both the reader and the JSON Schema. Reading never stops at the first fault: what cannot be
read is noted in `Reader.faults` and `Refused` tells the container, which goes on with the rest.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from ccsim.scenario.node import Entry, Node, Place, near_to, nearest
from ccsim.scenario.overlay_alone import law_faults
from ccsim.scenario.reader import Reader, Refused, Said, join, mapping

T = TypeVar("T")
Json = dict[str, Any]
_REQUIRED = ("channels", "contacts", "agents")  # sections that every scenario has


class Shape(ABC, Generic[T]):
    """Something that may stand in a file."""

    is_law: ClassVar[bool] = False  # a distribution: an overlay may say part of it

    @abstractmethod
    def read(self, node: Node, path: str, reader: Reader) -> T:
        """The resolved value; Refused when a fault was noted."""

    @abstractmethod
    def schema(self) -> Json:
        """JSON Schema of what may be written."""


@dataclass
class Scalar(Shape[T]):
    """Text or a number that `parse` understands (ValueError: what is wrong)."""

    parse: Callable[[Any], T]
    description: Json

    def read(self, node: Node, path: str, reader: Reader) -> T:
        try:
            return self.parse(node.value)
        except ValueError as error:
            raise reader.refuse(node.place, path, str(error)) from None

    def schema(self) -> Json:
        return dict(self.description)


@dataclass
class Choice(Shape[str]):
    """One of some words."""

    words: tuple[str, ...]
    later: tuple[str, ...] = ()  # words of later versions
    what: str = ""  # what the words name, where there are many
    near: Callable[[str, list[str]], str] = nearest  # ` (did you mean 'x'?)`

    def read(self, node: Node, path: str, reader: Reader) -> str:
        if isinstance(node.value, str):
            if node.value in self.words:
                return node.value
            if node.value in self.later:
                raise reader.refuse(node.place, path, f"'{node.value}' is not yet supported")
        near = self.near(node.text, list(self.words))
        if near and self.what:
            raise reader.refuse(node.place, path, f"no {self.what} {node}{near}")
        expected = _or(self.words)
        raise reader.refuse(node.place, path, f"expected {expected}, got {node}{near}")

    def schema(self) -> Json:
        return {"enum": list(self.words)}


@dataclass
class Reference(Shape[str]):
    """The name of something said elsewhere in the file."""

    section: str
    what: str
    besides: tuple[str, ...] = ()  # further sections whose names will do

    def read(self, node: Node, path: str, reader: Reader) -> str:
        return self.named(node.text, node, path, reader)

    def named(self, name: str, node: Node, path: str, reader: Reader, place: Place | None = None) -> str:
        known = [said for section in (self.section, *self.besides) for said in reader.names.get(section, [])]
        if isinstance(node.value, dict | list) and place is None:
            raise reader.refuse(node.place, path, f"expected the name of {self.what}, got {node}")
        if reader.base_unknown:
            return name
        if not known and self.section in _REQUIRED:
            # that nothing is said under this section is a fault already: one is enough
            raise Refused
        if name not in known:
            there = f"; there {'are' if len(known) > 1 else 'is'} {', '.join(known)}" if known else "; none is said"
            near = nearest(name, known)
            article, _, noun = self.what.partition(" ")
            assert article in ("a", "an")
            raise reader.refuse(place or node.place, path, f"no {noun} '{name}'{near or there}")
        return name

    def schema(self) -> Json:
        under = " or ".join((self.section, *self.besides))
        return {"type": "string", "description": f"the name of {self.what} (under {under})"}


@dataclass
class ListOf(Shape[tuple[T, ...]]):
    """A list, not empty unless that says something."""

    item: Shape[T]
    empty: bool = False

    def read(self, node: Node, path: str, reader: Reader) -> tuple[T, ...]:
        if not isinstance(node.value, list):
            alone = "{...}" if isinstance(node.value, dict) else node.text
            hint = f" (one alone is written [{alone}])" if alone else ""
            raise reader.refuse(node.place, path, f"expected a list, got {node}{hint}")
        if not node.value and not self.empty:
            raise reader.refuse(node.place, path, "the list is empty")
        values: list[T] = []
        for i, item in enumerate(node.value):
            try:
                values.append(self.item.read(item, f"{path}[{i}]", reader))
            except Refused:
                continue
        if len(values) < len(node.value):
            raise Refused
        return tuple(values)

    def schema(self) -> Json:
        return {"type": "array", "items": self.item.schema(), **({} if self.empty else {"minItems": 1})}


@dataclass
class MappingOf(Shape[dict[str, T]]):
    """Named things of one shape; with `keys`, the names are those of things said elsewhere."""

    value: Shape[T]
    keys: Reference | None = None
    empty: bool = True

    def read(self, node: Node, path: str, reader: Reader) -> dict[str, T]:
        found, whole = self.readable(node, path, reader)
        if not whole:
            raise Refused
        return found

    def readable(self, node: Node, path: str, reader: Reader) -> tuple[dict[str, T], bool]:
        """The members that can be read, and whether all can."""
        members = mapping(node, path, reader)
        if not members and not self.empty and not reader.base_unknown:
            raise reader.refuse(node.place, path, "names nothing")
        found: dict[str, T] = {}
        for name, entry in members.items():
            inner = join(path, name)
            try:
                if self.keys is not None:
                    self.keys.named(name, entry.node, inner, reader, entry.key)
                found[name] = self.value.read(entry.node, inner, reader)
            except Refused:
                continue
        return found, len(found) == len(members)

    def schema(self) -> Json:
        return {"type": "object", "additionalProperties": self.value.schema()}


@dataclass
class Custom(Shape[T]):
    """A shape with its own way of reading."""

    reading: Callable[[Node, str, Reader], T]
    description: Json

    def read(self, node: Node, path: str, reader: Reader) -> T:
        return self.reading(node, path, reader)

    def schema(self) -> Json:
        return dict(self.description)


@dataclass
class Field:
    """A key of a record: its shape, the attribute it becomes, what it means."""

    shape: Shape[Any]
    meaning: str
    attribute: str = ""
    required: bool = False


@dataclass
class RecordOf(Shape[T]):
    """A mapping with known keys. `check` sees what could be read and notes what does not fit together."""

    build: Callable[..., T]
    fields: dict[str, Field]
    check: Callable[[Said], None] | None = None
    later: tuple[str, ...] = ()  # keys of later versions
    meaning: str = ""

    def read(self, node: Node, path: str, reader: Reader) -> T:
        values, whole = self.readable(node, path, reader)
        if not whole:
            raise Refused
        return self.build(**values)

    def readable(self, node: Node, path: str, reader: Reader) -> tuple[dict[str, Any], bool]:
        """The values that can be read by attribute, and whether nothing is wrong."""
        before, whole = len(reader.faults), True
        values: dict[str, Any] = {}
        members = mapping(node, path, reader)
        mistaken: set[str] = set()
        for key, entry in members.items():
            if key not in self.fields:
                mistaken.add(self.refuse_key(key, entry, path, reader))
                continue
            known = self.fields[key]
            told = len(reader.faults)
            try:
                values[known.attribute or key] = known.shape.read(entry.node, join(path, key), reader)
            except Refused:
                whole = False
            if reader.base_unknown and known.shape.is_law:
                reader.faults[told:] = law_faults(entry.node, join(path, key), reader.faults[told:])
        if reader.base_unknown:  # what is missing or does not fit together may be otherwise with the base
            return values, False
        for key, known in self.fields.items():
            if known.required and key not in members and key not in mistaken:
                reader.refuse(node.place, join(path, key), f"missing: {known.meaning}")
        if self.check is not None:
            self.check(Said(node, path, reader, values))
        return values, whole and len(reader.faults) == before

    def refuse_key(self, key: str, entry: Entry, path: str, reader: Reader) -> str:
        """Notes that a key means nothing here, or nothing yet; the key that may have been meant, or nothing."""
        if key in self.later:
            reader.refuse(entry.key, join(path, key), "not yet supported")
            return ""
        meant = near_to(key, list(self.fields))
        known = f"; known are {', '.join(self.fields)}"
        reader.refuse(entry.key, join(path, key), f"unknown key{nearest(key, list(self.fields)) or known}")
        return meant

    def schema(self) -> Json:
        properties = {key: {**known.shape.schema(), "description": known.meaning} for key, known in self.fields.items()}
        required = [key for key, known in self.fields.items() if known.required]
        described: Json = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            described["required"] = required
        if self.meaning:
            described["description"] = self.meaning
        return described


def _or(words: tuple[str, ...]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
