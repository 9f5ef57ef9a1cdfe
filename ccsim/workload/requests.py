"""Customers who begin with a booking: those who ask for one, and those whom the diary holds from the beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ccsim.model.bookings import Appointment, RequestStream
from ccsim.model.center import CenterModel, FloatArray, IntArray
from ccsim.model.grid import on_grid
from ccsim.model.timeline import time_of_day
from ccsim.workload.busyness import variation
from ccsim.workload.inversion import duration_of, segment_of
from ccsim.workload.poisson import Source, draw_coming
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


def draw_requests(model: CenterModel, streams: Streams) -> tuple[Requests, IntArray]:
    """All requests, then all customers of diaries, and the word of each one's random addresses.

    Raises
    ------
    ValueError
        An appointment has requests, or a diary with rows that do not say how long before they were booked, but no law
        of lead times.
    """
    parts = [*_requests(model, streams), *_diaries(model, streams)]
    if not parts:
        return NO_REQUESTS, np.zeros(0, np.int64)
    return Requests.joined([part.columns for part in parts]), np.concatenate([part.word for part in parts])


def _requests(model: CenterModel, streams: Streams) -> Iterator[_Part]:
    asked = [(a, one, one.requests) for a, one in enumerate(model.appointments) if one.requests is not None]
    if not asked:
        return
    factor = np.concatenate([_variation(one, stream, streams) for _, one, stream in asked])
    coming = draw_coming([_source(one, stream) for _, one, stream in asked], streams, factor)
    for i, (a, one, stream) in enumerate(asked):
        rows = slice(coming.first_row[i], coming.first_row[i + 1])
        inside, time = coming.interval[rows], coming.time[rows]
        interval, ordinal = inside + stream.first_interval, coming.ordinal[rows]
        word = interval << 32 | ordinal
        name = requests_address(one)
        seconds = stream.time_of_day[inside] + (time - stream.edges[inside])
        yield _Part(
            Requests(
                appointment=np.full(len(time), a),
                interval=interval,
                ordinal=ordinal,
                time=time,
                segment=segment_of(streams.uniform(name, "segment", word), one.segment_share, model.segments),
                lead=_leads(one, streams.uniform(name, "lead", word), seconds),
                slot=np.full(len(time), -1),
            ),
            word,
        )


def _source(appointment: Appointment, stream: RequestStream) -> Source:
    name = requests_address(appointment)
    return Source(name, stream.first_interval, stream.edges, stream.rate_edges, stream.rate)


def _variation(appointment: Appointment, stream: RequestStream, streams: Streams) -> FloatArray:
    """Factor on the rate of each interval."""
    name, cv = requests_address(appointment), np.full(len(stream.day), stream.interval_cv)
    of_day, of_interval = variation(streams, name, stream.day, stream.day_variation_cv, cv, stream.interval_correlation)
    return of_day * of_interval


def _diaries(model: CenterModel, streams: Streams) -> Iterator[_Part]:
    """Where a lead is drawn by the time of day, it goes by that of the slot: when he booked is not known before."""
    for a, one in enumerate(model.appointments):
        if not one.diary:
            continue
        places = [entry.places for entry in one.diary]
        slot = np.repeat([entry.slot for entry in one.diary], places)
        stated = np.repeat([entry.segment for entry in one.diary], places)
        lead = np.repeat([entry.lead for entry in one.diary], places)
        word = _diary_words(one.slots[slot])
        name = diary_address(one)
        drawn = segment_of(streams.uniform(name, "segment", word), one.segment_share, model.segments)
        unknown = np.isnan(lead)
        if unknown.any():
            u = streams.uniform(name, "lead", word)[unknown]
            lead[unknown] = _leads(one, u, time_of_day(model.timeline, one.slots[slot[unknown]]))
        yield _Part(
            Requests(
                appointment=np.full(len(slot), a),
                interval=np.full(len(slot), DIARY),
                ordinal=np.arange(len(slot)),
                time=one.slots[slot] - lead,
                segment=np.where(stated < 0, drawn, stated),
                lead=lead,
                slot=slot,
            ),
            word,
        )


def _diary_words(slot: FloatArray) -> IntArray:
    """By the slot's second and the place in it, so that another row of the diary changes nobody else."""
    second = np.floor(slot).astype(np.int64)
    return second << 32 | (np.arange(len(second)) - np.searchsorted(second, second))


def _leads(appointment: Appointment, u: FloatArray, seconds: FloatArray) -> FloatArray:
    """On the time grid; `seconds` after local midnight say which law is in force."""
    if appointment.lead_time is None:
        raise ValueError(f"appointments.{appointment.name}: bookings need a lead_time")
    return on_grid(duration_of(u, appointment.lead_time, seconds))
