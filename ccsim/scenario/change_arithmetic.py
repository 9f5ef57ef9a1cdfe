"""What `+=`, `-=` and `*=` make of a number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ccsim.scenario.change import Change, Path, path_text
from ccsim.scenario.change_operand import check_length, is_clock, is_read_first
from ccsim.scenario.change_path import members
from ccsim.scenario.durations import duration, two_parts
from ccsim.scenario.exact import Quantity, half_up, plus, quantity, times
from ccsim.scenario.node import Node
from ccsim.scenario.path_names import is_signed, is_whole
from ccsim.scenario.units import wrong


def is_neutral(change: Change) -> bool:
    """Whether a factor is 1, or what is added 0."""
    given = quantity(change.node.text)
    if change.operator == "=" or given is None:
        return False
    return given.amount * given.size == 1 if change.operator == "*=" else given.amount == 0


def computed(node: Node, change: Change, path: Path) -> Node:
    """What stands at a path once a number is changed.

    Raises
    ------
    ValueError
        Where it is no number, or what is typed does not go with it.
    """
    if isinstance(node.value, dict | list):
        raise ValueError(_no_number(node, path))
    if (seconds := _clock_time(node, path)) is not None:
        return _clock_node(seconds, change)
    if isinstance(node.value, str) and two_parts(node.text):
        check_length(node, path)
    now, given = quantity(node.text), quantity(change.node.text)
    if isinstance(node.value, bool) or now is None:
        raise ValueError(f"is {node}, not a number: {change.operator} means nothing for it, say what it is with '='")
    if given is None:
        raise wrong("a number with the unit of what stands there, like 2, 15 s or 5%", change.node.value)
    if change.operator == "*=":
        changed = times(now, given.amount * given.size)
        if is_whole(path) and now.kind == "":
            changed = Quantity(Fraction(half_up(changed.amount)), "", "")
    else:
        changed = plus(now, given, 1 if change.operator == "+=" else -1)
    text = str(changed)
    if changed.kind != "":
        return Node(text, change.place, text)
    number = int(changed.amount) if changed.amount.denominator == 1 and "." not in node.text else float(changed.amount)
    return Node(number, change.place, text)


def _clock_time(node: Node, path: Path) -> Fraction | None:
    """Seconds after midnight, where a shift or a break begins or ends."""
    if not is_clock(path):
        return None
    found = node.text.split(":")
    if not 2 <= len(found) <= 3 or not all(part.isdigit() for part in found):
        return None
    return sum((Fraction(int(part), 60**power) for power, part in enumerate(found)), Fraction(0)) * 3600


def _clock_node(seconds: Fraction, change: Change) -> Node:
    if change.operator == "*=":
        raise ValueError("a time of day is moved, as in +=30 min")
    later = Fraction(Decimal(str(duration(change.node.value)))) * (1 if change.operator == "+=" else -1)
    if seconds + later < 0:
        raise ValueError(f"'{change.node.text}' earlier would be the day before")
    hours, rest = divmod(int(seconds + later), 3600)
    text = f"{hours:02d}:{rest // 60:02d}" + (f":{rest % 60:02d}" if rest % 60 else "")
    return Node(text, change.place, text)


def _no_number(node: Node, path: Path) -> str:
    """That a mapping or a list is no number, and what may be meant."""
    inside = next((f", like {path_text(below)}" for below in _numbers(node, path)), "")
    if is_signed(path):
        return f"may be early, so it cannot be scaled as a whole: change one of its numbers{inside}"
    wholes = [path[:steps] for steps in range(1, len(path))]
    meant = [path_text(above) for above in wholes if is_read_first(above)]
    instead = f", or {meant[-1]} as a whole" if meant else ""
    if not inside and isinstance(node.value, list):
        names = ", ".join(below.text for below in members(node).values())
        return f"is {node} with no number in it: say all of it with '=', now it is {path_text(path)}=[{names}]"
    return f"is {node}: change one of its numbers{inside}{instead}"


def _numbers(node: Node, path: Path) -> Iterator[Path]:
    """Paths of the numbers below a node."""
    for step, below in members(node).items():
        yield from _numbers(below, (*path, step))
    if not isinstance(node.value, dict | list) and quantity(node.text) is not None:
        yield path
