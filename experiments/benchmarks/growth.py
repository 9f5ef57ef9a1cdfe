"""What a contact costs in the engine as days, teams and queues grow, and in scenarios with every feature."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from experiments.benchmarks.contestant import CHUNK
from experiments.benchmarks.jobs import team

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SMALLEST, LARGEST = 1_000.0, 1_000_000.0  # contacts of a day
WORK = 1_000_000.0  # contacts for one look at the clock
FEWEST_DAYS = 3  # of one look: the first takes memory that others find


@dataclass(frozen=True)
class Size:
    """`block` names the cases that are compared with the cheapest of them."""

    block: str
    label: str
    load: Callable[[], Any]  # the scenario


def sizes(largest: float) -> list[Size]:
    days = [contacts for contacts in (SMALLEST, 10_000.0, 100_000.0, 1_000_000.0) if contacts <= largest]
    many = min(100_000.0, largest)
    blocks = {
        "contacts a day": [(50, contacts, 0.95, 0.4) for contacts in days],
        "agents": [(agents, many, 0.95, 0.4) for agents in (10, 50, 200, 1_000, 2_000)],
        "queue, patience never": [(50, contacts, 1.2, "never") for contacts in days],
        "queue, patience 100 handle times": [(50, contacts, 1.2, 100.0) for contacts in days],
    }
    return [
        Size(
            block,
            f"{n:,} agents, load {load}, {contacts:,.0f} contacts",
            team(n, contacts / 1440, load, patience, contacts).load,
        )
        for block, rows in blocks.items()
        for n, contacts, load, patience in rows
    ]


@dataclass(frozen=True)
class Cost:
    contacts: int
    bookings: int
    waiting: float  # contacts at a time, on average
    micros: float  # CPU microseconds of the engine for a contact


class Bench:
    """A model with its engine; what is made once is made."""

    def __init__(self, engine: str, scenario: Any, work: float = WORK) -> None:
        from ccsim.engine.choose import choose
        from ccsim.model import build
        from ccsim.study.effort import expected_contacts
        from ccsim.study.replication import keep_freed_memory
        from ccsim.workload import draw

        keep_freed_memory()  # as every run does
        self.model = build(scenario)
        self.engine = choose(self.model, engine).run
        self.days = max(FEWEST_DAYS, round(work / max(1.0, expected_contacts(self.model))))
        self.replication = 1
        self.engine(self.model, draw(self.model, 1, 0))

    def look(self) -> Cost:
        """The engine alone, all its logs written, on so many new days; each day's logs go before the next, as in a run.

        Timed is all CPU the process takes: many kernels tell user time apart from it by ticks only, which is too coarse
        for days of a tenth of a millisecond. Who waits is told from the first days, which run once more for it.
        """
        from ccsim.workload import draw

        seconds, contacts, bookings = 0.0, 0, 0
        waited: list[float] = []
        last = self.replication + self.days
        while self.replication < last:
            chunk = range(self.replication, min(self.replication + CHUNK, last))
            self.replication += len(chunk)
            workloads = [draw(self.model, 1, number) for number in chunk]
            began = process_time()
            rows = [self._rows_of(workload) for workload in workloads]
            seconds += process_time() - began
            contacts += sum(of_contacts for of_contacts, _ in rows)
            bookings += sum(of_bookings for _, of_bookings in rows)
            if not waited:
                waited = [waits(self.engine(self.model, workload).contacts) for workload in workloads]
        waiting = sum(waited) / len(waited) / self.model.timeline.horizon
        return Cost(contacts, bookings, waiting, seconds / contacts * 1e6)

    def _rows_of(self, workload: Any) -> tuple[int, int]:
        """Contacts and bookings of a day, whose logs go when this returns."""
        logs = self.engine(self.model, workload)
        return logs.contacts.rows, logs.bookings.rows


def waits(log: Any) -> float:
    """Seconds that all contacts together waited."""
    import numpy as np

    ended = np.where(np.isnan(log.answered), log.left, log.answered)
    return float(np.nansum((ended - log.joined)[log.waited]))


def growth(engine: str, rounds: int, largest: float = LARGEST, work: float = WORK) -> Iterator[list[str]]:
    """The table after each round. In a round all sizes are looked at one after the other."""
    cases = sizes(largest)
    looks: dict[Size, list[Cost]] = {case: [] for case in cases}
    for _ in range(rounds):
        for case in cases:
            looks[case].append(Bench(engine, case.load(), work).look())
        yield growth_table(cases, looks)


def growth_table(cases: list[Size], looks: dict[Size, list[Cost]]) -> list[str]:
    rows = [
        "| growing | case | mean number waiting | µs of CPU a contact | x the cheapest |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for case in cases:
        costs = looks[case]
        block = [looks[other] for other in cases if other.block == case.block]
        cheapest = [min(cost.micros for cost in turn) for turn in zip(*block, strict=True)]
        times = median(cost.micros / least for cost, least in zip(costs, cheapest, strict=True))
        micros = median(cost.micros for cost in costs)
        rows.append(f"| {case.block} | {case.label} | {costs[0].waiting:,.1f} | {micros:.3g} | {times:.2f} |")
    return rows


def scenarios(engine: str, rounds: int, work: float = WORK) -> list[str]:
    """Scenarios with every feature."""
    import ccsim

    rows = [
        "| scenario | contacts | bookings | contacts per CPU second | contacts and bookings |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name in ("bank", "multichannel", "clinic", "retail_bank"):
        try:
            bench = Bench(engine, ccsim.load(str(SCENARIOS / name)), work)
        except ccsim.NotSupported as limit:
            rows.append(f"| {name} | | | {limit} | |")
            continue
        looks = [bench.look() for _ in range(rounds)]
        contacts, bookings = (round(median(getattr(look, what) for look in looks)) for what in ("contacts", "bookings"))
        speed = 1e6 / median(look.micros for look in looks)
        both = speed * (contacts + bookings) / contacts
        rows.append(
            f"| {name} | {contacts / bench.days:,.0f} | {bookings / bench.days:,.0f} | {speed:,.0f} | {both:,.0f} |"
        )
    return rows
