"""Changes still without their value: `agents.voice.staffing[mon]+=`. Several of them take the same value together."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ccsim.errors import ScenarioError
from ccsim.scenario.change import Change, Operator, change_at
from ccsim.scenario.exact import Quantity, times
from ccsim.scenario.node import Node, Place, flow
from ccsim.scenario.reader import Reader, Refused

DIGITS = 6  # of a value that is drawn


def read_heads(node: Node, path: str, reader: Reader) -> tuple[Change, ...]:
    """One change up to its operator, or a list of them."""
    found = []
    for one in node.value if isinstance(node.value, list) else [node]:
        if not isinstance(one.value, str) or not one.value.rstrip().endswith("="):
            like = "a change up to its operator, like agents.voice.staffing[mon]+="
            reader.refuse(one.place, path, f"expected {like}, got {one}")
            continue
        try:
            change = change_at(f"{one.value.rstrip()}0", one.place)
            found.append(replace(change, text=one.value.rstrip()))
        except ScenarioError as error:
            reader.faults += error.faults
    if not found or (isinstance(node.value, list) and len(found) < len(node.value)):
        raise Refused
    return tuple(found)


def with_value(head: Change, value: Node) -> Change:
    """The change that a value makes of it."""
    return replace(head, text=f"{head.text}{flow(value)}", node=value)


def with_amount(head: Change, amount: Quantity) -> Change:
    """As `with_value`, of a number; what is added below 0 is taken away."""
    if amount.amount < 0 and head.operator in ("+=", "-="):
        operator: Operator = "-=" if head.operator == "+=" else "+="
        text = f"{head.text.removesuffix(head.operator)}{operator}"
        return with_value(replace(head, text=text, operator=operator), written(times(amount, Fraction(-1)), head.place))
    return with_value(head, written(amount, head.place))


def rounded(amount: float, unit: Quantity) -> Quantity:
    """An amount in a unit as it is written into tables and read again."""
    return replace(unit, amount=Fraction(Decimal(f"{amount:.{DIGITS}g}")))


def written(value: Quantity, place: Place) -> Node:
    """The value as it would stand in a file."""
    text = str(value)
    if value.unit:
        return Node(text, place, text)
    number = float(value.amount)
    return Node(int(number) if number.is_integer() else number, place, text)
