"""Replications of one scenario, from the first on, as many as turn out to be needed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from ccsim.study.effort import replication_seconds, within_memory
from ccsim.study.parallel import Workers, worth_a_pool
from ccsim.study.replication import Job, fresh_policy

if TYPE_CHECKING:
    from ccsim.measures.meter import Measures
    from ccsim.scenario.schema import Scenario


class Runs:
    """Measures of replications 1, 2, 3 ... of a scenario.

    Parameters
    ----------
    scenario : Scenario
    within : thresholds at which service levels are wanted besides each contact's own.
    most : replications at most.
    seed, jobs, engine, announce : as in `ccsim.simulate`.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        within: Iterable[float],
        most: int,
        seed: int,
        jobs: int,
        engine: str | None,
        announce: Callable[[str], None] | None,
    ) -> None:
        from ccsim.engine.choose import choose
        from ccsim.measures import Meter
        from ccsim.model import build

        self.model = build(scenario)
        self.meter = Meter(self.model, within)
        fresh_policy(self.model.routing)  # one that cannot be made is found before anything is simulated
        by_reference = most * replication_seconds(self.model, "reference") / min(jobs, most)
        chosen = choose(self.model, engine or scenario.simulation.engine, None, seconds=by_reference, announce=announce)
        self.engine = chosen.name
        seconds = replication_seconds(self.model, chosen.name)
        jobs, short = within_memory(self.model, jobs if worth_a_pool(seconds, most, jobs) else 1)
        if short and announce is not None:
            announce(short)
        self._workers = Workers(Job(self.model, self.meter, seed, chosen.run), jobs, seconds)
        self.done = 0

    def until(self, number: int) -> Generator[Measures, None, None]:
        """The replications that are missing up to `number`, in ascending order."""
        with closing(self._workers.replications(range(self.done + 1, number + 1))) as finished:
            for replication in finished:
                self.done += 1
                yield replication.measures

    def close(self) -> None:
        """Ends the processes."""
        self._workers.close()
