"""The table at the end of `ccsim run`: 100 columns of plain text in a file and a mail, on a terminal its width."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ccsim.cli import table_customers
from ccsim.cli.changes import with_changes
from ccsim.cli.folded import Folded, folded
from ccsim.cli.ink import verdicts
from ccsim.cli.layout import (
    EMPTY,
    cell,
    count,
    duration,
    headed,
    horizon,
    paragraphs,
    shortened,
    whole,
    with_half_width,
    wrapped,
)
from ccsim.cli.table_columns import LAST, Column, fitted
from ccsim.cli.table_estimates import NAME_WIDTH, Scopes, estimates, names
from ccsim.cli.table_intervals import by_interval
from ccsim.measures.catalogue import find
from ccsim.scenario.durations import length_text

if TYPE_CHECKING:
    from ccsim.estimation.targets import TargetResult
    from ccsim.model.center import ContactType
    from ccsim.study.result import Result

MOST_DAYS = 14
WAITS = ("asa", "wait_p90")
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
        by_interval(result),
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
    lines = [*headed(whole(name)), *with_changes(scenario.changes), *whole(horizon(result)), *whole(" · ".join(facts))]
    return lines + (wrapped(f"not by the faster compiled engine: {result.engine_limit}") if result.engine_limit else [])


def contacts(result: Result) -> list[str]:
    """A row for each contact type and, where there are several, all together; below what the columns leave open."""
    scopes = table_customers.with_all([("contact", kind.name) for kind in result.model.types])
    within = [duration(kind.answer_within) for kind in result.model.types]
    columns = [
        names("CONTACTS", scopes),
        estimates(result, scopes, "offered", "offered", count, halves=13),
        estimates(result, scopes, "SL %", "service_level", halves=16, barred=4),
        Column("within", [*within, ""][: len(scopes)], goes=12),
        *losses_and_waits(result, scopes),
        Column("AHT", aht(result, scopes, True), brief=aht(result, scopes, False), briefly=2, goes=11),
    ]
    return [*fitted(columns), *unserved(result), *table_customers.offers(result), *clocks(result)]


def losses_and_waits(result: Result, scopes: Scopes) -> list[Column]:
    """Abandonment and waits; no wait for all together where live contacts (seconds) and deferred ones (hours) would
    mix."""
    mixed = len({channel.live for channel in result.model.channels}) > 1

    def shown(column: Column) -> Column:
        blank = [mixed and scope in ("all", "day") for scope, _ in scopes]
        full, brief = (
            [EMPTY if no else text for no, text in zip(blank, texts, strict=True)]
            for texts in (column.cells, column.brief)
        )
        return replace(column, cells=full, brief=brief)

    return [
        estimates(result, scopes, "abandoned %", "abandonment_rate", halves=15, barred=1, goes=17),
        shown(estimates(result, scopes, "ASA", "asa", duration, halves=5, goes=18)),
        shown(estimates(result, scopes, "90 % wait ≤", "wait_p90", duration, halves=3, goes=14)),
    ]


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


def agents(result: Result) -> list[str]:
    """A row for each agent group: occupancy, overtime, paid hours and cost; costs of channels below."""
    currency, groups = result.scenario.currency, result.model.groups
    several, full_time = any(group.capacity > 1 for group in groups), length_text(result.scenario.full_time_week)
    scopes = table_customers.with_all([("agents", group.name) for group in groups])
    people = [len(group.agents) for group in groups]
    columns = [
        names("AGENTS", scopes),
        Column("people", [count(number) for number in [*people, sum(people)][: len(scopes)]], goes=14),
        estimates(result, scopes, "occupancy %", "occupancy", halves=16, barred=4),
    ]
    if several:
        slots = estimates(result, scopes, "slots used %", "slot_use", halves=12, goes=13)
        single = [*(group.capacity == 1 for group in groups), False][: len(scopes)]
        columns.append(
            replace(slots, cells=[EMPTY if no else text for no, text in zip(single, slots.cells, strict=True)])
        )
    columns += [
        estimates(result, scopes, "overtime", "overtime", halves=14, goes=15),
        estimates(result, scopes, "paid hours", "paid_hours", halves=11, goes=18),
        estimates(result, scopes, f"FTE of {full_time}", "fte", halves=LAST, goes=3),
    ]
    if any(group.cost_per_hour > 0 for group in groups):
        columns.append(estimates(result, scopes, f"cost {currency}".rstrip(), "cost_staff", halves=11, goes=17))
    lines = fitted(columns)
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
        lines += whole(f"{costs}; with staff {cell(result, 'all', 'all', 'cost')}")
    if lost > 0 and not table_customers.followed(result):  # else it stands with the customers
        lines += whole(f"value of lost contacts {cell(result, 'all', 'all', 'lost_value')} {currency}".rstrip())
    return lines


def days(result: Result) -> list[str]:
    """A row for each day, all contacts together, where there are several but not many."""
    dates = result.model.timeline.dates
    if not 2 <= len(dates) <= MOST_DAYS:
        return []
    scopes = [("day", day.isoformat()) for day in dates]
    return fitted(
        [
            Column("DAYS", [f"{day:%a %d %b}" for day in dates], left=True),
            estimates(result, scopes, "offered", "offered", count, halves=13),
            estimates(result, scopes, "SL %", "service_level", halves=16, barred=4),
            *(column for column in losses_and_waits(result, scopes) if set(column.cells) != {EMPTY}),
        ]
    )


def targets(result: Result) -> list[str]:
    """A row for each target with its verdict; what is too long for the line goes on in the next."""
    if not result.targets:
        return []
    rows = [
        Folded(
            [shortened(one.name, NAME_WIDTH), one.sentence, found(result, one), said],
            "" if result.scenario.targets[one.name].per == "horizon" else one.detail,
        )
        for one, said in zip(result.targets, verdicts([one.verdict for one in result.targets]), strict=True)
    ]
    shown = folded(["TARGETS", "", "found", "verdict"], rows)
    if any(one.verdict == "uncertain" for one in result.targets):
        shown += wrapped(UNCERTAIN if result.replications > 1 else ONE_REPLICATION)
    return shown


def found(result: Result, one: TargetResult) -> str:
    """What the verdict rests on: the measure, or for a `probability` target the share of days."""
    if one.estimate is None:
        return ""
    unit = "share" if result.scenario.targets[one.name].probability is not None else find(one.measure).unit
    shown = with_half_width(one.estimate.mean, one.estimate.half_width, unit)
    suffix = {"share": " %", "money": f" {result.scenario.currency}".rstrip(), "h": " h"}.get(unit, "")
    return shown if shown == EMPTY else shown + suffix


def notes(result: Result) -> list[str]:
    return [line for note in result.notes for line in whole(f"note: {note}")]


def aht(result: Result, scopes: Scopes, halves: bool) -> list[str]:
    """Handle times in seconds, however long, as reports have them."""

    def shown(scope: str, name: str) -> str:
        estimate = result.estimates.get(scope, name, "aht")
        if math.isnan(estimate.mean):
            return EMPTY
        half = f" ± {estimate.half_width:,.0f}" if halves and not math.isnan(estimate.half_width) else ""
        return f"{estimate.mean:,.0f}{half} s"

    return [shown(scope, name) for scope, name in scopes]
