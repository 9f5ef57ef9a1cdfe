"""What an agent is doing there, stretch by stretch."""

from __future__ import annotations

from ccsim.engine.compiled.center_memory import agents
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import LEAST_OCCUPIED, PRESENCE_ROWS, floors, presence_rows
from ccsim.engine.compiled.pools import account
from ccsim.engine.logs import Presence

ON_DUTY, BREAK, OVERTIME = int(Presence.ON_DUTY), int(Presence.BREAK), int(Presence.OVERTIME)


@kernel
def switch_presence(w: World, a: int, state: int, since: float) -> None:
    """`since` may lie in the past: a surplus agent's overtime starts when the plan fell."""
    agent = agents(w, a)
    if floors(w, 0).agent_rule == LEAST_OCCUPIED:
        account(w, a)
    at = since if since > agent.presence_since else agent.presence_since
    write_presence(w, a, at)
    agent.presence = state
    agent.presence_since = at


@kernel
def write_presence(w: World, a: int, until: float) -> None:
    """Closes the stretch he is in."""
    floor = floors(w, 0)
    agent = agents(w, a)
    if until <= agent.presence_since:
        return
    if floor.presence_rows == floor.most_presence_rows:
        floor.short = PRESENCE_ROWS
        return
    row = presence_rows(w, floor.presence_rows)
    row.before = agent.last_stretch
    row.state = agent.presence
    row.start = agent.presence_since
    row.end = until
    agent.last_stretch = floor.presence_rows
    floor.presence_rows += 1
