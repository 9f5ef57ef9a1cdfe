"""Service levels: who was answered, or left, within a threshold, and who is judged at all."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import Outcome
from ccsim.measures.catalogue import at_threshold
from ccsim.measures.clock import open_seconds
from ccsim.measures.kept import Kept
from ccsim.model.center import FloatArray


def reply_lag(kept: Kept) -> tuple[FloatArray, FloatArray]:
    """For each contact, seconds from joining the queue to the reply (NaN: none) and to the end of the run.

    The reply to a live contact is its answer. A deferred one is replied at the end of talk (`sla_at: start`: at its
    first start), and its seconds are those in which its channel is open (`clock: elapsed`: all).
    """
    lag = np.where(kept.was(Outcome.ANSWERED), kept.answered - kept.joined, np.nan)
    age = kept.end - kept.joined
    for index, kind in enumerate(kept.model.types):
        channel = kept.model.channels[kind.channel]
        if channel.live:
            continue
        of = kept.kind == index
        joined = kept.joined[of]
        replied = np.where(kept.by_callback, np.nan, kept.answered if kind.sla_at_start else kept.talk_end)[of]
        if kind.clock_opening:
            before = open_seconds(channel.open_windows, joined)
            lag[of] = open_seconds(channel.open_windows, replied) - before
            age[of] = open_seconds(channel.open_windows, np.full(len(joined), kept.end)) - before
        else:
            lag[of] = replied - joined
    return lag, age


def service(kept: Kept, within: tuple[float, ...]) -> dict[str, FloatArray]:
    """Tallies by base cell, at each contact's own threshold and at each of `within` (seconds, inclusive).

    `judged` are the offered, but for those who accepted a call-back and for the deferred that are neither replied nor
    past their deadline at the end of the run; `judged_long` also leaves out who balked, or abandoned within
    `short_abandon`. A dropped contact is judged and has not left by itself.
    """
    lag, age = reply_lag(kept)
    replied = ~np.isnan(lag)
    in_question = kept.offered & ~kept.by_callback
    balked, abandoned = kept.was(Outcome.BALKED), kept.was(Outcome.ABANDONED)
    gone_after = np.where(balked, 0.0, np.where(abandoned, kept.left - kept.joined, np.nan))
    own = np.array([kind.answer_within for kind in kept.model.types])[kept.kind]
    short = np.array([kind.short_abandon for kind in kept.model.types])[kept.kind]
    left_short = balked | (gone_after <= short)
    tallies = {"replied": kept.count(replied)}
    for seconds in (None, *within):
        threshold = own if seconds is None else np.full(len(own), seconds)
        judged = in_question & (kept.live | replied | (age > threshold))
        tallies[at_threshold("answered_within", seconds)] = kept.count(lag <= threshold)
        tallies[at_threshold("gone_within", seconds)] = kept.count(gone_after <= threshold)
        tallies[at_threshold("judged", seconds)] = kept.count(judged)
        tallies[at_threshold("judged_long", seconds)] = kept.count(judged & ~left_short)
    return tallies
