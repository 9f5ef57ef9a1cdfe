"""How distributions are described to editors: the definitions that the JSON Schema of laws refers to."""

from __future__ import annotations

from ccsim.scenario.laws import PARAMETERS
from ccsim.scenario.quantities import DURATION
from ccsim.scenario.shapes import Json


def law_definitions() -> Json:
    """The $defs of the JSON Schema that laws refer to."""
    families = [
        {
            "type": "object",
            "properties": {
                family: {
                    "type": "object",
                    "properties": {**{name: shape.schema() for name, shape in shapes.items()}, "at_most": DURATION},
                    "additionalProperties": False,
                },
                "at_most": DURATION,
            },
            "required": [family],
            "additionalProperties": False,
        }
        for family, shapes in PARAMETERS.items()
    ]
    constant = {"type": "object", "properties": {"constant": DURATION, "at_most": DURATION}, "required": ["constant"]}
    one: Json = {"$ref": "#/$defs/distribution"}
    times: Json = {
        "type": "object",
        "properties": {"by_time": {"type": "object", "additionalProperties": one}},
        "required": ["by_time"],
        "additionalProperties": False,
    }
    return {
        "distribution": {"anyOf": [DURATION, {"const": "never"}, constant, *families]},
        "law": {"anyOf": [one, times]},
        "patience": {"anyOf": [one, times, {"type": "object", "additionalProperties": {"anyOf": [one, times]}}]},
    }
