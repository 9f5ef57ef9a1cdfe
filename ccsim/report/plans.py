"""Plans side by side: a base and its alternatives as a reader takes them in, the one to take first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ccsim.report import answer
from ccsim.report.numbers import NOTHING, between, shown
from ccsim.report.slots import slots
from ccsim.report.words import Said, and_more, as_is, joined, said

Json = dict[str, Any]
LONGEST = 56  # letters of a name in a figure
ASKED = 3  # targets of which one sentence says what they ask
ORDER = ("met", "", "uncertain", "missed")


@dataclass(frozen=True)
class Plan:
    """One of the systems compared; `number` is what figures call it (0: nothing, as the base), `record` what the
    results say of it.

    `words` call it where its name does not, such as a line of a stress test.
    """

    number: int
    name: str
    base: bool
    record: Json
    words: Said | None = None

    @property
    def numeral(self) -> str:
        """Its number as text."""
        return str(self.number) if self.number else NOTHING

    @property
    def verdicts(self) -> list[str]:
        return [one["verdict"] for one in self.record["targets"]]

    def targets(self, name: str) -> list[Json]:
        """That of this name; none where the plan has it not."""
        return [one for one in self.record["targets"] if one["name"] == name]

    @property
    def holds(self) -> str:
        """What its targets say together; empty where it has none."""
        found = self.verdicts
        return next((one for one in ("missed", "uncertain", "met") if one in found), "")

    @property
    def mark(self) -> str:
        return answer.MARKS.get(self.holds, "")

    @property
    def called(self) -> Said:
        """Its name, and whether it is the base."""
        if self.words is not None:
            return self.words
        return said("is_base", name=self.name) if self.base else as_is(self.name)

    @property
    def briefly(self) -> Said:
        """Its name as figures show it."""
        return self.words or as_is(short(self.name))

    def estimate(self, measure: str, scope: str = "all", name: str = "all") -> Json | None:
        """Its own estimate over all days."""
        found = (
            one
            for one in self.record["estimates"]
            if (one["measure"], one["scope"]) == (measure, scope) and (scope == "all" or one["name"] == name)
        )
        return next((one for one in found if one["mean"] is not None), None)

    @property
    def cost_measure(self) -> str:
        """Money, or paid hours where nothing costs any."""
        cost = self.estimate("cost")
        return "cost" if cost is not None and cost["mean"] > 0 else "paid_hours"

    @property
    def changes(self) -> list[str]:
        return [str(one) for one in self.record["provenance"]["changes"]]


def ranked(systems: list[Json], first: str | None = None) -> list[Plan]:
    """`systems` with the base first; the plan to take first, then those that hold and those that may, by cost, then the
    others by how many targets they miss, and by how much."""
    measure = cost_measure(systems)

    def rank(record: Json) -> tuple[bool, int, int, int, float, float]:
        plan = Plan(0, record["name"], False, record)
        cost = plan.estimate(measure)
        return (
            record["name"] != first,
            ORDER.index(plan.holds),
            plan.verdicts.count("missed"),
            plan.verdicts.count("uncertain"),
            shortfall(plan) if plan.holds == "missed" else 0.0,
            cost["mean"] if cost else float("inf"),
        )

    return counted(sorted(systems, key=rank), systems[0])


def counted(ordered: list[Json], base: Json) -> list[Plan]:
    """Plans in this order; alternatives have numbers, and the base, which is called that, has none."""
    others = [one for one in ordered if one is not base]
    numbers = {id(one): place for place, one in enumerate(others, 1)}
    return [Plan(numbers.get(id(one), 0), one["name"], one is base, one) for one in ordered]


def shortfall(plan: Plan) -> float:
    """How far targets are missed, each as a part of what it asks."""
    return sum(apart(one) for one in plan.record["targets"] if one["verdict"] == "missed")


def apart(target: Json) -> float:
    """How far from its bound what is found of a target lies, as a part of what it asks."""
    if target["each"]:
        asked, found = target["asked"]["share"], target["each"][0] / max(sum(target["each"]), 1)
    else:
        by_day = target["asked"]["probability"]
        asked, found = target["bound"] if by_day is None else by_day, (target["estimate"] or {}).get("mean")
    return abs(found - asked) / (abs(asked) or 1.0) if found is not None else 1.0


def cost_measure(systems: list[Json]) -> str:
    found = {Plan(0, one["name"], False, one).cost_measure for one in systems}
    return "cost" if "cost" in found else "paid_hours"


def shared_changes(systems: list[Json]) -> list[str]:
    """Changes that were made in all of them, as typed."""
    first, *others = [one["provenance"]["changes"] for one in systems]
    return [change for change in first if all(change in own for own in others)]


def standing(plan: Plan) -> Said:
    """How many of its targets it meets, and which by their names it does not, or not yet for sure."""
    return _standing(plan, lambda targets: as_is(", ".join(one["name"] for one in targets)))


def in_words(plan: Plan, center: Json) -> Said:
    """As `standing`, where nobody has yet said what the targets ask; with what is found."""
    return _standing(plan, lambda targets: asked_of(plan, targets, center, found=True))


def _standing(plan: Plan, called: Callable[[list[Json]], Said]) -> Said:
    verdicts = plan.verdicts
    if not verdicts:
        return said("has_no_targets")
    met, all_of_them = verdicts.count("met"), len(verdicts)
    if met == all_of_them:
        return said("holds_its_one") if met == 1 else said("holds_all", n=met)
    parts = [said("met_of", met=met, all=all_of_them)] if met else []
    for verdict in ("missed", "uncertain"):
        own = [one for one in plan.record["targets"] if one["verdict"] == verdict]
        if own:
            one_only = "_one" if verdict == "uncertain" and len(own) == 1 else ""
            parts.append(said(f"these_{verdict}{one_only}", n=len(own), names=called(own)))
    return joined(parts, "; ")


def asked_of(plan: Plan, targets: list[Json], center: Json, found: bool = False) -> Said:
    """What targets ask, in quotes, and what is `found`: of as many as one reads, and how many more there are."""
    told = []
    for one in targets[:ASKED]:
        asked = _row(plan, one, center).sentence
        own = said("quoted_found", text=asked, found=brief(plan, one, center)) if found else said("quoted", text=asked)
        told.append(own)
    return joined([joined(told), *and_more(len(targets) - len(told))], " ")


def brief(plan: Plan, target: Json, center: Json) -> Said:
    """What is found of a target of the plan, in few words."""
    if not target.get("each"):
        return _row(plan, target, center).found
    met, missed, uncertain = target["each"]
    these = said("whole_days") if target["asked"]["per"] == "day" else slots(center.get("interval"))
    return said("brief_met", met=met, all=met + missed + uncertain, these=these)


def _row(plan: Plan, target: Json, center: Json) -> answer.TargetRow:
    own = {**center, "contacts": plan.record["contacts"]}
    return answer.target_rows({**plan.record, "targets": [target], "center": own})[0]


def cost(plan: Plan, measure: str) -> tuple[Said | str, str]:
    """What it costs and the interval of that."""
    found = plan.estimate(measure)
    if found is None:
        return "", ""
    unit, currency = found["unit"], plan.record["currency"]
    interval = between(found["low"], found["high"], unit, currency) if found["low"] != found["high"] else ""
    return spoken_cost(found["mean"], measure, currency), interval


def spoken_cost(value: float, measure: str, currency: str) -> Said:
    if measure == "paid_hours":
        return said("hours_paid", hours=shown(value, "h"))
    return as_is(shown(value, "money", currency))


def short(name: str, most: int = LONGEST) -> str:
    """With the middle left out where it is long."""
    return name if len(name) <= most else f"{name[: most // 2]}…{name[-(most - most // 2 - 1) :]}"
