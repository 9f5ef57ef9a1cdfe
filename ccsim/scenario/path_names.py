"""What may stand at a path of a scenario, from the description that editors get, too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from ccsim.scenario.change import Path
from ccsim.scenario.quantities import CALL_DURATION
from ccsim.scenario.sections.whole import json_schema

Json = dict[str, Any]
_LAWS = tuple(
    f"#/$defs/{name}" for name in ("law", "distribution", "call_law", "call_distribution", "work_time", "patience")
)


def known_keys(path: Path) -> list[str]:
    """Keys that may be said at a path; none where names are free, or nothing stands below."""
    return list(dict.fromkeys(key for one in _at(path) for key in one.get("properties", {})))


def is_whole(path: Path) -> bool:
    """Whether only whole numbers stand at a path."""
    return any(one.get("type") == "integer" for one in _at(path))


def takes_percent(path: Path) -> bool:
    """Whether a share, a factor or a spread may stand at a path: what is said in per cent."""
    return any("%" in one.get("pattern", "") for one in _at(path))


def is_law(path: Path) -> bool:
    """Whether a distribution of a duration that is never negative may stand at a path."""
    return any(one.get("$ref") in _LAWS for one in _at(path, resolved=False)) and not is_signed(path)


def takes_two_parts(path: Path) -> bool:
    """Whether `4:35` at a path is minutes and seconds."""
    return any(CALL_DURATION["anyOf"][0] == one for one in _at(path))


def is_signed(path: Path) -> bool:
    """Whether the path is that of a time that may be early."""
    return len(path) == 3 and (path[0], path[2]) == ("appointments", "punctuality")


@cache
def _whole_schema() -> Json:
    return json_schema()


def _at(path: Path, resolved: bool = True) -> list[Json]:
    found: list[Json] = [_whole_schema()]
    for step in path:
        found = [inner for one in found for alone in _alternatives(one) for inner in _below(alone, step)]
    return [alone for one in found for alone in _alternatives(one, resolved)]


def _below(one: Json, step: str | int) -> list[Json]:
    if isinstance(step, int):
        return [one["items"]] if isinstance(one.get("items"), dict) else []
    if step in one.get("properties", {}):
        return [one["properties"][step]]
    names = one.get("additionalProperties")
    return [names] if isinstance(names, dict) else []


def _alternatives(one: Json, resolved: bool = True) -> Iterator[Json]:
    """What `one` may be, references followed (or kept, unless `resolved`)."""
    if "$ref" in one:
        if not resolved:
            yield one
            return
        yield from _alternatives(_whole_schema()["$defs"][one["$ref"].rpartition("/")[2]], resolved)
    elif "anyOf" in one:
        for inner in one["anyOf"]:
            yield from _alternatives(inner, resolved)
    else:
        yield one
