"""What a scenario says, value by value, each with the place where it is said and how it is known: for the register of
assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from ccsim.scenario.change import Change, Path, Step, is_within, path_text
from ccsim.scenario.change_path import members
from ccsim.scenario.evidence import Known, evidence_of, layered
from ccsim.scenario.node import Input, Node, flow
from ccsim.scenario.sections.evidence import NO_INPUTS, evidence_in

SHOWN = 160  # characters of a long list


def inputs(root: Node, files: Sequence[str], waiting: Mapping[str, Sequence[Change]]) -> tuple[Input, ...]:
    """Every value said, in the order of the file; what stands on one line as one value.

    `files` are those of the scenario, what lies on top first; `waiting`, by path, are changes made to what is read.
    """
    return tuple(_Inputs(waiting).said(root, (), layered(evidence_in(root), files)))


def leaves(inputs: Iterable[Input]) -> Iterator[Input]:
    """What stands on one line taken apart: every value by itself."""
    for one in inputs:
        if one.below:
            yield from leaves(one.below)
        else:
            yield one


def known_alike(inputs: Iterable[Input]) -> tuple[str, str] | None:
    """How all values are known, and on what grounds; None where not all are known in one way."""
    found = {(one.evidence, one.grounds) for one in leaves(inputs)}
    return found.pop() if len(found) == 1 else None


def cut(text: str) -> str:
    """A value as it is shown: a long one only begins."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


@dataclass(frozen=True)
class _Inputs:
    waiting: Mapping[str, Sequence[Change]]

    def said(self, node: Node, above: Path, known: Sequence[Known]) -> Iterator[Input]:
        """What is said below a node; of evidence there is `known` what may speak of it."""
        for step, below in members(node).items():
            path = (*above, step)
            if len(path) == 1 and step in NO_INPUTS:
                continue
            own = [one for one in known if one.may_speak_below(path)]
            if isinstance(below.value, dict) and not (_beside_its_key(node, step) and _on_one_line(below)):
                yield from self.said(below, path, own)
                continue
            parts = tuple(self.said(below, path, own)) if isinstance(below.value, dict) else ()
            yield self._input(path, below, parts, own)

    def _input(self, path: Path, node: Node, parts: tuple[Input, ...], known: Sequence[Known]) -> Input:
        text, value = path_text(path), flow(node)
        changes = tuple(
            change.text
            for changed, made in self.waiting.items()
            if is_within(changed, text) or is_within(text, changed)
            for change in made
        )
        if parts:
            kind, grounds = known_alike(parts) or ("", "")
        else:  # what is changed when it is read is not what was measured
            own = evidence_of(path, value, node.place.file, () if changes else known)
            kind, grounds = own.kind, own.grounds
        return Input(text, value, _source(node), path, parts, changes, kind, grounds)


def _beside_its_key(node: Node, step: Step) -> bool:
    """Whether a value begins on the line of its key, as `team: {staffing: 4}` does."""
    if not isinstance(node.value, dict):
        return True
    entry = node.value[str(step)]
    return entry.key.line == entry.node.place.line > 0


def _on_one_line(node: Node) -> bool:
    """Whether a mapping and all below stands on one line of one file."""
    line = (node.place.file, node.place.line)
    return all(
        (below.place.file, below.place.line) == line and (not isinstance(below.value, dict) or _on_one_line(below))
        for below in members(node).values()
    )


def _source(node: Node) -> str:
    name = FilePath(node.place.file).name
    return f"{name}:{node.place.line}" if node.place.line else name
