"""Customers who begin with a booking: those who ask for one, and those whom the diary holds from the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ccsim.model.bookings import Appointment, RequestStream
from ccsim.model.center import CenterModel, FloatArray, IntArray
from ccsim.model.grid import on_grid
from ccsim.model.timeline import time_of_day
from ccsim.workload.busyness import variation
from ccsim.workload.inversion import Segments, duration_of
from ccsim.workload.poisson import PoissonStreams, Source
from ccsim.workload.streams import Streams
from ccsim.workload.workload import DIARY, NO_REQUESTS, Requests


def requests_address(appointment: Appointment) -> str:
    """Their name in random addresses, apart from those of the diary."""
    return f"{appointment.name}/requests"


def diary_address(appointment: Appointment) -> str:
    return f"{appointment.name}/diary"


@dataclass(frozen=True)
class _Part:
    """Customers of one appointment; `word` is that of their random addresses."""

    columns: Requests
    word: IntArray


class FirstRequests:
    """Customers of one center who begin with a booking; what all replications share is worked out once."""

    def __init__(self, model: CenterModel) -> None:
        asked = [(a, one, one.requests) for a, one in enumerate(model.appointments) if one.requests is not None]
        self._asked = [_Asked(a, one, stream, Segments(one.segment_share, model.segments)) for a, one, stream in asked]
        self._streams = PoissonStreams([_source(one, stream) for _, one, stream in asked]) if asked else None
        self._diaries = [_Diary(a, one, model) for a, one in enumerate(model.appointments) if one.diary]

    def draw(self, streams: Streams) -> tuple[Requests, IntArray]:
        """All requests, then all customers of diaries, and the word of each one's random addresses.

        Raises
        ------
        ValueError
            An appointment has requests, or a diary with rows that do not say how long before they were booked, but no
            law of lead times.
        """
        parts = [*self._requests(streams), *(diary.draw(streams) for diary in self._diaries)]
        if not parts:
            return NO_REQUESTS, np.zeros(0, np.int64)
        return Requests.joined([part.columns for part in parts]), np.concatenate([part.word for part in parts])

    def _requests(self, streams: Streams) -> Iterator[_Part]:
        if self._streams is None:
            return
        factor = np.concatenate([_variation(asked.appointment, asked.stream, streams) for asked in self._asked])
        coming = self._streams.draw(streams, factor)
        for asked, (first, end) in zip(self._asked, pairwise(coming.first_row.tolist()), strict=True):
            yield asked.draw(streams, coming.interval[first:end], coming.ordinal[first:end], coming.time[first:end])


@dataclass(frozen=True)
class _Asked:
    """Requests for one appointment."""

    index: int
    appointment: Appointment
    stream: RequestStream
    segments: Segments

    def draw(self, streams: Streams, inside: IntArray, ordinal: IntArray, time: FloatArray) -> _Part:
        """What those bring who ask in these intervals of the stream."""
        one, stream = self.appointment, self.stream
        interval = inside + stream.first_interval
        word = interval << 32 | ordinal
        name = requests_address(one)
        seconds = stream.time_of_day[inside] + (time - stream.edges[inside])
        columns = Requests(
            appointment=np.full(len(time), self.index),
            interval=interval,
            ordinal=ordinal,
            time=time,
            segment=self.segments.of(streams.uniform(name, "segment", word)),
            lead=_leads(one, streams.uniform(name, "lead", word), seconds),
            slot=np.full(len(time), -1),
        )
        return _Part(columns, word)


class _Diary:
    """Customers whom the diary of one appointment holds from the beginning.

    Where a lead is drawn by the time of day, it goes by that of the slot: when he booked is not known before.
    """

    def __init__(self, index: int, appointment: Appointment, model: CenterModel) -> None:
        self._index, self._appointment = index, appointment
        self._segments = Segments(appointment.segment_share, model.segments)
        places = [entry.places for entry in appointment.diary]
        self._slot = np.repeat([entry.slot for entry in appointment.diary], places)
        self._stated = np.repeat([entry.segment for entry in appointment.diary], places)
        self._lead = np.repeat([entry.lead for entry in appointment.diary], places)
        self._start = appointment.slots[self._slot]
        self._word = _diary_words(self._start)
        self._unknown = np.flatnonzero(np.isnan(self._lead))
        self._seconds = time_of_day(model.timeline, self._start[self._unknown])

    def draw(self, streams: Streams) -> _Part:
        name, word, unknown = diary_address(self._appointment), self._word, self._unknown
        drawn = self._segments.of(streams.uniform(name, "segment", word))
        lead = self._lead.copy()
        if len(unknown):
            lead[unknown] = _leads(self._appointment, streams.uniform(name, "lead", word[unknown]), self._seconds)
        columns = Requests(
            appointment=np.full(len(lead), self._index),
            interval=np.full(len(lead), DIARY),
            ordinal=np.arange(len(lead)),
            time=self._start - lead,
            segment=np.where(self._stated < 0, drawn, self._stated),
            lead=lead,
            slot=self._slot,
        )
        return _Part(columns, word)


def _source(appointment: Appointment, stream: RequestStream) -> Source:
    name = requests_address(appointment)
    return Source(name, stream.first_interval, stream.edges, stream.rate_edges, stream.rate)


def _variation(appointment: Appointment, stream: RequestStream, streams: Streams) -> FloatArray:
    """Factor on the rate of each interval."""
    name, cv = requests_address(appointment), np.full(len(stream.day), stream.interval_cv)
    of_day, of_interval = variation(streams, name, stream.day, stream.day_variation_cv, cv, stream.interval_correlation)
    return of_day * of_interval


def _diary_words(slot: FloatArray) -> IntArray:
    """By the slot's second and the place in it, so that another row of the diary changes nobody else."""
    second = np.floor(slot).astype(np.int64)
    return second << 32 | (np.arange(len(second)) - np.searchsorted(second, second))


def _leads(appointment: Appointment, u: FloatArray, seconds: FloatArray) -> FloatArray:
    """On the time grid; `seconds` after local midnight say which law is in force."""
    if appointment.lead_time is None:
        raise ValueError(f"appointments.{appointment.name}: bookings need a lead_time")
    return on_grid(duration_of(u, appointment.lead_time, seconds))
