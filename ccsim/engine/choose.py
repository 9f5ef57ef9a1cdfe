"""Which engine runs a scenario, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ccsim.engine.logs import Logs
from ccsim.errors import NotSupported
from ccsim.model.center import CenterModel

ENGINES = ("auto", "reference", "compiled")


class Choice(NamedTuple):
    """`run(model, workload, policy=None, story=None) -> Logs`, the engine's name, and the reason for it."""

    name: str
    run: Callable[..., Logs]
    reason: str


def choose(model: CenterModel, wanted: str = "auto", policy: Any | None = None) -> Choice:
    """The engine that runs `model`.

    Raises
    ------
    NotSupported
        The compiled engine was asked for.
    """
    if wanted not in ENGINES:
        raise NotSupported(f"engine must be one of {', '.join(ENGINES)}, got {wanted!r}")
    if wanted == "compiled":
        raise NotSupported("engine 'compiled' is not yet supported; 'reference' gives the same results, only slower")
    from ccsim.engine.simpy_engine import run

    reason = "a routing policy in Python needs it" if policy is not None else "it is the only engine yet"
    return Choice("reference", run, reason if wanted == "auto" else "asked for")
