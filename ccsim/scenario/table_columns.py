"""Which column is which, by its name or by what the scenario says."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from ccsim.scenario.table_dates import parse_weekdays
from ccsim.scenario.table_names import ALIASES, accepted_names, plain, without_unit
from ccsim.scenario.table_rows import Faults, Table
from ccsim.sentences import Sentence


class Columns:
    """Indices of the columns that were recognised, by role; `sentence` tells them and those left aside."""

    def __init__(
        self,
        table: Table,
        required: Sequence[str],
        optional: Sequence[str],
        faults: Faults,
        named: Mapping[str, str] | None = None,
    ) -> None:
        """`named`: names of columns by role that the scenario says; None where it cannot say any."""
        self.table = table
        self._may_be_named = named is not None
        self.index: dict[str, int] = {}
        self.warnings: list[Sentence] = []
        self._missing: list[str] = []
        roles = (*required, *optional)
        for role, name in (named or {}).items():
            self._take(role, name, roles, faults)
        for role in roles:
            if role not in self.index:
                self._find(role, faults)
        if "start" in required and "start" not in self.index and "date" in self.index:
            self.index["start"] = self.index.pop("date")  # one column of dates, or of dates with their time
        for role in required:
            if role not in self.index:
                self._missing.append(role)
        self._report(optional, faults)

    def __contains__(self, role: str) -> bool:
        return role in self.index

    def __getitem__(self, role: str) -> int:
        return self.index[role]

    def rename(self, role: str, other: str) -> None:
        """What looked like one role by its name is another by its cells."""
        self.index[other] = self.index.pop(role)

    @property
    def sentence(self) -> Sentence:
        header = self.table.header
        if self.table.across:
            return self._across()
        read = [
            header[index] if plain(header[index]) == plain(role) else f"{header[index]} ({role})"
            for role, index in sorted(self.index.items(), key=lambda item: item[1])
        ]
        left = [self._left(index) for index in self.unread if header[index]]
        return _with_unread(Sentence("columns_read", names=read), left)

    def _left(self, index: int) -> str:
        """A column that is not read here; of a mean handle time, where it can be said."""
        header = self.table.header[index]
        if not any(name in ALIASES["handle_time"] for name in (plain(header), without_unit(header))):
            return header
        how = f"handle_time: {{table: {self.table.file_name}, lognormal: {{cv: 0.8}}}}"
        return Sentence("read_otherwise", name=header, how=how)

    def _across(self) -> Sentence:
        first, *heads = self.table.across
        read = {line.places[1] for line in self.table.lines}
        days = [head for index, head in enumerate(heads, start=1) if index in read]
        left = [head for index, head in enumerate(heads, start=1) if head and index not in read]
        return _with_unread(Sentence("days_across", times=first, first=days[0], last=days[-1]), left)

    def drop(self, role: str) -> None:
        """Leave a column unread."""
        self.index.pop(role, None)

    @property
    def unread(self) -> list[int]:
        """Indices of the columns that have no role."""
        return [index for index in range(len(self.table.header)) if index not in self.index.values()]

    def _take(self, role: str, name: str, roles: Sequence[str], faults: Faults) -> None:
        said = f"columns: {{{role}: {name}}}"
        if role not in roles:
            near = difflib.get_close_matches(role, roles, n=1)
            known = f" (did you mean {near[0]!r}?)" if near else f"; there are {', '.join(roles)}"
            faults.add(f"{said}: nothing called {role!r} is read from this table{known}")
            return
        header = self.table.header
        found = [index for index, head in enumerate(header) if head == name]
        found = found or [index for index, head in enumerate(header) if plain(head) == plain(name)]
        if len(found) == 1:
            self.index[role] = found[0]
            return
        near = difflib.get_close_matches(name, [head for head in header if head], n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else f", got {', '.join(repr(head) for head in header if head)}"
        faults.add(f"{said}: no column {name!r}{hint}", self.table.header_line)

    def _find(self, role: str, faults: Faults) -> None:
        free = [i for i in range(len(self.table.header)) if i not in self.index.values()]
        names = {index: plain(self.table.header[index]) for index in free}
        found = [index for index in free if names[index] in ALIASES[role] or names[index] == plain(role)]
        found = found or [index for index in free if without_unit(self.table.header[index]) in ALIASES[role]]
        exact = [index for index in found if names[index] == plain(role)]
        if len(exact) == 1:
            found = exact
        elif role == "date" and len(found) > 1:  # `Data` beside `Dia`, which holds the weekday
            found = [index for index in found if not self._holds_weekdays(index)] or found
        if len(found) > 1:
            both = " and ".join(repr(self.table.header[index]) for index in found)
            beside = (
                f", or say `columns: {{{role}: ...}}` beside the table in the scenario" if self._may_be_named else ""
            )
            faults.add(f"columns {both} could each be {role!r}: rename or remove one{beside}", self.table.header_line)
        if found:
            self.index[role] = found[0]

    def _holds_weekdays(self, index: int) -> bool:
        return all(parse_weekdays(line.cells[index]) for line in self.table.lines)

    def _report(self, optional: Sequence[str], faults: Faults) -> None:
        header = self.table.header
        if self._missing and len(header) == 1 and len(_names_in(header[0])) > 1:
            faults.add(
                f"one column, {header[0]!r}, that seems to be several: separate them by comma, semicolon or tab",
                self.table.header_line,
            )
            return
        left = {plain(header[i]): header[i] for i in range(len(header)) if i not in self.index.values() and header[i]}
        for role in self._missing:
            near = _near(role, left)
            hint = f" (is {near!r} meant?)" if near else ""
            got = ", ".join(repr(name) for name in header if name)
            message = f"no column {role!r}{hint}, got {got}; accepted names: {accepted_names(role)}{self.table.besides}"
            faults.add(message, self.table.header_line)
        for role in optional:
            near = _near(role, left) if role not in self.index and not self._missing else None
            if near:
                told = {"table": self.table.source, "line": self.table.header_line}
                self.warnings.append(Sentence("column_not_read", **told, column=repr(near), role=repr(role)))


def _with_unread(read: Sentence, left: Sequence[str]) -> Sentence:
    return Sentence("with_unread", read=read, left=left) if left else read


def _names_in(heading: str) -> list[str]:
    """Words of a heading that are names of columns of their own."""
    return [word for word in plain(heading).split() if any(word in names for names in ALIASES.values())]


def _near(role: str, left: dict[str, str]) -> str | None:
    for accepted in (plain(role), *ALIASES[role]):
        if len(accepted) > 2 and (near := difflib.get_close_matches(accepted, left, n=1, cutoff=0.75)):
            return left[near[0]]
    return None
