"""What a run rests on, as its summary keeps it for the report: the center, every input with its source, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ccsim.scenario.durations import duration_text
from ccsim.scenario.inputs import cut, leaves
from ccsim.sentences import Sentence

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.scenario.node import Input
    from ccsim.scenario.schema import Scenario

DEFAULT, ASSUMED, COMMAND_LINE = "default", "assumed", "command_line"


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
    """Every input with its value and source, and how tables were read; what is not said, but matters, with what is
    taken instead.

    `given`: by path what was asked of this run instead of what the scenario says, and `where` that was said.
    """
    asked_here = {path: {"input": path, "value": value, "source": where} for path, value in given.items()}
    rows = [
        asked_here.pop(one.path, {"input": one.path, "value": cut(one.value), "source": one.source})
        for one in _apart(scenario.inputs, given)
    ]
    return [*rows, *asked_here.values(), *unsaid(scenario, model)]


def _apart(inputs: Iterable[Input], given: Mapping[str, str]) -> Iterator[Input]:
    """Inputs, of which one that stands on a line with others is told by itself where something else was given."""
    for one in inputs:
        if any(path.startswith((f"{one.path}.", f"{one.path}[")) for path in given):
            yield from _apart(one.below, given)
        else:
            yield one


def unsaid(scenario: Scenario, model: CenterModel) -> list[dict[str, str]]:
    """Of the register what the scenario does not say itself: how tables were read, and what is taken."""
    said = {one.path for one in leaves(scenario.inputs)}
    rows = []
    for lines, source in ((scenario.understood, ""), (scenario.assumed, ASSUMED)):
        for line in lines:
            table, how = line.part("table"), line.part("how")
            rows.append({"input": table, "value": how, "source": source or table})
    return rows + [
        {"input": path, "value": value, "source": DEFAULT}
        for path, value in _defaults(scenario, model)
        if not _is_said(path, said)
    ]


def _is_said(path: str, said: set[str]) -> bool:
    """Whether a value, or some below it, is said."""
    return any(one == path or one.startswith((f"{path}.", f"{path}[")) for one in said)


def _defaults(scenario: Scenario, model: CenterModel) -> Iterator[tuple[str, str]]:
    yield "calendar.interval", duration_text(scenario.calendar.interval)
    yield "calendar.timezone", scenario.calendar.timezone
    yield "opening", Sentence("never_closes")
    yield "demand", Sentence("no_more_variation")
    for name, channel in scenario.channels.items():
        yield f"channels.{name}.concurrency", str(channel.concurrency)
        yield f"channels.{name}.lines", Sentence("no_limit_of_lines")
    for kind in model.types:
        if kind.name in scenario.contacts:
            own = f"contacts.{kind.name}"
            if kind.patience is None:
                yield f"{own}.patience", Sentence("patient_for_ever")
            yield f"{own}.answer_within", duration_text(kind.answer_within)
            yield f"{own}.resolution", f"{100 * kind.resolution:.4g}%"
            yield f"{own}.priority", f"{kind.priority:g}"
    for name, group in scenario.agents.items():
        yield f"agents.{name}.cost_per_hour", f"{group.cost_per_hour:g}"
        yield f"agents.{name}.shrinkage", f"{100 * group.shrinkage:.4g}%"
        yield f"agents.{name}.absence", Sentence("nobody_absent")
    yield "routing.agent_rule", scenario.routing.agent_rule
    yield "routing.contact_rule", scenario.routing.contact_rule
    yield "simulation.confidence", f"{100 * scenario.simulation.confidence:.4g}%"
