"""One agent on the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.simpy_engine.moments import phase_end

if TYPE_CHECKING:
    from ccsim.engine.simpy_engine.contact import Contact
    from ccsim.engine.simpy_engine.hosting import Hold
    from ccsim.engine.simpy_engine.moments import Moment
    from ccsim.engine.simpy_engine.team import Pool, Team


class Agent:
    """What he holds, and whether he takes more. (`hold`: he is kept free himself, for an appointment's customer.)

    `firm` counts the contacts in hand that nothing interrupts; interruptible deferred work in hand (`soft_load`) counts
    as idle for live contacts. Work that was interrupted is `set_aside` until he is empty. `standing` is his place under
    the agent rule, fixed when he became available; `pool` is where routing finds him, None while he takes nothing.
    """

    __slots__ = (
        "break_ends",
        "breaks_due",
        "end_order",
        "firm",
        "firm_load",
        "hand",
        "hold",
        "index",
        "leaving",
        "name",
        "past_end",
        "pool",
        "presence_since",
        "presence_state",
        "present",
        "set_aside",
        "share",
        "soft_load",
        "standing",
        "stays",
        "team",
    )

    def __init__(self, index: int, name: str, team: Team) -> None:
        self.index = index
        self.end_order = phase_end(index)
        self.name = name
        self.team = team
        self.hand: list[Contact] = []
        self.set_aside: list[Contact] = []
        self.hold: Hold | None = None
        self.firm = 0
        self.firm_load = 0
        self.soft_load = 0
        self.pool: Pool | None = None
        self.standing: float | tuple[float, float] = 0
        self.present = False  # on duty, on a break, or past his plan
        self.leaving = False  # takes nothing more and leaves when empty
        self.past_end = False  # his plan is over; a closing holds him for its waiting contacts
        self.stays = False  # was on duty at a closing
        self.break_ends: Moment | None = None  # while he is on a break
        self.breaks_due: list[float] = []
        self.presence_state = 0
        self.presence_since = 0.0
        self.share = BusyShare()

    @property
    def takes_contacts(self) -> bool:
        return self.present and not (self.leaving or self.break_ends or self.breaks_due or self.hold)


class BusyShare:
    """An agent's busy time over his time at work since local midnight, for agent rule `least_occupied`."""

    __slots__ = ("at_work", "busy", "since")

    def __init__(self) -> None:
        self.busy = 0.0
        self.at_work = 0.0
        self.since = 0.0

    def advance(self, now: float, midnight: float, *, busy: bool, at_work: bool) -> None:
        """Accounts for the time since the last change, during which he was as given."""
        if self.since < midnight:
            self.busy = self.at_work = 0.0
            self.since = midnight
        elapsed = now - self.since
        self.since = now
        if at_work:
            self.at_work += elapsed
            if busy:
                self.busy += elapsed

    def value(self) -> float:
        return self.busy / self.at_work if self.at_work else 0.0
