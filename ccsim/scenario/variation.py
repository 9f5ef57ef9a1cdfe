"""A scenario varied by changes typed without a file, as an overlay would vary it.

What `=` says is laid on the tree by the rules of `overlay.py`; `+=`, `-=` and `*=` on a number change its text. Where a
table or a distribution stands (staffing, arrivals, durations), or people of a shift change by day, the change waits in
`Adjustments` until that is read.
So a varied scenario is read, checked and named in messages as any other; what is at fault by a change stands where the
change was typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from ccsim.errors import Fault
from ccsim.scenario.adjustments import Adjustments
from ccsim.scenario.change import Change, Path, is_within, path_text
from ccsim.scenario.change_arithmetic import computed, is_neutral
from ccsim.scenario.change_operand import check_operand, check_when, is_read_first, is_staffing
from ccsim.scenario.change_path import Missing, parts_of_handle_time, standing, why_missing
from ccsim.scenario.change_set import differs, is_misplaced, laid, without_reminder
from ccsim.scenario.change_shifts import is_people, meant_shift
from ccsim.scenario.node import Node


def vary(root: Node, changes: Sequence[Change], adjustments: Adjustments) -> tuple[Node, list[Fault]]:
    """The tree with the changes made, in the order typed, and the faults of those that cannot be made.

    What has to be read first is left in `adjustments`, for the reader.
    """
    variation = _Variation(root, adjustments)
    for change in changes:
        try:
            variation.make(change)
        except _Refused as refused:
            variation.faults.append(change.fault(refused.path, str(refused)))
    return variation.root, variation.faults


class _Refused(Exception):
    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path_text(path)


class _Variation:
    def __init__(self, root: Node, adjustments: Adjustments) -> None:
        self.root = root
        self.adjustments = adjustments
        self.faults: list[Fault] = []

    def make(self, change: Change) -> None:
        try:
            check_when(change)
        except ValueError as error:
            raise _Refused(change.path, str(error)) from None
        if change.operator == "=" and change.when is None:
            self._set(change)
        else:
            self._adjust(change)

    # --- = ------------------------------------------------------------------------------------------------------

    def _set(self, change: Change) -> None:
        found, missing = standing(self.root, change.path)
        removes = change.node.value is None
        if not found and (removes or "*" in change.path):
            raise self._missing(missing, change)
        paths: list[Path] = [path for path, _ in found] or [change.path]
        if not found and (message := is_misplaced(self.root, missing, change)):
            raise _Refused(change.path[: len(missing.above) + 1], message)
        if not self.adjustments.idle and found and not any(differs(node, change.node) for _, node in found):
            raise _Refused(change.path, f"changes nothing: it is {found[0][1]} already")
        for path in sorted(paths, key=_last_position_first):
            self._free(path, change)
            self.root = laid(self.root, path, change.node, self.faults)
            if removes and path[0] == "reminders" and len(path) == 2:
                self.root = without_reminder(self.root, str(path[1]), change.place)

    def _free(self, path: Path, change: Change) -> None:
        """Refuses a change of what an earlier one, which waits for the reading, has changed."""
        text = path_text(path)
        for other, waiting in self.adjustments.by_path.items():
            if is_within(other, text) or is_within(text, other):
                raise _Refused(path, f"is typed after '{waiting[-1]}', which changes the same: put it before")

    # --- += -= *= -----------------------------------------------------------------------------------------------

    def _adjust(self, change: Change) -> None:
        found, missing = standing(self.root, change.path)
        more = parts_of_handle_time(self.root, change) or self._people_of_a_shift(change, found)
        if not found and not more:
            raise self._missing(missing, change)
        for path, node in found + more:
            try:
                check_operand(change, path, node)
            except ValueError as error:
                raise _Refused(path, str(error)) from None
            if not self.adjustments.idle and is_neutral(change):
                raise _Refused(path, f"changes nothing: {change.operator}{change.node.text}")
            if is_read_first(path) or self._waits(path, change):
                self.adjustments.add(path_text(path), change)
                continue
            self._free(path, change)
            try:
                changed = computed(node, change, path)
            except ValueError as error:
                raise _Refused(path, str(error)) from None
            if not self.adjustments.idle and not differs(node, changed):
                raise _Refused(path, f"changes nothing: it is {node} again")
            self.root = laid(self.root, path, changed, self.faults)

    def _waits(self, path: Path, change: Change) -> bool:
        """Whether people of a shift are changed by day, or have been before."""
        return is_people(path) and (change.when is not None or path_text(path) in self.adjustments.by_path)

    def _people_of_a_shift(self, change: Change, found: list[tuple[Path, Node]]) -> list[tuple[Path, Node]]:
        """What a changed `staffing` means in a group planned by shifts."""
        if found or not is_staffing(change.path):
            return []
        try:
            path = meant_shift(self.root, change)
        except ValueError as error:
            raise _Refused(change.path, str(error)) from None
        return standing(self.root, path)[0] if path is not None else []

    def _missing(self, missing: Missing, change: Change) -> _Refused:
        return _Refused(change.path[: len(missing.above) + 1], why_missing(missing, change.node.value is None))


def _last_position_first(path: Path) -> tuple[tuple[bool, int], ...]:
    """Order in which items of a list can be removed one by one."""
    return tuple((isinstance(step, int), -step if isinstance(step, int) else 0) for step in path)
