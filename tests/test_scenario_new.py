"""Templates, the JSON Schema, and the names of measures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from scenario_base import BASE, changed

from ccsim.errors import OutputError
from ccsim.measures.catalogue import MEASURES
from ccsim.measures.catalogue import SERVICE_LEVELS as CATALOGUED
from ccsim.scenario import TEMPLATES, json_schema, load, new
from ccsim.scenario.measure_names import MEASURE_UNITS, NOT_BY_DAY, NOT_BY_INTERVAL, SERVICE_LEVELS
from ccsim.scenario.sections.whole import SECTIONS

# --- templates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_a_sound_commented_scenario(tmp_path: Path, template: str) -> None:
    files = new(tmp_path / "mine", template)
    assert tmp_path / "mine" / "scenario.yaml" in files and len(files) >= 3
    scenario = load(tmp_path / "mine")
    assert scenario.targets and scenario.warnings == ()
    text = (tmp_path / "mine" / "scenario.yaml").read_text(encoding="utf-8")
    assert text.count("#") > 15
    for word in ("NET", "shrinkage", "wrap") if template == "voice" else ("PEOPLE", "shrinkage", "wrap"):
        assert word in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_has_no_warnings(tmp_path: Path, template: str) -> None:
    """But that nobody is there before its first day, which who plans weeks should know."""
    from ccsim.model import build
    from ccsim.model.warnings import warn

    new(tmp_path / "mine", template)
    scenario = load(tmp_path / "mine")
    assert all("nobody was there before the first day" in one for one in warn(scenario, build(scenario)))


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "scenario.yaml").write_text("keep me", encoding="utf-8")
    with pytest.raises(OutputError, match="is there already: nothing was written"):
        new(tmp_path / "mine", "voice")
    assert (tmp_path / "mine" / "scenario.yaml").read_text(encoding="utf-8") == "keep me"
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_new_with_an_unknown_template(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no template 'voise' \(did you mean 'voice'\?\)"):
        new(tmp_path / "mine", "voise")
    assert list(tmp_path.iterdir()) == []


def test_new_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="nothing was written"):
        new(tmp_path / "file" / "mine", "voice")


def test_new_writes_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **keywords: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ccsim.scenario.new_folder.shutil.copytree", full)
    with pytest.raises(OutputError, match="No space left on device; nothing was written"):
        new(tmp_path / "mine", "voice")
    assert list(tmp_path.iterdir()) == []


# --- JSON Schema ------------------------------------------------------------------------------------------------


def test_the_schema_describes_every_section_and_says_what_keys_mean() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) == {"extends", *SECTIONS}
    contact = schema["properties"]["contacts"]["additionalProperties"]
    assert contact["additionalProperties"] is False
    assert set(contact["required"]) == {"channel"}
    assert all(described["description"] for described in contact["properties"].values())
    assert "default" in contact["properties"]["answer_within"]["description"]


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    schema = json_schema()

    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if "$ref" in part else []
            return own + [found for inner in part.values() for found in references(inner)]
        return [found for inner in part for found in references(inner)] if isinstance(part, list) else []

    found = set(references(schema))
    assert found
    assert {reference.removeprefix("#/$defs/") for reference in found} <= set(schema["$defs"])


def test_sound_files_meet_the_schema(tmp_path: Path) -> None:
    schema = json_schema()
    texts = [BASE]
    for template in TEMPLATES:
        new(tmp_path / template, template)
        texts.append((tmp_path / template / "scenario.yaml").read_text(encoding="utf-8"))
    for text in texts:
        said = json.loads(json.dumps(YAML(typ="safe").load(text), default=str))
        assert breaks(said, schema, schema) == []


BREAKING = [
    ("    channel: voice\n", "    chanel: voice\n", "chanel"),
    ("kind: live, lines", "kind: phone, lines", "channels"),
    ("handle_time: 9 min", "handle_time: 9", "handle_time"),
    ("mean: 4 min", "maen: 4 min", "patience"),
    ("    staffing: 12", "    staffing: 12\n    shrinkage: 30", "shrinkage"),
    ("at_close: serve", "at_close: keep", "opening"),
    ("    channel: voice\n", "", "'channel'"),
]


@pytest.mark.parametrize(("old", "new_text", "named"), BREAKING)
def test_the_schema_refuses_what_an_editor_can_see(old: str, new_text: str, named: str) -> None:
    schema = json_schema()
    said = json.loads(json.dumps(YAML(typ="safe").load(changed(old, new_text)), default=str))
    found = breaks(said, schema, schema)
    assert found and any(named in message for message in found)


def test_an_overlay_need_not_say_everything() -> None:
    schema = json_schema()
    assert breaks({"extends": "base.yaml", "name": "More"}, schema, schema) == []
    assert breaks({"name": "More"}, schema, schema) != []


def breaks(value: Any, schema: Any, root: Any, path: str = "") -> list[str]:
    """What of the JSON Schema (the words that ours uses) the value breaks."""
    found: list[str] = []
    if "$ref" in schema:
        return breaks(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    if "anyOf" in schema and all(breaks(value, option, root, path) for option in schema["anyOf"]):
        found.append(f"{path}: none of the alternatives")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: not one of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{path}: not {schema['const']}")
    if "if" in schema and not breaks(value, schema["if"], root, path):
        found += breaks(value, schema["then"], root, path)
    if "not" in schema and not breaks(value, schema["not"], root, path):
        found.append(f"{path}: refused")
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return [*found, f"{path}: not of type {schema['type']}"]
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{path}: misses '{key}'" for key in schema.get("required", []) if key not in value]
        for key, inner in value.items():
            described = properties.get(key, schema.get("additionalProperties", True))
            if described is False:
                found.append(f"{path}.{key}: unknown")
            elif described is not True:
                found += breaks(inner, described, root, f"{path}.{key}")
    if isinstance(value, list) and "items" in schema:
        found += [message for inner in value for message in breaks(inner, schema["items"], root, f"{path}[]")]
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{path}: not like {schema['pattern']}")
    if isinstance(value, int | float):
        found += [f"{path}: too small"] if value < schema.get("minimum", value) else []
        found += [f"{path}: too large"] if value > schema.get("maximum", value) else []
    return found


# --- measures ---------------------------------------------------------------------------------------------------


def test_names_of_measures_are_those_of_the_catalogue() -> None:
    units = {"s": "time", "share": "share"}
    assert {name: units.get(measure.unit, "number") for name, measure in MEASURES.items()} == MEASURE_UNITS
    assert SERVICE_LEVELS == CATALOGUED
    assert {name for name, measure in MEASURES.items() if "interval" not in measure.spans} == set(NOT_BY_INTERVAL)
    assert {name for name, measure in MEASURES.items() if "day" not in measure.spans} == set(NOT_BY_DAY)
