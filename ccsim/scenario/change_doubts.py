"""Changes that can be meant and are often slips: `*=10%` leaves a tenth where 10 % more was meant."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ccsim.scenario.change import read_change
from ccsim.scenario.exact import Quantity, quantity
from ccsim.sentences import Sentence

_LITTLE = Fraction(1, 2)


def doubts(changes: Iterable[str]) -> list[Sentence]:
    """A sentence for each change, as typed, that multiplies by less than a half.

    Examples
    --------
    >>> doubts(["contacts.*.arrivals*=10%", "agents.voice.staffing*=90%"])
    ['contacts.*.arrivals*=10% leaves 10% of it; 10% more is *=110%']
    """
    found: list[Sentence] = []
    for text in dict.fromkeys(changes):
        change = read_change(text)
        factor = quantity(change.node.text)
        if change.operator == "*=" and factor is not None and factor.amount * factor.size < _LITTLE:
            share = Quantity(factor.amount * factor.size * 100, "%", "share")
            more = Quantity(1 / factor.size + factor.amount, factor.unit, factor.kind)
            found.append(Sentence("leaves_little", change=text, share=str(share), more=str(more)))
    return found
