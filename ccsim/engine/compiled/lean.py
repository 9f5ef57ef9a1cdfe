"""What lean centers have not: one contact at a time, no journeys, no appointments, nothing to be interrupted for.

There some fields hold one value in all rows. Machine code is made twice, once for every center and once with these
values put in: what follows from others is left out, and a contact costs a third less. Code of the second kind that may
still set one of them to something else is refused, when it is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.compiled.behaviour_memory import NEVER_CALLED_BACK
from ccsim.engine.compiled.memory import NOBODY, RANKED

if TYPE_CHECKING:
    from ccsim.engine.compiled.kernel import Tables

Constants = dict[str, dict[str, float]]
"""Values by table and field."""

AS_A_DAY_BEGINS: Constants = {
    "floor": {
        **dict.fromkeys(("appointments", "behaves", "bots", "drains", "journeys", "requests", "rule_edges"), 0),
        "several": 0,
        "agent_rule": RANKED,
    },
    "channels": dict.fromkeys(("appointment", "drains", "interruptible"), 0),
    "kinds": dict.fromkeys(("call_backs", "offers", "rules", "watched"), 0),
    "skills": {**dict.fromkeys(("added", "drains", "only_added", "shut"), 0), "load": 1},
    "groups": {**dict.fromkeys(("hosted", "paced", "watching"), 0), "capacity": 1, "simple": 1},
    "agents": {"held": 0, "soft_load": 0, "first_set_aside": NOBODY, "last_set_aside": NOBODY},
}
"""By which a lean center is known."""
OF_CONTACTS: Constants = {"contacts": {"callback": NEVER_CALLED_BACK, "in_pieces": 0, "pace": 1.0}}
"""What its contacts are like, whatever happens."""
LEAN = AS_A_DAY_BEGINS | OF_CONTACTS
CHANGED = "ccsim_changed"
"""How the names of functions begin that are called where a lean center would cease to be one; there are none."""


def is_lean(tables: Tables) -> bool:
    """Whether a center is, by its tables as a day begins."""
    return all(
        table in tables and np.all(tables[table][name] == value)
        for table, fields in AS_A_DAY_BEGINS.items()
        for name, value in fields.items()
    )
