"""Contacts counted by what they are alike in, and where they arrived; their time in queue by the clock."""

from __future__ import annotations

from ccsim.engine.compiled.kernel import World, either, kernel
from ccsim.engine.compiled.memory import NOBODY, UNKNOWN
from ccsim.engine.logs import Origin
from ccsim.measures.compiled.clock import cell_at, edge_of, lay
from ccsim.measures.compiled.memory import (
    OF_QUEUE,
    QUEUED,
    arrivals,
    axes,
    borne,
    clock_time,
    code_at_once,
    contact_age,
    contact_agent,
    contact_answered,
    contact_arrived,
    contact_attempt,
    contact_dialled,
    contact_handled,
    contact_interval,
    contact_joined,
    contact_lag,
    contact_left,
    contact_leg,
    contact_origin,
    contact_outcome,
    contact_resolved,
    contact_segment,
    contact_type,
    contact_waited,
    fate_slots,
    fates,
    first_arrival,
    first_interval,
    first_segment,
    first_taken,
    first_type,
    group_of,
    is_live,
    limit_of,
    met_in,
    part_of,
    sheets,
    sums,
    taken_by,
    tallies,
    wait_bins,
    wait_cells,
    wait_longest,
    wait_times,
    work_cells,
)
from ccsim.measures.waits import FINE

_OUTBOUND = int(Origin.OUTBOUND)


@kernel
def count_first_contacts(w: World) -> None:
    """Of the workload, by base cell; most are of the same as the one before."""
    sheet = sheets(w, 0)
    segments, intervals, warm_up = sheet.segments, sheet.intervals, sheet.warm_up
    cell = came = 0
    for i in range(sheet.first_rows):
        if warm_up > 0.0 and not first_arrival(w, i) >= warm_up:
            continue
        source = first_type(w, i)
        if segments > 1:
            source = source * segments + first_segment(w, i)
        its_cell = source * intervals + first_interval(w, i)
        if its_cell != cell:
            arrivals(w, cell).value += came
            cell = its_cell
            came = 0
        came += 1
    arrivals(w, cell).value += came


@kernel
def count_contacts(w: World) -> bool:
    """Each by its fate and base cell, its wait and its time in queue. Whether all fates were known: else as many others
    as there is room for stand in `met_in`, and nothing is counted that would last.
    """
    sheet = sheets(w, 0)
    rows, segments, intervals, cells = sheet.rows, sheet.segments, sheet.intervals, sheet.cells
    warm_up, end, callbacks = sheet.warm_up, sheet.end, sheet.callbacks
    queue, queue_cells = part_of(w, QUEUED), axes(w, OF_QUEUE).cells
    several_groups, known_fates = sheet.several_groups, sheet.fates
    sheet.unknown = 0
    waited = highest = 0
    some_long = False
    # Most wait within one cell of time, that of the contact before.
    within = 0
    since = until = edge_of(w, OF_QUEUE, within)
    for i in range(rows):
        if warm_up > 0.0 and not contact_arrived(w, i) >= warm_up:
            work_cells(w, i).cell = NOBODY
            continue
        source = contact_type(w, i)
        joined, answered, left = contact_joined(w, i), contact_answered(w, i), contact_left(w, i)
        ended = either(answered == answered, answered, left)
        wait = ended - joined
        code = code_of(w, i, source, wait, left - joined)
        known = fate_of(w, code)
        if known == NOBODY:
            if sheet.unknown == sheet.most_unknown:
                return False
            remember(w, i, code)
        if known == NOBODY or known >= known_fates:
            continue
        fate = fates(w, known)
        if segments > 1:
            source = source * segments + contact_segment(w, i)
        cell = source * intervals + contact_interval(w, i)
        work_cells(w, i).cell = either(fate.handled != 0, cell, NOBODY)
        if several_groups != 0 and fate.taken != NOBODY and contact_agent(w, i) != NOBODY:
            taken_by(w, fate.taken + first_taken(w, cell) + group_of(w, contact_agent(w, i))).value += 1.0
        added = sums(w, known * cells + cell)
        added.number += 1
        if wait == 0.0 and callbacks == 0:
            continue  # most: there is nothing to add, and `rank_waits` knows how many they are
        added.waits += wait
        if fate.waited != 0:
            wait = either(fate.balked != 0, 0.0, wait)
            wait_cells(w, waited).row = cell
            wait_times(w, waited).value = wait
            whole = int(either(wait <= FINE, wait, 0.0))
            whole += whole < wait
            wait_bins(w, waited).row = whole
            highest = max(highest, whole)
            some_long = some_long or not wait <= FINE
            longest = wait_longest(w, cell)
            longest.value = max(longest.value, wait)
            waited += 1

        if callbacks != 0 and contact_dialled(w, i) == contact_dialled(w, i):
            ended = contact_dialled(w, i)
        ended = either(ended == ended, ended, end)
        ended = either(fate.queued != 0, ended, joined)
        if since <= joined and ended <= until:
            clock_time(w, queue + source * queue_cells + within).value += max(ended - joined, 0.0)
        else:
            lay(w, OF_QUEUE, queue + source * queue_cells, joined, ended, 1.0)
            within = cell_at(w, OF_QUEUE, joined)
            since, until = edge_of(w, OF_QUEUE, within), edge_of(w, OF_QUEUE, within + 1)
    sheet.waited, sheet.highest, sheet.some_long = waited, highest, some_long
    return sheet.unknown == 0


@kernel
def code_of(w: World, i: int, source: int, wait: float, gone_after: float) -> int:
    """All that marks ask of a contact of type `source`: equal for those who are alike in it."""
    sheet = sheets(w, 0)
    handled = contact_handled(w, i)
    code = contact_outcome(w, i)
    code = code * 2 + contact_waited(w, i).value
    code = code * 2 + contact_resolved(w, i).value
    code = code * 2 + (handled == handled)
    code <<= sheet.bits_of_times
    if sheet.live == 0:
        code += code_of_times(w, source, contact_lag(w, i), gone_after, contact_age(w, i))
    elif wait == 0.0 and gone_after != gone_after:  # most
        code += code_at_once(w, source)
    else:
        code += code_of_times(w, source, wait, gone_after, UNKNOWN)
    if sheet.customers != 0:
        code = code * 2 + (contact_origin(w, i) == _OUTBOUND)
        code = code * 2 + (contact_leg(w, i) == 0)
        code = code * 2 + (contact_attempt(w, i) > 0)
    return code


@kernel
def code_of_times(w: World, source: int, lag: float, gone_after: float, age: float) -> int:
    """What is asked of a contact's times, in `bits_of_times`; the lag of those who are not answered may be any."""
    sheet = sheets(w, 0)
    code = int(lag == lag)
    place = source
    for _ in range(sheet.thresholds):
        limit = limit_of(w, place)
        code = code * 2 + (lag <= limit)
        code = code * 2 + (gone_after <= limit)
        if sheet.live == 0:
            code = code * 2 + (is_live(w, source) == 0 and lag != lag and not age > limit)
        place += sheet.types
    return code * 2 + (gone_after <= limit_of(w, place))


@kernel
def slot_of(code: int, slots: int) -> int:
    """Where the search for a code begins."""
    return (code ^ (code >> 12) ^ (code >> 24)) & (slots - 1)


@kernel
def fate_of(w: World, code: int) -> int:
    """NOBODY where it is not known."""
    slots = sheets(w, 0).slots
    slot = slot_of(code, slots)
    found = fate_slots(w, slot).row
    while found != NOBODY and fates(w, found).code != code:
        slot = (slot + 1) & (slots - 1)
        found = fate_slots(w, slot).row
    return found


@kernel
def remember(w: World, i: int, code: int) -> None:
    """A contact of a fate that is not known, which is found from now on after those that are."""
    sheet = sheets(w, 0)
    slot = slot_of(code, sheet.slots)
    while fate_slots(w, slot).row != NOBODY:
        slot = (slot + 1) & (sheet.slots - 1)
    fate_slots(w, slot).row = sheet.fates + sheet.unknown
    fates(w, sheet.fates + sheet.unknown).code = code
    met_in(w, sheet.unknown).row = i
    sheet.unknown += 1


@kernel
def add_up_fates(w: World) -> None:
    """What contacts of each fate count for, into the tallies; their numbers are zero again."""
    sheet = sheets(w, 0)
    cells = sheet.cells
    for known in range(sheet.fates):
        fate = fates(w, known)
        for cell in range(cells):
            place = known * cells + cell
            added = sums(w, place)
            if added.number == 0:
                continue
            for b in range(fate.first_number, fate.first_wait):
                tallies(w, borne(w, b) * cells + cell).value += added.number
            for b in range(fate.first_wait, fate.end):
                tallies(w, borne(w, b) * cells + cell).value += added.waits
            added.number = 0
            added.waits = 0.0
