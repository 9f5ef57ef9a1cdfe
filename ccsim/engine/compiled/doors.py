"""Opening hours (semantics.md, "Opening"): what a closing does to who waits and to who works."""

from __future__ import annotations

import ccsim.engine.compiled.hosting as hosting
import ccsim.engine.compiled.life as life
import ccsim.engine.compiled.roster as roster
import ccsim.engine.compiled.turns as turns
from ccsim.engine.compiled.center_memory import agents, channels, group_skill, groups, kinds, skills, windows
from ccsim.engine.compiled.events import DOORS, OPENING, push
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import floors


@kernel
def await_opening(w: World, d: int) -> None:
    """The next time a channel opens."""
    channel = channels(w, d)
    if channel.window < channel.windows:
        push(w, windows(w, channel.first_window + channel.window).opens, OPENING | d, 0, 0, d, 0)


@kernel
def open_door(w: World, d: int) -> None:
    """Deferred contacts that came while it was closed are looked at; who was held for live ones may go."""
    channel = channels(w, d)
    channel.open = 1
    for k in range(floors(w, 0).types):
        kind = kinds(w, k)
        if kind.channel == d and kind.waiting > 0:
            roster.look_at(w, k)
    roster.release_held(w)
    push(w, windows(w, channel.first_window + channel.window).closes, DOORS | d, 0, 0, d, 0)
    channel.window += 1


@kernel
def close_door(w: World, d: int) -> None:
    """Live contacts that wait are dropped, or served by those on duty now; deferred ones keep their places."""
    floor = floors(w, 0)
    channel = channels(w, d)
    channel.open = 0
    if channel.live:
        if channel.drops:
            for k in range(floor.types):
                if kinds(w, k).channel == d:
                    life.drop_all(w, k)
        else:
            serve_who_waits(w, d)
    await_opening(w, d)


@kernel
def serve_who_waits(w: World, d: int) -> None:
    floor = floors(w, 0)
    for g in range(floor.groups):
        if serves(w, g, d):
            group = groups(w, g)
            for a in range(group.first_agent, group.first_agent + group.agents):
                agent = agents(w, a)
                if agent.present and not agent.leaving and not agent.past_end:
                    agent.stays = 1
    for k in range(floor.types):
        if kinds(w, k).channel == d:
            life.drop_where_nobody_is_left(w, k)
    # No reservation holds back those who wait, and agents held by an earlier closing may take them now.
    turns.begin_turns(w)
    for k in range(floor.types):
        kind = kinds(w, k)
        if kind.channel == d and kind.waiting > 0:
            for s in range(kind.first_skill, kind.first_skill + kind.skills):
                turns.add_available(w, skills(w, s).group)
    turns.take_turns(w)
    if channels(w, d).appointment:
        hosting.hosts_are_freed_by(w, d)


@kernel
def serves(w: World, g: int, d: int) -> bool:
    """Whether a group takes contacts of the channel."""
    group = groups(w, g)
    for i in range(group.first_skill, group.first_skill + group.skills):
        if kinds(w, skills(w, group_skill(w, i)).kind).channel == d:
            return True
    return False
