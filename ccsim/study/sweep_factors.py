"""Factors of a sweep: what is varied, and the values it takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ccsim.scenario.change import Change
from ccsim.scenario.change_heads import rounded, with_value, written
from ccsim.scenario.exact import Quantity, plus, quantity, times
from ccsim.scenario.node import Node, Place, flow
from ccsim.scenario.value_at import UNITS

MOST_LEVELS = 10_000


@dataclass(frozen=True)
class Level:
    """A value of a factor as written, as a number where it is one, and the changes that make it."""

    text: str
    number: float | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Range:
    """Values from `low` to `high`, both in the same unit, evenly or (`log`) by equal ratios."""

    low: Quantity
    high: Quantity
    log: bool
    place: Place

    def at(self, share: float) -> Node:
        """The value at a share of the way, as it would be written."""
        low, high = float(self.low.amount), float(self.high.amount)
        amount = low * (high / low) ** share if self.log else low + (high - low) * share
        return self.written(rounded(amount, self.low))

    def evenly(self, count: int) -> list[Node]:
        """So many values, both ends among them."""
        if self.log:
            return [self.at(index / (count - 1)) for index in range(count)]
        steps = [Fraction(index, count - 1) for index in range(count)]
        whole = plus(self.high, self.low, -1)
        return [self.written(plus(self.low, times(whole, step))) for step in steps]

    def by(self, step: Quantity) -> list[Node]:
        """Values `step` apart, from `low` on; raises ValueError for a step of another kind, or none that leads on."""
        if step.amount <= 0:
            raise ValueError(f"must be above 0, got '{step}'")
        size = plus(replace(self.low, amount=Fraction(0)), step)
        count = int((self.high.amount - self.low.amount) / size.amount) + 1
        if count > MOST_LEVELS:
            raise ValueError(f"{count:,} values are too many (at most {MOST_LEVELS:,})")
        return [self.written(plus(self.low, times(size, Fraction(index)))) for index in range(count)]

    def written(self, value: Quantity) -> Node:
        return written(value, self.place)


@dataclass(frozen=True)
class Factor:
    """What is varied: `heads` are changes still without their value; `levels` the values, unless drawn from a `range`.

    `numeric`: every value is a number, in `unit` (s, share, per h, per contact, contacts, or none).
    """

    name: str
    place: Place
    heads: tuple[Change, ...]
    levels: tuple[Level, ...]
    range: Range | None
    numeric: bool
    unit: str

    def at(self, share: float) -> Level:
        """The value at a share of the way from the first to the last."""
        if self.levels:
            return self.levels[min(int(share * len(self.levels)), len(self.levels) - 1)]
        assert self.range is not None
        return level(self.heads, self.range.at(share))


def level(heads: Sequence[Change], value: Node) -> Level:
    """The level that a value makes of changes without theirs."""
    return Level(flow(value), number(value), tuple(with_value(head, value) for head in heads))


def number(value: Node) -> float | None:
    """In seconds, as a share of 1, per hour; None for what is no number."""
    found = _quantity(value)
    if found is None or not math.isfinite(found.number):
        return None
    return found.told


def units(values: Sequence[Node]) -> set[str]:
    """Units of values that are numbers; a 0 has that of the others."""
    found = [_quantity(value) for value in values]
    return {UNITS[one.kind] for one in found if one is not None and (one.kind or one.amount)}


def _quantity(value: Node) -> Quantity | None:
    return None if isinstance(value.value, bool | dict | list) or value.value is None else quantity(value.text)
