"""evidence: by the path of an input whether it was measured, forecast, assumed or decided, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ccsim.scenario.change import Path, read_path
from ccsim.scenario.node import Entry, Node, nearest
from ccsim.scenario.reader import Reader, Refused, join, mapping
from ccsim.scenario.schema import EVIDENCE_KINDS, Evidence
from ccsim.scenario.shapes import Custom, Json, Shape

NO_INPUTS = ("name", "targets", "stress", "evidence")
"""Sections on which no result rests."""
_FORM = "measured, forecast, assumed or decided, or one of them with its grounds, like {measured: ACD of March 2026}"
_MEANT = {
    "actual": "measured",
    "observed": "measured",
    "recorded": "measured",
    "predicted": "forecast",
    "guess": "assumed",
    "guessed": "assumed",
    "assumption": "assumed",
    "judgement": "assumed",
    "chosen": "decided",
    "agreed": "decided",
}


def _read(node: Node, path: str, reader: Reader) -> dict[str, Evidence]:
    members = mapping(node, path, reader)
    found: dict[str, Evidence] = {}
    for at, entry in members.items():
        inner = join(path, at)
        try:
            section = read_path(at)[0]
        except ValueError as error:
            reader.refuse(entry.key, inner, str(error))
            continue
        if section in NO_INPUTS:
            reader.refuse(entry.key, inner, f"'{section}' is no input: no result rests on it")
        try:
            found[at] = _evidence(entry.node, inner, reader)
        except Refused:
            continue
    if len(found) < len(members):
        raise Refused
    return found


def _evidence(node: Node, path: str, reader: Reader) -> Evidence:
    if not isinstance(node.value, dict):
        return Evidence(kind=_kind(node.text, node, path, reader))
    if len(node.value) != 1:
        raise reader.refuse(node.place, path, f"expected {_FORM}, got {node}{_in_quotes(node.value)}")
    ((kind, entry),) = node.value.items()
    if kind not in EVIDENCE_KINDS:
        reader.refuse(entry.key, join(path, kind), f"unknown key{_near(kind) or f'; known are {_known()}'}")
        raise Refused
    return Evidence(kind=kind, grounds=_grounds(entry, join(path, kind), kind, reader))


def _in_quotes(said: Mapping[str, Entry]) -> str:
    """A comma in a flow mapping begins another key: `{measured: ACD, March}`."""
    first, *others = said or [""]
    if first not in EVIDENCE_KINDS or any(said[other].node.value is not None for other in others):
        return ""
    whole = ", ".join([said[first].node.text, *others])
    return f' (a comma needs quotes: {{{first}: "{whole}"}})'


def _kind(word: str, node: Node, path: str, reader: Reader) -> str:
    if word in EVIDENCE_KINDS and isinstance(node.value, str):
        return word
    first, _, more = word.replace(":", ",").partition(",")
    if isinstance(node.value, str) and first.strip() in EVIDENCE_KINDS and more.strip():
        hint = f" (its grounds are written {{{first.strip()}: {more.strip()}}})"
    else:
        hint = _near(word) if isinstance(node.value, str) else ""
    raise reader.refuse(node.place, path, f"expected {_FORM}, got {node}{hint}")


def _grounds(entry: Entry, path: str, kind: str, reader: Reader) -> str:
    node = entry.node
    if node.value is None or isinstance(node.value, dict | list) or not node.text.strip():
        message = f"expected what it rests on, in words, got {node} ('{kind}' alone if there is nothing to say)"
        raise reader.refuse(node.place, path, message)
    return " ".join(node.text.split())


def _near(word: str) -> str:
    meant = _MEANT.get(word.casefold(), "")
    return f" (did you mean '{meant}'?)" if meant else nearest(word, list(EVIDENCE_KINDS))


def _known() -> str:
    return ", ".join(EVIDENCE_KINDS)


_GROUNDS: Json = {"type": ["string", "number"], "description": "what it rests on, in words"}
_DESCRIBED: Json = {
    "type": "object",
    "additionalProperties": {
        "anyOf": [
            {"enum": list(EVIDENCE_KINDS)},
            {
                "type": "object",
                "properties": dict.fromkeys(EVIDENCE_KINDS, _GROUNDS),
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
            },
        ],
    },
}
EVIDENCE: Shape[dict[str, Evidence]] = Custom(_read, _DESCRIBED)


def evidence_in(root: Node) -> Iterator[tuple[Path, Evidence, str]]:
    """All that a file's tree says, with the file where each stands; what cannot be read (a fault by then) is left
    out."""
    for entry, path in entries_in(root):
        try:
            yield path, _evidence(entry.node, "", Reader()), entry.key.file
        except Refused:
            continue


def entries_in(root: Node) -> Iterator[tuple[Entry, Path]]:
    """Everything said of which the path can be read, as it stands."""
    members = root.value if isinstance(root.value, dict) else {}
    section = members["evidence"].node.value if "evidence" in members else {}
    for at, entry in section.items() if isinstance(section, dict) else ():
        try:
            yield entry, read_path(at)
        except ValueError:
            continue
