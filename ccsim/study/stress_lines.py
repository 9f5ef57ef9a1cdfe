"""The lines of `ccsim stress`: what may happen to a scenario, and one agent more or less in each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Literal

from ccsim.errors import ScenarioError
from ccsim.model.describe_shifts import people
from ccsim.scenario.change import Change
from ccsim.scenario.load import BY_CHANGE, Source, because_of
from ccsim.scenario.schema import AgentGroup, Scenario, Shift
from ccsim.scenario.sections.stress import said_in
from ccsim.sentences import Sentence
from ccsim.study.beside import asked, bare
from ccsim.study.standard_paths import absences, handle_times, quoted, volumes

Kind = Literal["what_if", "one_more", "one_less"]
NET = Sentence("counts_are_net")


@dataclass(frozen=True)
class Line:
    """A line, with the changes that make it; `scenario` is None where it cannot be made, and `why_not` says why.

    `said` is what the name leaves open: which shift, which contacts not. `group` is whose agents it changes.
    """

    name: str
    kind: Kind = "what_if"
    group: str = ""
    changes: tuple[str, ...] = ()
    said: str = ""
    why_not: str = ""
    scenario: Scenario | None = None


def own_lines(source: Source, given: Sequence[str] = ()) -> tuple[Scenario, list[Line]]:
    """The scenario with the changes `given`, and the lines of its own list.

    Raises
    ------
    ScenarioError
        With every fault of the scenario and of its own list.
    """
    return _Maker(source, given).base_and_own()


def lines_of(source: Source, given: Sequence[str] = ()) -> tuple[Scenario, list[Line]]:
    """The scenario with the changes `given`, and the lines to hold against it.

    Raises
    ------
    ScenarioError
        With every fault of the scenario and of its own list. What the standard list cannot do is no fault.
    """
    maker = _Maker(source, given)
    base, own = maker.base_and_own()
    lines = own if base.stress else [*_volumes(base, maker), *_handle_times(base, maker), *_others(base, maker)]
    for name, group in base.agents.items():
        lines += _one_agent(name, group, maker)
    return base, lines


class _Maker:
    """Makes lines of one scenario. They do not carry its list on: what one line removes another may speak of."""

    def __init__(self, source: Source, given: Sequence[str]) -> None:
        self._source, self._given = source, given
        self.root = source.root

    def base_and_own(self) -> tuple[Scenario, list[Line]]:
        faults, base = [], None
        try:
            base = self._source.scenario(self._given)
            self.root = asked(self._source, self._given)
        except ScenarioError as error:
            faults += error.faults
        self._source, self._given = bare(self._source, self._given)
        lines = []
        for name, changes in said_in(self.root).items():
            try:
                scenario = self._scenario(changes)
            except ScenarioError as error:
                faults += because_of(error, f"stress.{name}")
                continue
            lines.append(Line(name, changes=tuple(map(str, changes)), scenario=scenario))
        if faults or base is None:
            raise ScenarioError(faults)
        return base, lines

    def line(
        self, name: str, together: Sequence[str], apart: Mapping[str, str], named: bool = False, **how: str
    ) -> Line:
        """A line of the changes `together`; where they cannot all be made, of those `apart` (by whom) that can.

        `named`: there is one only, and the line's name says who.
        """
        line = Line(name, changes=tuple(together), **how)  # type: ignore[arg-type]
        try:
            return replace(line, scenario=self._scenario(together))
        except ScenarioError:
            pass
        kept, refused = {}, {}
        for who, change in apart.items():
            try:
                self._scenario([change])
                kept[who] = change
            except ScenarioError as error:
                refused[who] = _in_plain_words(error)
        if named and refused:
            return replace(line, why_not=next(iter(refused.values())))
        not_these = _listed(refused)
        if not kept:
            return replace(line, why_not=not_these)
        try:
            scenario = self._scenario(list(kept.values()))
        except ScenarioError as error:
            return replace(line, why_not=_in_plain_words(error))
        said = "; ".join(filter(None, (line.said, f"not of {not_these}" if not_these else "")))
        return replace(line, changes=tuple(kept.values()), said=said, scenario=scenario)

    def _scenario(self, changes: Sequence[str | Change]) -> Scenario:
        return self._source.scenario([*self._given, *changes])


def _volumes(base: Scenario, maker: _Maker) -> list[Line]:
    contacts, bookings = volumes(base)
    lines = []
    for name, factor in (("volume +10 %", "110%"), ("volume -10 %", "90%")):
        together = [f"contacts.*.arrivals*={factor}"] if contacts else []
        together += [f"appointments.*.requests*={factor}"] if bookings else []
        apart = {one: f"{path}*={factor}" for one, path in (contacts | bookings).items()}
        lines.append(maker.line(name, together, apart) if apart else Line(name, why_not=Sentence("nothing_arrives")))
    return lines


def _handle_times(base: Scenario, maker: _Maker) -> list[Line]:
    types, own = handle_times(base)
    lines = []
    for name, by in (("AHT +15 s", "+=15 s"), ("AHT -15 s", "-=15 s")):
        together = [f"contacts.*.handle_time{by}"] + ([f"agents.*.skills.*.handle_time{by}"] if own else [])
        apart = {one: f"{path}{by}" for one, path in (types | own).items()}
        lines.append(maker.line(name, together, apart))
    return lines


def _others(base: Scenario, maker: _Maker) -> list[Line]:
    return [_absence(base, maker), *_reminders(base, maker)]


def _absence(base: Scenario, maker: _Maker) -> Line:
    name = "absence +3 points"
    paths, counted = absences(base, maker.root)
    apart = {group: f"{path}{'+=' if said else '='}3%" for group, (path, said) in paths.items()}
    if not apart:
        return Line(name, why_not=Sentence("all_by_counts", why=NET))
    said_of = f"not of {', '.join(counted)}: {NET}" if counted else ""
    return maker.line(name, list(apart.values()), apart, said=said_of)


def _reminders(base: Scenario, maker: _Maker) -> list[Line]:
    lines = []
    for reminder in base.reminders:
        name, sends = (
            f"without reminder {reminder}",
            [one for one, said in base.appointments.items() if reminder in said.reminders],
        )
        if not sends:
            lines.append(Line(name, why_not=Sentence("none_sends_it")))
            continue
        change = f"reminders.{quoted(reminder)}=null"
        line = maker.line(name, [change], {reminder: change}, named=True)
        needed = [one for one in sends if f"appointments.{one}.unconfirmed" in line.why_not]
        if needed:
            line = replace(line, why_not=Sentence("confirming_needs", appointments=needed))
        lines.append(line)
    return lines


def _one_agent(name: str, group: AgentGroup, maker: _Maker) -> list[Line]:
    """One more and one less: of counts on all planned hours, of shifts on the largest."""
    kinds: tuple[tuple[Kind, str, str], ...] = (("one_more", "one more in", "+="), ("one_less", "one less in", "-="))
    if group.shifts is None:
        path, where = f"agents.{quoted(name)}.staffing", "all planned hours"
    else:
        largest = max(group.shifts, key=lambda shift: _size(group.shifts or {}, shift))
        path = f"agents.{quoted(name)}.shifts.{quoted(largest)}.agents"
        where = f"shift {largest} ({people(group.shifts[largest])})"
    lines = []
    for kind, called, operator in kinds:
        change = f"{path}{operator}1"
        lines.append(
            maker.line(f"{called} {name}", [change], {name: change}, named=True, kind=kind, group=name, said=where)
        )
    return lines


def _size(shifts: Mapping[str, Shift], name: str) -> tuple[int, float]:
    """Most people first, of equals the longest week."""
    one = shifts[name]
    return one.agents, len(one.days) * (one.end - one.start)


def _in_plain_words(error: ScenarioError) -> str:
    """The first of its faults; with its path where that is not what was changed."""
    fault = error.faults[0]
    if not fault.message.endswith(BY_CHANGE):
        return fault.message
    message = fault.message.removesuffix(BY_CHANGE)
    return f"{fault.path}: {message}" if fault.path else message


def _listed(refused: Mapping[str, str]) -> str:
    """`a, b: why; c: why else`"""
    by_reason: dict[str, list[str]] = {}
    for who, why in refused.items():
        by_reason.setdefault(why, []).append(who)
    reasons = [
        Sentence("of_alternative", name=names, said=why) if isinstance(why, Sentence) else f"{', '.join(names)}: {why}"
        for why, names in by_reason.items()
    ]
    if reasons and all(isinstance(one, Sentence) for one in reasons):
        return reduce(lambda one, other: Sentence("one_reason_more", one=one, other=other), reasons)
    return "; ".join(reasons)
