"""Distributions as written: a family with its parameters, a bare duration, by time of day, by segment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ccsim.distributions import make_law
from ccsim.errors import ScenarioError
from ccsim.scenario import units
from ccsim.scenario.adjust_law import adjusted_distribution, adjusted_law, adjusted_over_the_day
from ccsim.scenario.clock_times import clock_time
from ccsim.scenario.node import Entry, Node, nearest
from ccsim.scenario.overlay import FAMILIES
from ccsim.scenario.quantities import (
    FILE,
    RATE,
    amount,
    call_duration,
    duration,
    positive,
    spread,
    weight,
)
from ccsim.scenario.reader import Reader, Refused, file_of, join, mapping
from ccsim.scenario.schema import BySegment, ByTime, Distribution, Law
from ccsim.scenario.shapes import Custom, Json, ListOf, Scalar, Shape
from ccsim.scenario.tables import Reading, read_quantiles, read_values
from ccsim.sentences import Sentence


def table(node: Node, path: str, reader: Reader, read: Callable[[], Reading[Any]]) -> tuple[Any, ...]:
    """The rows of a table that stands in a file; faults of the table as a whole stand where the scenario names it."""
    if not node.text or not isinstance(node.value, str) or "\0" in node.text:
        raise reader.refuse(node.place, path, f"expected a table's file, got {node}")
    try:
        reading = read()
    except ScenarioError as error:
        for fault in error.faults:
            if fault.line:
                reader.faults.append(fault)
            else:
                reader.refuse(node.place, path, f"{fault.file}: {fault.message}")
        raise Refused from None
    reader.understood.append(Sentence("table_read", **{**reading.understood.values, "table": node.text}))
    reader.tables.append(str(file_of(node).resolve()))
    reader.warnings.extend(reading.warnings)
    reader.assumed.extend(reading.assumed)
    return reading.rows


def _values(node: Node, path: str, reader: Reader, times: Shape[float]) -> tuple[float, ...]:
    if isinstance(node.value, list):
        return ListOf(times).read(node, path, reader)
    return table(node, path, reader, lambda: read_values(file_of(node)))


def _quantiles(node: Node, path: str, reader: Reader, times: Shape[float]) -> dict[float, float]:
    if not isinstance(node.value, dict):
        return dict(table(node, path, reader, lambda: read_quantiles(file_of(node))))
    found: dict[float, float] = {}
    for key, entry in node.value.items():
        inner = join(path, key)
        try:
            p = units.share(key if "%" in key else float(key))
        except ValueError:
            reader.refuse(entry.key, inner, f"expected a probability like 50% or 0.5, got '{key}'")
            continue
        if p in found:
            reader.refuse(entry.key, inner, f"the probability {p:g} is said twice")
            continue
        found[p] = times.read(entry.node, inner, reader)
    return found


@dataclass
class _Part(Shape[Distribution]):
    """A distribution inside a mixture."""

    times: Shape[float]

    def read(self, node: Node, path: str, reader: Reader) -> Distribution:
        return adjusted_distribution(distribution(node, path, reader, self.times), path, reader)

    def schema(self) -> Json:
        return {"$ref": f"#/$defs/{definition('distribution', self.times)}"}


def parameters(times: Shape[float]) -> dict[str, dict[str, Shape[Any]]]:
    """What each family takes; `times` reads its durations."""
    by_mean: dict[str, Shape[Any]] = {"mean": times, "cv": spread, "sd": times}
    values: Json = {"anyOf": [FILE, {"type": "array", "items": times.schema()}]}
    quantiles: Json = {"anyOf": [FILE, {"type": "object", "additionalProperties": times.schema()}]}
    return {
        "constant": {"value": times},
        "exponential": {"mean": times, "rate": Scalar(units.rate, RATE)},
        "erlang": {
            **by_mean,
            "shape": Scalar(units.whole_positive, {"type": "integer", "minimum": 1}),
            "scale": times,
        },
        "gamma": {**by_mean, "shape": positive, "scale": times},
        "lognormal": {**by_mean, "mu": Scalar(units.number, {"type": "number"}), "sigma": amount},
        "weibull": {**by_mean, "shape": positive, "scale": times},
        "uniform": {"low": times, "high": times, **by_mean},
        "triangular": {"low": times, "mode": times, "high": times, **by_mean},
        "normal": {**by_mean},
        "hyperexponential": {**by_mean, "means": ListOf(times), "weights": ListOf(weight)},
        "empirical": {
            "values": Custom(partial(_values, times=times), values),
            "quantiles": Custom(partial(_quantiles, times=times), quantiles),
        },
        "mixture": {"parts": ListOf(_Part(times)), "weights": ListOf(weight)},
        "never": {},
    }


def definition(name: str, times: Shape[float]) -> str:
    """What the JSON Schema calls a law whose durations `times` reads: those of calls may be mm:ss."""
    return f"call_{name}" if times is call_duration else name


PARAMETERS = parameters(duration)
assert tuple(PARAMETERS) == FAMILIES


def distribution(node: Node, path: str, reader: Reader, times: Shape[float] = duration) -> Distribution:
    """A family with its parameters, a bare duration (constant), or `never`; `times` reads its durations."""
    if not isinstance(node.value, dict):
        if node.value == "never":
            return Distribution(family="never")
        if node.value in FAMILIES:
            first = next(iter(PARAMETERS[str(node.value)]))
            message = f"{node.value} needs its parameters, like {{{node.value}: {{{first}: ...}}}}"
            raise reader.refuse(node.place, path, message)
        return Distribution(family="constant", parameters={"value": times.read(node, path, reader)})
    said = [key for key in node.value if key in PARAMETERS]
    unknown = [key for key in node.value if key not in PARAMETERS and key != "at_most"]
    for key in unknown:
        near = nearest(key, [*PARAMETERS, "at_most"]) or f"; there are {', '.join(PARAMETERS)}"
        reader.refuse(node.value[key].key, join(path, key), f"unknown distribution{near}")
    if not unknown and not said:
        raise reader.refuse(
            node.place, path, f"expected a distribution, like {{exponential: {{mean: 4 min}}}}, got {node}"
        )
    for key in said[1:]:
        reader.refuse(node.value[key].key, join(path, key), f"a second distribution beside '{said[0]}': one is enough")
    if unknown or len(said) > 1:
        raise Refused
    return _family(said[0], node.value[said[0]], node.value.get("at_most"), path, reader, times)


def _family(
    family: str, entry: Entry, beside: Entry | None, path: str, reader: Reader, times: Shape[float]
) -> Distribution:
    inner = join(path, family)
    shapes = parameters(times)[family]
    whole = True
    values: dict[str, Any] = {}
    members: dict[str, Entry] = {}
    if family == "constant" and not isinstance(entry.node.value, dict):
        values["value"] = times.read(entry.node, inner, reader)
    else:
        members = mapping(entry.node, inner, reader)
    limits = [(join(path, "at_most"), beside)] if beside is not None else []
    for key, parameter in members.items():
        try:
            if key == "at_most":
                limits.append((join(inner, key), parameter))
            elif key not in shapes:
                near = nearest(key, [*shapes, "at_most"]) or f"; {family} takes {', '.join([*shapes, 'at_most'])}"
                raise reader.refuse(parameter.key, join(inner, key), f"unknown parameter{near}")
            else:
                values[key] = shapes[key].read(parameter.node, join(inner, key), reader)
        except Refused:
            whole = False
    if len(limits) > 1:
        raise reader.refuse(limits[0][1].key, limits[0][0], "at_most is said twice")
    at_most = None
    if limits:
        where, limit = limits[0]
        at_most = times.read(limit.node, where, reader)
        if at_most == 0:
            raise reader.refuse(limit.node.place, where, f"must be longer than 0 s, got {limit.node}")
    if not whole:
        raise Refused
    found = Distribution(family=family, parameters=values, at_most=at_most)
    _judge(found, entry, inner, reader)
    return found


def _judge(found: Distribution, entry: Entry, path: str, reader: Reader) -> None:
    """What a family can be is known where it is drawn from; a planner hears of it here, with the place in his file."""
    try:
        make_law(found)
    except (ValueError, OverflowError) as error:
        raise reader.refuse(entry.key, path, str(error).removeprefix(f"{found.family}: ")) from None


def by_time(
    node: Node, path: str, reader: Reader, read: Callable[[Node, str, Reader], Any]
) -> tuple[tuple[float, Any], ...]:
    """Values by time of day, ascending; each holds until the next, the last through midnight until the first."""
    found: dict[float, Any] = {}
    whole = True
    members = mapping(node, path, reader)
    for key, entry in members.items():
        inner = join(path, key)
        try:
            start = clock_time(key)
            if start in found or start == 86_400.0:
                raise ValueError(
                    f"the time is said twice: {key}" if start in found else "24:00 is 00:00 of the next day"
                )
            found[start] = None
        except ValueError as error:
            reader.refuse(entry.key, inner, str(error))
            whole = False
            continue
        try:
            found[start] = read(entry.node, inner, reader)
        except Refused:
            whole = False
    if not members:
        raise reader.refuse(node.place, path, "names no time of day")
    if not whole:
        raise Refused
    steps = sorted(found.items())
    return tuple(steps) if steps[0][0] == 0.0 else ((0.0, steps[-1][1]), *steps)


@dataclass
class LawShape(Shape[Law]):
    """A duration's law; by segment and `never` only where they have a meaning (patience)."""

    patience: bool = False
    times: Shape[float] = field(default_factory=lambda: duration)
    is_law = True

    def read(self, node: Node, path: str, reader: Reader) -> Law:
        members = node.value if isinstance(node.value, dict) else {}
        segments = reader.names.get("segments", [])
        if "default" in members or (members and all(key in segments for key in members)):
            return adjusted_law(self._by_segment(node, members, path, reader), path, reader)
        return adjusted_law(self._over_the_day(node, path, reader), path, reader)

    def _by_segment(self, node: Node, members: dict[str, Entry], path: str, reader: Reader) -> Law:
        if not self.patience:
            instead = "; make a contact type for each" if path.startswith("contacts.") else ""
            raise reader.refuse(node.place, path, f"only patience can differ by segment{instead}")
        segments = reader.names.get("segments", [])
        laws: dict[str, Distribution | ByTime] = {}
        for key, entry in members.items():
            inner = join(path, key)
            if key != "default" and key not in segments:
                there = nearest(key, segments) or f"; segments are {', '.join(segments) or 'none'}"
                reader.refuse(entry.key, inner, f"no segment '{key}'{there}")
                continue
            try:
                said = self._over_the_day(entry.node, inner, reader)
                laws[key] = adjusted_over_the_day(said, inner, reader)
            except Refused:
                continue
        missing = [name for name in segments if name not in members]
        if missing and "default" not in members:
            reader.refuse(node.place, path, f"misses segment '{missing[0]}' (or a default)")
        if len(laws) < len(members) or (missing and "default" not in members):
            raise Refused
        default = laws.pop("default", None) or laws[min(segments)]
        return BySegment(default=default, segments=laws)

    def _over_the_day(self, node: Node, path: str, reader: Reader) -> Distribution | ByTime:
        if isinstance(node.value, dict) and "by_time" in node.value:
            for key, entry in node.value.items():
                if key != "by_time":
                    reader.refuse(entry.key, join(path, key), "nothing stands beside by_time")
            table = node.value["by_time"].node
            steps = by_time(table, join(path, "by_time"), reader, self._at_a_time)
            return ByTime(starts=tuple(start for start, _ in steps), laws=tuple(law for _, law in steps))
        return self._one(node, path, reader)

    def _at_a_time(self, node: Node, path: str, reader: Reader) -> Distribution:
        return adjusted_distribution(self._one(node, path, reader), path, reader)

    def _one(self, node: Node, path: str, reader: Reader) -> Distribution:
        found = distribution(node, path, reader, self.times)
        if not self.patience and _may_never_end(found):
            raise reader.refuse(node.place, path, "a time that never ends: 'never' is for patience")
        return found

    def schema(self) -> Json:
        return {"$ref": "#/$defs/patience" if self.patience else f"#/$defs/{definition('law', self.times)}"}


def _may_never_end(found: Distribution) -> bool:
    if found.at_most is not None:
        return False
    return found.family == "never" or any(_may_never_end(part) for part in found.parameters.get("parts", ()))
