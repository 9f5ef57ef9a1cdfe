"""One distribution, the same for everybody at any time of day; and one of a time that may be early."""

from __future__ import annotations

from dataclasses import dataclass

from ccsim.distributions.signed import make_signed_law
from ccsim.scenario.bounds import signed_duration
from ccsim.scenario.laws import LawShape
from ccsim.scenario.node import Node
from ccsim.scenario.quantities import duration, positive_duration, spread
from ccsim.scenario.reader import Reader, Refused, join
from ccsim.scenario.schema import Distribution
from ccsim.scenario.shapes import Field, Json, RecordOf, Scalar, Shape

_SIGNED: Json = {
    "description": "a duration with its unit, early with a minus: 2 min, -2 min",
    "anyOf": [{"type": "string", "pattern": r"^\s*-?\s*([0-9.]+\s*[A-Za-z]+\s*)+$"}, {"const": 0}],
}
_signed = Scalar(signed_duration, _SIGNED)
_NORMAL: RecordOf[dict[str, float]] = RecordOf(
    dict,
    {
        "mean": Field(_signed, "against the planned time; early with a minus"),
        "sd": Field(duration, "standard deviation"),
        "cv": Field(spread, "standard deviation over mean, instead of sd"),
        "at_most": Field(positive_duration, "what is later counts as so late"),
    },
)


@dataclass
class OneLaw(Shape[Distribution]):
    """A distribution or a bare duration."""

    is_law = True

    def read(self, node: Node, path: str, reader: Reader) -> Distribution:
        law = LawShape().read(node, path, reader)
        if not isinstance(law, Distribution):
            raise reader.refuse(node.place, path, "one distribution or one duration, the same at any time of day")
        return law

    def schema(self) -> Json:
        return {"$ref": "#/$defs/distribution"}


@dataclass
class Punctuality(OneLaw):
    """When somebody comes, against the planned time: a constant and a normal may be early, others are only late.

    The normal is not cut at 0, as that of a duration is: its mean and sd are those that come out.
    """

    def read(self, node: Node, path: str, reader: Reader) -> Distribution:
        members = node.value if isinstance(node.value, dict) else {}
        if node.text.lstrip().startswith("-") and not members:
            return _constant(_signed.read(node, path, reader))
        if list(members) == ["constant"] and not isinstance(members["constant"].node.value, dict):
            return _constant(_signed.read(members["constant"].node, join(path, "constant"), reader))
        if "normal" not in members or len([key for key in members if key != "at_most"]) > 1:
            return super().read(node, path, reader)
        inner = join(path, "normal")
        values, whole = _NORMAL.readable(members["normal"].node, inner, reader)
        if "at_most" in members:
            if "at_most" in values:
                raise reader.refuse(members["at_most"].key, join(path, "at_most"), "at_most is said twice")
            values["at_most"] = positive_duration.read(members["at_most"].node, join(path, "at_most"), reader)
        if not whole:
            raise Refused
        at_most = values.pop("at_most", None)
        found = Distribution(family="normal", parameters=values, at_most=at_most)
        try:
            make_signed_law(found)
        except ValueError as error:
            raise reader.refuse(members["normal"].key, inner, str(error).removeprefix("normal: ")) from None
        return found

    def schema(self) -> Json:
        normal: Json = {"type": "object", "properties": {"normal": _NORMAL.schema()}, "required": ["normal"]}
        constant: Json = {"type": "object", "properties": {"constant": _SIGNED}, "required": ["constant"]}
        return {"anyOf": [_SIGNED, normal, constant, super().schema()]}


def _constant(seconds: float) -> Distribution:
    return Distribution(family="constant", parameters={"value": seconds})
