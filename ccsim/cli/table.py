"""The table at the end of `ccsim run`: plain text, 100 columns, the same in a terminal, a file and a mail."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from ccsim.cli.layout import EMPTY, WIDTH, count, duration, grid, shortened, with_half_width
from ccsim.measures.catalogue import find

if TYPE_CHECKING:
    from ccsim.estimation.targets import TargetResult
    from ccsim.study.result import Result

NAME_WIDTH = 22
MOST_DAYS = 14
WAITS = ("asa", "wait_p90")
LOSSES_AND_WAITS = (("abandoned %", "abandonment_rate"), ("ASA", "asa"), ("90 % wait ≤", "wait_p90"))
NO_BREAK = "\u00a0"
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
            cell(result, "contact", kind.name, "offered"),
            cell(result, "contact", kind.name, "service_level"),
            duration(kind.answer_within),
            *(cell(result, "contact", kind.name, measure) for _, measure in LOSSES_AND_WAITS),
        ]
        for kind in result.model.types
    ]
    if len(rows) > 1:
        together = [cell(result, "all", "all", measure) for measure in ("offered", "service_level")]
        rest = [cell(result, "all", "all", measure) for _, measure in comparable(result)]
        rows.append(["all", *together, "", *rest, *([EMPTY] * (len(LOSSES_AND_WAITS) - len(rest)))])
    headings = ["CONTACTS", "offered", "service level %", "within", *(name for name, _ in LOSSES_AND_WAITS)]
    return grid(headings, rows)


def comparable(result: Result) -> list[tuple[str, str]]:
    """Columns for all contacts together: no wait where live contacts (seconds) and deferred ones (hours) would mix."""
    mixed = len({channel.live for channel in result.model.channels}) > 1
    return [column for column in LOSSES_AND_WAITS if not (mixed and column[1] in WAITS)]


def agents(result: Result) -> list[str]:
    """A row for each agent group: occupancy, overtime, paid hours and cost; costs of channels below."""
    currency = result.scenario.currency
    columns = [("occupancy %", "occupancy"), ("overtime", "overtime"), ("paid hours", "paid_hours")]
    if any(group.cost_per_hour > 0 for group in result.model.groups):
        columns.append((f"cost {currency}".rstrip(), "cost_staff"))
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
        costs = f"channels cost {channel_cost:,.0f} {currency}".rstrip()
        lines.append(f"{costs}; with staff {cell(result, 'all', 'all', 'cost')}")
    if lost > 0:
        lines.append(f"value of lost contacts {cell(result, 'all', 'all', 'lost_value')} {currency}".rstrip())
    return lines


def days(result: Result) -> list[str]:
    """A row for each day, all contacts together, where there are several but not many."""
    dates = result.model.timeline.dates
    if not 2 <= len(dates) <= MOST_DAYS:
        return []
    rows = [
        [
            f"{day:%a %d %b}",
            cell(result, "day", day.isoformat(), "offered"),
            cell(result, "day", day.isoformat(), "service_level"),
            *(cell(result, "day", day.isoformat(), measure) for _, measure in comparable(result)),
        ]
        for day in dates
    ]
    return grid(["DAYS", "offered", "service level %", *(name for name, _ in comparable(result))], rows)


def targets(result: Result) -> list[str]:
    """A row for each target with its verdict; what is too long for the line goes on in the next."""
    if not result.targets:
        return []
    rows = [[shortened(one.name, NAME_WIDTH), one.sentence, found(result, one), one.verdict] for one in result.targets]
    headings = ["TARGETS", "", "found", "verdict"]
    too_wide = len(grid(headings, rows, left=2)[0]) - WIDTH
    longest = max(len(row[1]) for row in rows) - max(too_wide, 0)
    sentences = [unbroken(one.sentence, longest) for one in result.targets]
    heading, *lines = grid(
        headings, [[row[0], said[0], *row[2:]] for row, said in zip(rows, sentences, strict=True)], left=2
    )
    indent = " " * (max(len(row[0]) for row in [headings, *rows]) + 4)
    shown = [heading]
    for one, line, said in zip(result.targets, lines, sentences, strict=True):
        shown += [line, *(indent + more for more in said[1:])]
        if result.scenario.targets[one.name].per != "horizon":
            shown += [indent + more for more in unbroken(one.detail, WIDTH - len(indent))]
    if any(one.verdict == "uncertain" for one in result.targets):
        shown.append(VERDICT_MEANING)
    return shown


def unbroken(text: str, width: int) -> list[str]:
    """Lines of at most `width` in which `80 %` stays together."""
    return [line.replace(NO_BREAK, " ") for line in wrap(text.replace(" %", NO_BREAK + "%"), width)]


def found(result: Result, verdict: TargetResult) -> str:
    """What the verdict rests on: the measure, or for a `probability` target the share of days."""
    if verdict.estimate is None:
        return ""
    unit = "share" if result.scenario.targets[verdict.name].probability is not None else find(verdict.measure).unit
    shown = with_half_width(verdict.estimate.mean, verdict.estimate.half_width, unit)
    suffix = {"share": " %", "money": f" {result.scenario.currency}".rstrip(), "h": " h"}.get(unit, "")
    return shown if shown == EMPTY else shown + suffix


def notes(result: Result) -> list[str]:
    return [f"note: {note}" for note in result.notes]


def cell(result: Result, scope: str, name: str, measure: str) -> str:
    """One estimate with its half width, in the unit of its measure."""
    estimate = result.estimates.get(scope, name, measure)
    return with_half_width(estimate.mean, estimate.half_width, find(measure).unit)
