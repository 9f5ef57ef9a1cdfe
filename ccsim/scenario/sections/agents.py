"""agents: groups with their skills, and staffing as counts, tables or shifts with breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ccsim.scenario import units
from ccsim.scenario.adjust_staffing import adjusted_staffing
from ccsim.scenario.calendar import Window
from ccsim.scenario.laws import table
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import FACTOR, FILE, SHARE, amount, factor, share, spread, weight
from ccsim.scenario.reader import Reader, Refused, Said, file_of
from ccsim.scenario.schema import Absence, AgentGroup, Distribution, Skill, StaffingRow
from ccsim.scenario.sections.arrivals import contact_of
from ccsim.scenario.sections.customers import check_work, whole
from ccsim.scenario.sections.shifts import SHIFT
from ccsim.scenario.sections.table_said import COLUMNS, DATES, column_names, date_order
from ccsim.scenario.sections.work_times import WorkTime
from ccsim.scenario.shapes import Choice, Custom, Field, Json, ListOf, MappingOf, RecordOf, Reference, Scalar, Shape
from ccsim.scenario.single_laws import OneLaw
from ccsim.scenario.tables import read_staffing, staffing_by_interval

# --- skills -----------------------------------------------------------------------------------------------------

_CONTACT = Reference("contacts", "a contact type")


def _check_skill(said: Said) -> None:
    check_work(said, "")
    if "aht" in said and ("handle_time" in said or "talk_time" in said):
        said.fault_at_key("aht", "a factor on the contact's own AHT; this skill says its own time already")


_SKILL = RecordOf(
    Skill,
    {
        "aht": Field(factor, "AHT against the contact's own: 110% is slower (default 100%)"),
        "resolution": Field(share, "share settled when this group answers (default: the contact's)"),
        "handle_time": Field(
            WorkTime("handle_time"), "this group's own AHT, wrap-up included (default: the contact's)"
        ),
        "talk_time": Field(WorkTime("talk_time"), "this group's own talk time (default: the contact's)"),
        "wrap_up": Field(WorkTime("wrap_up"), "this group's own wrap-up (default: the contact's)"),
    },
    _check_skill,
    meaning="how this group handles the contact type",
)


def _skill(node: Node, path: str, reader: Reader) -> Skill:
    if isinstance(node.value, dict):
        return _SKILL.read(node, path, reader)
    return Skill(aht=factor.read(node, path, reader))


_SKILL_SHAPE: Shape[Skill] = Custom(_skill, {"anyOf": [FACTOR, _SKILL.schema()]})


def _skills(node: Node, path: str, reader: Reader) -> dict[str, Skill]:
    group = contact_of(path)
    if isinstance(node.value, list):
        names = ListOf(_CONTACT).read(node, path, reader)
        for i, name in enumerate(names):
            if name in names[:i]:
                raise reader.refuse(node.value[i].place, f"{path}[{i}]", f"'{name}' is said twice")
        reader.skills[group] = names
        return {name: Skill() for name in names}
    if isinstance(node.value, dict):
        known = reader.names.get("contacts", [])
        if all(name in known for name in node.value) and not reader.base_unknown:
            reader.skills[group] = tuple(node.value)
        if not node.value and not reader.base_unknown:
            raise reader.refuse(node.place, path, "a group without any skill takes nothing")
        return MappingOf(_SKILL_SHAPE, _CONTACT).read(node, path, reader)
    raise reader.refuse(node.place, path, f"expected contact types, as a list or with their AHT factors, got {node}")


# --- groups -----------------------------------------------------------------------------------------------------


def _staffing(order: Any, named: dict[str, str] | None = None) -> Custom[int | tuple[StaffingRow, ...]]:
    def read(node: Node, path: str, reader: Reader) -> int | tuple[StaffingRow, ...]:
        return adjusted_staffing(as_said(node, path, reader), path, reader, lambda: _opening(path, reader))

    def as_said(node: Node, path: str, reader: Reader) -> int | tuple[StaffingRow, ...]:
        if isinstance(node.value, list):
            agents = ListOf(whole).read(node, path, reader)
            if reader.clock is None:
                raise Refused
            try:
                return staffing_by_interval(agents, reader.clock, _opening(path, reader))
            except ValueError as error:
                raise reader.refuse(node.place, path, str(error)) from None
        if isinstance(node.value, str) and not node.value.strip().replace(".", "").isdigit():
            clock = reader.clock
            if clock is None:
                raise Refused
            return table(node, path, reader, lambda: read_staffing(file_of(node), clock, order, named=named))
        if isinstance(node.value, dict):
            beside = "what belongs to it stands beside staffing: {staffing: team.csv, dates: dmy}"
            message = f"expected a number, a list by interval or a table's file, got {node}; {beside}"
            raise reader.refuse(node.place, path, message)
        return whole.read(node, path, reader)

    return Custom(read, _STAFFING)


def _opening(path: str, reader: Reader) -> list[Window] | None:
    """When any channel of the group's skills is open; None when it cannot be known."""
    contacts = reader.skills.get(contact_of(path), ())
    channels = {reader.contact_channel[name] for name in contacts if name in reader.contact_channel}
    return reader.windows(channels) if channels else None


_STAFFING: Json = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "array", "items": {"type": "integer"}}, FILE]}

_ABSENCE = RecordOf(
    Absence,
    {
        "share": Field(weight, "share of people away on a day, unplanned; they are paid", required=True),
        "day_cv": Field(spread, "makes bad days bad for all: coefficient of variation of the day's factor (default 0)"),
    },
)


def _absence(node: Node, path: str, reader: Reader) -> Absence:
    if isinstance(node.value, dict):
        return _ABSENCE.read(node, path, reader)
    return Absence(share=weight.read(node, path, reader))


@dataclass
class _LateLogin(Shape[float | Distribution]):
    """A distribution, or seconds where it is a bare duration."""

    is_law = True

    def read(self, node: Node, path: str, reader: Reader) -> float | Distribution:
        law = OneLaw().read(node, path, reader)
        if law.family == "constant" and law.at_most is None:
            return float(law.parameters["value"])
        return law

    def schema(self) -> Json:
        return OneLaw().schema()


_NET = "staffing counts are net: people who are there; say it with shifts, or lower the counts"


def _check_group(said: Said) -> None:
    if "staffing" in said and "shifts" in said:
        said.fault_at_key("shifts", "staffing is said too: say positions (staffing) or people on schedule (shifts)")
    elif "staffing" not in said and "shifts" not in said:
        said.fault("", "say who works: staffing (positions filled) or shifts (people on schedule)")
    elif "staffing" in said:
        said.only_with(("absence", "late_login"), False, _NET)
    if "shifts" in said and said.get("when_staff_falls") == "count":
        said.fault(
            "when_staff_falls", "shifts are people: each leaves when his own shift ends (named); count is for staffing"
        )
    tabled = isinstance(said.get("staffing"), tuple) or "staffing" not in said
    said.only_with(("dates", "columns"), tabled, "is for a staffing table")


def _record(staffing: Custom[Any]) -> RecordOf[AgentGroup]:
    return RecordOf(
        AgentGroup,
        {
            "skills": Field(
                Custom(
                    _skills,
                    {
                        "anyOf": [
                            {"type": "array", "items": {"type": "string"}, "minItems": 1},
                            {"type": "object", "additionalProperties": _SKILL_SHAPE.schema(), "minProperties": 1},
                        ]
                    },
                ),
                "contact types it handles: a list, or each with its AHT factor",
                required=True,
            ),
            "staffing": Field(
                staffing, "positions filled, net: a number, a list by interval, or a table start, agents"
            ),
            "dates": DATES,
            "columns": COLUMNS,
            "shifts": Field(MappingOf(SHIFT, empty=False), "people on schedule, by shift"),
            "when_staff_falls": Field(
                Choice(("count", "named")),
                "who leaves when fewer are planned (default count for staffing, named for shifts)",
            ),
            "cost_per_hour": Field(amount, "of paid time (default 0)"),
            "shrinkage": Field(
                Scalar(units.share_below_one, SHARE),
                "share of paid time that is not scheduled here (holidays, training): for paid hours, FTE and cost only"
                " (default 0%)",
            ),
            "absence": Field(
                Custom(_absence, {"anyOf": [SHARE, _ABSENCE.schema()]}),
                "with shifts: share of people away on a day, at random; they are paid (default 0%)",
            ),
            "late_login": Field(_LateLogin(), "with shifts: how late people start (default 0)"),
        },
        _check_group,
        later=("roster",),
        meaning="agents with the same skills",
    )


def _group(node: Node, path: str, reader: Reader) -> AgentGroup:
    node = _skills_first(node)
    values, sound = _record(_staffing(date_order(node), column_names(node))).readable(node, path, reader)
    if not sound:
        raise Refused
    for key in ("dates", "columns"):
        values.pop(key, None)
    return AgentGroup(**values)


def _skills_first(node: Node) -> Node:
    """A staffing list goes by the opening hours of the skills' channels, so skills are read before it."""
    if not isinstance(node.value, dict):
        return node
    return Node(dict(sorted(node.value.items(), key=lambda item: item[0] != "skills")), node.place)


GROUP: Shape[AgentGroup] = Custom(_group, _record(_staffing(None)).schema())
