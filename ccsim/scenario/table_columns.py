"""Which column is which: English and Spanish names as planners' tools write them, accents and case ignored."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from ccsim.scenario.table_rows import Faults, Table

ALIASES: dict[str, tuple[str, ...]] = {
    "start": (
        "start", "inicio", "hora", "time", "interval", "intervalo", "start time", "hora inicio", "hora de inicio",
        "time of day", "from", "desde", "franja", "datetime", "date time", "timestamp", "fecha hora", "fecha y hora",
        "arrival", "arrival time", "llegada", "hora de llegada",
    ),
    "end": ("end", "fin", "final", "end time", "hora fin", "hora de fin", "hasta", "until"),
    "date": ("date", "fecha", "dia", "day"),
    "weekday": ("weekday", "dia de la semana", "dia semana", "day of week", "dow"),
    "contacts": (
        "contacts", "contactos", "calls", "llamadas", "volume", "volumen", "offered", "ofrecidas", "calls offered",
        "offered calls", "contacts offered", "offered contacts", "llamadas ofrecidas", "contactos ofrecidos",
        "llamadas entrantes", "llamadas previstas", "forecast", "pronostico", "prevision", "demanda", "demand",
        "numero de llamadas", "numero de contactos", "number of calls", "number of contacts",
    ),
    "sd": ("sd", "std", "standard deviation", "desviacion", "desviacion estandar", "desviacion tipica"),
    "agents": ("agents", "agentes", "posiciones", "positions", "staff", "staffing", "personal", "dotacion"),
    "segment": ("segment", "segmento"),
    "slot": (
        "slot", "slot start", "appointment", "appointment time", "cita", "turno", "hora de la cita", "hora cita",
        "fecha de la cita", "fecha cita", "fecha y hora de la cita", "start", "inicio", "hora", "time", "start time",
        "hora inicio", "hora de inicio", "datetime", "date time", "timestamp", "fecha hora", "fecha y hora", "franja",
    ),
    "places": (
        "places", "booked", "bookings", "places booked", "booked places", "appointments", "plazas", "cupos", "reservas",
        "reservados", "reservadas", "agendadas", "agendados", "citas", "plazas reservadas", "cupos reservados",
        "cupos ocupados", "citas agendadas",
    ),
    "lead_time": (
        "lead time", "lead", "lead days", "days ahead", "booked ahead", "anticipacion", "antelacion",
        "dias de anticipacion", "dias de antelacion", "dias anticipacion", "dias antelacion",
        "tiempo de anticipacion", "tiempo de antelacion",
    ),
    "weight": ("weight", "peso", "share", "porcentaje", "percent", "percentage", "proporcion"),
    "talk_time": ("talk time", "talk", "conversacion", "tiempo de conversacion", "duration", "duracion"),
    "wrap_up": ("wrap up", "acw", "after contact work", "after call work", "postllamada", "tipificacion"),
    "patience": ("patience", "paciencia"),
    "value": ("value", "valor", "duration", "duracion", "seconds", "segundos", "time", "tiempo"),
    "probability": ("probability", "probabilidad", "p", "quantile", "cuantil", "percentile", "percentil"),
}  # fmt: skip


def plain(name: str) -> str:
    """Lower case, no accents, words parted by single spaces: `Día_de la Semana` -> `dia de la semana`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare.lower()).strip()


class Columns:
    """Indices of the columns that were recognised, by role; `sentence` tells them and those left aside."""

    def __init__(self, table: Table, required: Sequence[str], optional: Sequence[str], faults: Faults) -> None:
        self.table = table
        self.index: dict[str, int] = {}
        self.warnings: list[str] = []
        self._missing: list[str] = []
        for role in (*required, *optional):
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
    def sentence(self) -> str:
        header = self.table.header
        if self.table.across:
            return self._across()
        read = ", ".join(
            header[index] if plain(header[index]) == plain(role) else f"{header[index]} ({role})"
            for role, index in sorted(self.index.items(), key=lambda item: item[1])
        )
        left = [name for index, name in enumerate(header) if name and index not in self.index.values()]
        return f"columns {read}" + (f"; not read: {', '.join(left)}" if left else "")

    def _across(self) -> str:
        first, *heads = self.table.across
        read = {line.places[1] for line in self.table.lines}
        days = [head for index, head in enumerate(heads, start=1) if index in read]
        left = [head for index, head in enumerate(heads, start=1) if head and index not in read]
        said = f"times down ({first}) and days across ({days[0]} to {days[-1]})"
        return said + (f"; not read: {', '.join(left)}" if left else "")

    def _find(self, role: str, faults: Faults) -> None:
        free = [i for i in range(len(self.table.header)) if i not in self.index.values()]
        names = {index: plain(self.table.header[index]) for index in free}
        found = [index for index in free if names[index] in ALIASES[role] or names[index] == plain(role)]
        exact = [index for index in found if names[index] == plain(role)]
        if len(exact) == 1:
            found = exact
        if len(found) > 1:
            both = " and ".join(repr(self.table.header[index]) for index in found)
            faults.add(f"columns {both} could each be {role!r}: rename or remove one", self.table.header_line)
        if found:
            self.index[role] = found[0]

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
            names = ", ".join(dict.fromkeys((role, *ALIASES[role])))
            got = ", ".join(repr(name) for name in header if name)
            message = f"no column {role!r}{hint}, got {got}; accepted names: {names}{self.table.besides}"
            faults.add(message, self.table.header_line)
        for role in optional:
            near = _near(role, left) if role not in self.index and not self._missing else None
            if near:
                self.warnings.append(
                    f"{self.table.source}:{self.table.header_line}: column {near!r} is not read (is {role!r} meant?)"
                )


def _names_in(heading: str) -> list[str]:
    """Words of a heading that are names of columns of their own."""
    return [word for word in plain(heading).split() if any(word in names for names in ALIASES.values())]


def _near(role: str, left: dict[str, str]) -> str | None:
    for accepted in (plain(role), *ALIASES[role]):
        if len(accepted) > 2 and (near := difflib.get_close_matches(accepted, left, n=1, cutoff=0.75)):
            return left[near[0]]
    return None
