"""What a scenario says of a table beside its file: the order of day and month, and the columns' own names."""

from __future__ import annotations

from typing import Any

from ccsim.scenario import units
from ccsim.scenario.node import Node
from ccsim.scenario.shapes import Choice, Field, MappingOf, Scalar

DATES = Field(
    Choice(("iso", "dmy", "mdy")),
    "order of day and month in the table (default: told from its dates; asked for where they do not tell)",
)

COLUMNS = Field(
    MappingOf(Scalar(units.text, {"type": "string"}), empty=False),
    "the table's own names of columns, where they are not understood: {date: Jornada, contacts: Volumetria}"
    " (default: by its headings)",
)


def date_order(node: Node) -> Any:
    """The `dates:` that stands beside a table, when it is one that can be meant."""
    if isinstance(node.value, dict) and "dates" in node.value:
        said = node.value["dates"].node.value
        return said if said in ("iso", "dmy", "mdy") else None
    return None


def column_names(node: Node) -> dict[str, str]:
    """The `columns:` that stand beside a table."""
    said = node.value["columns"].node.value if isinstance(node.value, dict) and "columns" in node.value else None
    if not isinstance(said, dict):
        return {}
    return {role: entry.node.text for role, entry in said.items() if not isinstance(entry.node.value, dict | list)}
