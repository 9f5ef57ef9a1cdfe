"""What may be meant by a factor whose path leads to no number: said only where the scenario takes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ccsim.errors import ScenarioError
from ccsim.scenario.change import Change, change_at, read_path
from ccsim.scenario.change_heads import with_value
from ccsim.scenario.load import Source
from ccsim.scenario.node import Node
from ccsim.study.sweep_factors import Factor

EXAMPLE = ("90%", "110%")
LISTED = 4  # values of a factor that an example repeats


def hint(scenario: Source, base: Sequence[Change], factor: Factor) -> str:
    """How to write a `path` that stands for a mapping, a list or a table: scaled, or by one of its numbers.

    Empty where the path leads to a number, so that something else is wrong, and where nothing is known that works.
    """
    if len(factor.heads) != 1 or factor.heads[0].operator != "=" or factor.heads[0].when is not None:
        return ""
    head = factor.heads[0]
    path = head.text.removesuffix("=").rstrip()
    try:
        standing = scenario.values(path, base)
    except ScenarioError:  # the path itself is what is wrong
        return ""
    if any(value.number is not None for value in standing):
        return ""
    each = [value.path for value in standing] if "*" in path else []
    parts = [f"to scale it {found}"] if (found := _scaled(scenario, base, factor, path, each)) else []
    parts += [f"{'or ' if parts else ''}vary one of its numbers, {found}" for found in _inside(scenario, base, path)]
    return "; ".join(parts)


def _scaled(scenario: Source, base: Sequence[Change], factor: Factor, path: str, each: Sequence[str]) -> str:
    """A factor that multiplies, with the values asked for where these are shares: all that the path stands for, else
    `each` of it that can be."""
    own = [level.text for level in factor.levels or (factor.at(0.0), factor.at(1.0))]
    texts = own[:LISTED] if factor.unit == "share" else EXAMPLE
    values = f"values: [{', '.join(texts)}]"

    def works(one: str) -> bool:
        head = replace(factor.heads[0], text=f"{one}*=", operator="*=")
        try:
            head = replace(head, path=read_path(one))
        except ValueError:  # a name that needs quotes
            return False
        return all(_works(scenario, [*base, with_value(head, Node(text, head.place, text))]) for text in texts)

    if works(path):
        return f'say {{change: "{path}*=", {values}}}'
    can = [f'"{one}*="' for one in each if works(one)]
    return f"say {{change: [{', '.join(can)}], {values}}}" if can else ""


def _inside(scenario: Source, base: Sequence[Change], path: str) -> list[str]:
    """The first number just below a path as a factor with the value it has; what lies deeper may be anything."""
    names = re.escape(path).replace(r"\*", r'("[^"]*"|[^.\[]+)')
    below = re.compile(names + r'\.("[^"]*"|[^.\[]+)')
    for one in scenario.paths():
        if not below.fullmatch(one):
            continue
        try:
            [value] = scenario.values(one, base)
            change = change_at(f"{one}={value.text}", scenario.root.place)
        except (ScenarioError, ValueError):
            continue
        if value.number is not None and _works(scenario, [*base, change]):
            return [f"like {{path: {one}, values: [{value.text}]}}"]
    return []


def _works(scenario: Source, changes: Sequence[Change]) -> bool:
    try:
        scenario.scenario(changes, idle=True)
    except ScenarioError:
        return False
    return True
