"""The day as it stands in the logs, column by column: contacts and work as they come about, presence by agent and
start."""

from __future__ import annotations

from ccsim.engine.compiled.appointment_memory import bookings
from ccsim.engine.compiled.center_memory import agents, channels, kinds
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import (
    NO_OUTCOME,
    NOBODY,
    PIECES,
    UNKNOWN,
    WAITING,
    contacts,
    floors,
    log_agent,
    log_answered,
    log_handled,
    log_left,
    log_outcome,
    log_presence_agent,
    log_presence_end,
    log_presence_start,
    log_presence_state,
    log_resolved,
    log_talk_end,
    log_waited,
    log_work_agent,
    log_work_contact,
    log_work_end,
    log_work_load,
    log_work_start,
    presence_rows,
)
from ccsim.engine.logs import Outcome

_BACKLOG = int(Outcome.BACKLOG)


@kernel
def begin_row(w: World, c: int) -> None:
    """Of a contact to which nothing has happened."""
    log_outcome(w, c).value = NO_OUTCOME
    log_waited(w, c).value = 0
    log_resolved(w, c).value = 0
    log_agent(w, c).value = NOBODY
    log_answered(w, c).value = UNKNOWN
    log_talk_end(w, c).value = UNKNOWN
    log_handled(w, c).value = UNKNOWN
    log_left(w, c).value = UNKNOWN


@kernel
def write_left(w: World, c: int) -> None:
    """It is over now, without an answer."""
    floor = floors(w, 0)
    log_left(w, c).value = floor.now
    floor.last_over = floor.now


@kernel
def write_handled(w: World, c: int) -> None:
    """Its wrap-up is over now."""
    floor = floors(w, 0)
    log_handled(w, c).value = floor.now
    floor.last_over = floor.now


@kernel
def write_piece(w: World, c: int, a: int) -> None:
    """The stretch of work that ends now; most contacts have one."""
    floor = floors(w, 0)
    place = floor.pieces
    if place == floor.most_pieces:
        floor.short = PIECES
        return
    floor.pieces = place + 1
    contact = contacts(w, c)
    log_work_agent(w, place).value = a
    log_work_contact(w, place).value = c
    log_work_start(w, place).value = contact.work_since
    log_work_end(w, place).value = floor.now
    log_work_load(w, place).value = contact.load


@kernel
def close_contacts(w: World) -> None:
    """Deferred contacts that still wait are the backlog."""
    floor = floors(w, 0)
    for c in range(floor.contacts):
        row = log_outcome(w, c)
        if row.value == NO_OUTCOME:
            contact = contacts(w, c)
            if channels(w, kinds(w, contact.kind).channel).live or contact.state != WAITING:
                floor.lost = c
                return
            row.value = _BACKLOG
    floor.end = floor.last_over if floor.last_over > floor.horizon else floor.horizon
    floor.lost = NOBODY


@kernel
def write_presence_log(w: World) -> None:
    """Stretches of presence ascend by agent and start; those that are not over last to the end of the day."""
    floor = floors(w, 0)
    end_day(w)
    place = floor.presence_rows
    for a in range(floor.agents):
        if stays_to_the_end(w, a):
            place += 1
    floor.stretches = place
    for a in range(floor.agents - 1, -1, -1):
        agent = agents(w, a)
        if stays_to_the_end(w, a):
            place -= 1
            write_stretch(w, place, a, agent.presence, agent.presence_since, floor.end)
        i = agent.last_stretch
        while i != NOBODY:
            row = presence_rows(w, i)
            place -= 1
            write_stretch(w, place, a, row.state, row.start, row.end)
            i = row.before


@kernel
def end_day(w: World) -> None:
    """When the last of all was over, be it a contact, a booking or a stretch of presence."""
    floor = floors(w, 0)
    for i in range(floor.presence_rows):
        floor.end = max(floor.end, presence_rows(w, i).end)
    for b in range(floor.bookings):
        if bookings(w, b).settled > floor.end:
            floor.end = bookings(w, b).settled


@kernel
def stays_to_the_end(w: World, a: int) -> bool:
    agent = agents(w, a)
    return agent.present != 0 and agent.presence_since < floors(w, 0).end


@kernel
def write_stretch(w: World, place: int, a: int, state: int, start: float, end: float) -> None:
    log_presence_agent(w, place).value = a
    log_presence_state(w, place).value = state
    log_presence_start(w, place).value = start
    log_presence_end(w, place).value = end
