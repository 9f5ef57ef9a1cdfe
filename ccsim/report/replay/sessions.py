"""Self-service on a day: how many are in each bot, and what became of those who came to it, minute by minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.logs import BotResult
from ccsim.report.replay.minutes import MINUTE, NEVER, happened_by
from ccsim.report.replay.packing import packed, signed

if TYPE_CHECKING:
    from ccsim.report.replay.day import Span
    from ccsim.report.replay.recorded import Sessions

ENDED = (BotResult.CONTAINED, BotResult.FALSELY_CONTAINED)
AWAY = (BotResult.FULL, BotResult.OUT)


def bots(sessions: Sessions, count: int, span: Span, warm_up: float) -> dict[str, Any] | None:
    """What is counted at each whole minute of a day, one series after the other, each as steps; nothing without bots.

    Of each bot: in it; and of those who came that day ended there (truly served or not), handed over to agents, gave
    up, turned away.
    """
    if not count:
        return None
    grid = np.arange(span.first, span.last + 1, MINUTE)
    ends = np.isnan(sessions.end)
    start = span.second(sessions.start)
    end = np.where(ends, NEVER, span.second(np.where(ends, sessions.start, sessions.end)))
    own = sessions.start >= max(span.start, warm_up)
    away = np.isin(sessions.result, AWAY)
    over = own & ~ends
    series = []
    for place in range(count):
        mine = sessions.bot == place
        inside = mine & ~away
        series += [
            happened_by(start[inside], grid) - happened_by(end[inside], grid),
            *(
                happened_by(end[mine & over & np.isin(sessions.result, results)], grid)
                for results in (ENDED, (BotResult.HANDED_OVER,), (BotResult.GAVE_UP,))
            ),
            happened_by(start[mine & own & away], grid),
        ]
    return {"minutes": len(grid), "text": packed(signed(np.diff(np.array(series), axis=1, prepend=0)).ravel())}
