"""Histograms of waits, as `ccsim.measures.waits.histograms` makes them, of one replication."""

from __future__ import annotations

from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.memory import NOBODY
from ccsim.measures.compiled.memory import (
    bin_counts,
    day_of,
    entry_count,
    entry_key,
    entry_product,
    entry_square,
    filled_cell,
    filled_total,
    finest_bin,
    finest_count,
    first_entry,
    first_filled,
    first_finest,
    first_in_cell,
    first_member,
    members,
    sheets,
    some_in_block,
    sorted_bins,
    tallies,
    twin_of,
    wait_bins,
    wait_cells,
    wait_longest,
    waits_before,
)
from ccsim.measures.waits import BINS

BLOCK = 5  # bits: so many bins are passed over at once


@kernel
def rank_waits(w: World) -> None:
    """Entries by scope, slot and bin. What there is no room for is left out, but counted."""
    sheet = sheets(w, 0)
    sort_by_cell(w)
    find_finest(w)
    sheet.entries = sheet.filled = 0
    slots = sheet.slots_of_time
    for scope in range(sheet.scopes):
        entry, filled = sheet.entries, sheet.filled
        first_entry(w, scope).row, first_filled(w, scope).row = entry, filled
        twin = twin_of(w, scope)
        if twin != NOBODY:
            last_entry, last_filled = first_entry(w, twin + 1).row, first_filled(w, twin + 1).row
            entry, filled = first_entry(w, twin).row, first_filled(w, twin).row
            copy_cells(w, entry, last_entry, filled, last_filled, (scope - twin) * slots)
            continue
        begin, end = first_member(w, scope), first_member(w, scope + 1)
        intervals = sheet.intervals
        cell = scope * slots
        rank_cell(w, cell, begin, end, 0, intervals)
        last_entry, last_filled = sheet.entries, sheet.filled
        for interval in range(intervals):
            rank_cell(w, cell + 1 + interval, begin, end, interval, interval + 1)
        day_slot = cell + intervals + 2
        if sheet.days == 1:
            copy_cells(w, entry, last_entry, filled, last_filled, day_slot - cell)
            continue
        interval = 0
        for day in range(sheet.days):
            first = interval
            while interval < intervals and day_of(w, interval) == day:
                interval += 1
            rank_cell(w, day_slot + day, begin, end, first, interval)


@kernel
def sort_by_cell(w: World) -> None:
    """Bins of the waits, those of a base cell together, as first contacts stand in the logs, by type and time."""
    sheet = sheets(w, 0)
    last = NOBODY
    for i in range(sheet.waited):
        cell = wait_cells(w, i).row
        if cell != last:
            if cell < last:
                sort_mixed_cells(w)
                return
            while last < cell:
                last += 1
                first_in_cell(w, last).row = i
        sorted_bins(w, i).row = wait_bins(w, i).row
    for cell in range(last + 1, sheet.cells + 1):
        first_in_cell(w, cell).row = sheet.waited


@kernel
def sort_mixed_cells(w: World) -> None:
    sheet = sheets(w, 0)
    cells = sheet.cells
    for cell in range(cells + 1):
        first_in_cell(w, cell).row = 0
    for i in range(sheet.waited):
        first_in_cell(w, wait_cells(w, i).row).row += 1
    place = 0
    for cell in range(cells + 1):
        first = first_in_cell(w, cell)
        place += first.row
        first.row = place
    for i in range(sheet.waited - 1, -1, -1):
        first = first_in_cell(w, wait_cells(w, i).row)
        first.row -= 1
        sorted_bins(w, first.row).row = wait_bins(w, i).row


@kernel
def find_finest(w: World) -> None:
    """Waits of each base cell by bin: those of `wait_bins`, and none of who else waited to an end."""
    sheet = sheets(w, 0)
    place = before = 0
    for cell in range(sheet.cells):
        first_finest(w, cell).row, waits_before(w, cell).row = place, before
        begin, end = first_in_cell(w, cell).row, first_in_cell(w, cell + 1).row
        number = int(tallies(w, sheet.ended + cell).value)
        at_once = number - (end - begin)
        if at_once > 0:
            note(w, 0, at_once)
            longest = wait_longest(w, cell)
            longest.value = max(longest.value, 0.0)
        for i in range(begin, end):
            note(w, sorted_bins(w, i).row, 1)
        before += number
        if number > 0:
            for block in range((sheet.highest >> BLOCK) + 1):
                if some_in_block(w, block).row == 0:
                    continue
                some_in_block(w, block).row = 0
                for b in range(block << BLOCK, (block + 1) << BLOCK):
                    count = bin_counts(w, b)
                    if count.row != 0:
                        finest_bin(w, place).row = b
                        finest_count(w, place).row = count.row
                        count.row = 0
                        place += 1
    first_finest(w, sheet.cells).row, waits_before(w, sheet.cells).row = place, before


@kernel
def note(w: World, b: int, count: int) -> None:
    bin_counts(w, b).row += count
    some_in_block(w, b >> BLOCK).row = 1


@kernel
def rank_cell(w: World, cell: int, begin: int, end: int, first: int, last: int) -> None:
    """One of the histogram, from those of the base cells of some members, intervals `first` to `last`."""
    sheet = sheets(w, 0)
    intervals = sheet.intervals
    total = 0
    for m in range(begin, end):
        source = members(w, m) * intervals
        total += waits_before(w, source + last).row - waits_before(w, source + first).row
    if total == 0:
        return
    alone = end - begin == 1 and last - first == 1
    at = sheet.entries
    cumulative = 0
    if alone:
        source = members(w, begin) * intervals + first
        for i in range(first_finest(w, source).row, first_finest(w, source + 1).row):
            cumulative += finest_count(w, i).row
            write_entry(w, at, cell * BINS + finest_bin(w, i).row, finest_count(w, i).row, cumulative, total)
            at += 1
    else:
        for m in range(begin, end):
            source = members(w, m) * intervals
            for i in range(first_finest(w, source + first).row, first_finest(w, source + last).row):
                note(w, finest_bin(w, i).row, finest_count(w, i).row)
        for block in range((sheet.highest >> BLOCK) + 1):
            if some_in_block(w, block).row == 0:
                continue
            some_in_block(w, block).row = 0
            for b in range(block << BLOCK, (block + 1) << BLOCK):
                count = bin_counts(w, b)
                if count.row != 0:
                    cumulative += count.row
                    write_entry(w, at, cell * BINS + b, count.row, cumulative, total)
                    count.row = 0
                    at += 1
    sheet.entries = at
    filled_cell(w, sheet.filled).row = cell
    filled_total(w, sheet.filled).row = total
    sheet.filled += 1


@kernel
def write_entry(w: World, at: int, key: int, count: int, cumulative: int, total: int) -> None:
    if at < sheets(w, 0).most_entries:
        entry_key(w, at).row = key
        entry_count(w, at).row = count
        entry_square(w, at).row = (2 * cumulative - count) * count
        entry_product(w, at).row = count * total


@kernel
def copy_cells(w: World, entry: int, last_entry: int, filled: int, last_filled: int, by: int) -> None:
    """Cells with their entries, once more, so many further on."""
    sheet = sheets(w, 0)
    for i in range(filled, last_filled):
        filled_cell(w, sheet.filled).row = filled_cell(w, i).row + by
        filled_total(w, sheet.filled).row = filled_total(w, i).row
        sheet.filled += 1
    at = sheet.entries
    for i in range(entry, last_entry):
        if at < sheet.most_entries:
            entry_key(w, at).row = entry_key(w, i).row + by * BINS
            entry_count(w, at).row = entry_count(w, i).row
            entry_square(w, at).row = entry_square(w, i).row
            entry_product(w, at).row = entry_product(w, i).row
        at += 1
    sheet.entries = at
