"""What customers bring to later contacts, written down by hand: no law, no hash, every number is in the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ccsim.model.center import NEVER
from ccsim.workload.attempts import ContactDraw


@dataclass
class StandInAttempts:
    """`u`: uniforms by purpose, or by (customer, purpose), or by (customer, purpose, attempt, leg); else `usual`.

    A law is a number of seconds. `talk`, `wrap_up`, `patience` by (customer, type), else those of `every_talk` ...
    """

    u: Mapping[Any, float] = field(default_factory=dict)
    usual: float = 0.5
    every_talk: float = 10.0
    every_wrap_up: float = 0.0
    every_patience: float = NEVER
    talk: Mapping[tuple[int, int], float] = field(default_factory=dict)
    patience: Mapping[tuple[int, int], float] = field(default_factory=dict)
    days: Mapping[tuple[str, str, int], float] = field(default_factory=dict)

    def uniform(self, customer: int, purpose: str, attempt: int = 0, leg: int = 0) -> float:
        for key in ((customer, purpose, attempt, leg), (customer, purpose, attempt), (customer, purpose), purpose):
            if key in self.u:
                return self.u[key]
        return self.usual

    def day_uniform(self, name: str, purpose: str, date_ordinal: int) -> float:
        return self.days.get((name, purpose, date_ordinal), 0.5)

    def duration(
        self, law: Any, time_of_day: float, customer: int, purpose: str, attempt: int = 0, leg: int = 0
    ) -> float:
        return 0.0 if law is None else float(law)

    def contact(
        self, customer: int, kind: int, segment: int, time_of_day: float, attempt: int, leg: int
    ) -> ContactDraw:
        return ContactDraw(
            patience=self.patience.get((customer, kind), self.every_patience),
            talk=(self.talk.get((customer, kind), self.every_talk),),
            wrap_up=(self.every_wrap_up,),
            balking=self.uniform(customer, "balking", attempt, leg),
            resolution=self.uniform(customer, "resolution", attempt, leg),
            routing=self.uniform(customer, "routing", attempt, leg),
        )
