"""Opening hours (semantics.md, "Opening"): what a closing does to who waits and to who works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsim.engine.simpy_engine.moments import Moment, closing, opening

if TYPE_CHECKING:
    from collections.abc import Generator

    from ccsim.engine.simpy_engine.center import Floor
    from ccsim.engine.simpy_engine.desks import Door


class Doors:
    """What happens at openings and closings."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def hours(self, door: Door, windows: list[tuple[float, float]]) -> Generator[Moment, None, None]:
        """Process: a channel opens and closes."""
        env = self.floor.env
        for opens, closes in windows:
            yield Moment(env, opens, opening(door.index))
            self.open(door)
            yield Moment(env, closes, closing(door.index))
            self.close(door)

    def open(self, door: Door) -> None:
        """Deferred contacts that came while it was closed are looked at; who was held for live ones may go.

        They are looked at as the roster moves, so that agents whose shift ends at this instant take none, and those
        who come on take their turns with the others.
        """
        door.open = True
        for desk in door.desks:
            if desk.line.count:
                self.floor.roster.look_at(desk)
        self.floor.roster.release_held()

    def close(self, door: Door) -> None:
        """Live contacts that wait are dropped, or served by those on duty now; deferred ones keep their places.

        On duty is who has not ended his plan, on a break or not. Who is past it, held by another channel's closing,
        serves those who wait of this one too: he is there, and takes nothing of open channels.
        """
        door.open = False
        if not door.live:
            return
        if door.drops:
            for desk in door.desks:
                self.floor.life.drop_all(desk, f"{door.name} closes: dropped")
            return
        for agent in self.floor.agents:
            if agent.present and not (agent.leaving or agent.past_end):
                agent.stays = agent.stays or any(skill.desk.door is door for skill in agent.team.skills)
        for desk in door.desks:
            self.floor.life.drop_where_nobody_is_left(desk)
        # No reservation holds back those who wait, and agents held by an earlier closing may take them now.
        dispatch = self.floor.dispatch
        teams = {team for desk in door.desks if desk.line.count for team in desk.line.teams}
        dispatch.take_turns(dispatch.available_in(teams))
        if door.appointment:
            self.floor.hosting.closed(door)
