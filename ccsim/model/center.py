"""`CenterModel`: the contact center as numbers and indices, ready to be simulated.

Times are elapsed seconds from the scenario's start, every one a multiple of 2**-20 s (`ccsim.model.grid`).
Contact types, channels, segments, groups and agents are referred to by index in file order. Nothing here is random
and nothing downstream of here looks at a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ccsim.arrays import BoolArray as BoolArray
from ccsim.arrays import FloatArray as FloatArray
from ccsim.arrays import IntArray as IntArray
from ccsim.model.behaviour import Behaviour
from ccsim.model.bookings import Appointment, Reminder

if TYPE_CHECKING:
    from ccsim.distributions import Law

NEVER = float("inf")


@dataclass(frozen=True)
class Timeline:
    """Local days and intervals laid on elapsed seconds (a day has 23 to 25 hours where clocks change).

    An interval is [edges[i], edges[i + 1]); intervals never cross local midnight. `interval_start` is the local wall
    time each begins at, the label in every result: `2026-03-02 08:00`, with the offset from UTC where it comes twice.
    `time_of_day` is its seconds after local midnight.
    """

    horizon: float
    warm_up: float
    edges: FloatArray  # (intervals + 1,)
    interval_day: IntArray  # (intervals,) index into days
    interval_start: tuple[str, ...]
    time_of_day: FloatArray  # (intervals,)
    day_edges: FloatArray  # (days + 1,)
    dates: tuple[date, ...]
    timezone: str = "UTC"  # for local times outside the days of the scenario: bookings before, slots after


@dataclass(frozen=True)
class Channel:
    name: str
    live: bool  # else deferred
    concurrency: int
    pace: tuple[float, ...]  # pace[n - 1] with n contacts in hand; its last value beyond
    lines: int | None
    cost_per_second: float  # of the time a contact is present: arrival to the end of talk
    cost_per_contact: float  # of every contact that got a line
    interruptible: bool
    resume_cost: float
    drain: bool
    open_windows: FloatArray  # (windows, 2), ascending, disjoint, adjoining ones merged; none goes beyond the horizon
    never_closes: bool  # open throughout; its only closing is the end of the horizon (in open_windows all the same)
    drops_at_close: bool  # at_close: drop
    line_cost_per_second: float = 0.0  # of each line, used or not
    appointment: bool = False  # kept appointments come by it: live, and hosts wait for those who are expected


@dataclass(frozen=True)
class ArrivalStream:
    """Expected arrivals as a piecewise-constant rate, or a replayed trace.

    `rate_edges` holds every interval edge and every change of rate; `rate[j]` (contacts per second) holds on
    [rate_edges[j], rate_edges[j + 1]). Where the type may not arrive (closed, live) the rate is 0.
    """

    rate_edges: FloatArray
    rate: FloatArray
    day_variation_cv: float
    interval_cv: FloatArray  # (intervals,) own intraday noise: intraday.cv, or sd / contacts of the forecast's row
    interval_correlation: float
    trace: Trace | None = None


@dataclass(frozen=True)
class Trace:
    """Recorded arrivals in time order; NaN (segment: -1) is drawn like any other contact's."""

    start: FloatArray
    segment: IntArray
    talk: FloatArray
    wrap_up: FloatArray
    patience: FloatArray


@dataclass(frozen=True)
class LawByTime:
    """The law of an arrival at local time of day s is laws[searchsorted(starts, s, 'right') - 1]."""

    starts: FloatArray
    laws: tuple[Law, ...]


@dataclass(frozen=True)
class WorkLaw:
    """Talk and wrap-up of a contact: a type's own, or a group's own for that type. wrap_up None: always zero."""

    talk: LawByTime
    wrap_up: LawByTime | None


@dataclass(frozen=True)
class ContactType:
    name: str
    channel: int
    segment_share: FloatArray  # (segments,) sums to 1
    arrivals: ArrivalStream
    patience: tuple[LawByTime, ...] | None  # by segment; None: waits for ever
    balking_from: IntArray  # (steps,) number already waiting, ascending
    balking_probability: FloatArray  # (steps,)
    work: tuple[WorkLaw, ...]  # work[0] the type's own by which AHT is measured; then one for each group with its own
    answer_within: float
    short_abandon: float
    priority: float
    weight: float
    head_start: float
    max_waiting: int | None
    lost_value: float
    resolution: float
    clock_opening: bool  # deferred: service level counts opening hours only
    sla_at_start: bool  # deferred: judged at the beginning of the reply instead of its end
    same_patience: bool = False  # patience_on_retry: same
    outbound: bool = False  # a call that agents make for an appointment: no customer's contact


@dataclass(frozen=True)
class Group:
    name: str
    types: tuple[int, ...]  # skills, in file order
    capacity: int  # L: least common multiple of its channels' concurrencies
    load: tuple[int, ...]  # by type: places a contact takes of an agent's capacity (0: no skill)
    work: IntArray  # (types,) index into ContactType.work, -1: no skill
    factor: FloatArray  # (types,) aht factor, multiplies the drawn duration
    aht_ratio: FloatArray  # (types,) mean on this group / the type's own mean; `fastest` and default preferences
    resolution: FloatArray  # (types,) probability
    agents: range  # global agent indices
    counted: bool  # staff falls by `count`; else `named`
    reserve: tuple[int, ...]  # by type: takes it only while more than this many of its agents are idle
    order_class: tuple[int, ...]  # by type, for contact rule group_order: smaller is taken first; -1: no skill
    cost_per_hour: float
    shrinkage: float


@dataclass(frozen=True)
class Break:
    """Planned break of an agent; `window` breaks are already laid on their lane."""

    due: float
    length: float
    paid: bool


@dataclass(frozen=True)
class Duty:
    """One stretch of planned work of an agent, [on, off); late login shifts `on` in the workload, not here."""

    on: float
    off: float
    day: int  # local day it belongs to, for absence
    breaks: tuple[Break, ...]


@dataclass(frozen=True)
class Agent:
    """One agent. `duties` is his plan; empty for agents of `counted` groups, who follow `CenterModel.schedule`."""

    name: str  # "generalists.early.03", "account_team.07": unique and stable, an address for random numbers
    group: int
    index: int  # within the group
    duties: tuple[Duty, ...]
    absence: float  # probability, per day
    absence_day_cv: float
    late_login: Law | None


@dataclass(frozen=True)
class Schedule:
    """Positions of a counted group: `agents[j]` from `times[j]` on; times ascend, times[0] is 0, agents change."""

    times: FloatArray
    agents: IntArray


@dataclass(frozen=True)
class Preference:
    """A group that may take a type, `rank` 0 first; equal ranks are one pool; only after `delay` seconds of waiting."""

    group: int
    rank: int
    delay: float


@dataclass(frozen=True)
class Routing:
    agent_rule: str
    contact_rule: str
    preferences: tuple[tuple[Preference, ...], ...]  # by type, ascending (rank, group)
    policy: str | None  # "module:Class"
    policy_folder: str


@dataclass(frozen=True)
class CenterModel:
    name: str
    timeline: Timeline
    channels: tuple[Channel, ...]
    segments: tuple[str, ...]  # at least one: "all" where the scenario names none
    types: tuple[ContactType, ...]
    groups: tuple[Group, ...]
    agents: tuple[Agent, ...]
    schedules: tuple[Schedule | None, ...]  # by group; None: named
    scheduled: tuple[Schedule, ...]  # by group: agents planned to be at work (on plan, not on a break), for measures
    paid_seconds: FloatArray  # (groups, days) planned paid time before shrinkage and overtime
    routing: Routing
    shared_day_cv: float
    shared_interval_cv: float
    shared_interval_correlation: float
    currency: str = ""
    full_time_week: float = 144_000.0  # seconds that one full-timer works in a week
    appointments: tuple[Appointment, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    behaviour: Behaviour = field(default_factory=Behaviour)
    notes: tuple[str, ...] = field(default=())  # what was assumed while building, for `validate`
