"""YAML files with the place of every word, and `extends` overlays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ccsim.errors import Fault
from ccsim.scenario.node import DEEPEST, Entry, Node, Place, Scalar
from ccsim.scenario.overlay import overlay

_TAG = "tag:yaml.org,2002:"
SCENARIO_FILE = "scenario.yaml"


class Unreadable(Exception):
    """A file that cannot be used at all, with its faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


def read(path: str | Path) -> tuple[Node, list[Fault]]:
    """The tree of a scenario file (or of the scenario.yaml of a folder), overlays laid on what they extend.

    Returns
    -------
    The tree, and the faults that leave it readable (duplicate keys, overlays that remove what is not there).

    Raises
    ------
    Unreadable
        When a file of the chain is missing, is not UTF-8 text, is broken YAML, or extends itself.
    """
    return _read_chain(Path(path), ())


def scenario_file(path: Path) -> Path:
    """A folder stands for its scenario.yaml."""
    try:
        return path / SCENARIO_FILE if path.is_dir() else path
    except OSError:  # what is wrong with the path is told when it is opened
        return path


def extended(root: Node, faults: list[Fault], chain: tuple[Path, ...] = ()) -> tuple[Node, list[Fault]]:
    """`root` laid on what its `extends` names, if it says so; `chain` are the files on the way here."""
    assert isinstance(root.value, dict)
    entry = root.value.pop("extends", None)
    if entry is None:
        return root, faults
    place, target = entry.node.place, entry.node.value

    def unreadable(message: str) -> Unreadable:
        return Unreadable(*faults, Fault(place.file, place.line, place.column, "extends", message))

    if not isinstance(target, str) or not target or "\0" in target:
        raise unreadable(f"expected the path of a scenario file, got {entry.node}")
    base_path = Path(place.folder) / target
    file = scenario_file(base_path)
    if file.resolve() in [above.resolve() for above in chain]:
        raise unreadable(f"goes round in a circle: {' -> '.join(above.name for above in (*chain, file))}")
    try:
        if not file.exists():
            raise unreadable(f"no such file: '{file}'")
    except OSError as error:
        raise unreadable(f"cannot be read: {error.strerror}") from None
    try:
        base, base_faults = _read_chain(file, chain)
    except Unreadable as error:
        raise Unreadable(*faults, *error.faults) from None
    return overlay(base, root, faults), base_faults + faults


def _read_chain(path: Path, above: tuple[Path, ...]) -> tuple[Node, list[Fault]]:
    file = scenario_file(path)
    if file != path and not file.exists():
        raise Unreadable(Fault(str(path), 0, 0, "", f"a folder without a {SCENARIO_FILE}"))
    root, faults = _read_one(file)
    return extended(root, faults, (*above, file))


def _read_one(path: Path) -> tuple[Node, list[Fault]]:
    text = _text(path)
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        composed = YAML(typ="rt").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = " ".join(part for part in (error.context, error.problem) if part)
        raise Unreadable(Fault(str(path), line, column, "", f"not valid YAML: {message}{_advice(message)}")) from None
    except RecursionError:
        raise Unreadable(Fault(str(path), 0, 0, "", "not valid YAML: nested too deeply")) from None
    except (YAMLError, ValueError) as error:
        raise Unreadable(Fault(str(path), 0, 0, "", f"not valid YAML: {error}")) from None
    if composed is None:
        raise Unreadable(Fault(str(path), 1, 1, "", "the file is empty"))
    composer = _Composer(str(path), str(path.parent))
    root = composer.node(composed, "")
    if not isinstance(root.value, dict):
        message = f"expected sections (name:, calendar:, ...), got {root}"
        raise Unreadable(*composer.faults, Fault(str(path), root.place.line, root.place.column, "", message))
    return root, composer.faults


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(Fault(str(path), 0, 0, "", "no such file")) from None
    except OSError as error:
        raise Unreadable(Fault(str(path), 0, 0, "", f"cannot be read: {error.strerror}")) from None
    except ValueError:  # a path with a zero byte
        raise Unreadable(Fault(repr(str(path)), 0, 0, "", "no such file")) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 text (byte {content[error.start]:#04x}): save the file as UTF-8"
        raise Unreadable(Fault(str(path), line, 0, "", message)) from None


def _advice(message: str) -> str:
    if "'\\t'" in message:
        return " (indent with spaces, not tabs)"
    if "mapping values are not allowed" in message:
        return " (a value that holds a colon needs quotes)"
    return ""


class _Composer:
    """Turns ruamel's nodes into ours; duplicate keys are collected as faults."""

    def __init__(self, file: str, folder: str) -> None:
        self.file, self.folder = file, folder
        self.faults: list[Fault] = []
        self._inside: list[int] = []
        self._made: dict[int, Node] = {}  # what aliases name is made once, however often they do

    def place(self, node: Any) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1, self.folder)

    def fault(self, node: Any, path: str, message: str) -> None:
        place = self.place(node)
        self.faults.append(Fault(self.file, place.line, place.column, path, message))

    def node(self, composed: Any, path: str) -> Node:
        if id(composed) in self._inside:
            self.fault(composed, path, "an alias (*) that holds itself")
            return Node(None, self.place(composed), "null")
        if len(self._inside) > DEEPEST:
            self.fault(composed, path, "nested too deeply")
            return Node(None, self.place(composed))
        if id(composed) not in self._made:
            self._inside.append(id(composed))
            self._made[id(composed)] = self._new(composed, path)
            self._inside.pop()
        return self._made[id(composed)]

    def _new(self, composed: Any, path: str) -> Node:
        if composed.id == "scalar":
            return Node(self._scalar(composed, path), self.place(composed), composed.value)
        if composed.id == "sequence":
            items = [self.node(item, f"{path}[{i}]") for i, item in enumerate(composed.value)]
            return Node(items, self.place(composed))
        return Node(self._mapping(composed, path), self.place(composed))

    def _mapping(self, composed: Any, path: str) -> dict[str, Entry]:
        own: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        for key, value in composed.value:
            if key.id != "scalar":
                self.fault(key, path, "a key must be plain text")
                continue
            inner = f"{path}.{key.value}" if path else str(key.value)
            if str(key.tag) == _TAG + "merge":
                for part in value.value if value.id == "sequence" else [value]:
                    if part.id == "mapping":
                        merged = {**self._mapping(part, path), **merged}
                    else:
                        self.fault(part, inner, "<< takes a mapping")
                continue
            if key.value in own:
                first = own[key.value].key
                self.fault(key, inner, f"said twice (first on line {first.line})")
                self.node(value, inner)
                continue
            read = self.node(value, inner)
            # a value that is not there has no place but its key's
            own[key.value] = Entry(self.place(key), read if read.value is not None else Node(None, self.place(key)))
        return {**merged, **own}

    def _scalar(self, composed: Any, path: str) -> Scalar:
        tag, text = str(composed.tag), str(composed.value)
        try:
            match tag.removeprefix(_TAG):
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    return int(text.replace("_", ""), 0) if text.lstrip("+-0") else 0
                case "float":
                    return float(text.replace("_", "").lower().replace(".nan", "nan").replace(".inf", "inf"))
                case "str" | "timestamp":
                    return text
        except ValueError:
            # YAML takes 007 for a number, Python does not: what it means is for the key to say
            return text
        self.fault(composed, path, f"tags like {tag} mean nothing here")
        return text
