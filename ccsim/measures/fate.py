"""What a contact counts for: marks of its fate, which contacts that are alike share (see `ccsim.measures.alike`)."""

from __future__ import annotations

from ccsim.engine.logs import Outcome
from ccsim.measures.counts import fates
from ccsim.measures.kept import Kept
from ccsim.measures.service import service
from ccsim.model.center import BoolArray


def marks(one: Kept, timely: dict[str, BoolArray], within: tuple[float, ...]) -> dict[str, BoolArray]:
    """Of contacts that are alike one each: all that it is counted for; `timely`: see `ccsim.measures.service`."""
    return {
        **fates(one),
        **service(one, timely, within),
        "wait_ended": waited(one),
        "delayed": delayed(one),
        "handled": one.handled,
    }


def wait_marks(one: Kept) -> dict[str, BoolArray]:
    """For which sums its wait counts: of the answered, the abandoned and all who waited to an end; where there are
    call-backs, of the time from joining the queue until the called back were served.
    """
    of = {"wait_answered": one.was(Outcome.ANSWERED), "wait_abandoned": one.was(Outcome.ABANDONED)}
    of["wait"] = waited(one) & ~one.was(Outcome.BALKED)
    if "callbacks" in one.features:
        of["callback_wait"] = one.was(Outcome.CALLED_BACK)
    return of


def waited(one: Kept) -> BoolArray:
    """Who has waited to an end: the offered but backlog and call-backs."""
    return one.offered & ~(one.was(Outcome.BACKLOG) | one.by_callback)


def delayed(one: Kept) -> BoolArray:
    """Who had to wait; whoever accepted a call-back had to."""
    return one.offered & (one.log.waited | one.was(Outcome.BALKED) | one.by_callback)


def queued(one: Kept) -> BoolArray:
    """Who stood in queue, if only for a moment."""
    return one.offered & ~one.was(Outcome.BALKED)
