"""targets: what the service should be."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from ccsim.scenario import units
from ccsim.scenario.measure_names import (
    MEASURE_UNITS,
    NEEDED,
    NEEDS,
    NOT_BY_DAY,
    NOT_BY_INTERVAL,
    RANGES,
    SERVICE_LEVELS,
    TABLE_OF,
    TABLES,
    Table,
    nearest_measure,
    scopes,
)
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import AMOUNT, CONTACTS, DURATION, SHARE, Share, duration, on_scale, share
from ccsim.scenario.reader import Reader, Refused, Said
from ccsim.scenario.schema import Target
from ccsim.scenario.shapes import Choice, Custom, Field, Json, RecordOf, Reference, Scalar, Shape

_SCOPES = ("contact", "channel", "segment", "agents", "appointment", "self_service")


def _in(value: Any) -> float:
    found = units.share(value)
    if found == 0:
        raise ValueError(f"must be above 0%, got {units.shown(value)}")
    return found


def _check(said: Said) -> None:
    named = [key for key in said.entries if key in _SCOPES]
    for key in named[1:]:
        said.fault_at_key(key, f"'{named[0]}' is said too: a target speaks of one of {', '.join(_SCOPES)}, or of all")
    bounds = [key for key in ("at_least", "at_most") if key in said]
    if len(bounds) != 1:
        said.fault("" if not bounds else "at_most", "say exactly one of at_least and at_most")
    measure = said.get("measure")
    if measure is not None:
        _check_scope(said, measure, named)
        said.only_with(
            ("within",), measure in SERVICE_LEVELS, f"only service levels have a threshold, and this is {measure}"
        )
    per = said.get("per") or ("horizon" if "per" not in said else None)
    if (per == "interval" and measure in NOT_BY_INTERVAL) or (per == "day" and measure in NOT_BY_DAY):
        said.fault("per", f"{measure} is not measured by {per}")
    if per is not None:
        said.only_with(("in", "ignore_below"), per != "horizon", "needs per: interval or per: day")
        said.only_with(("probability",), per == "day", "needs per: day: the share of days on which the target is met")
    if "in" in said and "probability" in said:
        said.fault_at_key(
            "in", "probability is said too: `in` judges days on average, `probability` single days; say one"
        )


def _check_scope(said: Said, measure: str, named: list[str]) -> None:
    missing = NEEDS.get(measure)
    if missing is not None and missing not in said.reader.features and not said.reader.base_unknown:
        said.fault("measure", f"{measure} needs {NEEDED[missing]}, and there is none")
        return
    table = TABLE_OF[measure]
    known = scopes(measure)
    if not named or named[0] in known:
        return
    if table == "center":
        said.fault_at_key(named[0], f"{measure} is of the whole center: leave '{named[0]}' out")
        return
    table = "agents" if table == "skills" else table
    say = {"agents": "agents: GROUP", "self_service": "self_service: NAME"}.get(table) or _or(known)
    said.fault_at_key(named[0], f"{measure} is a measure of {_words(table)}: say {say}, or nothing for all")


def _or(words: tuple[str, ...]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _words(table: Table) -> str:
    return table.replace("_", "-")


def _bound(measure: str | None) -> Shape[float]:
    if measure is None:  # unknown: its own fault says so, and what its bound could be is not known
        return Custom(_any, {})
    unit = MEASURE_UNITS[measure]
    if unit == "share":
        # utilisation and the like may pass 1 (overtime), yet a bound above it would say nothing
        return share
    if measure in RANGES:
        return on_scale(*RANGES[measure], f"{measure} is")
    return duration if unit == "time" else Scalar(units.amount, AMOUNT)


def _any(node: Node, path: str, reader: Reader) -> float:
    return 0.0


_ANY_BOUND: Json = {"anyOf": [SHARE, DURATION, {"type": "number", "minimum": -100}]}


def _measures(said: Container[str]) -> Choice:
    """The measures of what a target speaks of, so that a misspelt one is not answered with all there are."""
    scope = next((scope for scope in _SCOPES if scope in said), None)
    if scope is None:
        return Choice(tuple(MEASURE_UNITS), what="measure", near=nearest_measure)
    names = tuple(name for names in TABLES.values() for name in names if scope in scopes(name))
    what = {"agents": "agents", "appointment": "appointments", "self_service": "self-service"}.get(scope, "contacts")
    return Choice(names, what=f"measure of {what}", near=nearest_measure)


def _record(bound: Shape[float], measures: Choice) -> RecordOf[Target]:
    return RecordOf(
        Target,
        {
            "measure": Field(measures, "what is judged", required=True),
            "contact": Field(Reference("contacts", "a contact type"), "of this contact type"),
            "channel": Field(Reference("channels", "a channel"), "of this channel"),
            "segment": Field(Reference("segments", "a segment"), "of this segment"),
            "agents": Field(Reference("agents", "a group"), "of this agent group"),
            "appointment": Field(Reference("appointments", "an appointment"), "of this appointment"),
            "self_service": Field(Reference("self_service", "a self-service"), "of this self-service"),
            "at_least": Field(bound, "the bound it must reach"),
            "at_most": Field(bound, "the bound it must not pass"),
            "within": Field(duration, "the service level's threshold (default: the contact's answer_within)"),
            "per": Field(
                Choice(("horizon", "interval", "day")), "judged over all, or in each interval or day (default horizon)"
            ),
            "in": Field(Share(_in, SHARE), "share of intervals or days that must meet it (default all)", "share"),
            "ignore_below": Field(
                Scalar(units.contacts, CONTACTS),
                "intervals or days with fewer contacts are left out: 10 contacts (default 0)",
            ),
            "probability": Field(
                Scalar(units.inner_share, SHARE),
                "with per: day: met on so many days: 90% is nine in ten (default: the mean over days)",
            ),
        },
        _check,
        meaning="what must hold",
    )


def _target(node: Node, path: str, reader: Reader) -> Target:
    measure, measures = None, _measures(())
    if isinstance(node.value, dict) and "measure" in node.value:
        said = node.value["measure"].node.value
        measure = said if isinstance(said, str) and said in MEASURE_UNITS else None
        if measure is None:  # one that is measured elsewhere is told with where it belongs
            measures = _measures(node.value)
    values, sound = _record(_bound(measure), measures).readable(node, path, reader)
    if not sound:
        raise Refused
    return Target(**values)


_schema = _record(Custom(_any, _ANY_BOUND), _measures(())).schema()
TARGET: Shape[Target] = Custom(_target, _schema)
