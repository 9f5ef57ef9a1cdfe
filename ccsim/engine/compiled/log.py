"""The day as it stands in the logs: contacts column by column, work and presence by agent and start."""

from __future__ import annotations

from ccsim.engine.compiled.appointment_memory import bookings
from ccsim.engine.compiled.center_memory import agents, channels, kinds
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import (
    NO_OUTCOME,
    NOBODY,
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
    pieces,
    presence_rows,
)
from ccsim.engine.logs import Outcome

_BACKLOG = int(Outcome.BACKLOG)


@kernel
def write_contacts(w: World) -> None:
    """Deferred contacts that still wait are the backlog."""
    floor = floors(w, 0)
    last = floor.horizon
    for c in range(floor.contacts):
        contact = contacts(w, c)
        if contact.outcome == NO_OUTCOME:
            if channels(w, kinds(w, contact.kind).channel).live or contact.state != WAITING:
                floor.lost = c
                return
            contact.outcome = _BACKLOG
        log_outcome(w, c).value = contact.outcome
        log_waited(w, c).value = contact.waited
        log_resolved(w, c).value = contact.resolved
        log_agent(w, c).value = contact.finished_by
        log_answered(w, c).value = contact.answered
        log_talk_end(w, c).value = contact.talk_end
        log_handled(w, c).value = contact.handled
        log_left(w, c).value = contact.left
        last = contact.handled if contact.handled > last else last
        last = contact.left if contact.left > last else last
    floor.end = last
    floor.lost = NOBODY


@kernel
def write_work(w: World) -> None:
    """Work rows ascend by agent, start and contact; equal ones stand as they came about."""
    floor = floors(w, 0)
    place = 0
    for a in range(floor.agents):
        agent = agents(w, a)
        agent.first_piece = place
        place += agent.pieces
        agent.pieces = agent.first_piece
    for i in range(floor.pieces):
        piece = pieces(w, i)
        agent = agents(w, piece.agent)
        place = agent.pieces
        agent.pieces += 1
        while place > agent.first_piece:
            before = log_work_start(w, place - 1).value
            if before < piece.start:
                break
            if before == piece.start and log_work_contact(w, place - 1).value <= piece.contact:
                break
            copy_work(w, place - 1, place)
            place -= 1
        log_work_agent(w, place).value = piece.agent
        log_work_contact(w, place).value = piece.contact
        log_work_start(w, place).value = piece.start
        log_work_end(w, place).value = piece.end
        log_work_load(w, place).value = piece.load


@kernel
def copy_work(w: World, source: int, target: int) -> None:
    """Between rows of one agent."""
    log_work_agent(w, target).value = log_work_agent(w, source).value
    log_work_contact(w, target).value = log_work_contact(w, source).value
    log_work_start(w, target).value = log_work_start(w, source).value
    log_work_end(w, target).value = log_work_end(w, source).value
    log_work_load(w, target).value = log_work_load(w, source).value


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
