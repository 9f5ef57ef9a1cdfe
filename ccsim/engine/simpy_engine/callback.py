"""A call-back that a customer accepted (semantics.md, "A contact's life")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccsim.model.behaviour import Rule


class CallBack:
    """How often he was dialled, by which rule's terms, and whether his telephone rings now."""

    __slots__ = ("dials", "ringing", "rule")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.dials = 0
        self.ringing = False

    @property
    def dials_left(self) -> bool:
        return self.dials < self.rule.attempts
