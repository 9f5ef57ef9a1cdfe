"""Tables of a model that kernels count by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ccsim.engine.compiled.kernel import TABLES, Tables, World, filled
from ccsim.engine.compiled.memory import NOBODY, UNKNOWN
from ccsim.engine.logs import Presence
from ccsim.measures.agents import AgentClock
from ccsim.measures.cells import Cells
from ccsim.measures.clock import TimeAxis
from ccsim.measures.compiled.contacts import code_of_times
from ccsim.measures.compiled.memory import OF_PRESENCE, OF_QUEUE, OF_WORK
from ccsim.measures.features import features_of
from ccsim.measures.kept import base_cells
from ccsim.model.center import CenterModel


def sheet_of(model: CenterModel, cells: Cells, within: tuple[float, ...]) -> NDArray[np.void]:
    """What there is one of, as far as it is the same every day."""
    sheet: NDArray[np.void] = np.zeros(1, TABLES["counting_sheet"].dtype)
    features = features_of(model)
    sheet["types"], sheet["segments"], sheet["intervals"] = len(model.types), cells.segments, len(cells.intervals)
    sheet["cells"], sheet["thresholds"] = base_cells(model), 1 + len(within)
    sheet["groups"], sheet["states"] = len(model.groups), len(Presence)
    sheet["warm_up"] = model.timeline.warm_up
    sheet["live"] = all(channel.live for channel in model.channels)
    sheet["customers"], sheet["callbacks"] = "customers" in features, "callbacks" in features
    sheet["scopes"], sheet["slots_of_time"] = len(cells.contact_scopes), len(cells.slots)
    sheet["days"] = len(cells.days)
    sheet["bits_of_times"] = 2 + (2 if sheet["live"] else 3) * (1 + len(within))
    sheet["several_groups"] = "groups" in features
    sheet["several"] = any(group.capacity > 1 for group in model.groups)
    return sheet


def axes_of(axes: Sequence[TimeAxis]) -> Tables:
    """Those of the queue, of presence and of work, in this order."""
    edge = np.cumsum([0, *(len(axis.edges) for axis in axes)])
    place = np.cumsum([0, *(len(axis.cell_of_step) for axis in axes)])
    rows = [
        (axis.edges[0], axis.edges[-1], axis.step, edge[of], axis.cells, place[of], len(axis.cell_of_step))
        for of, axis in enumerate(axes)
    ]
    return {
        "axes": filled("axes", rows),
        "axis_edge": np.concatenate([axis.edges for axis in axes]),
        "axis_cell": np.concatenate([axis.cell_of_step for axis in axes]),
    }


def parts_of_clock(model: CenterModel, axes: Sequence[TimeAxis]) -> list[slice]:
    """Where the parts of the tallies of clock time stand."""
    groups = len(model.groups)
    lengths = [
        len(model.types) * len(model.segments) * axes[OF_QUEUE].cells,
        groups * len(Presence) * axes[OF_PRESENCE].cells,
        *[groups * axes[OF_WORK].cells] * 4,
    ]
    ends = np.cumsum(lengths).tolist()
    return [slice(begin, end) for begin, end in zip([0, *ends], ends, strict=False)]


def switches_of(model: CenterModel, clock: AgentClock, within: tuple[float, ...], sheet: NDArray[np.void]) -> Tables:
    """What contact types, agents and groups are like."""
    own = [kind.answer_within for kind in model.types]
    limits = [own, *([seconds] * len(own) for seconds in within), [kind.short_abandon for kind in model.types]]
    types = {
        "fate_limits": np.array(limits, dtype=np.float64).ravel(),
        "type_is_live": clock.live.astype(np.int64),
    }
    w = World(types | {"counting_sheet": sheet})
    at_once = [code_of_times(w, kind, 0.0, UNKNOWN, UNKNOWN) for kind in range(len(own))]
    return types | {
        "code_at_once": np.array(at_once, dtype=np.int64),
        "agent_group": clock.group_of,
        "group_is_several": (clock.capacity > 1).astype(np.int64),
    }


def scopes_of(model: CenterModel, cells: Cells) -> Tables:
    """Which base cells each scope of contacts is made of, and earlier scopes of the same contacts."""
    sources, interval_day = np.arange(len(cells.type_channel) * cells.segments), model.timeline.interval_day
    columns = cells.contact_scope_columns(sources // cells.segments, sources % cells.segments)
    scope = np.concatenate(columns)
    source = np.tile(sources, len(columns))
    order = np.lexsort((source, scope))
    type_and_day = (sources // cells.segments * len(cells.days))[:, None] + interval_day
    twin = np.full(len(cells.contact_scopes), NOBODY)
    for kind, other in enumerate(cells.twins):
        if other is not None:
            twin[columns[kind]] = columns[other]
    return {
        "scope_members": source[order],
        "scope_first_member": np.searchsorted(scope[order], np.arange(len(cells.contact_scopes) + 1)),
        "scope_twin": twin,
        "interval_day": np.asarray(interval_day, dtype=np.int64),
        "first_taken": (type_and_day * len(model.groups)).ravel(),
    }
