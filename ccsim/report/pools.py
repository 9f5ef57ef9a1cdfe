"""Pools: contact types with the agent groups that may take them and nobody else may, for load against people.

If the work of such types is more than the people of such groups, some of it waits, however it is routed; people who may
also take what others share have less time for it still (Hall 1935, as `ccsim.model.offered_load` has it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST = 16


@dataclass(frozen=True)
class Pool:
    """`types` may be taken by no other than `groups`."""

    types: tuple[str, ...]
    groups: tuple[str, ...]


def pools(center: dict[str, Any]) -> list[Pool]:
    """Of all together, then of parts that share nobody, then of the groups of each contact type; none twice.

    `center`: what a run's summary says of it. One that does not say who may take what has no parts.
    """
    takers = {one["name"]: frozenset(one["groups"]) for one in center.get("contacts", []) if one.get("groups")}
    order = [one["name"] for one in center.get("groups", [])]
    every = Pool(tuple(one["name"] for one in center.get("contacts", [])), tuple(order))
    own = sorted(dict.fromkeys(takers.values()), key=lambda groups: (len(groups), sorted(map(order.index, groups))))
    found = [every]
    for groups in [*_parts(takers), *own]:
        types = tuple(name for name, those in takers.items() if those <= groups)
        pool = Pool(types, tuple(name for name in order if name in groups))
        if pool not in found and types != every.types:
            found.append(pool)
    return found[:MOST]


def may_take(center: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """What each group may take, others perhaps too."""
    return {
        group["name"]: tuple(
            one["name"] for one in center.get("contacts", []) if group["name"] in one.get("groups", ())
        )
        for group in center.get("groups", [])
    }


def _parts(takers: dict[str, frozenset[str]]) -> list[frozenset[str]]:
    """Groups that are joined by types that several of them may take."""
    parts: list[frozenset[str]] = []
    for groups in takers.values():
        joined = [part for part in parts if part & groups]
        parts = [part for part in parts if part not in joined]
        parts.append(groups.union(*joined))
    return parts
