"""Section E: concurrent chats, each agent's time shared by the chats in his hands."""

from __future__ import annotations

from typing import Any

from experiments.validation.case import Case, exponential, figures, minutes, per_hour, steady
from experiments.validation.figures import FIGURES


def chat(
    name: str,
    per_min: float,
    agents: int,
    pace: list[float],
    *,
    patience_min: float | None = None,
    figures_of: str = "",
    handle_time: Any = None,
    lines: int | None = None,
    **contact: Any,
) -> Case:
    """Chats of 6 min of work, as many at a time as `pace` has entries."""
    horizon = steady(per_min, 480.0, 4000.0)
    return Case(
        name=name,
        source="exact Markov chain",
        scenario={
            "name": name,
            "calendar": horizon.calendar,
            "channels": {
                "chat": {"kind": "live", "concurrency": len(pace), "pace": pace}
                | ({} if lines is None else {"lines": lines})
            },
            "contacts": {
                "chats": {
                    "channel": "chat",
                    "arrivals": per_hour(per_min),
                    "patience": "never" if patience_min is None else exponential(patience_min),
                    "handle_time": handle_time or exponential(6.0),
                    **contact,
                }
            },
            "agents": {"team": {"skills": ["chats"], "staffing": agents}},
        },
        quantities=figures(FIGURES[figures_of or name]),
        measured=(horizon.measured,),
        contacts=horizon.contacts,
        main="mean_handle_time",
        confirms_measures=True,
    )


LOSS: dict[str, Any] = {
    "figures_of": "E-Chat-PS-loss",
    "handle_time": {"lognormal": {"mean": minutes(6.0), "cv": 1.5}},
}

CASES: tuple[Case, ...] = (
    chat("E-Chat-least3x3", 0.9, 3, [1, 0.75, 0.6], patience_min=2.0),
    chat("E-Chat-noslowdown", 0.9, 2, [1, 1, 1], patience_min=2.0),
    chat("E-Chat-sharing", 0.3, 2, [1, 0.5, 0.333333333333, 0.25], patience_min=3.33333333333),
    # Nobody waits: said once by lines and once by a queue of no places; the law of the work does not matter.
    chat("E-Chat-PS-loss", 0.3, 1, [1, 0.75, 0.6], lines=3, **LOSS),
    chat("E-Chat-PS-loss (max_waiting)", 0.3, 1, [1, 0.75, 0.6], max_waiting=0, **LOSS),
)
