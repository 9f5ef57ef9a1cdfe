"""Erlang C: contacts wait in order of arrival for as long as it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from ccsim.erlang.b import blocking
from ccsim.erlang.parameters import ErlangError, require_count, require_positive, require_threshold


@dataclass(frozen=True)
class ErlangC:
    """M/M/n: Poisson arrivals, exponential handle times, infinite patience.

    Parameters
    ----------
    agents : int
        More than the offered load: with fewer the queue grows without end.
    rate : float
        Contacts offered per second.
    aht : float
        Mean handle time, wrap-up included, seconds.

    Raises
    ------
    ErlangError
        If a parameter is out of range or the agents do not exceed the load.

    Examples
    --------
    >>> system = ErlangC(agents=8, rate=1 / 60, aht=300.0)
    >>> f"{system.service_level(20.0):.4f} {system.asa:.2f} s"
    '0.8631 16.73 s'
    """

    agents: int
    rate: float
    aht: float

    def __post_init__(self) -> None:
        require_count("agents", self.agents, 1)
        require_positive("rate", self.rate)
        require_positive("aht", self.aht)
        if self.agents <= self.load:
            raise ErlangError(
                f"{self.agents} agents for {self.load:.6g} erlangs: the queue grows without end; Erlang C needs at "
                f"least {math.floor(self.load) + 1} agents (Erlang A, with patience, has no such limit)"
            )

    @property
    def load(self) -> float:
        """Offered load, erlangs."""
        return self.rate * self.aht

    @property
    def occupancy(self) -> float:
        """Busy share of an agent's time."""
        return self.load / self.agents

    @cached_property
    def delay_probability(self) -> float:
        """Share of contacts that must wait."""
        lost = blocking(self.agents, self.load)
        return lost / (1 - self.occupancy * (1 - lost))

    @property
    def mean_wait_delayed(self) -> float:
        """Mean wait of those who must wait, seconds."""
        return self.aht / (self.agents - self.load)

    @property
    def asa(self) -> float:
        """Mean wait of the answered, seconds; here all are answered."""
        return self.delay_probability * self.mean_wait_delayed

    @property
    def mean_wait(self) -> float:
        """Mean wait of all offered, seconds."""
        return self.asa

    @property
    def queue_length(self) -> float:
        """Mean number waiting (Little 1961)."""
        return self.rate * self.mean_wait

    def service_level(self, within: float) -> float:
        """Share answered with a wait of at most `within` seconds."""
        require_threshold("within", within)
        return 1 - self.delay_probability * math.exp(-within / self.mean_wait_delayed)
