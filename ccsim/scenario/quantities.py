"""Shapes of single quantities, and how they are described to editors."""

from __future__ import annotations

from typing import Any

from ccsim.scenario import durations, units
from ccsim.scenario.node import Node
from ccsim.scenario.reader import Reader
from ccsim.scenario.shapes import Json, Scalar, Shape
from ccsim.sentences import Sentence

DURATION: Json = {
    "description": "a duration with its unit: 20 s, 5 min, 1.5 h, 2 d or hh:mm:ss",
    "anyOf": [
        {"type": "string", "pattern": r"^\s*([0-9.]+\s*[A-Za-z]+\s*)+$|^[0-9]+:[0-5][0-9]:[0-5][0-9]$"},
        {"const": 0},
    ],
    "examples": ["20 s", "5 min", "1.5 h"],
}
CALL_DURATION: Json = {
    "description": "a duration with its unit, 20 s or 5 min, or mm:ss",
    "anyOf": [
        {"type": "string", "pattern": r"^\s*([0-9.]+\s*[A-Za-z]+\s*)+$|^[0-9]+:[0-5][0-9](:[0-5][0-9])?$"},
        {"const": 0},
    ],
    "examples": ["20 s", "5 min", "4:35"],
}
SHARE: Json = {
    "description": "a share: 80% or 0.8",
    "anyOf": [{"type": "string", "pattern": r"^\s*[0-9.]+\s*%\s*$"}, {"type": "number", "minimum": 0, "maximum": 1}],
    "examples": ["80%", 0.8],
}
AMOUNT: Json = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\s*[0-9.]+\s*$"}]}
CONTACTS: Json = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*(contacts?)?\s*$"},
    ],
    "examples": ["10 contacts"],
}
SPREAD: Json = {
    "description": "a coefficient of variation (standard deviation over mean), at most 10: 0.1 or 10%",
    "anyOf": [{"type": "number", "minimum": 0, "maximum": 10}, {"type": "string", "pattern": r"^\s*[0-9.]+\s*%\s*$"}],
}
FACTOR: Json = {
    "description": "a factor: 110% or 1.1",
    "anyOf": [
        {"type": "string", "pattern": r"^\s*[0-9.]+\s*%\s*$"},
        {"type": "number", "exclusiveMinimum": 0, "maximum": 10},
    ],
}
RATE: Json = {
    "type": "string",
    "description": "contacts per time: 40 per h, 100 per 30 min",
    "examples": ["40 per h", "100 per 30 min"],
}
FILE: Json = {"type": "string", "description": "a CSV file, or an Excel file with its sheet: tables.xlsx#March"}


class Share(Scalar[float]):
    """A share in [0, 1]; a bare `1` is taken for 100% and said, since `1%` may have been meant."""

    def read(self, node: Node, path: str, reader: Reader) -> float:
        found = super().read(node, path, reader)
        if units.is_bare_one(node.value):
            reader.warnings.append(Sentence("one_is_all", path=path))
        return found


def on_scale(low: float, high: float, what: str) -> Scalar[float]:
    """A number from low to high; `what` begins the sentence that says so."""

    def read(value: Any) -> float:
        found = units.number(value)
        if not low <= found <= high:
            raise ValueError(f"{what} from {low:g} to {high:g}, got {units.shown(value)}")
        return found

    return Scalar(read, {"type": "number", "minimum": low, "maximum": high})


weight: Shape[float] = Scalar(units.share, SHARE)  # of parts that make up a whole, where 1 can only be all of it
duration: Shape[float] = Scalar(durations.duration, DURATION)
call_duration: Shape[float] = Scalar(durations.call_duration, CALL_DURATION)
days: Shape[float] = Scalar(lambda value: durations.duration(value, "d"), DURATION)  # of what is mostly said in days
positive_duration: Shape[float] = Scalar(durations.positive_duration, DURATION)
share: Shape[float] = Share(units.share, SHARE)
amount: Shape[float] = Scalar(units.amount, AMOUNT)
spread: Shape[float] = Scalar(units.spread, SPREAD)
positive: Shape[float] = Scalar(units.positive, {"type": "number", "exclusiveMinimum": 0})
factor: Shape[float] = Scalar(units.factor, FACTOR)
