"""The table at the end of `ccsim run`: plain text, 100 columns, the same in a terminal, a file and a mail."""

from __future__ import annotations

import math
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from ccsim.cli import table_customers
from ccsim.cli.changes import with_changes
from ccsim.cli.layout import (
    EMPTY,
    WIDTH,
    cell,
    count,
    duration,
    grid,
    horizon,
    paragraphs,
    shortened,
    with_half_width,
    wrapped,
)
from ccsim.measures.catalogue import find
from ccsim.scenario.durations import length_text

if TYPE_CHECKING:
    from ccsim.estimation.targets import TargetResult
    from ccsim.model.center import ContactType
    from ccsim.study.result import Result

NAME_WIDTH = 22
MOST_DAYS = 14
WAITS = ("asa", "wait_p90")
LOSSES_AND_WAITS = (("abandoned %", "abandonment_rate"), ("ASA", "asa"), ("90 % wait ≤", "wait_p90"))
NO_BREAK = "\u00a0"
UNSERVED = ("blocked", "dropped", "backlog")
UNCERTAIN = "uncertain: the interval holds the bound; more replications would decide"
ONE_REPLICATION = "uncertain: one replication has no interval to judge by; more would tell"


def table(result: Result, file: str = "") -> list[str]:
    """Lines of the table; `file` is the scenario's, which tells an overlay from its base in the heading."""
    blocks = [
        heading(result, file),
        contacts(result),
        table_customers.self_service(result),
        table_customers.appointments(result),
        table_customers.customers(result),
        agents(result),
        days(result),
        targets(result),
        notes(result),
    ]
    return paragraphs(blocks)


def heading(result: Result, file: str) -> list[str]:
    """What was simulated, how often, and what `±` means."""
    scenario = result.scenario
    confidence = f"{100 * scenario.simulation.confidence:g} %"
    replications = f"{result.replications} replication" + ("s" if result.replications > 1 else "")
    explained = f"± half width of the {confidence} interval" if result.replications > 1 else "one replication: no ±"
    facts = (replications, f"seed {result.seed}", f"{result.engine} engine", explained)
    own = Path(file).name
    name = f"{scenario.name} ({own})" if own.endswith((".yaml", ".yml")) and own != "scenario.yaml" else scenario.name
    lines = [name, *with_changes(scenario.changes), horizon(result), " · ".join(facts)]
    return lines + (wrapped(f"not by the faster compiled engine: {result.engine_limit}") if result.engine_limit else [])


def contacts(result: Result) -> list[str]:
    """A row for each contact type and, where there are several, all together; below what the columns leave open."""
    lines = contact_grid(result, halves=("aht", *WAITS))
    for halves in ((*WAITS,), (WAITS[0],), ()):
        if max(map(len, lines)) > WIDTH:
            lines = contact_grid(result, halves)
    return [*lines, *unserved(result), *table_customers.offers(result), *clocks(result)]


def contact_grid(result: Result, halves: tuple[str, ...]) -> list[str]:
    """`halves`: times that are shown with their half widths."""

    def shown(scope: str, name: str, measure: str) -> str:
        if measure not in WAITS or measure in halves:
            return cell(result, scope, name, measure)
        return duration(result.estimates.get(scope, name, measure).mean)

    rows = [
        [
            shortened(kind.name, NAME_WIDTH),
            cell(result, "contact", kind.name, "offered"),
            cell(result, "contact", kind.name, "service_level"),
            duration(kind.answer_within),
            *(shown("contact", kind.name, measure) for _, measure in LOSSES_AND_WAITS),
            aht(result, "contact", kind.name, "aht" in halves),
        ]
        for kind in result.model.types
    ]
    if len(rows) > 1:
        together = [cell(result, "all", "all", measure) for measure in ("offered", "service_level")]
        rest = [shown("all", "all", measure) for _, measure in comparable(result)]
        rest += [EMPTY] * (len(LOSSES_AND_WAITS) - len(rest))
        rows.append(["all", *together, "", *rest, aht(result, "all", "all", "aht" in halves)])
    headings = ["CONTACTS", "offered", "SL %", "within", *(name for name, _ in LOSSES_AND_WAITS), "AHT"]
    return grid(headings, rows)


def unserved(result: Result) -> list[str]:
    """Contacts that no column tells of: found no line, were sent away at closing, or wait at the end."""
    lines = []
    for measure in UNSERVED:
        several = [
            f"{kind.name} {cell(result, 'contact', kind.name, measure)}"
            for kind in result.model.types
            if result.estimates.get("contact", kind.name, measure).mean > 0
        ]
        if several:
            lines += wrapped(f"{measure} ({find(measure).meaning}): {', '.join(several)}")
    return lines


def clocks(result: Result) -> list[str]:
    """On which clock deferred contacts are judged, and on which they wait."""
    judged: dict[tuple[bool, bool], list[ContactType]] = {}
    for kind in result.model.types:
        if not result.model.channels[kind.channel].live:
            judged.setdefault((kind.clock_opening, kind.sla_at_start), []).append(kind)
    lines = []
    for (opening, at_start), kinds in judged.items():
        until = "start" if at_start else "end"
        clock = "in opening hours" if opening else "elapsed"
        lines += wrapped(
            f"{', '.join(kind.name for kind in kinds)}: SL counts the time to the {until} of the reply, {clock}, and "
            "leaves out what is not yet due at the end; ASA and waits are elapsed time to the start of the reply"
        )
    return lines


def comparable(result: Result) -> list[tuple[str, str]]:
    """Columns for all contacts together: no wait where live contacts (seconds) and deferred ones (hours) would mix."""
    mixed = len({channel.live for channel in result.model.channels}) > 1
    return [column for column in LOSSES_AND_WAITS if not (mixed and column[1] in WAITS)]


def agents(result: Result) -> list[str]:
    """A row for each agent group: occupancy, overtime, paid hours and cost; costs of channels below."""
    currency, groups = result.scenario.currency, result.model.groups
    full_time = f"FTE of {length_text(result.scenario.full_time_week)}"
    columns = [("occupancy %", "occupancy"), ("overtime", "overtime"), ("paid hours", "paid_hours"), (full_time, "fte")]
    several = any(group.capacity > 1 for group in groups)
    if several:
        columns.insert(1, ("slots used %", "slot_use"))
    if any(group.cost_per_hour > 0 for group in groups):
        columns.append((f"cost {currency}".rstrip(), "cost_staff"))
    lines = agent_grid(result, columns)
    if max(map(len, lines)) > WIDTH:
        lines = agent_grid(result, [column for column in columns if column[1] != "fte"])
    if several:
        lines += wrapped(
            "occupancy: time with at least one contact; slots used: of all contacts they could have at once"
        )
    channel_cost = result.estimates.get("all", "all", "cost_channel").mean
    lost = result.estimates.get("all", "all", "lost_value").mean
    by_kind = table_customers.costs(result)
    if by_kind:
        lines += by_kind
    elif channel_cost > 0:
        costs = f"channels cost {channel_cost:,.0f} {currency}".rstrip()
        lines.append(f"{costs}; with staff {cell(result, 'all', 'all', 'cost')}")
    if lost > 0 and not table_customers.followed(result):  # else it stands with the customers
        lines.append(f"value of lost contacts {cell(result, 'all', 'all', 'lost_value')} {currency}".rstrip())
    return lines


def agent_grid(result: Result, columns: list[tuple[str, str]]) -> list[str]:
    rows = [
        [
            shortened(group.name, NAME_WIDTH),
            count(len(group.agents)),
            *(
                EMPTY if measure == "slot_use" and group.capacity == 1 else cell(result, "agents", group.name, measure)
                for _, measure in columns
            ),
        ]
        for group in result.model.groups
    ]
    if len(rows) > 1:
        people = count(sum(len(group.agents) for group in result.model.groups))
        rows.append(["all", people, *(cell(result, "all", "all", measure) for _, measure in columns)])
    return grid(["AGENTS", "people", *(name for name, _ in columns)], rows)


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
    return grid(["DAYS", "offered", "SL %", *(name for name, _ in comparable(result))], rows)


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
        shown.append(UNCERTAIN if result.replications > 1 else ONE_REPLICATION)
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


def aht(result: Result, scope: str, name: str, half: bool) -> str:
    """Handle time in seconds, however long, as reports have it."""
    estimate = result.estimates.get(scope, name, "aht")
    if math.isnan(estimate.mean):
        return EMPTY
    width = f" ± {estimate.half_width:,.0f}" if half and not math.isnan(estimate.half_width) else ""
    return f"{estimate.mean:,.0f}{width} s"
