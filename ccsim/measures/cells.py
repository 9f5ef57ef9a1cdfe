"""Where a tally stands: scopes (all, each contact type, ...) by slots (the horizon, each interval, each day)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.measures.definition import Table
from ccsim.model.center import CenterModel, FloatArray, IntArray

AFTER = "after"
"""Label of the time past the last closing of the horizon; agents only."""


@dataclass(frozen=True)
class Cells:
    """The axes of every table of tallies.

    Slots are, in this order: the horizon, each interval, the time after the horizon, each day. `contact_scopes` are
    all, contact types, channels, and the segments where the scenario names any; `agent_scopes` are all and the groups.
    Scopes of customers are those of contacts, then the appointments; of appointments all, the appointments and the
    segments; of self-service all and the bots.
    """

    contact_scopes: tuple[tuple[str, str], ...]
    agent_scopes: tuple[tuple[str, str], ...]
    intervals: tuple[str, ...]
    days: tuple[str, ...]
    day_starts: IntArray  # (days,) first interval of each
    type_channel: IntArray  # (types,)
    channels: int
    segments: int
    segments_named: bool
    appointment_scopes: tuple[tuple[str, str], ...]
    bot_scopes: tuple[tuple[str, str], ...]
    appointment_type: IntArray  # (appointments,) contact type of those kept

    @classmethod
    def of(cls, model: CenterModel) -> Cells:
        """The axes for a model."""
        types = tuple(("contact", kind.name) for kind in model.types)
        channels = tuple(("channel", channel.name) for channel in model.channels)
        named = model.segments != ("all",)
        segments = tuple(("segment", name) for name in model.segments) if named else ()
        return cls(
            contact_scopes=(("all", "all"), *types, *channels, *segments),
            agent_scopes=(("all", "all"), *(("agents", group.name) for group in model.groups)),
            intervals=model.timeline.interval_start,
            days=tuple(day.isoformat() for day in model.timeline.dates),
            day_starts=np.searchsorted(model.timeline.interval_day, np.arange(len(model.timeline.dates))),
            type_channel=np.array([kind.channel for kind in model.types], dtype=np.int64),
            channels=len(model.channels),
            segments=len(model.segments),
            segments_named=named,
            appointment_scopes=(("all", "all"), *(("appointment", one.name) for one in model.appointments), *segments),
            bot_scopes=(("all", "all"), *(("self_service", bot.name) for bot in model.behaviour.bots)),
            appointment_type=np.array([one.contact for one in model.appointments], dtype=np.int64),
        )

    def scopes(self, table: Table) -> tuple[tuple[str, str], ...]:
        """Scopes of a table, `day` apart, in the order of its rows."""
        if table == "customers":
            return (*self.contact_scopes, *(scope for scope in self.appointment_scopes if scope[0] == "appointment"))
        by_table: dict[Table, tuple[tuple[str, str], ...]] = {
            "contacts": self.contact_scopes,
            "appointments": self.appointment_scopes,
            "self_service": self.bot_scopes,
            "agents": self.agent_scopes,
            "center": (("all", "all"),),
        }
        return by_table[table]

    @property
    def slots(self) -> tuple[str, ...]:
        """Labels: empty for the horizon, local start of an interval, `after`, date of a day."""
        return ("", *self.intervals, AFTER, *self.days)

    @property
    def interval_slots(self) -> slice:
        """The slots of the intervals."""
        return slice(1, 1 + len(self.intervals))

    @property
    def after_slot(self) -> int:
        """The slot of the time after the horizon."""
        return 1 + len(self.intervals)

    @property
    def day_slots(self) -> slice:
        """The slots of the days."""
        return slice(self.after_slot + 1, self.after_slot + 1 + len(self.days))

    def over_slots(self, by_interval: FloatArray, after: FloatArray | None = None) -> FloatArray:
        """(..., intervals) to (..., slots): sums over the horizon and each day."""
        table = np.zeros((*by_interval.shape[:-1], len(self.intervals) + len(self.days) + 2))
        table[..., self.interval_slots] = by_interval
        table[..., self.day_slots] = np.add.reduceat(by_interval, self.day_starts, axis=-1)
        table[..., 0] = by_interval.sum(axis=-1)
        if after is not None:
            table[..., self.after_slot] = after
            table[..., 0] += after
        return table

    def over_contact_scopes(self, base: FloatArray) -> FloatArray:
        """(..., types, segments, intervals) to (..., contact scopes, slots)."""
        parts = self._type_parts(base.sum(axis=-2))
        return self.over_slots(np.concatenate((*parts, *self._segment_parts(base)), axis=-2))

    def over_customer_scopes(self, base: FloatArray) -> FloatArray:
        """(..., types and then appointments, segments, intervals) to (..., customer scopes, slots).

        Who begins with a booking also counts for the contact type that his appointment becomes when kept.
        """
        by_source = base.sum(axis=-2)
        types = len(self.type_channel)
        by_type, by_appointment = by_source[..., :types, :].copy(), by_source[..., types:, :]
        for appointment, kind in enumerate(self.appointment_type):
            by_type[..., kind, :] += by_appointment[..., appointment, :]
        parts = (*self._type_parts(by_type), *self._segment_parts(base))
        return self.over_slots(np.concatenate((*parts, by_appointment), axis=-2))

    def over_appointment_scopes(self, base: FloatArray) -> FloatArray:
        """(..., appointments, segments, intervals) to (..., appointment scopes, slots)."""
        by_appointment = base.sum(axis=-2)
        parts = (by_appointment.sum(axis=-2, keepdims=True), by_appointment, *self._segment_parts(base))
        return self.over_slots(np.concatenate(parts, axis=-2))

    def _segment_parts(self, base: FloatArray) -> list[FloatArray]:
        """What segments add to the scopes; nothing where the scenario names none."""
        return [base.sum(axis=-3)] if self.segments_named else []

    def _type_parts(self, by_type: FloatArray) -> list[FloatArray]:
        """All, contact types and channels."""
        by_channel = np.zeros((*by_type.shape[:-2], self.channels, by_type.shape[-1]))
        for kind, channel in enumerate(self.type_channel):
            by_channel[..., channel, :] += by_type[..., kind, :]
        return [by_type.sum(axis=-2, keepdims=True), by_type, by_channel]

    def longest(self, base: FloatArray) -> FloatArray:
        """(types, segments, intervals) of maxima to (contact scopes, slots) of maxima."""
        by_type = base.max(axis=1)
        by_channel = np.stack(
            [by_type[self.type_channel == channel].max(axis=0, initial=-np.inf) for channel in range(self.channels)]
        )
        parts = [by_type.max(axis=0, keepdims=True), by_type, by_channel]
        if self.segments_named:
            parts.append(base.max(axis=0))
        by_interval = np.concatenate(parts)
        table = np.full((len(self.contact_scopes), len(self.slots)), -np.inf)
        table[:, self.interval_slots] = by_interval
        table[:, self.day_slots] = np.maximum.reduceat(by_interval, self.day_starts, axis=1)
        table[:, 0] = by_interval.max(axis=1)
        return table

    def over_agent_scopes(self, by_group: FloatArray) -> FloatArray:
        """(groups, intervals + 1), the last one `after`, to (agent scopes, slots)."""
        table = with_all(by_group)
        return self.over_slots(table[:, :-1], table[:, -1])

    def contact_scope_columns(self, kind: IntArray, segment: IntArray) -> tuple[IntArray, ...]:
        """For each contact, its index in `contact_scopes` by each kind: all, contact, channel, segment."""
        types = len(self.type_channel)
        columns = (np.zeros_like(kind), 1 + kind, 1 + types + self.type_channel[kind])
        return (*columns, 1 + types + self.channels + segment) if self.segments_named else columns


def with_all(rows: FloatArray) -> FloatArray:
    """(rows, ...) to (1 + rows, ...): all of them added up come first."""
    return np.concatenate((rows.sum(axis=0, keepdims=True), rows))
