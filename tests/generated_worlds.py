"""Small centers over the whole feature set, by the features that they are sure to have.

Ties in time, zero durations, slots at one instant and changes of shift at one instant are frequent in all of them.
"""

from __future__ import annotations

from typing import Any

import generated_appointments
import generated_journeys
from generated_center import World as Scenario
from generated_center import either
from generated_floors import World as Floor
from generated_floors import floors
from generated_wholes import APPOINTMENTS, JOURNEYS, wholes
from hypothesis import strategies as st

World = Scenario | Floor

_BOTH = wholes(frozenset({JOURNEYS, APPOINTMENTS}))

FEATURES: dict[str, st.SearchStrategy[Any]] = {
    "floors": either(floors(), floors(), wholes(frozenset())),
    "journeys": either(generated_journeys.worlds(), wholes(frozenset({JOURNEYS}))),
    "appointments": either(generated_appointments.worlds(), wholes(frozenset({APPOINTMENTS})), _BOTH, _BOTH),
    "wholes": _BOTH,
    "lean": floors(lean=True),
}
"""floors: live, concurrent and deferred contacts. journeys: with moves, self-service and live rules. appointments: with
diaries, reminders and hosts, some with journeys, too. wholes: with everything. lean: floors for which there is machine
code of its own."""
