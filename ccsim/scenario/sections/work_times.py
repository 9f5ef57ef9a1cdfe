"""Handle, talk and wrap-up times: a distribution, by time of day, or with means that stand in a table."""

from __future__ import annotations

from dataclasses import dataclass

from ccsim.scenario.laws import PARAMETERS, LawShape, distribution, table
from ccsim.scenario.node import Entry, Node, nearest
from ccsim.scenario.quantities import call_duration
from ccsim.scenario.reader import Reader, Refused, file_of, join
from ccsim.scenario.schema import ByTime, Distribution
from ccsim.scenario.sections.table_said import column_names, date_order
from ccsim.scenario.shapes import Json
from ccsim.scenario.table_means import read_means

_BESIDE = ("table", "dates", "columns", "at_most")
SHAPED = tuple(family for family, parameters in PARAMETERS.items() if "mean" in parameters)


@dataclass
class WorkTime(LawShape):
    """A law of work; `{table: forecast.csv, lognormal: {cv: 0.8}}` has its means by time of day in a table.

    `role` is the column, and what the key is called.
    """

    role: str = "handle_time"

    def __init__(self, role: str) -> None:
        super().__init__(times=call_duration)
        self.role = role

    def _over_the_day(self, node: Node, path: str, reader: Reader) -> Distribution | ByTime:
        if isinstance(node.value, dict) and "table" in node.value:
            return self._tabled(node, node.value, path, reader)
        return super()._over_the_day(node, path, reader)

    def _tabled(self, node: Node, members: dict[str, Entry], path: str, reader: Reader) -> ByTime:
        self._check(node, members, path, reader)
        (family,) = (key for key in members if key in SHAPED)
        named = members["table"].node
        clock = reader.clock
        if clock is None:
            raise Refused
        order, names = date_order(node), column_names(node)
        rows = table(
            named, join(path, "table"), reader, lambda: read_means(file_of(named), clock, self.role, order, names)
        )
        laws = tuple(
            distribution(_with_mean(node, members, family, mean), path, reader, self.times) for _, mean in rows
        )
        starts = tuple(start for start, _ in rows)
        if starts[0] > 0.0:  # the last one holds through midnight, as by_time has it
            return ByTime(starts=(0.0, *starts), laws=(laws[-1], *laws))
        return ByTime(starts=starts, laws=laws)

    def _check(self, node: Node, members: dict[str, Entry], path: str, reader: Reader) -> None:
        before = len(reader.faults)
        families = [key for key in members if key in SHAPED]
        for key, entry in members.items():
            if key not in _BESIDE and key not in SHAPED:
                known = [*SHAPED, *_BESIDE]
                near = nearest(key, known) or f"; there are {', '.join(known)}"
                reader.refuse(entry.key, join(path, key), f"cannot stand beside a table of means{near}")
        for key in families[1:]:
            reader.refuse(members[key].key, join(path, key), f"a second distribution beside '{families[0]}'")
        if not families and len(reader.faults) == before:
            example = f"{{table: {members['table'].node.text}, lognormal: {{cv: 0.8}}}}"
            reader.refuse(node.place, path, f"say the shape beside the table's means, like {example}")
        for key in families[:1]:
            inner = members[key].node
            if not isinstance(inner.value, dict):
                reader.refuse(inner.place, join(path, key), f"expected {{cv: 0.8}} (or {{}}), got {inner}")
            elif "mean" in inner.value:
                message = "the table says the means: leave this out, or the table"
                reader.refuse(inner.value["mean"].key, join(path, f"{key}.mean"), message)
        if len(reader.faults) > before:
            raise Refused

    def schema(self) -> Json:
        return {"$ref": "#/$defs/work_time"}


def _with_mean(node: Node, members: dict[str, Entry], family: str, mean: float) -> Node:
    """The distribution as it would be written, with its mean."""
    entry = members[family]
    inner = entry.node.value
    assert isinstance(inner, dict)
    said = f"{mean!r} s"
    whole = {"mean": Entry(entry.key, Node(said, entry.key, said)), **inner}
    kept = {key: members[key] for key in ("at_most",) if key in members}
    return Node({family: Entry(entry.key, Node(whole, entry.node.place)), **kept}, node.place)
