"""Service levels: who was answered, or left, within a threshold, and who is judged at all."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import Outcome
from ccsim.measures.catalogue import at_threshold
from ccsim.measures.clock import open_seconds
from ccsim.measures.kept import Kept
from ccsim.model.center import BoolArray, FloatArray


def reply_lag(kept: Kept) -> tuple[FloatArray, FloatArray | None]:
    """For each contact, seconds from joining the queue to the reply (NaN: none) and to the end of the run.

    The reply to a live contact is its answer. A deferred one is replied at the end of talk (`sla_at: start`: at its
    first start), and its seconds are those in which its channel is open (`clock: elapsed`: all). Where all are live,
    nobody asks for the end of the run.
    """
    log = kept.log
    lag = np.where(kept.was(Outcome.ANSWERED), kept.wait, np.nan)
    if all(channel.live for channel in kept.model.channels):
        return lag, None
    age = kept.end_of(slice(None)) - log.joined
    for index, kind in enumerate(kept.model.types):
        channel = kept.model.channels[kind.channel]
        if channel.live:
            continue
        of = np.flatnonzero(log.type == index)
        joined = log.joined[of]
        reply = log.answered if kind.sla_at_start else log.talk_end
        replied = np.where(kept.by_callback[of], np.nan, reply[of])
        if kind.clock_opening:
            before = open_seconds(channel.open_windows, joined)
            lag[of] = open_seconds(channel.open_windows, replied) - before
            age[of] = open_seconds(channel.open_windows, kept.end_of(of)) - before
        else:
            lag[of] = replied - joined
    return lag, age


def timely(kept: Kept, within: tuple[float, ...]) -> dict[str, BoolArray]:
    """All that `service` asks of contacts' times, at each one's own threshold and at each of `within` (inclusive).

    The deferred alone may have their deadline still before them.
    """
    log, types = kept.log, kept.model.types
    lag, age = reply_lag(kept)
    gone_after = log.left - log.joined
    found = {
        "replied": ~np.isnan(lag),
        "left_short": gone_after <= kept.per_type([kind.short_abandon for kind in types]),
    }
    for seconds in (None, *within):
        threshold = kept.per_type([kind.answer_within for kind in types]) if seconds is None else seconds
        found[at_threshold("reply", seconds)] = lag <= threshold
        found[at_threshold("left", seconds)] = gone_after <= threshold
        if age is not None:
            found[at_threshold("not_due", seconds)] = ~(kept.live | found["replied"] | (age > threshold))
    return found


def service(kept: Kept, timely: dict[str, BoolArray], within: tuple[float, ...]) -> dict[str, BoolArray]:
    """Marks at each contact's own threshold and at each of `within` (seconds, inclusive).

    `judged` are the offered, but for those who accepted a call-back and for the deferred that are neither replied nor
    past their deadline at the end of the run; `judged_long` also leaves out who balked, or abandoned within
    `short_abandon`. A dropped contact is judged and has not left by itself.
    """
    in_question = kept.offered & ~kept.by_callback
    balked, abandoned = kept.was(Outcome.BALKED), kept.was(Outcome.ABANDONED)
    left_short = balked | (abandoned & timely["left_short"])
    marks = {"replied": timely["replied"]}
    for seconds in (None, *within):
        not_due = timely.get(at_threshold("not_due", seconds))
        judged = in_question if not_due is None else in_question & ~not_due
        marks[at_threshold("answered_within", seconds)] = timely[at_threshold("reply", seconds)]
        marks[at_threshold("gone_within", seconds)] = balked | (abandoned & timely[at_threshold("left", seconds)])
        marks[at_threshold("judged", seconds)] = judged
        marks[at_threshold("judged_long", seconds)] = judged & ~left_short
    return marks
