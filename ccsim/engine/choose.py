"""Which engine runs a scenario, and why."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, NamedTuple

from ccsim.engine.compiled.program import KernelError
from ccsim.engine.compiled.support import why_not_compiled
from ccsim.engine.logs import Logs
from ccsim.errors import NotSupported
from ccsim.model.center import CenterModel
from ccsim.sentences import Sentence

ENGINES = ("auto", "reference", "compiled")
COMPILATION = 15.0
"""Seconds that compilation takes, roughly, once a machine and version."""


class Choice(NamedTuple):
    """`run(model, workload, policy=None, story=None) -> Logs`, ready to run; the engine's name, and the reason for it.

    `limit` is what kept `auto` from the compiled engine for good, "" where nothing does.
    """

    name: str
    run: Callable[..., Logs]
    reason: str
    limit: str = ""


def choose(
    model: CenterModel,
    wanted: str = "auto",
    policy: Any | None = None,
    *,
    seconds: float = inf,
    announce: Callable[[str], None] | None = None,
) -> Choice:
    """The engine that runs `model`; where it is the compiled one, its machine code is there when this returns.

    Parameters
    ----------
    model : CenterModel
    wanted : {"auto", "reference", "compiled"}
    policy : a routing policy in Python, instead of the scenario's.
    seconds : what the reference engine would take for all that is asked, roughly. `auto` leaves it to the reference
        where compiling first would take longer.
    announce : called with a sentence before anything is compiled.

    Raises
    ------
    NotSupported
        The compiled engine was asked for and cannot do this, or cannot be made on this machine; says why.
    """
    if wanted not in ENGINES:
        raise NotSupported(f"engine must be one of {', '.join(ENGINES)}, got {wanted!r}")
    limit = why_not_compiled(model, policy)
    if wanted == "reference":
        return _reference(Sentence("asked_for"))
    if limit:
        if wanted == "compiled":
            raise NotSupported(f"engine 'compiled' cannot run this scenario: {limit}; 'reference' and 'auto' can")
        return _reference(limit, limit)
    try:
        from ccsim.engine.compiled.machine import is_ready

        if wanted == "auto" and seconds < COMPILATION and not is_ready():
            return _reference(Sentence("done_before"))
        return _compiled(model, Sentence("asked_for" if wanted == "compiled" else "faster_one"), announce)
    except (ImportError, KernelError) as refusal:
        limit = Sentence("not_on_this_machine", why=str(refusal))
        if wanted == "compiled":
            raise NotSupported(f"{limit}; 'reference' gives the same results, only slower") from refusal
        return _reference(limit, limit)


def _reference(reason: str, limit: str = "") -> Choice:
    from ccsim.engine.simpy_engine import run

    return Choice("reference", run, reason, limit)


def _compiled(model: CenterModel, reason: str, announce: Callable[[str], None] | None) -> Choice:
    from ccsim.engine.compiled.engine import CompiledEngine
    from ccsim.engine.compiled.machine import load

    load(announce)
    return Choice("compiled", CompiledEngine(model), reason)
