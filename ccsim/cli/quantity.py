"""Options with units, written as in a scenario file: `4 min`, `200 per h`, `80%`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click


class Quantity(click.ParamType[float]):
    """Reads with a function of a room of `ccsim.scenario`, imported only when a value has to be read."""

    def __init__(self, room: str, reader: str, metavar: str) -> None:
        self.room, self.reader = room, reader
        self.name = metavar

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        room = import_module(f"ccsim.scenario.{self.room}")
        try:
            number: float = getattr(room, self.reader)(value)
        except ValueError as fault:
            self.fail(str(fault), parameter, context)
        return number


DURATION = Quantity("durations", "call_duration", "DURATION")
POSITIVE_DURATION = Quantity("durations", "positive_call_duration", "DURATION")
SHARE = Quantity("units", "inner_share", "SHARE")
RATE = Quantity("units", "rate", "RATE")
