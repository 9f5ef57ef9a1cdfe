"""From what a scenario says to the numbers that are simulated."""

from __future__ import annotations

import numpy as np

from ccsim.model.arrivals import make_stream, silent_stream
from ccsim.model.center import ArrivalStream, CenterModel
from ccsim.model.channels import make_channel
from ccsim.model.contact_types import make_contact_type, segment_names
from ccsim.model.groups import make_group
from ccsim.model.make_appointments import make_appointment, make_reminders
from ccsim.model.make_behaviour import make_behaviour
from ccsim.model.roster import make_roster
from ccsim.model.routing_table import make_routing
from ccsim.model.timeline import make_timeline
from ccsim.scenario.calendar import Clock
from ccsim.scenario.schema import ChannelOpening, Scenario


def build(scenario: Scenario) -> CenterModel:
    """The center of a scenario, names replaced by indices in file order and wall time by elapsed seconds.

    Raises
    ------
    NotSupported
        Where a scenario made in Python says what a file may not (durations by segment, but for patience).
    ValueError
        For impossible values; a scenario read by `ccsim.scenario.load` has none.
    """
    _check_names(scenario)
    clock = Clock(scenario.calendar)
    timeline = make_timeline(clock)
    channels = {name: make_channel(name, channel, scenario, clock) for name, channel in scenario.channels.items()}
    segments = segment_names(scenario)
    segment_index = {name: i for i, name in enumerate(segments)}

    def stream(name: str) -> ArrivalStream:
        contact = scenario.contacts[name]
        if contact.arrivals is None:
            return silent_stream(timeline)
        receives = scenario.opening.channels.get(contact.channel, ChannelOpening()).receives
        return make_stream(contact.arrivals, channels[contact.channel], receives, clock, timeline, segment_index)

    types = tuple(make_contact_type(name, scenario, stream(name)) for name in scenario.contacts)
    rosters = [make_roster(name, g, scenario, clock, timeline) for g, name in enumerate(scenario.agents)]
    first = np.cumsum([0, *(len(roster.agents) for roster in rosters)]).tolist()
    groups = tuple(
        make_group(name, scenario, types, range(first[g], first[g + 1])) for g, name in enumerate(scenario.agents)
    )
    plans = tuple(roster.scheduled for roster in rosters)
    shared = scenario.demand
    return CenterModel(
        name=scenario.name,
        timeline=timeline,
        channels=tuple(channels.values()),
        segments=segments,
        types=types,
        groups=groups,
        agents=tuple(agent for roster in rosters for agent in roster.agents),
        schedules=tuple(roster.schedule for roster in rosters),
        scheduled=plans,
        paid_seconds=np.array([roster.paid_seconds for roster in rosters]).reshape(len(rosters), len(timeline.dates)),
        routing=make_routing(scenario, groups),
        shared_day_cv=shared.day_variation.cv if shared.day_variation else 0.0,
        shared_interval_cv=shared.intraday.cv if shared.intraday else 0.0,
        shared_interval_correlation=shared.intraday.correlation if shared.intraday else 0.0,
        currency=scenario.currency,
        full_time_week=scenario.full_time_week,
        appointments=tuple(
            make_appointment(name, scenario, clock, timeline, types, segments, plans) for name in scenario.appointments
        ),
        reminders=make_reminders(scenario),
        behaviour=make_behaviour(scenario, clock, segments),
    )


def _check_names(scenario: Scenario) -> None:
    """What files may not say either: fronts, diversions and contact ids take one name for either."""
    for section in ("appointments", "self_service"):
        shared = [name for name in getattr(scenario, section) if name in scenario.contacts]
        if shared:
            raise ValueError(f"{section}.{shared[0]}: a contact type has this name")
