"""YAML files with the place of every word, and `extends` overlays."""

from __future__ import annotations

from pathlib import Path

from ccsim.errors import Fault
from ccsim.scenario.near_files import SCENARIO_FILE as SCENARIO_FILE
from ccsim.scenario.near_files import near_file, told_inside
from ccsim.scenario.node import Node
from ccsim.scenario.overlay import overlay, without_removals
from ccsim.scenario.yaml_faults import in_plain_words
from ccsim.scenario.yaml_tree import Composer

TABLES = (".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")


class Unreadable(Exception):
    """A file that cannot be used at all, with its faults; `root` is what stands above it: overlays without a base."""

    def __init__(self, *faults: Fault, root: Node | None = None) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)
        self.root = root


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
        fault = Fault(place.file, place.line, place.column, "extends", message)
        return Unreadable(*faults, fault, root=without_removals(root))

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
        # what the overlay removes or renames cannot be judged against half a base, so those faults are not told
        top = overlay(error.root, root, [], target) if error.root else root
        raise Unreadable(*faults, *error.faults, root=without_removals(top)) from None
    return overlay(base, root, faults, target), base_faults + faults


def _read_chain(path: Path, above: tuple[Path, ...]) -> tuple[Node, list[Fault]]:
    file = scenario_file(path)
    if file != path and not file.exists():
        raise Unreadable(Fault(str(path), 0, 0, "", f"a folder without a {SCENARIO_FILE}{told_inside(path)}"))
    root, faults = read_one(file)
    return extended(root, faults, (*above, file))


def read_one(path: Path) -> tuple[Node, list[Fault]]:
    """The tree of one file, `extends` not followed; raises as `read`."""
    if path.suffix.lower() in TABLES and path.is_file():
        message = f"a table, not a scenario: give the scenario file that names it, or the folder of a {SCENARIO_FILE}"
        raise Unreadable(Fault(str(path), 0, 0, "", message))
    text = _text(path)
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        composed = YAML(typ="rt").compose(text)
    except MarkedYAMLError as error:
        line, column, message = in_plain_words(error, text)
        raise Unreadable(Fault(str(path), line, column, "", f"not valid YAML: {message}")) from None
    except RecursionError:
        raise Unreadable(Fault(str(path), 0, 0, "", "not valid YAML: nested too deeply")) from None
    except (YAMLError, ValueError) as error:
        raise Unreadable(Fault(str(path), 0, 0, "", f"not valid YAML: {error}")) from None
    if composed is None:
        raise Unreadable(Fault(str(path), 1, 1, "", "the file is empty"))
    composer = Composer(str(path), str(path.parent))
    root = composer.node(composed, "")
    if not isinstance(root.value, dict):
        message = f"expected sections (name:, calendar:, ...), got {root}"
        raise Unreadable(*composer.faults, Fault(str(path), root.place.line, root.place.column, "", message))
    return root, composer.faults


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(Fault(str(path), 0, 0, "", f"no such file{near_file(path)}")) from None
    except OSError as error:
        raise Unreadable(Fault(str(path), 0, 0, "", f"cannot be read: {error.strerror}")) from None
    except ValueError:  # a path with a zero byte
        raise Unreadable(Fault(repr(str(path)), 0, 0, "", "no such file")) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[: error.start].rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"not UTF-8 text (byte {content[error.start]:#04x}): save the file as UTF-8"
        raise Unreadable(Fault(str(path), line, column, "", message)) from None
