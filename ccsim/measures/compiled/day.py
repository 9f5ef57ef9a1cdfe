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
    places,
    sheets,
    stretch_agent,
    stretch_end,
    stretch_start,
    stretch_state,
    sums,
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
    """Pieces by what became of the contact; agents' time by the clock: with contacts, each one's added (`WORKED`), with
    those of more than one place once more for each such place, and with at least one contact, any or live.

    The last two are laid only where agents have several contacts at a time, and where not all are live.
    """
    sheet = sheets(w, 0)
    warm_up, several, live = sheet.warm_up, sheet.several, sheet.live
    cells = axes(w, OF_WORK).cells
    worked, more = part_of(w, WORKED), part_of(w, MORE_PLACES)
    busy, busy_live = part_of(w, BUSY), part_of(w, BUSY_LIVE)
    last = NOBODY
    reach = reach_live = _LONG_AGO
    # Most pieces lie within one cell of time, that of the piece before, of an agent of the same group.
    within = its_group = 0
    inside = 0.0
    since = until = edge_of(w, OF_WORK, within)
    for p in range(sheet.pieces):
        agent, start, end, load = piece_agent(w, p), piece_start(w, p), piece_end(w, p), piece_load(w, p)
        place = places(w, piece_contact(w, p)).row
        if place != NOBODY:
            sums(w, place).work += end - start
        group = group_of(w, agent)
        begin = start if warm_up <= 0.0 else either(start > warm_up, start, warm_up)
        if since <= begin and end <= until and group == its_group:
            inside += max(end - begin, 0.0)
        else:
            clock_time(w, worked + its_group * cells + within).value += inside
            inside = 0.0
            its_group = group
            lay(w, OF_WORK, worked + group * cells, begin, end, 1.0)
            within = cell_at(w, OF_WORK, begin)
            since, until = edge_of(w, OF_WORK, within), edge_of(w, OF_WORK, within + 1)
        if load != 1:
            lay(w, OF_WORK, more + group * cells, begin, end, float(load - 1))
        if several == 0 and live != 0:
            continue
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
    if sheet.pieces > 0:
        clock_time(w, worked + its_group * cells + within).value += inside


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
