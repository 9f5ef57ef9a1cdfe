"""What contacts bring: first ones from the workload's columns, later ones drawn; durations on the time grid."""

from __future__ import annotations

from ccsim.engine.compiled.attempts import (
    BALKING,
    RESOLUTION,
    ROUTING,
    later_patience,
    later_talk,
    later_wrap_up,
    uniform_of,
)
from ccsim.engine.compiled.behaviour_memory import trails
from ccsim.engine.compiled.center_memory import skills
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.laws import on_grid
from ccsim.engine.compiled.memory import (
    arrival_of,
    contacts,
    first_balking,
    first_patience,
    first_resolution,
    first_routing,
    first_talk,
    first_wrap_up,
    floors,
)

_SOON = 24
"""Contacts of one type: so many before it comes, what one brings is sent for. Three lines of a column."""
_talk_ahead, _wrap_up_ahead = first_talk.ahead, first_wrap_up.ahead
_patience_ahead, _resolution_ahead = first_patience.ahead, first_resolution.ahead
_arrival_ahead, _contact_ahead = arrival_of.ahead, contacts.ahead


@kernel
def send_for(w: World, c: int) -> None:
    """What a first contact brings that comes some while after this one, and its record.

    The columns of some types are more places to read on from than a processor keeps in mind.
    """
    c += _SOON
    _arrival_ahead(w, c)
    _patience_ahead(w, c)
    _talk_ahead(w, c)
    _wrap_up_ahead(w, c)
    _resolution_ahead(w, c)
    _contact_ahead(w, c)


@kernel
def talk_of(w: World, c: int, s: int) -> float:
    """Under a skill."""
    floor = floors(w, 0)
    skill = skills(w, s)
    if not floor.behaves:
        return on_grid(first_talk(w, skill.work * floor.rows + c) * skill.factor)
    talk = first_talk(w, skill.work * floor.rows + c) if c < floor.rows else later_talk(w, c, skill.work)
    return on_grid(talk * (skill.factor * trails(w, c).longer))


@kernel
def wrap_up_of(w: World, c: int, s: int) -> float:
    floor = floors(w, 0)
    skill = skills(w, s)
    if not floor.behaves:
        return on_grid(first_wrap_up(w, skill.work * floor.rows + c) * skill.factor)
    wrap_up = first_wrap_up(w, skill.work * floor.rows + c) if c < floor.rows else later_wrap_up(w, c, skill.work)
    return on_grid(wrap_up * (skill.factor * trails(w, c).longer))


@kernel
def patience_of(w: World, c: int) -> float:
    return first_patience(w, c) if c < floors(w, 0).rows else later_patience(w, c)


@kernel
def balking_uniform(w: World, c: int) -> float:
    return first_balking(w, c) if c < floors(w, 0).rows else uniform_of(w, c, BALKING)


@kernel
def resolution_uniform(w: World, c: int) -> float:
    return first_resolution(w, c) if c < floors(w, 0).rows else uniform_of(w, c, RESOLUTION)


@kernel
def routing_uniform(w: World, c: int) -> float:
    return first_routing(w, c) if c < floors(w, 0).rows else uniform_of(w, c, ROUTING)
