"""Writes the tables of scenarios/KEYS.md: `python -m experiments.keys.run`.

What a key means, how it is written and its default come from the JSON Schema; the example from scenarios/keys, which
says every plain key. A table stands between `<!-- keys PATH -->` and `<!-- /keys -->`: the path is that of the mapping
whose keys it lists, with NAME for any name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ccsim.scenario import files, quantities
from ccsim.scenario.node import Node
from ccsim.scenario.sections.whole import json_schema
from ccsim.scenario.value_at import flow

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "scenarios" / "KEYS.md"
EXAMPLE = ROOT / "scenarios" / "keys"
BLOCK = re.compile(r"(<!-- keys(?P<path>[^>]*?) -->\n).*?(<!-- /keys -->)", re.S)
LONGEST = 76  # characters of an example
ELSEWHERE = {  # what the example cannot say: it stands alone, without what is told on the other page
    "extends": "base.yaml",
    "routing.policy": "my_rules:Nearest",
    "targets.NAME.appointment": "advice",
    "targets.NAME.self_service": "menu",
}
_ADVANCED = (
    "self_service",
    "appointments",
    "reminders",
    "journeys",
    "context",
    "orchestration",
    "proactive",
    "experience",
    "uncertainty",
)
_DEFAULT = re.compile(r"\s*\(default:? (?P<default>(?:[^()]|\([^()]*\))*)\)")
_WRITTEN = {  # by what the schema accepts
    "duration": quantities.DURATION,
    "duration or mm:ss": quantities.CALL_DURATION,
    "share": quantities.SHARE,
    "number": quantities.AMOUNT,
    "contacts": quantities.CONTACTS,
    "factor": quantities.FACTOR,
    "cv": quantities.SPREAD,
    "rate": quantities.RATE,
    "table": quantities.FILE,
}
_TYPES = {"integer": "whole number", "number": "number", "boolean": "true, false", "object": "keys", "string": "text"}


def main() -> None:
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def written(page: str) -> str:
    """The page with its tables made anew."""
    return BLOCK.sub(lambda found: f"{found[1]}{table(tuple(found['path'].strip().split('.')))}\n{found[3]}", page)


def plain_keys() -> set[str]:
    """Paths of all keys that are not told in ADVANCED.md."""
    return {".".join(path) for path in _paths(json_schema(), ()) if path[0] not in _ADVANCED}


def listed(page: str) -> set[str]:
    """Paths of the keys that the page has a row for."""
    found = set()
    for block in BLOCK.finditer(page):
        above = block["path"].strip()
        keys = re.findall(r"^\| `(\w+)`", block[0], re.M)
        found |= {f"{above}.{key}" if above else key for key in keys}
    return found


def table(path: tuple[str, ...]) -> str:
    """The keys of the mapping at a path."""
    path = tuple(step for step in path if step)
    rows = ["| key | meaning | written | default | example |", "| --- | --- | --- | --- | --- |"]
    for key, described, required in _keys(path):
        if not path and key in _ADVANCED:
            continue
        meaning = described.get("description", "")
        default = _DEFAULT.search(meaning)
        said = "required" if required else default["default"] if default else ""
        how = " or ".join(_how(described))
        example = _example((*path, key)) or ("below" if "keys" in how else "")
        cells = [f"`{key}`", _DEFAULT.sub("", meaning), how, said, example]
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _keys(path: tuple[str, ...]) -> Iterator[tuple[str, Json, bool]]:
    schema = json_schema()
    found = [schema]
    for step in path:
        found = [inner for one in found for inner in _below(one, step)]
    required = set(schema["then"]["required"]) if not path else set()
    told = set()
    for one in (alone for each in found for alone in _alternatives(each)):
        for key, described in one.get("properties", {}).items():
            if key not in told:
                told.add(key)
                yield key, described, key in required or key in one.get("required", ())


def _paths(schema: Json, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every path at which a key can be said; but for measures of `precision`, kinds of evidence, and parameters of
    distributions."""
    for one in _alternatives(schema):
        for key, described in one.get("properties", {}).items():
            if path not in (("simulation", "precision"), ("evidence", "NAME")):
                yield (*path, key)
                yield from _paths(described, (*path, key))
        names = one.get("additionalProperties")
        if isinstance(names, dict):
            yield from _paths(names, (*path, "NAME"))


def _below(schema: Json, step: str) -> Iterator[Json]:
    for one in _alternatives(schema):
        if step == "NAME" and isinstance(one.get("additionalProperties"), dict):
            yield one["additionalProperties"]
        elif step in one.get("properties", {}):
            yield one["properties"][step]


def _alternatives(schema: Json) -> Iterator[Json]:
    for one in schema.get("anyOf", [schema]):
        yield from _alternatives(one) if one is not schema else [one]


def _how(described: Json) -> list[str]:
    """How a value is written, in a word or two for each way."""
    bare = {key: value for key, value in described.items() if key != "description"}
    for word, known in _WRITTEN.items():
        if bare == {key: value for key, value in known.items() if key != "description"} and bare != {"type": "string"}:
            return [word]
    if described.get("description") == quantities.FILE["description"]:
        return ["table"]
    if "$ref" in described:
        return ["distribution"]
    if "enum" in described:
        return [", ".join(described["enum"])] if len(described["enum"]) < 8 else ["name"]
    if "anyOf" in described:
        return list(dict.fromkeys(word for one in described["anyOf"] for word in _how(one)))
    if described.get("type") == "array":
        return ["list"]
    if described.get("format") == "date":
        return ["date"]
    examples = "".join(map(str, described.get("examples", ())))
    if re.search(r"\d:\d", examples):
        return ["hours" if "-" in examples else "time of day"]
    return [_TYPES[described["type"]]] if "type" in described else []


def _example(path: tuple[str, ...]) -> str:
    """What the example says there, the shortest of several; nothing where it is long: its keys have a table below."""
    text = ELSEWHERE.get(".".join(path), "") or min(_said(_scenario(), path), key=len, default="")
    return f"`{text}`" if 0 < len(text) <= LONGEST else ""


def _said(node: Node, path: tuple[str, ...]) -> Iterator[str]:
    """What the example says at a path, NAME being any name."""
    if not path:
        yield _quoted(node)
    elif isinstance(node.value, dict):
        for key, entry in node.value.items():
            if path[0] in ("NAME", key):
                yield from _said(entry.node, path[1:])


def _quoted(node: Node) -> str:
    """On one line; times of day in quotes, as files have them."""
    return re.sub(r"(?<![\w\"-])(\d\d:\d\d(?:-\d\d:\d\d)?)(?![\w\"])", r'"\1"', flow(node))


def _scenario() -> Node:
    return files.read(EXAMPLE)[0]


if __name__ == "__main__":
    main()
