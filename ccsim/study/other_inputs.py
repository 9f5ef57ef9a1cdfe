"""Inputs that systems do not say alike: each change once, and as deep as it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ccsim.scenario.change import Path, Step, is_within, path_text
from ccsim.scenario.inputs import cut, leaves
from ccsim.study.assumptions import unsaid
from ccsim.study.beside import SECTIONS

if TYPE_CHECKING:
    from ccsim.scenario.node import Input
    from ccsim.study.result import Result

ALL = "*"
Tree = str | dict[Step, Any]  # a value, or by key what stands below


class Other(NamedTuple):
    """A change: `where` are the names that `*` in the path stands for; none: all that there are."""

    path: Path
    base: str | None
    other: str | None
    where: tuple[str, ...] = ()


def other_inputs(results: Mapping[str, Result]) -> list[dict[str, Any]]:
    """Inputs of which some system says another value than the base: `input`, `base`, and by name what `others` say.

    None: it says nothing. `where`: names that `*` in the input stands for, empty where it is all of them. Values of
    tables are not among them: a change of these is told by its text alone. What only asks something of a scenario
    (`uncertainty`) is not either.
    """
    (_, base), *others = results.items()
    rows: dict[tuple[str, str | None, tuple[str, ...]], dict[str, str | None]] = {}
    for name, one in others:
        for found in _changes(base, one):
            rows.setdefault((path_text(found.path), found.base, found.where), {})[name] = found.other
    return [
        {"input": path, "base": before, "others": said, "where": list(where)}
        for (path, before, where), said in rows.items()
    ]


def _changes(base: Result, other: Result) -> Iterator[Other]:
    """What is said otherwise, then what is taken otherwise where nothing is said."""
    trees = _tree(base.scenario.inputs), _tree(other.scenario.inputs)
    before, after = ({row["input"]: row["value"] for row in unsaid(one.scenario, one.model)} for one in (base, other))
    said = {path_text(one.path): one for one in _differing(*trees, ())}
    found = [
        one._replace(
            base=before.get(path) if one.base is None else one.base,
            other=after.get(path) if one.other is None else one.other,
        )
        for path, one in said.items()
    ]
    yield from _folded(found, *trees)
    for path in dict.fromkeys([*before, *after]):
        own = before.get(path), after.get(path)
        if own[0] != own[1] and not any(is_within(path, one) for one in said):
            yield Other((path,), *own)


def _tree(inputs: Iterable[Input]) -> dict[Step, Any]:
    """All values by their path, also those of a mapping that stands on one line."""
    tree: dict[Step, Any] = {}
    for one in leaves(inputs):
        if one.steps[0] in SECTIONS:
            continue
        there = tree
        for step in one.steps[:-1]:
            there = there.setdefault(step, {})
        there[one.steps[-1]] = one.value
    return tree


def _differing(base: Tree, other: Tree, above: Path) -> Iterator[Other]:
    """What two say otherwise; what shares no key, such as another distribution, or is in one only, as a whole."""
    if base == other:
        return
    if isinstance(base, dict) and isinstance(other, dict) and (not above or base.keys() & other.keys()):
        for step in dict.fromkeys([*base, *other]):
            path = (*above, step)
            if step in base and step in other:
                yield from _differing(base[step], other[step], path)
            else:
                own = [_text(one[step]) if step in one else None for one in (base, other)]
                yield Other(path, own[0], own[1])
    else:
        yield Other(above, _text(base), _text(other))


def _text(tree: Tree) -> str:
    return cut(_flow(tree))


def _flow(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {_flow(below)}" for key, below in tree.items()) + "}"
    return tree


def _folded(rows: list[Other], *trees: Tree) -> Iterator[Other]:
    """The same change of several things of one kind as one, such as that of all contact types."""
    alike: dict[tuple[Any, ...], list[int]] = {}
    for place, one in enumerate(rows):
        for at in range(1, len(one.path)):
            key = at, one.path[:at], one.path[at + 1 :], one.base, one.other
            alike.setdefault(key, []).append(place)
    told: set[int] = set()
    together: dict[int, Other] = {}
    for (at, *_), places in sorted(alike.items(), key=lambda item: -len(item[1])):
        own = [place for place in places if place not in told]
        if len(own) > 1:
            path = rows[own[0]].path
            names = [rows[place].path[at] for place in own]
            known = {step for tree in trees for step in _below(tree, path[:at])}
            where = () if set(names) >= known else tuple(map(str, names))
            together[own[0]] = rows[own[0]]._replace(path=(*path[:at], ALL, *path[at + 1 :]), where=where)
            told.update(own)
    for place, one in enumerate(rows):
        if place in together:
            yield together[place]
        elif place not in told:
            yield one


def _below(tree: Tree, path: Path) -> Iterable[Step]:
    """The keys at a path; none where nothing stands there."""
    for step in path:
        tree = tree.get(step, {}) if isinstance(tree, dict) else {}
    return tree if isinstance(tree, dict) else ()
