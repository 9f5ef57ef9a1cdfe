"""Cards beside the answer of a risk analysis: how bad it may get, at what cost, which input it is, inputs or chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.report.answer import days_of
from ccsim.report.numbers import between, shown
from ccsim.report.risk_answer import TOLD, Chance, days, part_of_inputs, whole
from ccsim.report.words import Said, joined, said

if TYPE_CHECKING:
    from ccsim.report.risk_outcomes import Outcome

Json = dict[str, Any]
SMALL = 0.05  # share of the risk that is not told
MISSED, PARTLY, KEPT = "risk_bad_missed", "risk_bad_partly", "risk_bad_kept"


def bad(found: list[Outcome], summary: Json) -> list[Said]:
    """Beyond which value what a target is about lies in the worst part of single horizons, and whether it is met there:
    first those that are not."""
    tail = (1 - summary["central"]) / 2
    told = []
    for one in found:
        if one.bound is None or not len(one.horizon):
            continue
        ends = np.quantile(one.horizon, [at if one.at_least else 1 - at for at in (tail, 0.0)])
        begun, ended = one.kept(ends)
        key = MISSED if not begun else KEPT if ended else PARTLY
        side = "risk_bad_below" if one.at_least else "risk_bad_above"
        beyond = said(side, value=shown(float(ends[0]), one.unit, one.currency))
        asked = said("at_least" if one.at_least else "at_most", bound=one.bound_text)
        told.append((key, said(key, what=one.called, beyond=beyond, asked=asked)))
    return [line for _, line in sorted(told, key=lambda one: (MISSED, PARTLY, KEPT).index(one[0]))][:TOLD]


def costs(summary: Json) -> tuple[str, list[Said]] | None:
    """The range of what it costs in the long run, with what is told below it; None: it was not asked for."""
    wanted = ("cost", "paid_hours")
    rows = {row["measure"]: row for row in summary["measures"] if row["scope"] == "all" and row["measure"] in wanted}
    row = rows.get("cost") or rows.get("paid_hours")
    if row is None or row["long_run_low"] is None:
        return None
    unit, currency = row["unit"], summary["currency"]
    ends = between(row["long_run_low"], row["long_run_high"], unit, currency)
    horizon = between(row["horizon_low"], row["horizon_high"], unit, currency)
    told = [] if row["measure"] == "cost" else [said("cost_none")]
    told += [
        said("risk_cost_long_run", central=whole(summary["central"]), days=days_of(summary["center"]["days"])),
        said("risk_cost_mean", mean=shown(row["mean"], unit, currency), now=shown(row["as_it_is"], unit, currency)),
        said("risk_cost_days", when=days(summary), ends=horizon),
        said("risk_cost_why"),
    ]
    return ends, told


def matters(found: list[Outcome]) -> list[Said]:
    """Of each, the input that carries most of what may happen, and the next."""
    told = []
    for one in found:
        if not one.carried:
            continue
        first, *rest = one.carried
        if len(one.carried) > 1 and first["first_low"] < SMALL:
            told.append(said("risk_carries_unsure", name=one.called))
            continue
        parts = [said("risk_carries", name=one.called, input=first["input"], share=_share(first))]
        if rest and rest[0]["first"] >= SMALL:
            close = rest[0]["first_high"] >= first["first_low"]
            key = "matters_as_much" if close else "matters_then"
            parts.append(said(key, factor=rest[0]["input"], amount=_share(rest[0])))
        told.append(joined(parts))
    return told[:TOLD]


def _share(row: Json) -> str:
    return Chance(row["first"], row["first_low"], row["first_high"]).both


def spread(found: list[Outcome]) -> list[Said]:
    """How much of the spread of single horizons knowing the inputs would take away; last, of what that is not known."""
    told, unknown = [], []
    for one in found:
        part = None if one.measure is None else part_of_inputs(one.measure)
        if part is not None:
            told.append(said("risk_part", what=one.called, part=whole(part)))
        elif one.measure is None:
            unknown.append(one.called)
    return [*told[:TOLD], *([said("risk_part_unknown", what=joined(unknown, "; "))] if told and unknown else [])]
