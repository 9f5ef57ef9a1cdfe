"""How distributions are described to editors: the definitions that the JSON Schema of laws refers to."""

from __future__ import annotations

from ccsim.scenario.laws import definition, parameters
from ccsim.scenario.quantities import call_duration, duration
from ccsim.scenario.shapes import Json, Shape


def law_definitions() -> Json:
    """The $defs of the JSON Schema that laws refer to."""
    return {**_definitions(duration), **_definitions(call_duration), "patience": _patience(call_duration)}


def _definitions(times: Shape[float]) -> Json:
    limit = {"at_most": times.schema()}
    families = [
        {
            "type": "object",
            "properties": {
                family: {
                    "type": "object",
                    "properties": {
                        **{name: shape.schema() for name, shape in shapes.items()},
                        **limit,
                    },
                    "additionalProperties": False,
                },
                **limit,
            },
            "required": [family],
            "additionalProperties": False,
        }
        for family, shapes in parameters(times).items()
    ]
    constant = {
        "type": "object",
        "properties": {"constant": times.schema(), **limit},
        "required": ["constant"],
    }
    return {
        definition("distribution", times): {"anyOf": [times.schema(), {"const": "never"}, constant, *families]},
        definition("law", times): {"anyOf": [_one(times), _by_time(times)]},
    }


def _patience(times: Shape[float]) -> Json:
    whole = [_one(times), _by_time(times)]
    return {"anyOf": [*whole, {"type": "object", "additionalProperties": {"anyOf": whole}}]}


def _one(times: Shape[float]) -> Json:
    return {"$ref": f"#/$defs/{definition('distribution', times)}"}


def _by_time(times: Shape[float]) -> Json:
    return {
        "type": "object",
        "properties": {"by_time": {"type": "object", "additionalProperties": _one(times)}},
        "required": ["by_time"],
        "additionalProperties": False,
    }
