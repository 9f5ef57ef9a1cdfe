"""Tables that every day begins with as they were, in one piece of memory that is set back at once."""

from __future__ import annotations

import numpy as np

from ccsim.engine.compiled.kernel import Tables

_LINE = 64  # bytes that a processor fetches at a time: each table begins at such a line


class Block:
    """`tables` are views of it; `set_back` gives them the contents they were made with."""

    def __init__(self, tables: Tables) -> None:
        begins, size = {}, _LINE
        for name, table in tables.items():
            begins[name] = size
            size += -(-table.nbytes // _LINE) * _LINE
        memory = np.zeros(size, np.uint8)
        self._memory = memory[-memory.ctypes.data % _LINE :]
        self.tables: Tables = {}
        for name, table in tables.items():
            begin = begins[name] - _LINE
            self.tables[name] = self._memory[begin : begin + table.nbytes].view(table.dtype)
            self.tables[name][:] = table
        self._first = self._memory.copy()

    def set_back(self) -> None:
        self._memory[:] = self._first
