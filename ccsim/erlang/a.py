"""Erlang A (Palm's model): contacts wait in order of arrival and abandon when their patience ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ccsim.erlang.b import blocking
from ccsim.erlang.parameters import require_count, require_positive, require_threshold
from ccsim.erlang.quadrature import integral

NEGLIGIBLE = 50.0  # e**-50: what lies further below the peak of a density cannot be seen in its integral


@dataclass(frozen=True)
class ErlangA:
    """M/M/n+M: Poisson arrivals, exponential handle times and exponential patience.

    All follows from the virtual wait V, how long a contact of endless patience would wait. With n agents, rate l,
    service rate m, abandonment rate t and p the probability of n - 1 in the system, V has an atom at 0 and the density
    l p exp(l (1 - exp(-t x)) / t - n m x) (Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005, Queueing Systems 51,
    361-402). The atom comes from Erlang B's recursion, the rest from integrals of that density.

    Parameters
    ----------
    agents : int
    rate : float
        Contacts offered per second.
    aht : float
        Mean handle time, wrap-up included, seconds.
    patience : float
        Mean patience, seconds.

    Raises
    ------
    ErlangError
        If a parameter is out of range.

    Examples
    --------
    >>> system = ErlangA(agents=14, rate=200 / 3600, aht=240.0, patience=180.0)
    >>> f"{system.service_level(20.0):.4f} {system.abandonment_rate:.4f} {system.asa:.2f} s"
    '0.6803 0.0934 15.13 s'
    """

    agents: int
    rate: float
    aht: float
    patience: float

    def __post_init__(self) -> None:
        require_count("agents", self.agents, 1)
        require_positive("rate", self.rate)
        require_positive("aht", self.aht)
        require_positive("patience", self.patience)

    @property
    def load(self) -> float:
        """Offered load, erlangs."""
        return self.rate * self.aht

    # --- the density of the virtual wait, up to a factor e**peak ---------------------------------------------------

    def _log_density(self, x: float) -> float:
        return -self.rate * self.patience * math.expm1(-x / self.patience) - self.agents / self.aht * x

    @cached_property
    def _mode(self) -> float:
        return self.patience * max(0.0, math.log(self.load / self.agents))

    @cached_property
    def _support(self) -> tuple[float, float]:
        """Where the density is not negligible; its logarithm is concave, so that is one stretch around the mode."""
        peak = self._log_density(self._mode)

        def edge(inside: float, outside: float) -> float:
            for _ in range(60):
                middle = (inside + outside) / 2
                if self._log_density(middle) < peak - NEGLIGIBLE:
                    outside = middle
                else:
                    inside = middle
            return outside

        low = edge(self._mode, 0.0) if peak > NEGLIGIBLE else 0.0
        step = self.aht / self.agents
        while self._log_density(self._mode + step) > peak - NEGLIGIBLE:
            step *= 2
        return low, edge(self._mode, self._mode + step)

    def _integral(self, weight: Callable[[float], float], until: float = math.inf) -> float:
        """Integral of weight(x) x density over (0, until], in units of e**peak."""
        low, high = self._support
        peak = self._log_density(self._mode)
        return integral(lambda x: weight(x) * math.exp(self._log_density(x) - peak), low, min(high, until))

    @cached_property
    def _total(self) -> float:
        return self._integral(lambda x: 1.0)

    def _stays(self, x: float) -> float:
        return math.exp(-x / self.patience)

    def _leaves(self, x: float) -> float:
        return -math.expm1(-x / self.patience)

    # --- measures --------------------------------------------------------------------------------------------------

    @cached_property
    def delay_probability(self) -> float:
        """Share of contacts that must wait."""
        free = blocking(self.agents - 1, self.load)  # p / (probability that an agent is free)
        if free == 0.0:
            return 0.0
        odds = math.log(self.rate * self._total) + self._log_density(self._mode) + math.log(free)
        return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0

    @cached_property
    def abandonment_rate(self) -> float:
        """Share of contacts that abandon."""
        return self.delay_probability * self._integral(self._leaves) / self._total

    @property
    def mean_wait(self) -> float:
        """Mean wait of all offered, seconds: abandonments are patience ended, so P(abandon) = mean wait / patience."""
        return self.abandonment_rate * self.patience

    @cached_property
    def asa(self) -> float:
        """Mean wait of the answered, seconds; not `mean_wait`, which counts those who abandon too."""
        waited = self.delay_probability * self._integral(lambda x: x * self._stays(x)) / self._total
        return waited / (1 - self.abandonment_rate)

    @property
    def mean_time_to_abandon(self) -> float:
        """Mean wait of those who abandon, seconds (0 where nobody does)."""
        lost = self.abandonment_rate
        return (self.mean_wait - self.asa * (1 - lost)) / lost if lost > 0 else 0.0

    @property
    def queue_length(self) -> float:
        """Mean number waiting (Little 1961)."""
        return self.rate * self.mean_wait

    @property
    def occupancy(self) -> float:
        """Busy share of an agent's time."""
        return self.load * (1 - self.abandonment_rate) / self.agents

    def service_level(self, within: float) -> float:
        """Share of the offered that is answered with a wait of at most `within` seconds."""
        require_threshold("within", within)
        waited = self._integral(self._stays, within) / self._total
        return 1 - self.delay_probability + self.delay_probability * waited

    def abandoned_within(self, within: float) -> float:
        """Share of the offered that abandons after at most `within` seconds."""
        require_threshold("within", within)
        early = self._integral(self._leaves, within)
        later = self._leaves(within) * (self._total - self._integral(lambda x: 1.0, within))
        return self.delay_probability * (early + later) / self._total

    def service_level_answered(self, within: float) -> float:
        """Share of the answered whose wait was at most `within` seconds."""
        return self.service_level(within) / (1 - self.abandonment_rate)

    def service_level_met_or_left(self, within: float) -> float:
        """Share of the offered that is answered or gone after at most `within` seconds."""
        return self.service_level(within) + self.abandoned_within(within)

    def service_level_excluding_short(self, within: float, short: float) -> float:
        """Answered within `within` over the offered less those who abandon within `short`, both in seconds."""
        return self.service_level(within) / (1 - self.abandoned_within(short))
