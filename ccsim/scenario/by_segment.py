"""Probabilities that may differ by segment: `20%`, `{digital: 60%, other: 35%}`, `{default: 20%, digital: 40%}`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ccsim.scenario.node import Node, nearest
from ccsim.scenario.quantities import SHARE, share
from ccsim.scenario.reader import Reader, Refused, join
from ccsim.scenario.schema import ShareBySegment
from ccsim.scenario.shapes import Json, Shape

SUM_TOLERANCE = 1e-6  # what is added up from shares as written may miss 1 by the rounding of binary fractions


@dataclass
class SharesBySegment(Shape[ShareBySegment]):
    """A share for all, or by segment: every segment is named unless `default` speaks for the rest."""

    def read(self, node: Node, path: str, reader: Reader) -> ShareBySegment:
        if not isinstance(node.value, dict):
            return ShareBySegment(default=share.read(node, path, reader))
        segments = reader.names.get("segments", [])
        found: dict[str, float] = {}
        for key, entry in node.value.items():
            inner = join(path, key)
            if key != "default" and key not in segments and not reader.base_unknown:
                there = nearest(key, [*segments, "default"]) or f"; segments are {', '.join(segments) or 'none'}"
                reader.refuse(entry.key, inner, f"no segment '{key}'{there}")
                continue
            try:
                found[key] = share.read(entry.node, inner, reader)
            except Refused:
                continue
        missing = [name for name in segments if name not in node.value]
        if "default" not in node.value and not reader.base_unknown and (missing or not segments):
            what = f"misses segment '{missing[0]}' (or a default)" if missing else "names no segment"
            raise reader.refuse(node.place, path, what)
        if len(found) < len(node.value) or not found:
            raise Refused
        default = found.pop("default") if "default" in found else found[min(found)]
        return ShareBySegment(default=default, segments=found)

    def schema(self) -> Json:
        return {"anyOf": [SHARE, {"type": "object", "additionalProperties": SHARE, "minProperties": 1}]}


shares: Shape[ShareBySegment] = SharesBySegment()


def too_much(parts: Iterable[ShareBySegment], segments: list[str]) -> str:
    """`115%`, or `115% of segment 'digital'`, where parts of one whole exceed it; nothing where they fit."""
    parts = list(parts)
    totals = {name: math.fsum(part.segments.get(name, part.default) for part in parts) for name in segments}
    totals = totals or {"": math.fsum(part.default for part in parts)}
    worst = max(totals, key=lambda name: totals[name])
    if totals[worst] <= 1 + SUM_TOLERANCE:
        return ""
    alike = len(set(totals.values())) == 1
    return f"{100 * totals[worst]:g}%" + ("" if alike else f" of segment '{worst}'")
