"""What a run rests on, as its summary keeps it for the report: the center, every input with its source, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ccsim.scenario.change import Path, is_within, path_text, read_path
from ccsim.scenario.durations import duration_text
from ccsim.scenario.evidence import Known, evidence_of, is_decided
from ccsim.scenario.inputs import cut, known_alike, leaves
from ccsim.scenario.schema import ASSUMED, DECIDED, FORECAST, MEASURED, Evidence
from ccsim.sentences import Sentence

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.scenario.node import Input
    from ccsim.scenario.schema import Scenario

DEFAULT, TAKEN, COMMAND_LINE = "default", "assumed", "command_line"
"""Sources that are no place in a file; `TAKEN`: for granted, by how a table was read."""
TABLE_READ = "table_read"
UNCERTAINTY = "uncertainty"
"""The section of what a run does not rest on, but a risk analysis does."""


def center(scenario: Scenario, model: CenterModel, by_policy: bool) -> dict[str, Any]:
    """Days, intervals, channels with the seconds they open and close, contact types, groups and who may take what: what
    the measures do not tell by themselves.

    `by_policy`: contacts are routed by a policy in Python, which may send them to whoever has the skill.
    """
    from ccsim.model.offered_load import eligible

    takers = [eligible(model, k) for k in range(len(model.types))]
    if by_policy:
        takers = [frozenset(g for g, group in enumerate(model.groups) if k in group.types) for k in range(len(takers))]
    return {
        **horizon(scenario, model),
        "warm_up": model.timeline.warm_up,
        "channels": [
            {
                "name": channel.name,
                "live": channel.live,
                "opens": None if channel.never_closes else channel.open_windows.tolist(),
            }
            for channel in model.channels
        ],
        "contacts": [
            {
                "name": kind.name,
                "channel": model.channels[kind.channel].name,
                "live": model.channels[kind.channel].live,
                "answer_within": kind.answer_within,
                "clock": "opening" if kind.clock_opening else "elapsed",
                "sla_at": "start" if kind.sla_at_start else "end",
                "side_by_side": model.channels[kind.channel].concurrency,
                "groups": [group.name for g, group in enumerate(model.groups) if g in takers[k]],
            }
            for k, kind in enumerate(model.types)
        ],
        "groups": [{"name": group.name, "people": len(group.agents)} for group in model.groups],
    }


def horizon(scenario: Scenario, model: CenterModel) -> dict[str, Any]:
    """Days and intervals."""
    dates = model.timeline.dates
    return {
        "first_day": dates[0].isoformat(),
        "last_day": dates[-1].isoformat(),
        "days": len(dates),
        "interval": scenario.calendar.interval,
        "timezone": scenario.calendar.timezone,
    }


def asked(scenario: Scenario, name: str) -> dict[str, Any]:
    """How a target is to be judged: over what, in which share of it, with which probability."""
    target = scenario.targets[name]
    return {
        "per": target.per,
        "share": target.share,
        "ignore_below": target.ignore_below,
        "probability": target.probability,
    }


def register(scenario: Scenario, model: CenterModel, given: Mapping[str, str], where: str) -> list[dict[str, str]]:
    """Every input with its value, source and how it is known, and how tables were read; what is not said, but matters,
    with what is taken instead.

    `given`: by path what was asked of this run instead of what the scenario says, and `where` that was said.
    `evidence` is measured, forecast, assumed or decided, with its `grounds` where somebody says them; empty: nobody
    says it. What is taken because nothing is said is assumed, unless it is for the planner to decide. Rows that only
    tell how a table was read have `TABLE_READ` instead.
    """
    asked_here = {
        path: _row(path, value, where, Evidence(kind=DECIDED if is_decided(read_path(path)) else ""))
        for path, value in given.items()
    }
    rows = [
        asked_here.pop(one.path) if one.path in asked_here else row_of(one)
        for one in apart(scenario.inputs, given)
        if one.steps[0] != UNCERTAINTY
    ]
    return [*rows, *asked_here.values(), *unsaid(scenario, model)]


def rests_on(rows: Iterable[Mapping[str, str]]) -> Sentence:
    """How many inputs of a register are known in each way; tables as read are none."""
    found = [row["evidence"] for row in rows]
    counts = {kind or "not_said": found.count(kind) for kind in (MEASURED, FORECAST, ASSUMED, "", DECIDED)}
    return Sentence("rests_on", parts=[Sentence(f"evidence_{kind}", n=n) for kind, n in counts.items() if n])


def _row(path: str, value: str, source: str, evidence: Evidence) -> dict[str, str]:
    return {"input": path, "value": value, "source": source, "evidence": evidence.kind, "grounds": evidence.grounds}


def row_of(one: Input) -> dict[str, str]:
    """Of the register."""
    value = cut(one.value) + (f" ({', '.join(one.changes)})" if one.changes else "")
    parts = list(leaves(one.below)) or [one]
    kind = one.evidence or (DECIDED if all(is_decided(part.steps, part.value) for part in parts) else "")
    return _row(one.path, value, one.source, Evidence(kind=kind, grounds=one.grounds))


def apart(inputs: Iterable[Input], given: Iterable[str] = ()) -> Iterator[Input]:
    """Inputs, of which one that stands on a line with others is told by itself where something else was given, or where
    it is not known in the same way."""
    for one in inputs:
        asked = any(is_within(path, one.path) for path in given if path != one.path)
        if asked or (one.below and known_alike(one.below) is None):
            yield from apart(one.below, given)
        else:
            yield one


def unsaid(scenario: Scenario, model: CenterModel) -> list[dict[str, str]]:
    """Of the register what the scenario does not say itself: how tables were read, and what is taken."""
    said = {one.path for one in leaves(scenario.inputs)}
    known = [Known(read_path(path), evidence) for path, evidence in scenario.evidence.items()]
    rows = []
    for lines, source, kind in ((scenario.understood, "", TABLE_READ), (scenario.assumed, TAKEN, ASSUMED)):
        for line in lines:
            table, how = line.part("table"), line.part("how")
            rows.append(_row(table, how, source or table, Evidence(kind=kind)))
    for path, value in _defaults(scenario, model):
        text = path_text(path)
        if not _is_said(text, said):
            # of a whole contact type, say, evidence speaks of what is said, not of what is taken instead
            own = evidence_of(path, "", "", (one for one in known if len(one.path) == len(path)))
            taken = Evidence(kind=DECIDED if is_decided(path) else ASSUMED)
            rows.append(_row(text, value, DEFAULT, own if own.kind else taken))
    return rows


def _is_said(path: str, said: set[str]) -> bool:
    """Whether a value, or some below it, is said."""
    return any(is_within(one, path) for one in said)


def _defaults(scenario: Scenario, model: CenterModel) -> Iterator[tuple[Path, str]]:
    yield ("calendar", "interval"), duration_text(scenario.calendar.interval)
    yield ("calendar", "timezone"), scenario.calendar.timezone
    yield ("opening",), Sentence("never_closes")
    yield ("demand",), Sentence("no_more_variation")
    for name, channel in scenario.channels.items():
        yield ("channels", name, "concurrency"), str(channel.concurrency)
        yield ("channels", name, "lines"), Sentence("no_limit_of_lines")
    for kind in model.types:
        if kind.name in scenario.contacts:
            own = ("contacts", kind.name)
            if kind.patience is None:
                yield (*own, "patience"), Sentence("patient_for_ever")
            yield (*own, "answer_within"), duration_text(kind.answer_within)
            yield (*own, "resolution"), f"{100 * kind.resolution:.4g}%"
            yield (*own, "priority"), f"{kind.priority:g}"
    for name, group in scenario.agents.items():
        yield ("agents", name, "cost_per_hour"), f"{group.cost_per_hour:g}"
        yield ("agents", name, "shrinkage"), f"{100 * group.shrinkage:.4g}%"
        yield ("agents", name, "absence"), Sentence("nobody_absent")
    yield ("routing", "agent_rule"), scenario.routing.agent_rule
    yield ("routing", "contact_rule"), scenario.routing.contact_rule
    yield ("simulation", "confidence"), f"{100 * scenario.simulation.confidence:.4g}%"
