"""What was changed, in the heading of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccsim.cli.layout import wrapped
from ccsim.scenario.change_doubts import doubts

MOST = 3  # doubts in a heading: a sweep may have one for each point


def with_changes(changes: Sequence[str]) -> list[str]:
    """The changes, and what of them may be a slip; nothing where there are none."""
    return [*wrapped(f"with {', '.join(changes)}"), *careful(changes)] if changes else []


def careful(changes: Iterable[str]) -> list[str]:
    """What of changes may be a slip, a line each."""
    found = doubts(changes)
    lines = [line for doubt in found[:MOST] for line in wrapped(f"careful: {doubt}")]
    return lines + ([f"careful: {len(found) - MOST} more like that"] if len(found) > MOST else [])
