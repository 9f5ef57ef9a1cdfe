"""`ccsim erlang b|c|a`: closed forms for a quick look."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from ccsim.cli.quantity import DURATION, POSITIVE_DURATION, RATE, SHARE
from ccsim.cli.say import say, say_table

WITHIN = 20.0

rate_option = click.option(
    "--rate", type=RATE, required=True, help="Contacts offered: '200 per h', '100 per 30 min', '2400 per d'."
)
aht_option = click.option(
    "--aht", type=POSITIVE_DURATION, required=True, help="Mean handle time, wrap-up included: '4 min'."
)
agents_option = click.option("--agents", type=click.IntRange(min=1), help="Agents on duty; without: how many it takes.")
within_option = click.option(
    "--within", type=DURATION, default="20 s", show_default=True, help="Threshold of the service level."
)
level_option = click.option("--service-level", type=SHARE, help="Target: at least this share answered within --within.")
asa_option = click.option("--asa", type=DURATION, help="Target: the answered wait at most this long on average.")
delay_option = click.option("--delay-probability", type=SHARE, help="Target: at most this share has to wait.")
occupancy_option = click.option("--occupancy", type=SHARE, help="Target: agents busy at most this share of their time.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON: seconds, shares 0-1.")


@click.group(short_help="Erlang B, C, A: answers, and agents for a target.")
def erlang() -> None:
    """Erlang B, C and A: answers, and the least number of agents for a target.

    Steady state of one contact type and equal agents; for anything that changes over the day, simulate.
    """


@erlang.command()
@rate_option
@aht_option
@click.option("--agents", type=click.IntRange(min=0), help="Agents or lines; without: how many it takes.")
@click.option("--blocking", type=SHARE, help="Target: at most this share is lost.")
@json_option
def b(rate: float, aht: float, agents: int | None, blocking: float | None, as_json: bool) -> None:
    """Erlang B: nobody waits, who finds all agents (or lines) busy is lost.

    \b
    ccsim erlang b --rate "200 per h" --aht "4 min" --blocking 1%
    """
    from ccsim.erlang import ErlangB
    from ccsim.erlang.b import least_for_blocking

    if (agents is None) == (blocking is None):
        raise click.UsageError("give either --agents or the target --blocking")
    found = agents if agents is not None else least_for_blocking(rate * aht, blocking or 0.0)

    def row(n: int) -> dict[str, Any]:
        system = ErlangB(n, rate, aht)
        return {"agents": n, "blocking_rate": system.blocking_rate, "occupancy": system.occupancy, "busy": system.busy}

    answer(row, found, agents is None, rate * aht, 0, as_json)


@erlang.command()
@rate_option
@aht_option
@agents_option
@within_option
@level_option
@asa_option
@delay_option
@occupancy_option
@json_option
def c(
    rate: float,
    aht: float,
    agents: int | None,
    within: float,
    service_level: float | None,
    asa: float | None,
    delay_probability: float | None,
    occupancy: float | None,
    as_json: bool,
) -> None:
    """Erlang C: everybody waits for as long as it takes.

    \b
    ccsim erlang c --rate "200 per h" --aht "4 min" --agents 16
    ccsim erlang c --rate "200 per h" --aht "4 min" --service-level 80% --within "20 s"
    """
    from ccsim.erlang import ErlangC

    def row(n: int) -> dict[str, Any]:
        system = ErlangC(n, rate, aht)
        return {
            "agents": n,
            "service_level": system.service_level(within),
            "asa": system.asa,
            "delay_probability": system.delay_probability,
            "occupancy": system.occupancy,
            "queue_length": system.queue_length,
        }

    targets = {
        "service_level": service_level,
        "asa": asa,
        "delay_probability": delay_probability,
        "occupancy": occupancy,
    }
    least = int(rate * aht) + 1
    answer(row, staffed(row, agents, targets, least), agents is None, rate * aht, least, as_json)


@erlang.command()
@rate_option
@aht_option
@click.option("--patience", type=POSITIVE_DURATION, required=True, help="Mean patience: '3 min'.")
@agents_option
@within_option
@level_option
@click.option("--abandonment", type=SHARE, help="Target: at most this share abandons.")
@asa_option
@delay_option
@occupancy_option
@json_option
def a(
    rate: float,
    aht: float,
    patience: float,
    agents: int | None,
    within: float,
    service_level: float | None,
    abandonment: float | None,
    asa: float | None,
    delay_probability: float | None,
    occupancy: float | None,
    as_json: bool,
) -> None:
    """Erlang A: customers abandon when their patience ends. Service level is of the offered.

    \b
    ccsim erlang a --rate "200 per h" --aht "4 min" --patience "3 min" --agents 14
    ccsim erlang a --rate "200 per h" --aht "4 min" --patience "3 min" --abandonment 3%
    """
    from ccsim.erlang import ErlangA

    def row(n: int) -> dict[str, Any]:
        system = ErlangA(n, rate, aht, patience)
        return {
            "agents": n,
            "service_level": system.service_level(within),
            "abandonment_rate": system.abandonment_rate,
            "asa": system.asa,
            "mean_wait": system.mean_wait,
            "delay_probability": system.delay_probability,
            "occupancy": system.occupancy,
            "queue_length": system.queue_length,
        }

    targets = {
        "service_level": service_level,
        "abandonment_rate": abandonment,
        "asa": asa,
        "delay_probability": delay_probability,
        "occupancy": occupancy,
    }
    answer(row, staffed(row, agents, targets, 1), agents is None, rate * aht, 1, as_json)


def staffed(
    row: Callable[[int], dict[str, Any]], agents: int | None, targets: dict[str, float | None], least: int
) -> int:
    """The agents given, or the fewest that meet every target given."""
    from ccsim.erlang import agents_needed

    asked = {name: bound for name, bound in targets.items() if bound is not None}
    if agents is not None and asked:
        raise click.UsageError("give either --agents or targets, not both")
    if agents is not None:
        return agents
    if not asked:
        raise click.UsageError("give --agents for an answer, or a target such as --service-level 80% for the agents")

    def meets(n: int) -> bool:
        found = row(n)
        return all(
            found[name] >= bound if name == "service_level" else found[name] <= bound for name, bound in asked.items()
        )

    return agents_needed(meets, least)


def answer(
    row: Callable[[int], dict[str, Any]], agents: int, inverted: bool, load: float, least: int, as_json: bool
) -> None:
    """Print the row of `agents`, with its neighbours where the number was searched for."""
    if as_json:
        say(json.dumps({"offered_load": load, **row(agents)}))
        return
    from ccsim.cli.layout import duration, percent
    from ccsim.cli.table_columns import Column, fitted

    shown = [n for n in (agents - 1, agents, agents + 1) if n >= least] if inverted else [agents]
    rows = [row(n) for n in shown]
    formats: dict[str, tuple[str, Callable[[float], str]]] = {
        "agents": ("agents", lambda n: f"{n:,}"),
        "service_level": ("service level %", percent),
        "abandonment_rate": ("abandoned %", percent),
        "blocking_rate": ("blocked %", percent),
        "asa": ("ASA", duration),
        "mean_wait": ("mean wait, all", duration),
        "delay_probability": ("must wait %", percent),
        "occupancy": ("occupancy %", percent),
        "queue_length": ("waiting", lambda x: f"{x:.2f}"),
        "busy": ("busy agents", lambda x: f"{x:.2f}"),
    }
    columns = [name for name in formats if name in rows[0]]
    cells = {name: [formats[name][1](one[name]) for one in rows] for name in columns}
    if inverted:
        marks = ["> " if found == agents else "  " for found in shown]
        cells["agents"] = [mark + cell for mark, cell in zip(marks, cells["agents"], strict=True)]
    said = f"{agents:,} agents for {load:.2f} erlangs" if inverted else f"{load:.2f} erlangs offered"

    def table() -> list[str]:
        last = len(columns)
        own = [
            Column(formats[name][0], cells[name], goes=10 + last - at if at else 0) for at, name in enumerate(columns)
        ]
        return [said, "", *fitted(own, "")]

    say_table(table)
