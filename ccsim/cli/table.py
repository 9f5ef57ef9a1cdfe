"""The table at the end of `ccsim run`: plain text, 100 columns, the same in a terminal, a file and a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.cli.layout import WIDTH, count, duration, grid, shortened, with_half_width
from ccsim.measures.catalogue import find

if TYPE_CHECKING:
    from ccsim.estimation.targets import TargetResult
    from ccsim.study.result import Result

NAME_WIDTH = 22
MOST_DAYS = 14
CONTACT_MEASURES = (
    ("offered", "offered"),
    ("service level %", "service_level"),
    ("abandoned %", "abandonment_rate"),
    ("ASA", "asa"),
    ("90 % wait up to", "wait_p90"),
)
VERDICT_MEANING = "uncertain: the interval holds the bound; more replications would decide"


def table(result: Result) -> list[str]:
    """Lines of the table."""
    blocks = [heading(result), contacts(result), agents(result), days(result), targets(result), notes(result)]
    lines: list[str] = []
    for block in blocks:
        if block:
            lines += [*block, ""]
    return lines[:-1]


def heading(result: Result) -> list[str]:
    """What was simulated, how often, and what `±` means."""
    scenario, dates = result.scenario, result.model.timeline.dates
    period = f"{dates[0]:%a %d %b %Y}"
    if len(dates) > 1:
        period += f" to {dates[-1]:%a %d %b %Y} ({len(dates)} days)"
    confidence = f"{100 * scenario.simulation.confidence:g} %"
    replications = f"{result.replications} replication" + ("s" if result.replications > 1 else "")
    explained = f"± half width of the {confidence} interval" if result.replications > 1 else "one replication: no ±"
    facts = (replications, f"seed {result.seed}", f"{result.engine} engine", explained)
    return [scenario.name, f"{period}, {scenario.calendar.timezone}", " · ".join(facts)]


def contacts(result: Result) -> list[str]:
    """A row for each contact type and, where there are several, all together."""
    rows = [
        [
            shortened(kind.name, NAME_WIDTH),
            *(cell(result, "contact", kind.name, measure) for _, measure in CONTACT_MEASURES[:2]),
            f"in {duration(kind.answer_within)}",
            *(cell(result, "contact", kind.name, measure) for _, measure in CONTACT_MEASURES[2:]),
        ]
        for kind in result.model.types
    ]
    if len(rows) > 1:
        total = [cell(result, "all", "all", measure) for _, measure in CONTACT_MEASURES]
        rows.append(["all", *total[:2], "", *total[2:]])
    names = [name for name, _ in CONTACT_MEASURES]
    return grid(["CONTACTS", *names[:2], "", *names[2:]], rows)


def agents(result: Result) -> list[str]:
    """A row for each agent group: occupancy, overtime, paid hours and cost; costs of channels below."""
    currency = result.scenario.currency
    columns = (
        ("occupancy %", "occupancy"),
        ("overtime", "overtime"),
        ("paid hours", "paid_hours"),
        (f"cost {currency}", "cost_staff"),
    )
    rows = [
        [
            shortened(group.name, NAME_WIDTH),
            count(len(group.agents)),
            *(cell(result, "agents", group.name, measure) for _, measure in columns),
        ]
        for group in result.model.groups
    ]
    if len(rows) > 1:
        people = count(sum(len(group.agents) for group in result.model.groups))
        rows.append(["all", people, *(cell(result, "all", "all", measure) for _, measure in columns)])
    lines = grid(["AGENTS", "people", *(name for name, _ in columns)], rows)
    channel_cost = result.estimates.get("all", "all", "cost_channel").mean
    lost = result.estimates.get("all", "all", "lost_value").mean
    if channel_cost > 0:
        lines.append(f"channels cost {channel_cost:,.0f} {currency}; with staff {cell(result, 'all', 'all', 'cost')}")
    if lost > 0:
        lines.append(f"value of lost contacts {cell(result, 'all', 'all', 'lost_value')} {currency}")
    return lines


def days(result: Result) -> list[str]:
    """A row for each day, all contacts together, where there are several but not many."""
    dates = result.model.timeline.dates
    if not 2 <= len(dates) <= MOST_DAYS:
        return []
    rows = [
        [f"{day:%a %d %b}", *(cell(result, "day", day.isoformat(), measure) for _, measure in CONTACT_MEASURES)]
        for day in dates
    ]
    return grid(["DAYS", *(name for name, _ in CONTACT_MEASURES)], rows)


def targets(result: Result) -> list[str]:
    """A row for each target with its verdict."""
    if not result.targets:
        return []
    rows = [[shortened(one.name, NAME_WIDTH), one.sentence, found(result, one), one.verdict] for one in result.targets]
    headings = ["TARGETS", "", "found", "verdict"]
    too_wide = len(grid(headings, rows, left=2)[0]) - WIDTH
    if too_wide > 0:
        longest = max(len(row[1]) for row in rows) - too_wide
        rows = [[name, shortened(sentence, longest), *rest] for name, sentence, *rest in rows]
    lines = grid(headings, rows, left=2)
    if any(verdict.verdict == "uncertain" for verdict in result.targets):
        lines.append(VERDICT_MEANING)
    return lines


def found(result: Result, verdict: TargetResult) -> str:
    """What the verdict rests on: the measure, or for a `probability` target the share of days."""
    if verdict.estimate is None:
        return ""
    unit = "share" if result.scenario.targets[verdict.name].probability is not None else find(verdict.measure).unit
    return with_half_width(verdict.estimate.mean, verdict.estimate.half_width, unit)


def notes(result: Result) -> list[str]:
    return [f"note: {note}" for note in result.notes]


def cell(result: Result, scope: str, name: str, measure: str) -> str:
    """One estimate with its half width, in the unit of its measure."""
    estimate = result.estimates.get(scope, name, measure)
    return with_half_width(estimate.mean, estimate.half_width, find(measure).unit)
