"""Factors as an experiment says them: a path or changes with values or a range, or variants by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ccsim.errors import ScenarioError
from ccsim.scenario.change import Change, change_at, plain_number
from ccsim.scenario.change_heads import read_heads
from ccsim.scenario.exact import plus, quantity
from ccsim.scenario.node import Node
from ccsim.scenario.reader import Reader, Refused, Said, join, mapping
from ccsim.scenario.sections.customers import boolean
from ccsim.scenario.shapes import Custom, Field, ListOf, MappingOf, RecordOf, Scalar
from ccsim.scenario.units import whole_positive
from ccsim.study.sweep_factors import MOST_LEVELS, Factor, Level, Range, level, number, units

COLUMNS = (
    *("point", "target", "scope", "name", "measure", "unit", "estimate", "half_width", "low", "high"),
    *("replications", "verdict"),
)
"""Columns of a sweep's table beside the factors, which cannot be called like them."""


def _factors(node: Node, path: str, reader: Reader) -> tuple[Factor, ...]:
    """Those that can be read; the values of these can be tried whatever is wrong with the others."""
    members = mapping(node, path, reader)
    if not members:
        raise reader.refuse(node.place, path, "names nothing")
    found = []
    for name, entry in members.items():
        inner = join(path, name)
        if name in COLUMNS:
            reader.refuse(entry.key, inner, f"a factor cannot be called '{name}': a column of the results is")
        try:
            found.append(_factor(name, entry.node, inner, reader))
        except Refused:
            continue
    return tuple(found)


def _factor(name: str, node: Node, path: str, reader: Reader) -> Factor:
    said = _RECORD.read(node, path, reader)
    if "variants" in said:
        levels = tuple(Level(label, None, changes) for label, changes in said["variants"].items())
        return Factor(name, node.place, (), levels, None, numeric=False, unit="")
    heads: tuple[Change, ...] = said.get("path") or said["change"]
    within = None if "values" in said else _range(said, path, reader)
    values = _values(said, within, path, reader)
    kinds = units(values or [within.at(0.0)] if within is not None else values)
    numeric = all(number(value) is not None for value in values) and len(kinds) <= 1
    levels = tuple(level(heads, value) for value in values)
    if len({one.text for one in levels}) < len(levels):
        raise reader.refuse(node.place, path, "a value is said twice")
    return Factor(name, node.place, heads, levels, within, numeric, next(iter(kinds), "") if numeric else "")


def _values(said: dict[str, Any], within: Range | None, path: str, reader: Reader) -> list[Node]:
    """The single values; none of a range that has no steps."""
    if within is None:
        return [plain_number(value) for value in said["values"]]
    if "levels" in said:
        return within.evenly(said["levels"])
    if "step" not in said:
        return []
    step: Node = said["step"]
    try:
        found = quantity(step.text)
        if found is None:
            raise ValueError(f"expected a number with its unit, got {step}")
        return within.by(found)
    except ValueError as error:
        raise reader.refuse(step.place, join(path, "step"), str(error)) from None


def _range(said: dict[str, Any], path: str, reader: Reader) -> Range:
    first, last = said["from"], said["to"]
    low, high = (quantity(node.text) if not isinstance(node.value, dict | list) else None for node in (first, last))
    for key, node, found in (("from", first, low), ("to", last, high)):
        if found is None:
            message = f"expected a number with its unit, like 3 min or 80%, got {node}"
            if low is None and high is None:
                message += f"; what is no number is listed, like values: [{first.text}, {last.text}]"
            reader.refuse(node.place, join(path, key), message)
    if low is None or high is None:
        raise Refused
    try:
        high = plus(replace(low, amount=low.amount * 0), high)
    except ValueError as error:
        raise reader.refuse(last.place, join(path, "to"), str(error)) from None
    if high.amount <= low.amount:
        raise reader.refuse(last.place, join(path, "to"), f"must be above from, {first.text}, got {last.text}")
    log = said.get("log", False)
    if log and low.amount <= 0:
        raise reader.refuse(first.place, join(path, "from"), f"log needs a range above 0, got {first.text}")
    return Range(low, high, log, first.place)


def _path(node: Node, path: str, reader: Reader) -> tuple[Change, ...]:
    if not isinstance(node.value, str) or node.value.rstrip().endswith("="):
        instead = f" (change: {node.text})" if node.text.rstrip().endswith("=") else ""
        raise reader.refuse(node.place, path, f"expected a path, like agents.voice.staffing, got {node}{instead}")
    return read_heads(replace(node, value=f"{node.value.rstrip()}="), path, reader)


def _whole_change(node: Node, path: str, reader: Reader) -> Change:
    try:
        if not isinstance(node.value, str):
            raise reader.refuse(node.place, path, f"expected a change like agents.team.staffing+=1, got {node}")
        return change_at(node.value, node.place)
    except ScenarioError as error:
        reader.faults += error.faults
        raise Refused from None


def _check(said: Said) -> None:
    ways = [key for key in ("path", "change", "variants") if key in said]
    if len(ways) != 1:
        said.fault("", "say one of path, change or variants" + (f", not {' and '.join(ways)}" if ways else ""))
        return
    if ways == ["variants"]:
        keys = ("values", "from", "to", "step", "levels", "log")
        said.only_with(keys, False, "variants are the values themselves")
        return
    if "values" in said:
        said.only_with(("from", "to", "step", "levels", "log"), False, "goes with a range, not with values")
    elif "from" not in said or "to" not in said:
        said.fault("", "say values: [...], or a range: from and to")
    if "step" in said:
        said.only_with(("levels", "log"), False, "does not go with step")
    count = said.get("levels")
    if count is not None and not 2 <= count <= MOST_LEVELS:
        said.fault("levels", f"must be 2 to {MOST_LEVELS:,}, got {count}")


CHANGE = Custom(_whole_change, {"type": "string"})
_NODE: Custom[Node] = Custom(lambda node, path, reader: node, {})
_RECORD: RecordOf[dict[str, Any]] = RecordOf(
    lambda **said: said,
    {
        "path": Field(Custom(_path, {}), "what is set to each value: contacts.calls.patience.exponential.mean"),
        "change": Field(
            Custom(read_heads, {}), "one or more changes up to their operators: agents.voice.staffing[mon]+="
        ),
        "values": Field(ListOf(_NODE), "the values"),
        "from": Field(_NODE, "the first value of a range"),
        "to": Field(_NODE, "the last value of a range"),
        "step": Field(_NODE, "from one value to the next"),
        "levels": Field(Scalar(whole_positive, {}), "how many values, instead of step"),
        "log": Field(boolean, "by equal ratios"),
        "variants": Field(MappingOf(ListOf(CHANGE, empty=True), empty=False), "changes that make a value, by name"),
    },
    check=_check,
)
FACTORS = Custom(_factors, {})
