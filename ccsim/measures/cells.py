"""Where a tally stands: scopes (all, each contact type, ...) by slots (the horizon, each interval, each day)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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
    segments; of self-service all and the bots; of skills all, the groups and each contact type by each group that has
    the skill: `calls/team`, since no name holds a slash.
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
    skills: IntArray  # (2, skills) contact type and group
    skill_scopes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, model: CenterModel) -> Cells:
        """The axes for a model."""
        types = tuple(("contact", kind.name) for kind in model.types)
        channels = tuple(("channel", channel.name) for channel in model.channels)
        named = model.segments != ("all",)
        segments = tuple(("segment", name) for name in model.segments) if named else ()
        groups = (("all", "all"), *(("agents", group.name) for group in model.groups))
        skills = [(k, g) for k in range(len(types)) for g, group in enumerate(model.groups) if k in group.types]
        pairs = (("skill", f"{model.types[k].name}/{model.groups[g].name}") for k, g in skills)
        return cls(
            contact_scopes=(("all", "all"), *types, *channels, *segments),
            agent_scopes=groups,
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
            skills=np.array(skills, dtype=np.int64).reshape(-1, 2).T,
            skill_scopes=(*groups, *pairs),
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
            "skills": self.skill_scopes,
            "center": (("all", "all"),),
        }
        return by_table[table]

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Labels: empty for the horizon, local start of an interval, `after`, date of a day."""
        return ("", *self.intervals, AFTER, *self.days)

    @cached_property
    def interval_slots(self) -> slice:
        """The slots of the intervals."""
        return slice(1, 1 + len(self.intervals))

    @cached_property
    def after_slot(self) -> int:
        """The slot of the time after the horizon."""
        return 1 + len(self.intervals)

    @cached_property
    def day_slots(self) -> slice:
        """The slots of the days."""
        return slice(self.after_slot + 1, self.after_slot + 1 + len(self.days))

    def over_slots(self, by_interval: FloatArray, after: FloatArray | None = None) -> FloatArray:
        """(..., intervals) to (..., slots): sums over the horizon and each day."""
        table = self._table(by_interval.shape[:-1])
        table[..., self.interval_slots] = by_interval
        return self._summed(table, after)

    def over_contact_scopes(self, base: FloatArray) -> FloatArray:
        """(..., types, segments, intervals) to (..., contact scopes, slots)."""
        table = self._table((*base.shape[:-3], len(self.contact_scopes)))
        intervals = table[..., self.interval_slots]
        self._fill_type_scopes(intervals, _added(base, -2))
        self._fill_segment_scopes(intervals[..., 1 + len(self.type_channel) + self.channels :, :], base)
        return self._summed(table)

    def over_customer_scopes(self, base: FloatArray) -> FloatArray:
        """(..., types and then appointments, segments, intervals) to (..., customer scopes, slots).

        Who begins with a booking also counts for the contact type that his appointment becomes when kept.
        """
        by_source = _added(base, -2)
        types = len(self.type_channel)
        by_type, by_appointment = by_source[..., :types, :].copy(), by_source[..., types:, :]
        for appointment, kind in enumerate(self.appointment_type):
            by_type[..., kind, :] += by_appointment[..., appointment, :]
        scopes = len(self.contact_scopes)
        table = self._table((*base.shape[:-3], scopes + len(self.appointment_type)))
        intervals = table[..., self.interval_slots]
        self._fill_type_scopes(intervals, by_type)
        self._fill_segment_scopes(intervals[..., 1 + types + self.channels : scopes, :], base)
        intervals[..., scopes:, :] = by_appointment
        return self._summed(table)

    def over_appointment_scopes(self, base: FloatArray) -> FloatArray:
        """(..., appointments, segments, intervals) to (..., appointment scopes, slots)."""
        by_appointment = _added(base, -2)
        table = self._table((*base.shape[:-3], len(self.appointment_scopes)))
        intervals, end = table[..., self.interval_slots], 1 + len(self.appointment_type)
        by_appointment.sum(axis=-2, out=intervals[..., 0, :])
        intervals[..., 1:end, :] = by_appointment
        self._fill_segment_scopes(intervals[..., end:, :], base)
        return self._summed(table)

    def _table(self, shape: tuple[int, ...]) -> FloatArray:
        """(..., slots) of nothing yet."""
        return np.zeros((*shape, len(self.intervals) + len(self.days) + 2))

    def _summed(self, table: FloatArray, after: FloatArray | None = None) -> FloatArray:
        """Fill in the horizon and the days of a table whose intervals are there."""
        by_interval = table[..., self.interval_slots]
        np.add.reduceat(by_interval, self.day_starts, axis=-1, out=table[..., self.day_slots])
        by_interval.sum(axis=-1, out=table[..., 0])
        if after is not None:
            table[..., self.after_slot] = after
            table[..., 0] += after
        return table

    def _fill_type_scopes(self, scopes: FloatArray, by_type: FloatArray) -> None:
        """All, contact types and channels, from (..., types, intervals)."""
        types = len(self.type_channel)
        by_type.sum(axis=-2, out=scopes[..., 0, :])
        scopes[..., 1 : 1 + types, :] = by_type
        for kind, channel in enumerate(self.type_channel):
            scopes[..., 1 + types + channel, :] += by_type[..., kind, :]

    def _fill_segment_scopes(self, scopes: FloatArray, base: FloatArray) -> None:
        """The segments, from (..., sources, segments, intervals); nothing where the scenario names none."""
        if self.segments_named:
            base.sum(axis=-3, out=scopes)

    def longest(self, base: FloatArray) -> FloatArray:
        """(..., types, segments, intervals) of maxima to (..., contact scopes, slots) of maxima."""
        table = self._table((*base.shape[:-3], len(self.contact_scopes)))
        table.fill(-np.inf)
        by_interval, by_type = table[..., self.interval_slots], base.max(axis=-2)
        types = len(self.type_channel)
        by_type.max(axis=-2, out=by_interval[..., 0, :])
        by_interval[..., 1 : 1 + types, :] = by_type
        for kind, channel in enumerate(self.type_channel):
            of_channel = by_interval[..., 1 + types + channel, :]
            np.maximum(of_channel, by_type[..., kind, :], out=of_channel)
        if self.segments_named:
            base.max(axis=-3, out=by_interval[..., 1 + types + self.channels :, :])
        np.maximum.reduceat(by_interval, self.day_starts, axis=-1, out=table[..., self.day_slots])
        by_interval.max(axis=-1, out=table[..., 0])
        return table

    def over_agent_scopes(self, by_group: FloatArray) -> FloatArray:
        """(..., groups, intervals + 1), the last one `after`, to (..., agent scopes, slots)."""
        table = with_all(by_group)
        return self.over_slots(table[..., :-1], table[..., -1])

    @cached_property
    def twins(self) -> tuple[int | None, ...]:
        """For each kind of contact scope (see `contact_scope_columns`) an earlier one of the same contacts, if any.

        With one contact type, all contacts, its own and its channel's are the same.
        """
        types = len(self.type_channel)
        contact = 0 if types == 1 else None
        channel = 1 if np.array_equal(self.type_channel, np.arange(types)) else None
        channel = 0 if len(set(self.type_channel.tolist())) == 1 else channel
        return (None, contact, channel, None) if self.segments_named else (None, contact, channel)

    def contact_scope_columns(self, kind: IntArray, segment: IntArray) -> tuple[IntArray, ...]:
        """For each contact, its index in `contact_scopes` by each kind: all, contact, channel, segment."""
        types = len(self.type_channel)
        columns = (np.zeros_like(kind), 1 + kind, 1 + types + self.type_channel[kind])
        return (*columns, 1 + types + self.channels + segment) if self.segments_named else columns


def with_all(rows: FloatArray) -> FloatArray:
    """(..., rows, cells) to (..., 1 + rows, cells): all of them added up come first."""
    return np.concatenate((rows.sum(axis=-2, keepdims=True), rows), axis=-2)


def _added(base: FloatArray, axis: int) -> FloatArray:
    """The sum over an axis, which is often one long."""
    return np.squeeze(base, axis) if base.shape[axis] == 1 else base.sum(axis=axis)
