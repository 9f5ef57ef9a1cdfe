"""Records of what live rules decided in one replication, each decision with its reason in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import Act, Logs
from ccsim.model.center import CenterModel
from ccsim.model.words import bound_text
from ccsim.study.contact_id import LogNames
from ccsim.study.record_columns import coded, named, picked, times

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.model.behaviour import Bound, Rule

QUANTITIES = ("expected_wait", "waiting", "idle")


def decision_records(model: CenterModel, logs: Logs) -> pd.DataFrame:
    """A row per decision of a live rule, in time order; those of the warm-up too.

    Columns: `replication`; `time, time_s`; `rule`, the `contact_type` it watches, `act` (`ccsim.engine.logs.Act`);
    `contact` (name; empty where a group was added or closed); `quantity` (expected_wait in seconds, waiting, idle;
    empty where the rule names none) and the `value` it had; `reason` (in words).
    """
    import pandas as pd

    log, rules = logs.decisions, model.behaviour.rules
    quantity = np.array(
        [-1 if asked(rule) is None else QUANTITIES.index(asked(rule) or "") for rule in rules], np.int64
    )
    watched = np.array([rule.contact for rule in rules], dtype=np.int64)
    taken = zip(log.rule.tolist(), log.act.tolist(), log.value.tolist(), strict=True)
    return pd.DataFrame(
        {
            "replication": np.full(len(log.time), logs.replication),
            **times(model.timeline, time=log.time),
            "rule": coded(log.rule, [rule.name for rule in rules]),
            "contact_type": coded(watched[log.rule], [kind.name for kind in model.types]),
            "act": named(log.act, Act),
            "contact": picked(LogNames.of(model, logs).contacts, log.contact),
            "quantity": coded(quantity[log.rule], list(QUANTITIES)),
            "value": log.value,
            "reason": [reason(model, rules[rule], Act(act), value) for rule, act, value in taken],
        }
    )


def asked(rule: Rule) -> str | None:
    """The quantity that a rule names first; None where it takes all who must wait, or goes by its hours alone."""
    return next((name for name in QUANTITIES if getattr(rule, name) is not None), None)


def reason(model: CenterModel, rule: Rule, act: Act, value: float) -> str:
    """What was done and why: `call-back accepted: expected wait 215 s > 180 s`."""
    return f"{done(model, rule, act)}: {why(rule, act, value)}"


def done(model: CenterModel, rule: Rule, act: Act) -> str:
    added, closed = (model.groups[group].name if group >= 0 else "" for group in (rule.add_group, rule.close_group))
    if act is Act.DECLINED:
        return "call-back declined" if rule.callback else f"not diverted to {diverts_to(model, rule)}"
    if act is Act.CALLBACK:
        return "call-back accepted"
    if act is Act.DIVERTED:
        return f"diverted to {diverts_to(model, rule)}"
    if act is Act.GROUP_ADDED:
        return f"{added} added"
    if act is Act.GROUP_CLOSED:
        return f"{closed} closed"
    return f"{added} withdrawn" if added else f"{closed} opened again"


def diverts_to(model: CenterModel, rule: Rule) -> str:
    if rule.divert_type >= 0:
        return model.types[rule.divert_type].name
    return model.behaviour.bots[rule.divert_bot].name


def why(rule: Rule, act: Act, value: float) -> str:
    """The condition that held: `26 waiting > 25`; of an end that no bound brought, that its hours are over."""
    name = asked(rule)
    if name is None and act in (Act.GROUP_ADDED, Act.GROUP_CLOSED):
        return "its hours have begun"
    if name is None or math.isnan(value):
        return "its hours are over" if act is Act.ENDED else "would have to wait"
    bound: Bound | None = rule.until if act is Act.ENDED else getattr(rule, name)
    if bound is None or not bound.holds(value):
        return f"its hours are over ({quantity(name, value)})"
    unit = "{:g} s" if name == "expected_wait" else "{:g}"
    return f"{quantity(name, value)} {bound_text(bound, unit.format)}"


def quantity(name: str, value: float) -> str:
    if name == "expected_wait":
        return f"expected wait {value:.1f} s"
    return f"{value:g} {name}"
