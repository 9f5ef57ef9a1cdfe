"""Replications of systems side by side, from the first on, as many as turn out to be needed."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from ccsim.study.systems import System, chosen, workers_of

if TYPE_CHECKING:
    from ccsim.measures.meter import Measures
    from ccsim.study.simulate import Announce, EngineName

LIKELY = 160
"""Replications that suffice for most answers: what machine code would have to be worth making for."""


class Runs:
    """Measures of replications 1, 2, 3 ... of one or several systems.

    Parameters
    ----------
    systems : the one whose `simulation.engine` counts first.
    seed : of the customers of all.
    within : thresholds at which service levels are tallied.
    most : replications of each at most.
    jobs, engine, announce : as in `simulate`.
    """

    def __init__(
        self,
        systems: Sequence[System],
        *,
        seed: int,
        within: tuple[float, ...],
        most: int,
        jobs: int = 1,
        engine: EngineName | None = None,
        announce: Announce | None = None,
    ) -> None:
        announce = once(announce)
        self.choices = chosen(systems, engine, min(most, LIKELY), jobs, announce)
        self.done = 0
        self._workers = workers_of(systems, self.choices, [seed] * len(systems), within, most, jobs, announce)

    def until(self, number: int, among: Sequence[int]) -> Generator[list[Measures], None, None]:
        """The replications that are missing up to `number`, in ascending order, of each of the systems `among`."""
        waiting: dict[int, dict[int, Measures]] = {}
        with closing(self._workers.together(range(self.done + 1, number + 1), among)) as finished:
            for system, replication in finished:
                waiting.setdefault(replication.number, {})[system] = replication.measures
                while len(waiting.get(self.done + 1, {})) == len(among):
                    self.done += 1
                    of_all = waiting.pop(self.done)
                    yield [of_all[one] for one in among]

    def close(self) -> None:
        """Ends the processes."""
        self._workers.close()


def once(announce: Announce | None) -> Announce | None:
    """No sentence twice, such as that of two systems that are compiled."""
    if announce is None:
        return None
    say, said = announce, set[str]()

    def announced(sentence: str) -> None:
        if sentence not in said:
            said.add(sentence)
            say(sentence)

    return announced
