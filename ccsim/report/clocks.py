"""Two clocks: waits go by the one on the wall, deferred work may be judged by one that stands while nobody is there."""

from __future__ import annotations

from typing import Any

from ccsim.report.words import Said, said

Json = dict[str, Any]


def kinds_in(center: Json, scope: str = "all", name: str = "all") -> list[Json]:
    """Contact types of a scope, as the summary of a run has them."""
    key = {"contact": "name", "channel": "channel"}.get(scope)
    return [one for one in center.get("contacts", []) if scope == "all" or (key is not None and one[key] == name)]


def only_open_hours(kind: Json) -> bool:
    """Whether the service level of a contact type counts opening hours alone (`semantics.md`, deferred)."""
    return not kind["live"] and kind.get("clock") == "opening"


def by_opening_hours(center: Json, scope: str = "all", name: str = "all") -> Said | None:
    """That waits and service level of some of these contacts go by different clocks; nothing where they do not."""
    names = [one["name"] for one in kinds_in(center, scope, name) if only_open_hours(one)]
    return said("two_clocks", names=", ".join(names)) if names else None
