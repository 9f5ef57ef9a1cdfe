"""The tables that kernels count on: columns of the logs, what contacts that are alike count for, and the tallies."""

from __future__ import annotations

from ccsim.engine.compiled.kernel import Record, column, small, table, tiny
from ccsim.engine.compiled.memory import Flag, Number, Row


class Sheet(Record):
    """What there is one of."""

    rows: int  # contacts
    first_rows: int  # of the workload
    pieces: int
    stretches: int
    types: int
    segments: int
    intervals: int
    cells: int  # base cells
    fates: int  # that are known
    slots: int  # of fates by code, a power of two
    thresholds: int  # each contact's own, and those asked for
    bits_of_times: int  # of codes
    unknown: int  # others that were met, which stand after those
    most_unknown: int
    waited: int  # contacts that did to an end, but those who were answered at once
    ended: int  # where the tally of all that did begins
    highest: int  # bin of their waits
    scopes: int  # of contacts
    slots_of_time: int
    days: int
    entries: int  # of the histogram
    most_entries: int
    filled: int  # cells of it
    groups: int
    states: int  # of presence
    warm_up: float
    end: float
    live: tiny  # all channels are
    customers: tiny  # are followed
    callbacks: tiny
    several_groups: tiny
    several: tiny  # contacts at a time, in some group
    some_long: tiny  # waits of more than `FINE` seconds, whose bins NumPy finds


class Fate(Record):
    """Contacts that are alike: their code, and which rows of the tallies they count for, in `borne`: by their number
    and by their waits."""

    code: int
    first_number: int
    first_wait: int
    end: int
    taken: int  # by an agent: where those like them begin in `taken_by`, else NOBODY
    waited: tiny  # to an end
    balked: tiny
    queued: tiny
    handled: tiny


class Sums(Record):
    """Of contacts of a fate in a base cell."""

    number: int
    waits: float


class Cell(Record):
    cell: small


class Axis(Record):
    """Cells of time: see `ccsim.measures.clock.TimeAxis`. `step` 0: they are searched."""

    first: float
    last: float
    step: float
    edge: int  # where they begin in `axis_edge`
    cells: int
    place: int  # where cells by step begin in `axis_cell`
    steps: int


OF_QUEUE, OF_PRESENCE, OF_WORK = range(3)
"""Axes."""
QUEUED, PRESENT, WORKED, MORE_PLACES, BUSY, BUSY_LIVE = range(6)
"""Parts of the tallies of clock time."""

sheets = table("counting_sheet", Sheet)
fates = table("fates", Fate)
met_in = table("unknown_fates", Row)  # a contact of each that is not known
fate_slots = table("fate_slots", Row)
borne = column("fate_borne", int)
axes = table("axes", Axis)
axis_edge = column("axis_edge", float)
axis_cell = column("axis_cell", int)
part_of = column("clock_part", int)
limit_of = column("fate_limits", float)  # (thresholds, types) within which to answer, then short to abandon by type
is_live = column("type_is_live", int)
code_at_once = column("code_at_once", int)  # by type: `code_of_times` of those who are answered at once
first_taken = column("first_taken", int)  # by base cell: where its type and day begin in `taken_by`
group_of = column("agent_group", int)
is_several = column("group_is_several", int)

contact_type = column("contact_type", int)
contact_segment = column("contact_segment", int)
contact_interval = column("contact_interval", int)
contact_outcome = column("contact_outcome", int)
contact_arrived = column("contact_arrived", float)
contact_joined = column("contact_joined", float)
contact_answered = column("contact_answered", float)
contact_handled = column("contact_handled", float)
contact_left = column("contact_left", float)
contact_waited = table("contact_waited", Flag)
contact_resolved = table("contact_resolved", Flag)
contact_origin = column("contact_origin", int)
contact_leg = column("contact_leg", int)
contact_attempt = column("contact_attempt", int)
contact_dialled = column("contact_dialled", float)
contact_agent = column("contact_agent", int)  # who served it first, NOBODY
contact_lag = column("contact_lag", float)
contact_age = column("contact_age", float)
first_type = column("first_type", int)
first_segment = column("first_segment", int)
first_interval = column("first_interval", int)
first_arrival = column("first_arrival", float)
piece_agent = column("piece_agent", int)
piece_contact = column("piece_contact", int)
piece_start = column("piece_start", float)
piece_end = column("piece_end", float)
piece_load = column("piece_load", int)
stretch_agent = column("stretch_agent", int)
stretch_state = column("stretch_state", int)
stretch_start = column("stretch_start", float)
stretch_end = column("stretch_end", float)

work_cells = table("work_cells", Cell)  # by contact: that in which work on it counts, NOBODY: in none
sums = table("fate_sums", Sums)  # by fate and base cell
crossings = table("clock_crossings", Number)  # by cell of the tallies of clock time
wait_cells = table("wait_cells", Row)  # of `waited` contacts
wait_times = table("wait_times", Number)
wait_bins = table("wait_bins", Row)
wait_longest = table("wait_longest", Number)  # by base cell
tallies = table("tallies", Number)  # (tallies, base cells)
arrivals = table("arrival_tally", Number)
work_tally = table("work_tally", Number)
clock_time = table("clock_time", Number)
taken_by = table("taken_by", Number)  # (not resolved or resolved, types, days, groups)

members = column("scope_members", int)  # types and segments of each scope of contacts, one after the other
first_member = column("scope_first_member", int)  # of each scope, and the end
twin_of = column("scope_twin", int)  # an earlier scope of the same contacts, NOBODY
day_of = column("interval_day", int)
first_in_cell = table("bins_of_cell", Row)  # by base cell, and the end
sorted_bins = table("sorted_bins", Row)  # of waits, by base cell
waits_before = table("waits_before", Row)  # by base cell, and the end: how many, with those answered at once
bin_counts = table("bin_counts", Row)
some_in_block = table("some_in_block", Row)
finest_bin = table("finest_bin", Row)  # of waits by base cell and bin: one row each
finest_count = table("finest_count", Row)
first_finest = table("first_finest", Row)  # by base cell, and the end
entry_key = table("entry_key", Row)
entry_count = table("entry_count", Row)
entry_square = table("entry_square", Row)
entry_product = table("entry_product", Row)
first_entry = table("first_entry", Row)  # of a scope
first_filled = table("first_filled", Row)
filled_cell = table("filled_cell", Row)
filled_total = table("filled_total", Row)
