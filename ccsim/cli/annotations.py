"""What a check found as GitHub's workflow commands, which show it beside the line of the target."""

from __future__ import annotations

import os
from pathlib import Path

from ccsim.cli.check_words import difference_message, target_message
from ccsim.scenario.node import Place
from ccsim.study.check_result import CheckResult


def of_github(result: CheckResult, undecided: str | None) -> list[str]:
    """A line for each target missed or undecided, and each regression."""
    lines = []
    for target in result.targets:
        if target.decision != "met":
            message = target_message(target, result.currency)
            lines.append(command(level(target.decision, undecided), target.place, target.name, message))
    for pair in result.comparisons:
        if pair.decision != "no regression":
            message = difference_message(pair, result.currency)
            lines.append(command(level(pair.decision, undecided), pair.place, pair.name, message))
    return lines


def level(decision: str, undecided: str | None) -> str:
    if decision != "undecided" or undecided == "fail":
        return "error"
    return "notice" if undecided == "pass" else "warning"


def command(kind: str, place: Place, name: str, message: str) -> str:
    """`::error file=scenarios/bank/scenario.yaml,line=41,col=3,title=...::message`."""
    where = [f"file={of_property(in_repository(place.file))}", f"line={place.line}", f"col={place.column}"]
    parts = [*(where if place.line else []), f"title={of_property(f'ccsim check: {name}')}"]
    return f"::{kind} {','.join(parts)}::{escaped(message)}"


def in_repository(file: str) -> str:
    """From the top of the checkout, as GitHub wants it."""
    top = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    path = Path(file).resolve()
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else file


def escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def of_property(text: str) -> str:
    return escaped(text).replace(":", "%3A").replace(",", "%2C")
