"""Breaks staggered in a window: how many start one after another, and how many agents are out at once.

`between` says when a break may START: with `{for: 45 min, between: "12:00-14:30"}` lunches begin at 12:00, 12:45, 13:30
and 14:15. They are laid end to end in lanes, one agent out of each lane at a time.
"""

from __future__ import annotations

import math

_SLACK = 1e-9  # 0.29 x 100 agents is 28.999999999999996 in binary


def starts_in_turn(opens: float, closes: float, length: float, shift_end: float) -> int:
    """Breaks of `length` seconds that one lane holds: each starts in [opens, closes] and ends within the shift."""
    latest = min(closes, shift_end - length)
    return math.floor((latest - opens) / length + _SLACK) + 1 if latest >= opens else 0


def lanes(agents: int, at_most_out: float | None, in_turn: int) -> int:
    """Agents out at once: what `at_most_out` allows; where it is not given, as few as will do.

    A share of people is seldom a whole number of them: it is rounded down, at least to one, and up only where the
    breaks would not all fit otherwise. So a share that is enough for some number of people is enough for any.
    """
    needed = math.ceil(agents / max(1, in_turn))
    if at_most_out is None:
        return needed
    out = max(1, math.floor(at_most_out * agents + _SLACK))
    return out if needed <= out or in_turn == 0 else max(out, math.ceil(at_most_out * agents - _SLACK))


def is_rounded_up(agents: int, at_most_out: float | None, in_turn: int) -> bool:
    """Whether one more is out at once than the share of the agents says."""
    return at_most_out is not None and lanes(agents, at_most_out, in_turn) > max(1, at_most_out * agents + _SLACK)
