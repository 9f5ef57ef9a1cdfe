"""A design as an experiment says it: `grid`, or `latin_hypercube: {points: 50, seed: 3}`."""

from __future__ import annotations

from typing import Any

from ccsim.scenario.node import Node, nearest
from ccsim.scenario.reader import Reader, Refused
from ccsim.scenario.sections.customers import boolean
from ccsim.scenario.shapes import Custom, Field, RecordOf, Scalar
from ccsim.scenario.units import seed, whole_positive
from ccsim.study.sweep_designs import BY_SALIB, DESIGNS, NO_SALIB, Design, has_salib

_WHOLE = Scalar(whole_positive, {"type": "integer"})
_SEED = Field(Scalar(seed, {"type": "integer"}), "of the design, not of the customers (default 1)")
_SIZES = {
    "latin_hypercube": Field(_WHOLE, "how many", attribute="size", required=True),
    "sobol": Field(_WHOLE, "how many, a power of 2", attribute="size", required=True),
    "morris": Field(_WHOLE, "how many, each of one point more than factors", attribute="size", required=True),
    "sobol_indices": Field(_WHOLE, "how many, a power of 2", attribute="size", required=True),
}
_COUNTED = {"latin_hypercube": "points", "sobol": "points", "morris": "trajectories", "sobol_indices": "samples"}
_MORE = {
    "morris": {"levels": Field(_WHOLE, "of each factor, an even number (default 4)")},
    "sobol_indices": {"second_order": Field(boolean, "of pairs, too, at nearly twice the points (default false)")},
}


def _read(node: Node, path: str, reader: Reader) -> Design:
    if isinstance(node.value, dict) and len(node.value) == 1:
        kind, entry = next(iter(node.value.items()))
        place, inner = entry.key, entry.node
    else:
        kind, place, inner = node.text, node.place, Node({}, node.place)
    if isinstance(node.value, dict | list) and not kind:
        raise reader.refuse(node.place, path, f"expected one design, like grid or sobol: {{points: 64}}, got {node}")
    if kind not in DESIGNS:
        known = nearest(kind, list(DESIGNS)) or f"; there are {', '.join(DESIGNS)}"
        raise reader.refuse(place, path, f"no design '{kind}'{known}")
    if kind in BY_SALIB and not has_salib():
        reader.refuse(place, path, f"{kind} {NO_SALIB}")
    if kind not in _SIZES:
        if inner.value:
            reader.refuse(inner.place, f"{path}.{kind}", f"{kind} says nothing more: design: {kind}")
        return Design(kind)
    said: dict[str, Any] = _record(kind).read(inner, f"{path}.{kind}", reader)
    _check(kind, said, inner, f"{path}.{kind}", reader)
    return Design(kind, **said)


def _record(kind: str) -> RecordOf[dict[str, Any]]:
    return RecordOf(lambda **said: said, {_COUNTED[kind]: _SIZES[kind], "seed": _SEED, **_MORE.get(kind, {})})


def _check(kind: str, said: dict[str, Any], node: Node, path: str, reader: Reader) -> None:
    before, size = len(reader.faults), said["size"]
    if kind in ("sobol", "sobol_indices") and size & (size - 1):
        reader.refuse(
            node.place, path, f"{_COUNTED[kind]} must be a power of 2, got {size} (did you mean {_near(size)}?)"
        )
    if kind in BY_SALIB and size < 2:
        reader.refuse(node.place, path, f"{_COUNTED[kind]} must be at least 2, got {size}")
    if said.get("levels", 2) % 2:
        reader.refuse(node.place, path, f"levels must be even, got {said['levels']}")
    if len(reader.faults) > before:
        raise Refused


def _near(size: int) -> int:
    below = 1 << (size.bit_length() - 1)
    return below if size - below < 2 * below - size else 2 * below


DESIGN = Custom(_read, {})
