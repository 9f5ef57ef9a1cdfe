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
    first_balking,
    first_patience,
    first_resolution,
    first_routing,
    first_talk,
    first_wrap_up,
    floors,
)


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
