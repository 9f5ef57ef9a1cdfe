"""What a planner decides in a scenario, and what he has to take as it comes: told by the path."""

from __future__ import annotations

from collections.abc import Iterable

from ccsim.scenario.change import Path

_HIS = frozenset({"routing", "opening"})
"""Sections of which all is decided."""
_GIVEN = frozenset({"demand", "segments", "journeys", "experience"})
"""Sections of which nothing is: customers, and what they do."""
_KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "agents": (
        frozenset({"staffing", "shifts", "skills"}),
        frozenset({"shrinkage", "absence", "late_login"}),
    ),
    "channels": (frozenset({"concurrency", "lines", "interruptible", "drain"}), frozenset({"pace"})),
    "contacts": (
        frozenset({"channel", "priority", "weight", "head_start", "max_waiting"}),
        frozenset({"arrivals", "segments", "patience", "balking", "talk_time", "wrap_up", "handle_time", "resolution",
                   "patience_on_retry"}),
    ),
    "self_service": (
        frozenset({"fronts", "capacity"}),
        frozenset({"time", "containment", "gives_up", "false_containment", "returns", "easy_first", "outages"}),
    ),
    "appointments": (
        frozenset({"agents", "slot", "diary", "horizon", "grace", "protect_before", "overbooking", "standby",
                   "reminders", "unconfirmed"}),
        frozenset({"requests", "lead_time", "no_show", "cancellation", "punctuality"}),
    ),
    "reminders": (
        frozenset({"channel", "before", "send_between"}),
        frozenset({"reach", "open", "remembers", "cancels", "confirm"}),
    ),
    "orchestration": (
        frozenset({"when", "offer", "callback", "divert_to", "share", "add_group", "close_group"}),
        frozenset({"accepted"}),
    ),
    "proactive": (frozenset({"replaces", "share"}), frozenset()),
}  # fmt: skip
"""Of a named thing in a section: keys that are decided, and those that are not. Of others nothing is said."""
_BELOW = {
    "skills": frozenset({"aht", "resolution", "handle_time", "talk_time", "wrap_up"}),
    "unconfirmed": frozenset({"remembers", "cancels"}),
    "callback": frozenset({"reach", "ring"}),
}
"""Below keys that are decided: what is not."""


def decided(path: Path) -> bool | None:
    """Whether a planner decides it; None where it is not said of either kind.

    Examples
    --------
    >>> decided(("agents", "team", "staffing")), decided(("contacts", "*", "patience", "exponential", "mean"))
    (True, False)
    >>> decided(("agents", "team", "skills", "calls", "aht")), decided(("targets", "asa", "at_most"))
    (False, None)
    """
    section = path[0]
    if section in _HIS or section in _GIVEN:
        return section in _HIS
    if len(path) < 3 or section not in _KEYS:
        return None
    his, given = _KEYS[str(section)]
    key, below = path[2], path[3:]
    if key in given or any(step in _BELOW.get(str(key), ()) for step in below):
        return False
    return True if key in his else None


def together(paths: Iterable[Path]) -> bool | None:
    """Of what is changed together: None where it is of both kinds, or of neither."""
    found = {decided(path) for path in paths}
    return found.pop() if len(found) == 1 else None
