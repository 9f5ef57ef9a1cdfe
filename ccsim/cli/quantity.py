"""Options with units, written as in a scenario file: `4 min`, `200 per h`, `80%`."""

from __future__ import annotations

from typing import Any

import click


class Quantity(click.ParamType[float]):
    """Reads with a function of `ccsim.scenario.units`, imported only when a value has to be read."""

    def __init__(self, unit: str, metavar: str) -> None:
        self.unit = unit
        self.name = metavar

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        from ccsim.scenario import units

        try:
            number: float = getattr(units, self.unit)(value)
        except ValueError as fault:
            self.fail(str(fault), parameter, context)
        return number


DURATION = Quantity("call_duration", "DURATION")
POSITIVE_DURATION = Quantity("positive_call_duration", "DURATION")
SHARE = Quantity("inner_share", "SHARE")
RATE = Quantity("rate", "RATE")
