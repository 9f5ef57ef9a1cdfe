"""What was understood of self-service, journeys, live rules and proactive service, in a planner's words and units."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ccsim.model.behaviour import Bound, Rule, SelfService
from ccsim.model.center import CenterModel
from ccsim.model.contact_types import mean_duration
from ccsim.model.law_text import law_text
from ccsim.model.words import bound_text, percent, shares_text, wall_time
from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import Scenario


def describe_behaviour(scenario: Scenario, model: CenterModel) -> Iterator[str]:
    behaviour = model.behaviour
    for bot in behaviour.bots:
        yield f"self-service {bot.name}: {_self_service(bot, scenario, model)}"
    if scenario.journeys.moves:
        yield _journeys(scenario)
    for rule in behaviour.rules:
        yield f"rule {rule.name}: {_act(rule, model)} {_when(rule, scenario)}"
    for one in behaviour.proactive:
        yield f"proactive {one.name}: replaces {percent(one.share)} of {model.types[one.contact].name}"


def _self_service(bot: SelfService, scenario: Scenario, model: CenterModel) -> str:
    fronts = [model.types[k].name for k in bot.fronts] + [model.appointments[a].name for a in bot.fronts_appointments]
    said = [
        f"before {', '.join(fronts)}" if fronts else "for those who are diverted to it",
        f"{duration_text(mean_duration(bot.time))} on average ({law_text(scenario.self_service[bot.name].time)})",
        f"contains {shares_text(bot.containment)}",
    ]
    if bot.false_containment.any():
        back = f", who come back as {model.types[bot.returns_to].name}" if bot.returns_to >= 0 else ""
        said.append(f"{shares_text(bot.false_containment)} of them falsely{back}")
    if bot.gives_up.any():
        said.append(f"{shares_text(bot.gives_up)} give up")
    factor = bot.easy_factor * bot.hand_over_aht
    if (factor != 1.0).any():
        said.append(f"the others take {shares_text(factor)} of their AHT")
    if bot.capacity is not None:
        said.append(f"at most {bot.capacity} at a time")
    if len(bot.outages):
        said.append(f"{len(bot.outages)} outage{'s' if len(bot.outages) > 1 else ''}")
    return ", ".join(said)


def _journeys(scenario: Scenario) -> str:
    by_outcome = [moves for of_type in scenario.journeys.moves.values() for moves in of_type.values()]
    moves = sum(len(listed) for listed in by_outcome)
    return (
        f"journeys: {moves} move{'' if moves == 1 else 's'} after {len(by_outcome)} outcome"
        f"{'' if len(by_outcome) == 1 else 's'} of {', '.join(scenario.journeys.moves)}, at most "
        f"{scenario.journeys.most_attempts} attempts"
    )


def _act(rule: Rule, model: CenterModel) -> str:
    contact = model.types[rule.contact].name
    if rule.callback:
        return f"offers a call-back to {contact}, {shares_text(rule.accepted)} accept,"
    if rule.add_group >= 0:
        return f"adds {model.groups[rule.add_group].name} for {contact}"
    if rule.close_group >= 0:
        return f"closes {model.groups[rule.close_group].name} for {contact}"
    to = model.types[rule.divert_type].name if rule.divert_type >= 0 else model.behaviour.bots[rule.divert_bot].name
    return f"diverts {shares_text(rule.accepted)} of {contact} to {to}"


def _when(rule: Rule, scenario: Scenario) -> str:
    when = scenario.orchestration[rule.name].when
    bounds: list[tuple[str, Bound | None, Callable[[float], str]]] = [
        ("expected wait", rule.expected_wait, duration_text),
        ("waiting", rule.waiting, "{:g}".format),
        ("idle agents", rule.idle, "{:g}".format),
    ]
    named = [(f"{what} {bound_text(bound, unit)}", unit) for what, bound, unit in bounds if bound is not None]
    if not named and max(rule.add_group, rule.close_group) >= 0:
        return "between " + " or ".join(f"{wall_time(start)} and {wall_time(end)}" for start, end in when.between)
    said = [text for text, _ in named] or ["somebody has to wait"]
    hours = [f"{wall_time(start)} to {wall_time(end)}" for start, end in when.between]
    said += [f"it is {' or '.join(hours)}"] if hours else []
    until = f", until {bound_text(rule.until, named[0][1])}" if rule.until is not None else ""
    return f"when {' and '.join(said)}{until}"
