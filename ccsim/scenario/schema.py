"""What a scenario file says, as immutable records with units resolved (seconds, shares, contacts per second).

The YAML shape is the attribute shape: `contacts.account_call.talk_time` in the file is
`scenario.contacts["account_call"].talk_time` here. Tables that stand in other files are read before these records are
made, so a `Scenario` is complete: nothing downstream opens a file. Records are immutable all the way down.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import SkipValidation

from ccsim.scenario.node import Input, Place
from ccsim.scenario.record import DAY as DAY
from ccsim.scenario.record import BySegment as BySegment
from ccsim.scenario.record import ByTime as ByTime
from ccsim.scenario.record import Distribution as Distribution
from ccsim.scenario.record import Law as Law
from ccsim.scenario.record import Record as Record
from ccsim.scenario.record import ShareBySegment as ShareBySegment
from ccsim.scenario.record import Weekday as Weekday
from ccsim.scenario.schema_arrivals import ArrivalFactor as ArrivalFactor
from ccsim.scenario.schema_arrivals import Arrivals as Arrivals
from ccsim.scenario.schema_arrivals import DayVariation as DayVariation
from ccsim.scenario.schema_arrivals import ForecastRow as ForecastRow
from ccsim.scenario.schema_arrivals import Intraday as Intraday
from ccsim.scenario.schema_arrivals import TraceRow as TraceRow
from ccsim.scenario.schema_behaviour import Context, Experience, Journeys, Proactive, Rule, SelfService
from ccsim.scenario.schema_bookings import Appointment, Reminder
from ccsim.sentences import Sentence

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


# --- customers --------------------------------------------------------------------------------------------------


class Demand(Record):
    day_variation: DayVariation | None = None
    intraday: Intraday | None = None


class Segment(Record):
    share: float
    value: float = 0.0  # what a customer of this segment is worth; with his risk of leaving: `churn_cost`


class Channel(Record):
    kind: Literal["live", "deferred", "appointment"]
    concurrency: int = 1
    pace: tuple[float, ...] = (1.0,)
    lines: int | None = None
    cost_per_second: float = 0.0
    cost_per_contact: float = 0.0
    line_cost_per_second: float = 0.0  # of each line, used or not
    interruptible: bool = False
    resume_cost: float = 0.0
    drain: bool = False


class Contact(Record):
    channel: str
    arrivals: Arrivals | None = None  # None: comes only from elsewhere (an appointment, a move, self-service, a rule)
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
    """`agents` people who work [start, end) on each of `days`; `end` past 86400 runs into the next day.

    On `on_dates` there are so many instead: the first of them, or people beside them.
    """

    agents: int
    days: tuple[Weekday, ...]
    start: float
    end: float
    breaks: dict[str, Break] = {}
    on_dates: dict[date, int] = {}

    def people(self, day: date) -> int:
        """How many start on a day, one of `days`."""
        return self.on_dates.get(day, self.agents)


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
    appointment: str | None = None
    self_service: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    within: float | None = None
    per: Literal["horizon", "interval", "day"] = "horizon"
    share: float = 1.0  # `in:` the share of intervals or days that must meet it
    ignore_below: float = 0.0  # contacts
    probability: float | None = None


class Uncertain(Record):
    """An input that is not known exactly: what is changed, and the distribution of the value, in `unit`.

    `change` is a word (volume, handle_time, patience, absence) or changes up to their operators, moved together.
    families: normal(mean, sd|cv) lognormal(mean, cv|sd) gamma(mean, cv|sd) uniform(low, high)
    triangular(low, mode, high) empirical(values | quantiles: p -> value) one_of(chances: value -> p)
    """

    change: tuple[str, ...]
    family: str
    parameters: dict[str, Any] = {}
    unit: str = ""


MEASURED, FORECAST, ASSUMED, DECIDED = "measured", "forecast", "assumed", "decided"
EVIDENCE_KINDS = (MEASURED, FORECAST, ASSUMED, DECIDED)


class Evidence(Record):
    """How an input is known (one of `EVIDENCE_KINDS`; empty: nobody says), and what that rests on, in words."""

    kind: str
    grounds: str = ""


class Scenario(Record):
    name: str
    calendar: Calendar
    opening: Opening = Opening()
    simulation: Simulation = Simulation()
    currency: str = ""  # none given: money is shown without a unit
    full_time_week: float = 144_000.0  # seconds that one full-timer works in a week
    demand: Demand = Demand()
    segments: dict[str, Segment] = {}
    channels: dict[str, Channel]
    contacts: dict[str, Contact]
    agents: dict[str, AgentGroup]
    routing: Routing = Routing()
    self_service: dict[str, SelfService] = {}
    appointments: dict[str, Appointment] = {}
    reminders: dict[str, Reminder] = {}
    journeys: Journeys = Journeys()
    context: Context = Context()
    orchestration: dict[str, Rule] = {}
    proactive: dict[str, Proactive] = {}
    experience: Experience = Experience()
    targets: dict[str, Target] = {}
    stress: dict[str, tuple[str, ...]] = {}  # lines of `ccsim stress`, each with its changes as typed
    uncertainty: dict[str, Uncertain] = {}  # inputs of `ccsim risk`
    evidence: dict[str, Evidence] = {}  # by path, as typed: of what stands there and below
    changes: tuple[str, ...] = ()  # made on what the file says, as typed; what they make of it stands above
    folder: str = "."  # absolute; where a routing policy's module is looked for
    tables: tuple[str, ...] = ()  # files that tables were read from, absolute, the sheet of a workbook after `#`
    understood: tuple[SkipValidation[Sentence], ...] = ()  # how each table that stands in a file was read, a line each
    assumed: tuple[SkipValidation[Sentence], ...] = ()  # what tables do not say and is taken for granted, a line each
    warnings: tuple[SkipValidation[str], ...] = ()  # what may not be meant or is not used; kept as `Sentence`s
    target_places: dict[str, Place] = {}  # where each target is said
    inputs: tuple[Input, ...] = ()  # every value said, with its place
