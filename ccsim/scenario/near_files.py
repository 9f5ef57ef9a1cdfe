"""What a path that is no scenario may have been meant as: names beside it, or inside."""

from __future__ import annotations

from pathlib import Path

from ccsim.scenario.node import nearest

SCENARIO_FILE = "scenario.yaml"
SUFFIXES = (".yaml", ".yml")
MOST = 8  # names that are told, of more


def near_file(path: Path) -> str:
    """` (did you mean 'bank'?)` for `scenarios/bnak`; nothing where no scenario beside it has such a name."""
    names = scenarios_in(path.parent)
    whole = [name for name in names if Path(name).stem == path.name]
    return f" (did you mean '{whole[0]}'?)" if whole else nearest(path.name, names)


def told_inside(folder: Path) -> str:
    """`; inside are bank, minimal.yaml`; nothing where there is none."""
    names = scenarios_in(folder)
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"; inside are {', '.join(names[:MOST])}{more}" if names else ""


def scenarios_in(folder: Path) -> list[str]:
    """Names of YAML files, and of folders that hold a scenario; empty where the folder cannot be read."""
    try:
        return sorted(
            one.name
            for one in folder.iterdir()
            if one.suffix.lower() in SUFFIXES or (one.is_dir() and (one / SCENARIO_FILE).is_file())
        )
    except (OSError, ValueError):
        return []
