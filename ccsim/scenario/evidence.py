"""How an input is known: what `evidence` says of it, and which inputs are the planner's own to decide.

Evidence speaks of what stands in its own file and in files which that one extends. What an overlay or a change says
instead was not measured with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ccsim.errors import Fault
from ccsim.scenario.adjustments import Adjustments
from ccsim.scenario.change import Path, path_text
from ccsim.scenario.decided import decided
from ccsim.scenario.exact import quantity
from ccsim.scenario.node import Node
from ccsim.scenario.reader import join
from ccsim.scenario.schema import Evidence
from ccsim.scenario.sections.evidence import entries_in
from ccsim.scenario.value_at import values_at

_SETTINGS = frozenset({"name", "calendar", "simulation", "currency", "full_time_week"})
_DEFINITIONS = {
    "channels": frozenset({"kind"}),
    "contacts": frozenset({"answer_within", "short_abandon", "clock", "sla_at"}),
    "appointments": frozenset({"contact"}),
}
"""Of a named thing in a section: what says how it is meant or measured."""
NOT_SAID = Evidence(kind="")


class Known(NamedTuple):
    """Evidence of what stands at a path (`*` for every name) and below, said in these files; None: in any."""

    path: Path
    evidence: Evidence
    files: frozenset[str] | None = None

    def speaks_of(self, path: Path) -> bool:
        """Whether the path is its own, or below it."""
        return len(self.path) <= len(path) and all(
            mine in ("*", step) for mine, step in zip(self.path, path, strict=False)
        )

    def may_speak_below(self, path: Path) -> bool:
        """Whether it may speak of something at the path or below; what it may speak of above is known to fit."""
        at = len(path) - 1
        return len(self.path) <= at or self.path[at] in ("*", path[at])

    @property
    def depth(self) -> tuple[int, int]:
        """How exactly it says what it speaks of."""
        return len(self.path), sum(step != "*" for step in self.path)


def layered(said: Iterable[tuple[Path, Evidence, str]], files: Sequence[str]) -> list[Known]:
    """Evidence with the files that it speaks of: where it stands, and below that in `files`, top first."""
    return [
        Known(path, evidence, frozenset([file, *files[files.index(file) :]] if file in files else [file]))
        for path, evidence, file in said
    ]


def evidence_of(path: Path, text: str, file: str, known: Iterable[Known]) -> Evidence:
    """Of a value as it is written in a file: by whoever speaks of it most exactly.

    Who says of all `agents` that they are assumed does not mean what is decided about them.

    Examples
    --------
    >>> assumed, measured = Evidence(kind="assumed"), Evidence(kind="measured", grounds="ACD, March")
    >>> known = [Known(("contacts",), assumed), Known(("contacts", "*", "talk_time"), measured)]
    >>> evidence_of(("contacts", "calls", "talk_time", "lognormal", "mean"), "4 min", "s.yaml", known).grounds
    'ACD, March'
    >>> evidence_of(("contacts", "calls", "wrap_up"), "30 s", "s.yaml", known).kind
    'assumed'
    >>> evidence_of(("contacts", "calls", "priority"), "2", "s.yaml", known).kind
    ''
    """
    covering = [one for one in known if one.speaks_of(path) and (one.files is None or file in one.files)]
    if covering and is_decided(path, text):
        covering = [one for one in covering if len(one.path) == len(path) or is_decided(one.path)]
    return max(covering, key=lambda one: one.depth).evidence if covering else NOT_SAID


def is_decided(path: Path, text: str = "") -> bool:
    """Whether a value, as written, is the planner's own to decide, or says how the study is made or measured.

    Who has a skill is decided; how fast he is with it, is not.

    Examples
    --------
    >>> is_decided(("agents", "team", "staffing")), is_decided(("demand", "day_variation"))
    (True, False)
    >>> is_decided(("agents", "team", "skills", "calls"), "100%")
    True
    >>> is_decided(("agents", "team", "skills", "calls"), "115%")
    False
    """
    if path[0] in _SETTINGS or (len(path) > 2 and path[2] in _DEFINITIONS.get(str(path[0]), ())):
        return True
    if len(path) == 4 and (path[0], path[2]) == ("agents", "skills") and text:
        factor = quantity(text)
        return factor is not None and factor.told == 1
    return bool(decided(path))


def misplaced(root: Node) -> list[Fault]:
    """Faults of evidence in the topmost file that speaks of what is neither said nor can be.

    `root` is the tree of the files, without changes: what these remove was known. Files that are extended told their
    own faults, and the overlay may have removed what they speak of.
    """
    faults = []
    for entry, path in entries_in(root):
        place = entry.key
        if place.file != root.place.file:
            continue
        try:
            values_at(root, path, Adjustments())
        except ValueError as error:
            at = join("evidence", path_text(path))
            faults.append(Fault(place.file, place.line, place.column, at, str(error).partition(": ")[2]))
    return faults
