"""What a scenario file says, as immutable records with units resolved (seconds, shares, contacts per second).

The YAML shape is the attribute shape: `contacts.account_call.talk_time` in the file is
`scenario.contacts["account_call"].talk_time` here. Tables that stand in other files are read before these records are
made, so a `Scenario` is complete: nothing downstream opens a file. Records are immutable all the way down.
"""

from __future__ import annotations

from datetime import date
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


# --- time -------------------------------------------------------------------------------------------------------


class Calendar(Record):
    start: date
    days: int = 1
    interval: float = 1800.0  # seconds; divides a day
    timezone: str = "UTC"
    warm_up: float = 0.0
    holidays: frozenset[date] = frozenset()  # a country code is resolved to its dates inside the horizon


class Hours(Record):
    """Windows of local time by kind of day: seconds after local midnight, [open, close), close may be 86400."""

    by_weekday: dict[Weekday, tuple[tuple[float, float], ...]]
    holidays: tuple[tuple[float, float], ...] = ()
    dates: dict[date, tuple[tuple[float, float], ...]] = {}


class ChannelOpening(Record):
    hours: Hours | None = None  # None: the default hours
    receives: Literal["opening", "always"] | None = None  # None: live opening; deferred forecasts and traces as written
    at_close: Literal["serve", "drop"] | None = None


class Opening(Record):
    default: Hours | None = None  # None: never closes
    channels: dict[str, ChannelOpening] = {}
    at_close: Literal["serve", "drop"] = "serve"


class Simulation(Record):
    replications: int = 30  # with precision: the least number
    max_replications: int = 1280  # with precision: the most
    seed: int = 1
    confidence: float = 0.95
    precision: dict[str, float] = {}  # measure -> half width, absolute
    engine: Literal["auto", "reference", "compiled"] = "auto"


# --- distributions ----------------------------------------------------------------------------------------------


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


# --- customers --------------------------------------------------------------------------------------------------


class DayVariation(Record):
    cv: float


class Intraday(Record):
    cv: float
    correlation: float = 0.0


class Demand(Record):
    day_variation: DayVariation | None = None
    intraday: Intraday | None = None


class Segment(Record):
    share: float


class ForecastRow(Record):
    """Expected contacts of [start, end), elapsed seconds from the scenario's start."""

    start: float
    end: float
    contacts: float
    sd: float | None = None


class TraceRow(Record):
    """One recorded arrival, elapsed seconds; what is None is drawn."""

    start: float
    segment: str | None = None
    talk_time: float | None = None
    wrap_up: float | None = None
    patience: float | None = None


class Arrivals(Record):
    """Exactly one of forecast, per_day, rate, trace."""

    forecast: tuple[ForecastRow, ...] | None = None
    per_day: dict[Weekday, float] | None = None
    profile: tuple[tuple[float, float], ...] | None = None  # (seconds after midnight, weight); with per_day
    rate: tuple[tuple[float, float], ...] | None = None  # (seconds after midnight, contacts per second), stepwise
    trace: tuple[TraceRow, ...] | None = None
    source: str | None = None  # the table's file, for messages
    day_variation: DayVariation | None = None
    intraday: Intraday | None = None


class Channel(Record):
    kind: Literal["live", "deferred"]
    concurrency: int = 1
    pace: tuple[float, ...] = (1.0,)
    lines: int | None = None
    cost_per_second: float = 0.0
    cost_per_contact: float = 0.0
    interruptible: bool = False
    resume_cost: float = 0.0
    drain: bool = False


class Contact(Record):
    channel: str
    arrivals: Arrivals
    segments: dict[str, float] | None = None  # share by segment; None: the shares of `segments`
    patience: Law | None = None  # None: waits for ever
    balking: tuple[tuple[int, float], ...] = ()  # (from this many waiting, probability), ascending
    talk_time: Law | None = None
    wrap_up: Law | None = None
    handle_time: Law | None = None  # talk with wrap-up included; instead of talk_time and wrap_up
    answer_within: float | None = None  # None: 20 s live, 4 h deferred
    short_abandon: float | None = None  # None: answer_within
    priority: float = 1.0
    weight: float = 1.0
    head_start: float = 0.0
    max_waiting: int | None = None
    patience_on_retry: Literal["fresh", "same"] = "fresh"
    lost_value: float = 0.0
    resolution: float = 1.0
    clock: Literal["opening", "elapsed"] = "opening"  # deferred only
    sla_at: Literal["start", "end"] = "end"  # deferred only


# --- agents -----------------------------------------------------------------------------------------------------


class Skill(Record):
    aht: float = 1.0
    resolution: float | None = None
    handle_time: Law | None = None
    talk_time: Law | None = None
    wrap_up: Law | None = None


class Break(Record):
    """Either `at` (seconds after local midnight of the shift's day) or `between`."""

    length: float
    at: float | None = None
    between: tuple[float, float] | None = None
    at_most_out: float | None = None
    paid: bool = True


class Shift(Record):
    """`agents` people who work [start, end) on each of `days`; `end` past 86400 runs into the next day."""

    agents: int
    days: tuple[Weekday, ...]
    start: float
    end: float
    breaks: dict[str, Break] = {}


class StaffingRow(Record):
    """`agents` on duty during [start, end), elapsed seconds."""

    start: float
    end: float
    agents: int


class Absence(Record):
    share: float
    day_cv: float = 0.0


class AgentGroup(Record):
    """Exactly one of staffing (a number: during the opening hours of its skills' channels; or rows) and shifts."""

    skills: dict[str, Skill]
    staffing: int | tuple[StaffingRow, ...] | None = None
    shifts: dict[str, Shift] | None = None
    when_staff_falls: Literal["count", "named"] | None = None  # None: count for staffing, named for shifts
    cost_per_hour: float = 0.0
    shrinkage: float = 0.0
    absence: Absence | None = None
    late_login: float | Distribution = 0.0


class Preference(Record):
    group: str
    after: float = 0.0


AgentRule = Literal["longest_idle", "least_occupied", "fastest", "best_resolution", "most_specialised", "random"]
ContactRule = Literal["priority", "longest_wait", "weighted_wait", "earliest_deadline", "group_order"]


class Routing(Record):
    agent_rule: AgentRule = "longest_idle"
    contact_rule: ContactRule = "priority"
    preferences: dict[str, tuple[tuple[Preference, ...], ...]] = {}  # contact -> ranks, each a pool
    reserve: dict[str, dict[str, int]] = {}  # group -> contact -> idle agents to keep
    order: dict[str, tuple[tuple[str, ...], ...]] = {}  # group -> classes of contacts
    policy: str | None = None  # "module:Class"


class Target(Record):
    measure: str
    contact: str | None = None
    channel: str | None = None
    segment: str | None = None
    agents: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    within: float | None = None
    per: Literal["horizon", "interval", "day"] = "horizon"
    share: float = 1.0  # `in:` the share of intervals or days that must meet it
    ignore_below: float = 0.0  # contacts
    probability: float | None = None


class Scenario(Record):
    name: str
    calendar: Calendar
    opening: Opening = Opening()
    simulation: Simulation = Simulation()
    currency: str = ""  # none given: money is shown without a unit
    demand: Demand = Demand()
    segments: dict[str, Segment] = {}
    channels: dict[str, Channel]
    contacts: dict[str, Contact]
    agents: dict[str, AgentGroup]
    routing: Routing = Routing()
    targets: dict[str, Target] = {}
    folder: str = "."  # absolute; where a routing policy's module is looked for
    tables: tuple[str, ...] = ()  # files that tables were read from, absolute, the sheet of a workbook after `#`
    understood: tuple[str, ...] = ()  # how each table that stands in a file was read, a line each
    warnings: tuple[str, ...] = ()  # what is read in a way that may not be meant, or not used, a line each
