"""experience: scores as functions of what a customer lived through, and his risk of leaving."""

from __future__ import annotations

from typing import Any

from ccsim.scenario import units
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import SHARE, on_scale, positive_duration, share
from ccsim.scenario.reader import Reader, Refused, Said, join, mapping
from ccsim.scenario.schema_behaviour import Experience, Nps, Score
from ccsim.scenario.shapes import Custom, Field, Json, RecordOf, Scalar, Shape

PRESET = "typical"
CSAT, CES = (1.0, 5.0), (1.0, 7.0)
_CSAT = on_scale(*CSAT, "csat is")
_TYPICAL = Experience()


def _loss(most: float) -> Scalar[float]:
    """What a bad experience takes away: at or below 0."""

    def read(value: Any) -> float:
        found = units.number(value)
        if found > 0:
            raise ValueError(
                f"lowers the score, so it is at most 0, got {units.shown(value)} (did you mean {-found:g}?)"
            )
        if found < -most:
            raise ValueError(f"lowers a score by at most {most:g}, got {units.shown(value)}")
        return found

    return Scalar(read, {"type": "number", "minimum": -most, "maximum": 0})


def _score(name: str, scale: tuple[float, float], typical: Score) -> RecordOf[Score]:
    low, high = scale
    loss = _loss(high - low)
    return RecordOf(
        lambda **said: typical.model_copy(update=said),
        {
            "base": Field(on_scale(low, high, f"{name} is"), "when all goes well"),
            "wait_per_min": Field(loss, "for each minute in line"),
            "repeat": Field(loss, "for each further contact after the first"),
            "switch": Field(loss, "for each change of channel"),
            "abandoned": Field(loss, "when it ends so: abandoned or balked"),
            "unresolved": Field(loss, "when it ends so: served without a solution"),
            "no_answer": Field(
                loss, "when it ends so: blocked, dropped, not reached, no place to book, too late, or released"
            ),
            "no_show": Field(loss, "when it ends so: did not come, or cancelled; 0: who was never served is not asked"),
        },
        meaning=f"{name.upper()}, {low:g} to {high:g}: `base` and so much for each; left out: as in the preset typical",
    )


def _check_nps(said: Said) -> None:
    promoter = said.get("promoter_from") if "promoter_from" in said else Nps().promoter_from
    detractor = said.get("detractor_to") if "detractor_to" in said else Nps().detractor_to
    if promoter is not None and detractor is not None and detractor >= promoter:
        key = "detractor_to" if "detractor_to" in said else "promoter_from"
        said.fault(key, f"detractor_to must be below promoter_from, got {detractor:g} and {promoter:g}")


_NPS = RecordOf(
    Nps,
    {
        "promoter_from": Field(_CSAT, "a customer of this CSAT or more recommends (default 4.5)"),
        "detractor_to": Field(_CSAT, "one of this CSAT or less warns others (default 3.4)"),
    },
    _check_nps,
    meaning="NPS: promoters minus detractors, -100 to 100",
)


def _at_csat(node: Node, path: str, reader: Reader) -> tuple[tuple[float, float], ...]:
    found: dict[float, float] = {}
    members = mapping(node, path, reader)
    whole = True
    if not members and not reader.base_unknown:
        raise reader.refuse(node.place, path, "names no csat")
    for key, entry in members.items():
        inner = join(path, key)
        try:
            csat = _CSAT.parse(key)
            if csat in found:
                raise ValueError(f"csat {csat:g} is said twice")
            found[csat] = 0.0
        except ValueError as error:
            reader.refuse(entry.key, inner, str(error))
            whole = False
            continue
        try:
            found[csat] = share.read(entry.node, inner, reader)
        except Refused:
            whole = False
    if not whole:
        raise Refused
    return tuple(sorted(found.items()))


_AT_CSAT: Json = {"type": "object", "additionalProperties": SHARE, "minProperties": 1}
_CHURN: Shape[Any] = RecordOf(
    lambda at_csat: at_csat,
    {
        "at_csat": Field(
            Custom(_at_csat, _AT_CSAT), "share that leave by their CSAT, interpolated: {1: 12%, 5: 0.5%}", required=True
        )
    },
    meaning="customers who leave for good",
)
_RECORD = RecordOf(
    Experience,
    {
        "csat": Field(_score("csat", CSAT, _TYPICAL.csat), "satisfaction, 1 to 5"),
        "ces": Field(_score("ces", CES, _TYPICAL.ces), "ease (customer effort score), 1 to 7"),
        "nps": Field(_NPS, "who recommends and who warns, by his CSAT"),
        "churn": Field(_CHURN, "who leaves for good, by his CSAT"),
        "first_contact_window": Field(
            positive_duration, "first-contact resolution: no repeat within this time (default 7 d)"
        ),
    },
    meaning="scores as functions of what a customer lived through; what is left out is as in the preset typical",
)


def _experience(node: Node, path: str, reader: Reader) -> Experience:
    if node.value == PRESET:
        return _TYPICAL
    if isinstance(node.value, dict):
        return _RECORD.read(node, path, reader)
    raise reader.refuse(node.place, path, f"expected the preset {PRESET}, or a mapping of what differs, got {node}")


EXPERIENCE: Shape[Experience] = Custom(_experience, {"anyOf": [{"const": PRESET}, _RECORD.schema()]})
