"""The file of an experiment: what a sweep varies, how, and what it measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ccsim.errors import Fault, ScenarioError
from ccsim.measures.catalogue import find
from ccsim.scenario.change import Change
from ccsim.scenario.files import Unreadable, read_one
from ccsim.scenario.load import Source, source
from ccsim.scenario.measure_names import nearest_measure
from ccsim.scenario.near_files import near_file
from ccsim.scenario.node import Node, Place, node_of
from ccsim.scenario.reader import Reader, Refused, file_of
from ccsim.scenario.shapes import Custom, Field, ListOf, RecordOf, Scalar
from ccsim.scenario.units import whole_positive
from ccsim.study.sweep_design_file import DESIGN
from ccsim.study.sweep_designs import Design, count
from ccsim.study.sweep_factor_file import CHANGE, FACTORS
from ccsim.study.sweep_factors import Factor
from ccsim.study.sweep_levels import level_faults

MOST_POINTS = 100_000


@dataclass(frozen=True)
class Experiment:
    """An experiment, read; `base` are changes of the scenario at all points."""

    name: str
    scenario: Source
    design: Design
    factors: tuple[Factor, ...]
    base: tuple[Change, ...]
    replications: int | None
    measures: tuple[str, ...] | None
    measure_places: tuple[Place, ...]


def read_experiment(experiment: str | Path | Mapping[str, Any]) -> Experiment:
    """The experiment of a YAML file, or of a mapping of the same shape (paths start from the working folder).

    Raises
    ------
    ScenarioError
        With every fault found in it, and in the file of the scenario where that cannot be read at all.
    """
    reader = Reader()
    if isinstance(experiment, Mapping):
        name, root = "sweep", node_of(dict(experiment), Place("experiment"))
    else:
        try:
            root, reader.faults = read_one(Path(experiment))
        except Unreadable as unreadable:
            raise ScenarioError(unreadable.faults) from None
        name = Path(experiment).stem
    _check_kind(root)
    said, _ = EXPERIMENT.readable(root, "", reader)
    if {"design", "factors"} <= said.keys() and said["factors"]:
        _check_fit(said["design"], said["factors"], reader)
    if "scenario" in said:
        reader.faults += level_faults(said["scenario"], said.get("base", ()), said.get("factors", ()))
    if reader.faults:
        raise ScenarioError(reader.faults)
    measures: tuple[tuple[str, Place], ...] | None = said.get("measures")
    return Experiment(
        name=said.get("name", name),
        scenario=said["scenario"],
        design=said["design"],
        factors=said["factors"],
        base=tuple(said.get("base", ())),
        replications=said.get("replications"),
        measures=tuple(text for text, _ in measures) if measures is not None else None,
        measure_places=tuple(place for _, place in measures or ()),
    )


def _check_kind(root: Node) -> None:
    """Refuses a scenario given for an experiment, before its every key is called unknown."""
    assert isinstance(root.value, dict)
    if "scenario" not in root.value and {"contacts", "agents"} & root.value.keys():
        message = "a scenario, not an experiment: an experiment names it, scenario: FILE, and says design and factors"
        raise ScenarioError([Fault(root.place.file, root.place.line, root.place.column, "", message)])


def _check_fit(design: Design, factors: tuple[Factor, ...], reader: Reader) -> None:
    """Refuses factors that undo each other, ranges that a design cannot list, more points than anybody means."""
    before = len(reader.faults)
    taken: dict[tuple[object, ...], str] = {}
    for factor in factors:
        for head in (one for one in factor.heads if one.operator == "="):
            other = taken.setdefault((head.path, head.when), factor.name)
            if other != factor.name:
                reader.refuse(factor.place, f"factors.{factor.name}", f"sets what {other} sets: only one of them can")
    for factor in factors if not design.is_sampled else ():
        if not factor.levels:
            message = f"{design.kind} takes single values: say step, or levels (how many)"
            reader.refuse(factor.place, f"factors.{factor.name}", message)
    if len(reader.faults) == before and (points := count(design, factors)) > MOST_POINTS:
        reader.refuse(factors[0].place, "factors", f"{points:,} points are too many (at most {MOST_POINTS:,})")


def _scenario(node: Node, path: str, reader: Reader) -> Source:
    if not isinstance(node.value, str) or not node.value:
        raise reader.refuse(node.place, path, f"expected the path of a scenario file or folder, got {node}")
    file = file_of(node)
    try:
        if not file.exists():
            raise reader.refuse(node.place, path, f"no such file: '{file}'{near_file(file)}")
        return source(file)
    except (OSError, ValueError) as error:
        raise reader.refuse(node.place, path, f"cannot be read: {error}") from None
    except ScenarioError as error:
        reader.faults += error.faults
        raise Refused from None


def _text(node: Node, path: str, reader: Reader) -> str:
    if not isinstance(node.value, str) or not node.value.strip():
        raise reader.refuse(node.place, path, f"expected a text, got {node}")
    return node.value.strip()


def _measure(node: Node, path: str, reader: Reader) -> tuple[str, Place]:
    """A measure as typed for `compare`; whether the scenario has it is known later."""
    text = _text(node, path, reader)
    try:
        find(text.split()[0])
    except KeyError:
        near = nearest_measure(text.split()[0])
        raise reader.refuse(node.place, path, f"no such measure: {node}{near}") from None
    return text, node.place


TEXT = Custom(_text, {"type": "string"})
EXPERIMENT: RecordOf[dict[str, Any]] = RecordOf(
    lambda **said: said,
    {
        "name": Field(TEXT, "of the experiment (default: its file's)"),
        "scenario": Field(Custom(_scenario, {"type": "string"}), "the scenario's file or folder", required=True),
        "design": Field(DESIGN, "grid, one_at_a_time, latin_hypercube, sobol, morris or sobol_indices", required=True),
        "factors": Field(FACTORS, "what is varied, by name", required=True),
        "base": Field(ListOf(CHANGE, empty=True), "changes at all points"),
        "replications": Field(Scalar(whole_positive, {"type": "integer"}), "of each point (default: the scenario's)"),
        "measures": Field(
            ListOf(Custom(_measure, {})), "what is measured (default: what targets are about, and the headlines)"
        ),
    },
)
