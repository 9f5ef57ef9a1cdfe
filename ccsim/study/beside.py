"""Sections that ask something of a scenario (`stress`, `uncertainty`), apart from the scenario that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ccsim.errors import ScenarioError
from ccsim.scenario.adjustments import Adjustments
from ccsim.scenario.change import read_change
from ccsim.scenario.load import Source, load, source
from ccsim.scenario.node import Node
from ccsim.scenario.variation import vary

SECTIONS = ("stress", "uncertainty")


def opened(path: str | Path, given: Sequence[str] = ()) -> Source:
    """The file of a scenario; where it cannot be used, faults of the changes are told, too.

    Raises
    ------
    ScenarioError
        When a file of the chain cannot be used at all.
    """
    try:
        return source(path)
    except ScenarioError:
        load(path, given)
        raise


def asked(source: Source, given: Sequence[str]) -> Node:
    """The tree with the changes made, to see what it asks for."""
    return vary(source.root, list(map(read_change, given)), Adjustments(idle=True))[0]


def bare(source: Source, given: Sequence[str]) -> tuple[Source, list[str]]:
    """The scenario, and the changes of it, without what asks: what one question removes another may speak of."""
    assert isinstance(source.root.value, dict)
    kept = {key: entry for key, entry in source.root.value.items() if key not in SECTIONS}
    others = [text for text in given if read_change(text).path[0] not in SECTIONS]
    return replace(source, root=replace(source.root, value=kept)), others
