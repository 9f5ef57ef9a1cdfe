"""The least number of agents that meets a target: every measure of Erlang C and A improves with each agent."""

from __future__ import annotations

from collections.abc import Callable

from ccsim.erlang.parameters import ErlangError

MOST_AGENTS = 100_000


def agents_needed(meets: Callable[[int], bool], least: int = 1) -> int:
    """Fewest agents n, from `least` up, with meets(n); `meets` must stay true once it is.

    Raises
    ------
    ErlangError
        If `MOST_AGENTS` do not meet it.

    Examples
    --------
    >>> from ccsim.erlang import ErlangC
    >>> agents_needed(lambda n: ErlangC(n, rate=200 / 3600, aht=240.0).service_level(20.0) >= 0.8, least=14)
    17
    """
    if least > MOST_AGENTS:
        raise ErlangError(f"the load alone takes {least:,} agents; this searches up to {MOST_AGENTS:,}")
    short, step, enough = least - 1, 1, least
    while not meets(enough):
        if enough == MOST_AGENTS:
            raise ErlangError(f"{MOST_AGENTS:,} agents do not meet this target")
        short, step = enough, step * 2
        enough = min(enough + step, MOST_AGENTS)
    while enough - short > 1:
        middle = (short + enough) // 2
        if meets(middle):
            enough = middle
        else:
            short = middle
    return enough
