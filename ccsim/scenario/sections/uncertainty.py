"""uncertainty: inputs that are not known exactly, each a change up to its operator with the distribution of its value.

Instead of a change a word says what most planners are unsure of: `volume` (a factor on all that arrives by itself),
`handle_time` and `patience` (a factor, or so much longer), `absence` (points more). Which changes a word means, is for
the center to say (`ccsim.study.risk_inputs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ccsim.distributions.amounts import AMOUNTS, make_amount_law
from ccsim.distributions.law import Law
from ccsim.scenario.amounts import PARAMETERS, read_parameters
from ccsim.scenario.change import Change
from ccsim.scenario.change_heads import read_heads
from ccsim.scenario.exact import Quantity
from ccsim.scenario.node import Entry, Node, Place, near_to, nearest
from ccsim.scenario.quantities import spread, weight
from ccsim.scenario.reader import Reader, Refused, join, mapping
from ccsim.scenario.schema import Uncertain
from ccsim.scenario.shapes import Custom, Json, MappingOf, Shape

FACTOR, LONGER, POINTS = "a factor, like 105%", "so much longer, like 15 s", "points, like 2%"
WORDS: dict[str, dict[str, str]] = {
    "volume": {"share": FACTOR, "": FACTOR},
    "handle_time": {"share": FACTOR, "": FACTOR, "duration": LONGER},
    "patience": {"share": FACTOR, "": FACTOR, "duration": LONGER},
    "absence": {"share": POINTS},
}
"""What may be unknown in a word, and what its values are by their kind."""
COLUMNS = ("draw", "seed", "target", "scope", "name", "measure", "unit", "estimate", "error", "horizons_met")
"""Columns of the table of draws beside the inputs, which cannot be called like them."""
_MEANT = {"forecast": "volume", "arrivals": "volume", "demand": "volume", "aht": "handle_time", "shrinkage": "absence"}


@dataclass(frozen=True)
class Input:
    """An uncertain input: a word or changes up to their operators, and the law of the value, in `unit`."""

    name: str
    place: Place
    word: str
    heads: tuple[Change, ...]
    family: str
    parameters: Mapping[str, Any]
    unit: Quantity
    law: Law

    @property
    def record(self) -> Uncertain:
        changes = (self.word,) if self.word else tuple(head.text for head in self.heads)
        return Uncertain(change=changes, family=self.family, parameters=dict(self.parameters), unit=self.unit.unit)


def read_input(node: Node, path: str, reader: Reader) -> Input:
    """One input; Refused where it cannot be meant."""
    members = mapping(node, path, reader)
    before = len(reader.faults)
    families = [key for key in members if key in AMOUNTS]
    name = path.partition(".")[2]
    if name in COLUMNS:
        reader.refuse(node.place, path, f"an input cannot be called '{name}': a column of the results is")
    _check_keys(members, families, node, path, reader)
    word: str = ""
    heads: tuple[Change, ...] = ()
    if "change" in members:
        word, heads = _what(members["change"].node, join(path, "change"), reader)
    if not families:
        raise Refused
    family, inner = families[0], join(path, families[0])
    unit, parameters = read_parameters(family, members[family].node, inner, reader)
    _check_kind(word, unit, members[family], inner, reader)
    if len(reader.faults) > before or reader.base_unknown:  # what is left out may stand in the base
        raise Refused
    try:
        law = make_amount_law(family, parameters)
    except (ValueError, OverflowError) as error:
        raise reader.refuse(members[family].key, inner, str(error).removeprefix(f"{family}: ")) from None
    if not word and not heads:
        raise Refused
    return Input(name, node.place, word, heads, family, parameters, unit, law)


def _check_keys(members: Mapping[str, Entry], families: list[str], node: Node, path: str, reader: Reader) -> None:
    """That a change and one distribution are said, and nothing else."""
    known, words = ["change", *AMOUNTS], ", ".join(WORDS)
    strange = [key for key in members if key not in known]
    for key in strange:
        meant = nearest(key, known) or f"; known are {', '.join(known)}"
        reader.refuse(members[key].key, join(path, key), f"unknown key{meant}")
    missing = "change" not in members and "change" not in [near_to(key, known) for key in strange]
    if missing and not reader.base_unknown:
        reader.refuse(node.place, join(path, "change"), f"missing: {words}, or a change up to its operator")
    if len(families) > 1 or not (families or strange or missing or reader.base_unknown):
        instead = f", not {' and '.join(families)}" if families else ""
        reader.refuse(node.place, path, f"say one distribution ({', '.join(AMOUNTS)}){instead}")


def _what(node: Node, path: str, reader: Reader) -> tuple[str, tuple[Change, ...]]:
    if isinstance(node.value, str) and node.text in WORDS:
        return node.text, ()
    if isinstance(node.value, str) and not node.text.rstrip().endswith("="):
        near = _MEANT.get(node.text.casefold()) or near_to(node.text, list(WORDS))
        hint = f" (did you mean '{near}'?)" if near else ""
        words = ", ".join(WORDS)
        reader.refuse(
            node.place,
            path,
            f"expected {words}, or a change up to its operator, like contacts.*.talk_time*=, got {node}{hint}",
        )
        return "", ()
    try:
        return "", read_heads(node, path, reader)
    except Refused:
        return "", ()


def _check_kind(word: str, unit: Quantity, entry: Entry, path: str, reader: Reader) -> None:
    allowed = WORDS.get(word)
    if allowed is not None and unit.kind not in allowed:
        expected = " or ".join(dict.fromkeys(allowed.values()))
        got = f"values in {unit.unit}" if unit.unit else "numbers without a unit"
        reader.refuse(entry.key, path, f"{word} is {expected}: got {got}")


def _record(node: Node, path: str, reader: Reader) -> Uncertain:
    return read_input(node, path, reader).record


_AMOUNT: Json = {"type": ["number", "string"], "examples": ["105%", "15 s", "-2 points"]}
_SPREAD = {"cv": spread.schema()}
_DESCRIBED: Json = {
    "type": "object",
    "properties": {
        "change": {
            "description": f"{', '.join(WORDS)}; or one or more changes up to their operators, moved together",
            "anyOf": [
                {"enum": list(WORDS)},
                {"type": "string", "pattern": "=\\s*$", "examples": ["contacts.*.talk_time*="]},
                {"type": "array", "items": {"type": "string", "pattern": "=\\s*$"}, "minItems": 1},
            ],
        },
        **{
            family: {
                "type": "object",
                "description": "the distribution of the value",
                "properties": {name: _SPREAD.get(name, _AMOUNT) for name in parameters},
                "additionalProperties": False,
            }
            for family, parameters in PARAMETERS.items()
            if family != "empirical"
        },
        "empirical": {
            "type": "object",
            "description": "past values, or quantiles of the value, joined by lines",
            "properties": {
                "values": {"type": "array", "items": _AMOUNT, "minItems": 2},
                "quantiles": {"type": "object", "additionalProperties": _AMOUNT},
            },
            "additionalProperties": False,
        },
        "one_of": {
            "type": "object",
            "description": "values, each with its probability: {0: 70%, 1: 30%}",
            "additionalProperties": weight.schema(),
        },
    },
    "required": ["change"],
    "additionalProperties": False,
}
UNCERTAINTY: Shape[dict[str, Uncertain]] = MappingOf(Custom(_record, _DESCRIBED))


def inputs_in(root: Node) -> list[Input]:
    """Every input of a file's tree; what cannot be read (which is a fault by then) is left out."""
    members = root.value if isinstance(root.value, dict) else {}
    section = members["uncertainty"].node.value if "uncertainty" in members else {}
    found = []
    for name, entry in section.items() if isinstance(section, dict) else ():
        try:
            found.append(replace(read_input(entry.node, f"uncertainty.{name}", Reader()), place=entry.key))
        except Refused:
            continue
    return found
