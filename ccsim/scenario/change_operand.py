"""What may be added to, or multiplied with, what stands at a path, and what may be changed by day."""

from __future__ import annotations

from ccsim.scenario.change import Change, Path, typed_path
from ccsim.scenario.change_shifts import check_days, is_people
from ccsim.scenario.durations import call_duration, duration, two_parts
from ccsim.scenario.exact import KINDS, quantity
from ccsim.scenario.node import Node
from ccsim.scenario.path_names import is_law, takes_percent, takes_two_parts
from ccsim.scenario.units import factor, whole, wrong

_PEOPLE = "a whole number of agents"
_CONTACTS = "a number of contacts, like 100"
_LENGTH = "a duration with its unit, like 15 s or 2 min"


def is_staffing(path: Path) -> bool:
    return len(path) == 3 and (path[0], path[2]) == ("agents", "staffing")


def is_arrivals(path: Path) -> bool:
    return len(path) == 3 and (path[0], path[2]) == ("contacts", "arrivals")


def is_volume(path: Path) -> bool:
    return is_arrivals(path) or (len(path) == 3 and (path[0], path[2]) == ("appointments", "requests"))


def is_clock(path: Path) -> bool:
    """Whether a shift or a break begins or ends at what stands at a path."""
    return path[-1] in ("from", "to", "at") and "shifts" in path


def is_read_first(path: Path) -> bool:
    """Whether a table or a distribution may stand at a path, which is read before it is changed."""
    return is_staffing(path) or is_volume(path) or is_law(path)


def check_when(change: Change) -> None:
    """Refuses (ValueError) days and hours of what has none."""
    if change.when is None or is_staffing(change.path):
        return
    if is_people(change.path):
        check_days(change)
    elif is_volume(change.path) and not is_arrivals(change.path):
        raise ValueError("requests are the same every week, before the first day too: change them on all days")
    elif "shifts" in change.path:
        raise ValueError("a shift is the same on each of its days, but for its agents")
    elif is_arrivals(change.path[:3]) and not is_arrivals(change.path):
        whole = typed_path(change.path[:3])
        raise ValueError(f"days and hours are for arrivals as a whole, as in {whole}[{change.when.text}]*=120%")
    elif not is_arrivals(change.path):
        raise ValueError("days and hours are for staffing and arrivals: everything else is the same on all days")
    elif change.operator == "=":
        raise ValueError("arrivals of days and hours are changed, as in *=120% or +=100: say all of them in a table")


def check_operand(change: Change, path: Path, node: Node) -> None:
    """Refuses (ValueError) what cannot be added to, or multiplied with, what stands at a path."""
    said, operator = change.node, change.operator
    if operator == "*=":
        factor(said.value)
    elif operator != "=":
        _check_percent(change, path, node)
    if operator != "*=" and (is_staffing(path) or (is_people(path) and change.when is not None)):
        whole(said.value)
    elif operator != "*=" and is_volume(path):
        _check_added(change)
    elif operator != "*=" and (is_law(path) or (isinstance(said.value, str) and two_parts(said.value))):
        check_length(said, path)
    if is_read_first(path) and quantity(said.text) is None:
        raise wrong("a number that is neither endless nor nearly 0", said.value)


def check_length(said: Node, path: Path) -> None:
    """Refuses (ValueError) what is no duration, and 1:00 where that may be an hour."""
    if takes_two_parts(path):
        call_duration(said.value)
    else:
        duration(said.value)


def _check_percent(change: Change, path: Path, node: Node) -> None:
    """Refuses 10% more of what is no share: points are added to a share, everything else is multiplied."""
    added, now = quantity(change.node.text), quantity(node.text) if not isinstance(node.value, dict | list) else None
    if added is None or added.kind != "share" or takes_percent(path) or is_clock(path):
        return
    if not is_read_first(path) and (now is None or now.kind == "share"):
        return
    expected = KINDS[now.kind] if now is not None else ""
    if is_staffing(path) or is_people(path):
        expected = _PEOPLE
    elif is_volume(path):
        expected = _CONTACTS
    elif is_law(path):
        expected = _LENGTH
    factor = 100 + added.amount * (1 if change.operator == "+=" else -1)
    hint = f" (did you mean *={float(factor):g}%?)" if factor > 0 else ""
    raise ValueError(f"expected {expected}, got '{change.node.text}'{hint}")


def _check_added(change: Change) -> None:
    """Refuses a number of contacts that nobody could place, or that is none."""
    if change.when is None:
        like = change.node.text if quantity(change.node.text) is not None else "100"
        more, factor = ("more", "110%") if change.operator == "+=" else ("fewer", "90%")
        raise ValueError(
            f"so many {more} on which days? Say them, as in [mon-fri]{change.operator}{like} (on each), "
            f"or multiply, as in *={factor}"
        )
    added = quantity(change.node.text)
    if added is None or added.kind not in ("", "contacts") or added.amount < 0:
        raise wrong(_CONTACTS, change.node.value)
