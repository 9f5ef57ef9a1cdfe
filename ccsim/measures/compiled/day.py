"""One replication's logs, counted."""

from __future__ import annotations

from ccsim.engine.compiled.kernel import World, either, kernel
from ccsim.engine.compiled.memory import NOBODY
from ccsim.measures.compiled.clock import cell_at, edge_of, lay, lay_whole_cells
from ccsim.measures.compiled.contacts import add_up_fates, count_contacts, count_first_contacts
from ccsim.measures.compiled.memory import (
    BUSY,
    BUSY_LIVE,
    MORE_PLACES,
    OF_PRESENCE,
    OF_QUEUE,
    OF_WORK,
    PRESENT,
    QUEUED,
    WORKED,
    axes,
    clock_time,
    contact_type,
    group_of,
    is_live,
    is_several,
    part_of,
    piece_agent,
    piece_contact,
    piece_end,
    piece_load,
    piece_start,
    sheets,
    stretch_agent,
    stretch_end,
    stretch_start,
    stretch_state,
    work_cells,
    work_tally,
)
from ccsim.measures.compiled.waits import rank_waits

_LONG_AGO = float("-inf")
DONE, UNKNOWN_FATES, LONG_WAITS, NO_ROOM = range(4)


@kernel
def count_day(w: World, only_waits: bool) -> int:
    """All logs, or the histograms of waits alone: DONE, or what is missing.

    `UNKNOWN_FATES`: nothing is counted; `LONG_WAITS`: all but the waits, until their bins are there; `NO_ROOM`: all but
    the waits, until there is room for their entries.
    """
    sheet = sheets(w, 0)
    if not only_waits:
        if not count_contacts(w):
            return UNKNOWN_FATES
        count_first_contacts(w)
        count_work(w)
        if sheet.several != 0 or sheet.live == 0:
            count_work_at_once(w)
        count_presence(w)
        add_up_fates(w)
        lay_whole_cells(w, OF_QUEUE, part_of(w, QUEUED), sheet.types * sheet.segments)
        lay_whole_cells(w, OF_PRESENCE, part_of(w, PRESENT), sheet.groups * sheet.states)
        lay_whole_cells(w, OF_WORK, part_of(w, WORKED), (1 + BUSY_LIVE - WORKED) * sheet.groups)
        if sheet.some_long != 0:
            return LONG_WAITS
    rank_waits(w)
    return DONE if sheet.entries <= sheet.most_entries else NO_ROOM


@kernel
def count_work(w: World) -> None:
    """Pieces by what became of the contact; agents' time by the clock, each contact's added (`WORKED`)."""
    sheet = sheets(w, 0)
    warm_up, cells, worked = sheet.warm_up, axes(w, OF_WORK).cells, part_of(w, WORKED)
    # Most pieces lie within one cell of time, many of them in that of the piece before; most others end in the next.
    within = 0
    since = until = edge_of(w, OF_WORK, within)
    for p in range(sheet.pieces):
        start, end = piece_start(w, p), piece_end(w, p)
        cell = work_cells(w, piece_contact(w, p)).cell
        if cell != NOBODY:
            work_tally(w, cell).value += end - start
        begin = start if warm_up <= 0.0 else either(start > warm_up, start, warm_up)
        if not since <= begin or begin >= until:
            within = cell_at(w, OF_WORK, begin)
            since, until = edge_of(w, OF_WORK, within), edge_of(w, OF_WORK, within + 1)
        place = worked + group_of(w, piece_agent(w, p)) * cells + within
        if since <= begin and end <= until:
            clock_time(w, place).value += max(end - begin, 0.0)
        elif since <= begin and within + 2 <= cells and end <= edge_of(w, OF_WORK, within + 2):
            clock_time(w, place).value += until - begin
            clock_time(w, place + 1).value += end - until
        else:
            lay(w, OF_WORK, place - within, begin, end, 1.0)


@kernel
def count_work_at_once(w: World) -> None:
    """Agents' time where they have several contacts at a time, or not all are live: with contacts of more than one
    place once more for each such place, and with at least one contact, any or live.
    """
    sheet = sheets(w, 0)
    warm_up, live, cells = sheet.warm_up, sheet.live, axes(w, OF_WORK).cells
    more, busy, busy_live = part_of(w, MORE_PLACES), part_of(w, BUSY), part_of(w, BUSY_LIVE)
    last = NOBODY
    reach = reach_live = _LONG_AGO
    for p in range(sheet.pieces):
        agent, begin, end, load = piece_agent(w, p), piece_start(w, p), piece_end(w, p), piece_load(w, p)
        group = group_of(w, agent)
        begin = begin if warm_up <= 0.0 else either(begin > warm_up, begin, warm_up)
        if load != 1:
            lay(w, OF_WORK, more + group * cells, begin, end, float(load - 1))
        if agent != last:
            last = agent
            reach = reach_live = _LONG_AGO
        if is_several(w, group) != 0:
            lay(w, OF_WORK, busy + group * cells, max(begin, reach), end, 1.0)
            reach = max(reach, end)
        if live == 0 and is_live(w, contact_type(w, piece_contact(w, p))) != 0:
            if is_several(w, group) != 0:
                begin = max(begin, reach_live)
                reach_live = max(reach_live, end)
            lay(w, OF_WORK, busy_live + group * cells, begin, end, 1.0)


@kernel
def count_presence(w: World) -> None:
    """Stretches by group and state."""
    sheet = sheets(w, 0)
    warm_up, states, cells = sheet.warm_up, sheet.states, axes(w, OF_PRESENCE).cells
    present = part_of(w, PRESENT)
    for s in range(sheet.stretches):
        key = group_of(w, stretch_agent(w, s)) * states + stretch_state(w, s)
        start = stretch_start(w, s)
        start = start if warm_up <= 0.0 else either(start > warm_up, start, warm_up)
        lay(w, OF_PRESENCE, present + key * cells, start, stretch_end(w, s), 1.0)
