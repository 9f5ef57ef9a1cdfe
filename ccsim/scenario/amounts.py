"""The distribution of an amount as a file says it: parameters with units, all brought to one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from ccsim.distributions.amounts import AMOUNTS
from ccsim.scenario import units
from ccsim.scenario.exact import Quantity, plus, quantity
from ccsim.scenario.node import Node, nearest
from ccsim.scenario.quantities import spread, weight
from ccsim.scenario.reader import Reader, Refused, join, mapping

PARAMETERS: dict[str, tuple[str, ...]] = {
    "normal": ("mean", "sd", "cv"),
    "lognormal": ("mean", "cv", "sd"),
    "gamma": ("mean", "cv", "sd"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "empirical": ("values", "quantiles"),
}
assert (*PARAMETERS, "one_of") == AMOUNTS

Said = dict[str, tuple[Node, Quantity] | float | list[tuple[float, Node, Quantity]]]
"""Parameters: amounts where they stand, cv, and amounts with their probabilities."""


def read_parameters(family: str, node: Node, path: str, reader: Reader) -> tuple[Quantity, dict[str, Any]]:
    """The unit of the first amount that has one (as 0 of it), and the parameters in it."""
    return _in_one_unit(_parameters(family, node, path, reader), path, reader)


def _parameters(family: str, node: Node, path: str, reader: Reader) -> Said:
    if family == "one_of":
        return {"chances": _by_share(node, path, reader, keyed=False)}
    known, found = PARAMETERS[family], Said()
    before = len(reader.faults)
    for key, entry in mapping(node, path, reader).items():
        inner = join(path, key)
        try:
            if key not in known:
                near = nearest(key, list(known)) or f"; {family} takes {', '.join(known)}"
                reader.refuse(entry.key, inner, f"unknown parameter{near}")
            elif key == "cv":
                found[key] = spread.read(entry.node, inner, reader)
            elif key == "quantiles":
                found[key] = _by_share(entry.node, inner, reader, keyed=True)
            elif key == "values":
                found[key] = _values(entry.node, inner, reader)
            else:
                found[key] = entry.node, _amount(entry.node, inner, reader)
        except Refused:
            continue
    if len(reader.faults) > before:
        raise Refused
    return found


def _values(node: Node, path: str, reader: Reader) -> list[tuple[float, Node, Quantity]]:
    if not isinstance(node.value, list) or not node.value:
        raise reader.refuse(node.place, path, f"expected a list of values, like [95%, 100%, 108%], got {node}")
    return [(0.0, item, _amount(item, f"{path}[{i}]", reader)) for i, item in enumerate(node.value)]


def _by_share(node: Node, path: str, reader: Reader, keyed: bool) -> list[tuple[float, Node, Quantity]]:
    """Amounts with their probabilities: `keyed`, the probability is the key, else the amount is."""
    found: list[tuple[float, Node, Quantity]] = []
    for key, entry in mapping(node, path, reader).items():
        inner, place = join(path, key), entry.key
        try:
            typed = Node(key, place, key)
            amount = _amount(entry.node if keyed else typed, inner, reader)
            if keyed:
                try:
                    chance = units.share(key if "%" in key else float(key))
                except ValueError:
                    message = f"expected a probability like 50% or 0.5, got '{key}'"
                    raise reader.refuse(place, inner, message) from None
            else:
                chance = weight.read(entry.node, inner, reader)
            found.append((chance, entry.node if keyed else typed, amount))
        except Refused:
            continue
    if not mapping(node, path, reader):
        raise reader.refuse(node.place, path, "names nothing")
    if not found:
        raise Refused
    return found


def _amount(node: Node, path: str, reader: Reader) -> Quantity:
    """A number with its unit; `3 points` are 3%."""
    text = node.text.strip()
    for word in ("points", "point"):
        if text.endswith(word):
            text = f"{text.removesuffix(word).strip()}%"
    found = None if isinstance(node.value, bool | dict | list) or node.value is None else quantity(text)
    if found is None:
        raise reader.refuse(
            node.place, path, f"expected a number with its unit, like 105%, 15 s or -2 points, got {node}"
        )
    return found


def _in_one_unit(said: Said, path: str, reader: Reader) -> tuple[Quantity, dict[str, Any]]:
    """All amounts in the unit of the first that has one."""
    amounts = [one for value in said.values() for one in _amounts(value)]
    if not amounts:
        return Quantity(Fraction(0), "", ""), {key: value for key, value in said.items() if isinstance(value, float)}
    first = next((amount for _, amount in amounts if amount.kind), amounts[0][1])
    unit = replace(first, amount=first.amount * 0)

    def number(node: Node, amount: Quantity) -> float:
        if amount.amount == 0:  # needs no unit
            return 0.0
        try:
            return float(plus(unit, amount).amount)
        except ValueError as error:
            raise reader.refuse(node.place, path, str(error)) from None

    found: dict[str, Any] = {}
    for key, value in said.items():
        if isinstance(value, float):
            found[key] = value
        elif isinstance(value, tuple):
            found[key] = number(*value)
        elif key == "values":
            found[key] = tuple(number(node, amount) for _, node, amount in value)
        elif key == "quantiles":
            found[key] = {chance: number(node, amount) for chance, node, amount in value}
        else:
            found[key] = {number(node, amount): chance for chance, node, amount in value}
    return unit, found


def _amounts(value: Any) -> list[tuple[Node, Quantity]]:
    if isinstance(value, tuple):
        return [value]
    return [(node, amount) for _, node, amount in value] if isinstance(value, list) else []
