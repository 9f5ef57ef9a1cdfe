"""How distributions are described to editors: the definitions that the JSON Schema of laws refers to."""

from __future__ import annotations

from ccsim.scenario.laws import definition, parameters
from ccsim.scenario.quantities import FILE, call_duration, duration
from ccsim.scenario.shapes import Json, Shape


def law_definitions() -> Json:
    """The $defs of the JSON Schema that laws refer to."""
    laws = {**_definitions(duration), **_definitions(call_duration)}
    return {**laws, "work_time": _work_time(call_duration), "patience": _patience(call_duration)}


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


def _work_time(times: Shape[float]) -> Json:
    """A law, or one whose means stand in a table."""
    tabled = {
        "type": "object",
        "properties": {
            "table": FILE,
            "dates": {"enum": ["iso", "dmy", "mdy"]},
            "columns": {"type": "object", "additionalProperties": {"type": "string"}},
            "at_most": times.schema(),
            **{family: {"type": "object"} for family, shapes in parameters(times).items() if "mean" in shapes},
        },
        "required": ["table"],
        "additionalProperties": False,
    }
    return {"anyOf": [{"$ref": f"#/$defs/{definition('law', times)}"}, tabled]}


def _one(times: Shape[float]) -> Json:
    return {"$ref": f"#/$defs/{definition('distribution', times)}"}


def _by_time(times: Shape[float]) -> Json:
    return {
        "type": "object",
        "properties": {"by_time": {"type": "object", "additionalProperties": _one(times)}},
        "required": ["by_time"],
        "additionalProperties": False,
    }
