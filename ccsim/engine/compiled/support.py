"""What the compiled engine cannot do, said to a planner; asked before anything of it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccsim.sentences import Sentence

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel

MOST_TYPES = 2_047  # contact types that the key of a contact has bits for
MOST_REMINDERS = 62  # of one appointment: bits in which a booking remembers those it has dealt with


def why_not_compiled(model: CenterModel, policy: Any = None, story: Any = None) -> str:
    """Why the compiled engine cannot run `model`; "" where it can.

    Parameters
    ----------
    model : CenterModel
    policy : a routing policy in Python, instead of the scenario's.
    story : what writes down the life of one customer, with reasons.
    """
    for limit in (_policy(model, policy), _story(story), _types(model), _reminders(model)):
        if limit:
            return limit
    return ""


def _policy(model: CenterModel, policy: Any) -> str:
    if policy is not None:
        return Sentence("policy_given")
    if model.routing.policy is not None:
        return Sentence("policy_named", name=model.routing.policy)
    return ""


def _story(story: Any) -> str:
    return "" if story is None else Sentence("story_told")


def _types(model: CenterModel) -> str:
    types = len(model.types)
    return "" if types <= MOST_TYPES else Sentence("too_many_types", n=f"{types:,}", most=f"{MOST_TYPES:,}")


def _reminders(model: CenterModel) -> str:
    for appointment in model.appointments:
        if len(appointment.reminders) > MOST_REMINDERS:
            counts = {"n": len(appointment.reminders), "most": MOST_REMINDERS}
            return Sentence("too_many_reminders", name=appointment.name, **counts)
    return ""
