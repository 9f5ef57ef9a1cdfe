"""One customer's journey through all his contacts, told with the reason of each decision (`ccsim run --trace`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.simpy_engine.wall_clock import local

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.model.center import CenterModel, Timeline


class Story:
    """Collects what happens to a customer (his row in the workload); pass it to `run`, then read `lines()`."""

    def __init__(self, customer: int) -> None:
        self.customer = customer
        self.contact: Contact | None = None  # the one he is in, or was in last
        self._told: list[tuple[float, str]] = []
        self._timeline: Timeline | None = None

    def begin(self, model: CenterModel) -> None:
        self._timeline = model.timeline

    def tell(self, now: float, text: str) -> None:
        self._told.append((now, text))

    def lines(self) -> list[str]:
        """One line an event: local time, and what happened."""
        return [f"{self._local(now)}  {text}" for now, text in self._told]

    def _local(self, now: float) -> str:
        assert self._timeline is not None, "the story has not begun"
        moment = local(self._timeline, now)
        return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{moment.microsecond // 1000:03d}"
