"""What all parts of a scenario are made of: immutable records, and distributions as written."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ccsim.scenario.frozen import freeze

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAY = 86_400.0


class Record(BaseModel):
    """An immutable part of a scenario; unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def model_post_init(self, context: Any, /) -> None:
        for name, value in self.__dict__.items():
            self.__dict__[name] = freeze(value)


class Distribution(Record):
    """One family with its parameters as written (times in seconds): {gamma: {mean: 540, cv: 0.6}}.

    families: constant(value) exponential(mean|rate) erlang(mean, cv|sd | mean, shape | shape, scale)
    gamma(mean, cv|sd | shape, scale) lognormal(mean, cv|sd | mu, sigma)
    weibull(mean, cv|sd | mean, shape | shape, scale)
    uniform(low, high | mean, cv|sd) triangular(low, mode, high | mean, cv|sd) normal(mean, sd|cv)
    hyperexponential(means, weights | mean, cv|sd) empirical(values | quantiles: p -> value)
    mixture(parts: Distributions, weights) never()
    """

    family: str
    parameters: dict[str, Any] = {}
    at_most: float | None = None


class ByTime(Record):
    """Distributions by local time of arrival: `starts` in seconds after midnight, ascending, the first is 0."""

    starts: tuple[float, ...]
    laws: tuple[Distribution, ...]


class BySegment(Record):
    """`default` and exceptions by segment name."""

    default: Distribution | ByTime
    segments: dict[str, Distribution | ByTime] = {}


Law = Distribution | ByTime | BySegment


class ShareBySegment(Record):
    """A probability, and exceptions by segment name."""

    default: float
    segments: dict[str, float] = {}
