"""Whose load is drawn against whose people: all, pools and every group; and who is short when a plan breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ccsim.report.at_risk import Broken, named_first
from ccsim.report.clocks import kinds_in
from ccsim.report.pools import Pool, may_take, pools

if TYPE_CHECKING:
    import pandas as pd

Json = dict[str, Any]


@dataclass(frozen=True)
class LoadChoice:
    """`under`: the heading it stands under, none of all together. `shared`: others may take some of its types, too, so
    its load is the share of each that it took."""

    pool: Pool
    name: Json
    under: str = ""
    shared: bool = False


def choices(center: Json) -> list[LoadChoice]:
    """All, pools of several groups or of a part of what a group may take, then each group."""
    every, *found = pools(center)
    takers = {one["name"]: one.get("groups", ()) for one in center.get("contacts", [])}
    own = [
        LoadChoice(Pool(types, (group,)), {"$name": group}, "one_group", any(len(takers[one]) > 1 for one in types))
        for group, types in may_take(center).items()
        if types
    ]
    alone = {one.pool for one in own if not one.shared}
    parts = [LoadChoice(pool, {"$name": _named(pool)}, "nobody_else") for pool in found if pool not in alone]
    return [LoadChoice(every, {"$word": "all_groups"}), *parts, *(own if len(own) > 1 else [])]


def shortest(found: list[LoadChoice], tables: list[pd.DataFrame], broken: list[Broken], center: Json) -> list[int]:
    """Places of the choices, the shortest of people first when the answer's worst target breaks.

    Shortest is who lacks most agents over those intervals, added up; where nobody lacks any, who has the least to spare
    for its load. Those come first that may take all live contacts that the target is about: one of them who takes a
    part does not tell why the whole breaks. Without a broken target it is over all time. All together come after others
    of which that is true.
    `tables`: of each choice, as `ccsim.report.load.load_and_staff` has them, with the load that is judged as `live`.
    """
    worst = next(iter(named_first(broken)), None)
    when = None if worst is None else set(worst.rows["interval"])
    kinds = [] if worst is None else kinds_in(center, worst.target["scope"], worst.target["scope_name"])
    about = {one["name"] for one in kinds if one["live"]} or {one["name"] for one in kinds}

    def rank(place: int) -> tuple[bool, bool, float, float]:
        one, table = found[place], tables[place]
        own = table if when is None else table[table["interval"].isin(when)]
        lacking = float((own["live"] - own["agents_on_duty"]).clip(lower=0.0).sum())
        duty = float(own["agents_on_duty"].sum())
        full = float(own["live"].sum()) / duty if duty > 0 else 0.0
        apart = bool(one.under) and not about <= set(one.pool.types)
        return apart, not one.under, -lacking, -full

    return sorted(range(len(found)), key=rank)


def _named(pool: Pool) -> str:
    return f"{', '.join(pool.types)}: {' + '.join(pool.groups)}"
