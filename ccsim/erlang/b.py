"""Erlang B: no queue, a contact that finds every agent (or line) busy is lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ccsim.erlang.parameters import ErlangError, require_count, require_positive


def blocking(agents: int, load: float) -> float:
    """Probability that all `agents` are busy in a loss system offered `load` erlangs.

    The recursion B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)) only adds and multiplies positive numbers, so it keeps
    full precision for any size (Jagerman 1974, Bell System Technical Journal 53, 525-551).

    Examples
    --------
    >>> round(blocking(5, 3.0), 6)
    0.110054
    """
    lost = 1.0
    for n in range(1, agents + 1):
        lost = load * lost / (n + load * lost)
    return lost


def least_for_blocking(load: float, at_most: float) -> int:
    """Fewest agents (or lines) at which no more than `at_most` of the contacts are lost.

    Raises
    ------
    ErlangError
        If `load` is not above 0 or `at_most` is not strictly between 0 and 1.

    Examples
    --------
    >>> least_for_blocking(84.06, 0.01)
    100
    """
    require_positive("load", load)
    if not 0 < at_most < 1:
        raise ErlangError(f"blocking must be between 0 and 1, both excluded, got {at_most!r}")
    agents, lost = 0, 1.0
    while lost > at_most:
        agents += 1
        lost = load * lost / (agents + load * lost)
    return agents


@dataclass(frozen=True)
class ErlangB:
    """M/G/n/n: Poisson arrivals, any law of handle time with this mean, nobody waits.

    Parameters
    ----------
    agents : int
        Agents or lines.
    rate : float
        Contacts offered per second.
    aht : float
        Mean handle time, seconds.

    Examples
    --------
    >>> system = ErlangB(agents=20, rate=15 / 180, aht=180.0)
    >>> f"{system.blocking_rate:.4f} {system.occupancy:.4f}"
    '0.0456 0.7158'
    """

    agents: int
    rate: float
    aht: float

    def __post_init__(self) -> None:
        require_count("agents", self.agents, 0)
        require_positive("rate", self.rate)
        require_positive("aht", self.aht)

    @property
    def load(self) -> float:
        """Offered load, erlangs."""
        return self.rate * self.aht

    @cached_property
    def blocking_rate(self) -> float:
        """Share of contacts lost."""
        return blocking(self.agents, self.load)

    @property
    def busy(self) -> float:
        """Mean number of busy agents."""
        return self.load * (1 - self.blocking_rate)

    @property
    def occupancy(self) -> float:
        """Busy share of an agent's time."""
        return self.busy / self.agents if self.agents else 0.0
