"""Self-service: what bots did with the contacts and booking requests that came to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ccsim.engine.logs import BotResult, Logs
from ccsim.measures.marks import count_marked
from ccsim.model.center import BoolArray, CenterModel, FloatArray, IntArray


@dataclass(frozen=True)
class Sessions:
    """Contacts and booking requests that came to a bot, a row each, those it turned away included."""

    bot: IntArray
    customer: IntArray  # row of CustomerLog
    start: FloatArray
    end: FloatArray  # NaN: turned away, or not over when the run ends
    result: IntArray  # BotResult

    @classmethod
    def of(cls, logs: Logs) -> Sessions:
        """Those of a log, contacts first."""
        contacts, bookings = logs.contacts, logs.bookings
        c, b = np.flatnonzero(contacts.bot >= 0), np.flatnonzero(bookings.bot >= 0)
        return cls(
            bot=np.concatenate((contacts.bot[c], bookings.bot[b])),
            customer=np.concatenate((contacts.customer[c], bookings.customer[b])),
            start=np.concatenate((contacts.arrived[c], bookings.requested[b])),
            end=np.concatenate((contacts.bot_end[c], bookings.bot_end[b])),
            result=np.concatenate((contacts.bot_result[c], bookings.bot_result[b])),
        )

    @property
    def turned_away(self) -> BoolArray:
        """No session was free, or an outage."""
        return np.asarray((self.result == BotResult.FULL) | (self.result == BotResult.OUT))

    def cost(self, model: CenterModel) -> FloatArray:
        """What each costs: the bot's cost of a session, nothing when turned away."""
        cost = np.array([bot.cost for bot in model.behaviour.bots])
        return np.where(self.turned_away, 0.0, cost[self.bot]) if len(self.bot) else np.zeros(0)


def self_service(model: CenterModel, sessions: Sessions) -> dict[str, FloatArray]:
    """Tallies (bots, intervals) by the interval in which a session begins.

    `sessions` that are not over when the run ends have no result yet: rates are of the `finished`. `contained` here are
    those served, falsely or not: of them `false_containment` is a share. (Of contacts, `contained` also counts who
    gave up.)
    """
    timeline, bots = model.timeline, len(model.behaviour.bots)
    intervals = len(timeline.interval_start)
    counted = np.flatnonzero((sessions.start >= max(timeline.warm_up, 0.0)) & (sessions.start < timeline.horizon))
    interval = np.searchsorted(timeline.edges, sessions.start[counted], side="right") - 1
    cell = sessions.bot[counted] * intervals + interval
    result, away = sessions.result[counted], sessions.turned_away[counted]
    served = (result == BotResult.CONTAINED) | (result == BotResult.FALSELY_CONTAINED)
    finished = served | (result == BotResult.GAVE_UP) | (result == BotResult.HANDED_OVER)
    marks = {
        "sessions": ~away,
        "finished": finished,
        "contained": served,
        "falsely_contained": result == BotResult.FALSELY_CONTAINED,
        "gave_up": result == BotResult.GAVE_UP,
        "handed_over": result == BotResult.HANDED_OVER,
        "turned_away": away,
    }
    lasted, cost = (sessions.end - sessions.start)[counted], sessions.cost(model)[counted]
    tallies = {
        **count_marked(marks, cell, bots * intervals),
        "session_time": np.bincount(cell[finished], lasted[finished], bots * intervals),
        "cost_self_service": np.bincount(cell, cost, bots * intervals),
    }
    return {name: np.asarray(tally, np.float64).reshape(bots, intervals) for name, tally in tallies.items()}
