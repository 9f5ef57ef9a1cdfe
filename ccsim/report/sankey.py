"""The Sankey diagram of where contacts went, small parts of it drawn as one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ccsim.report.flows import BEFORE_QUEUE, NO_BAND, SERVED, UNSERVED, Flow, flows
from ccsim.report.load_figure import names_said
from ccsim.report.numbers import FIXED, compact, shown
from ccsim.report.plot_parts import FEWEST, ROW, Json, cell, plot, text, word
from ccsim.report.words import Said, joined, said, spoken

if TYPE_CHECKING:
    import pandas as pd

Place = tuple[str, str]
MOST = {"type": 10, "group": 8}
"""Places of a kind beyond which the smallest are drawn as one."""
SMALL = 0.005  # of all that arrived: ends below it are drawn as one
OTHERS = {"type": "types", "group": "groups", "out": "ends"}
GOOD = ("contained", "settled", *SERVED)
LOST = ("blocked", "unsettled", "not_reached", "balked", "abandoned", "dropped")
KINDS = {"type": "c7", "types": "c7", "queue": "c7", "queues": "c7", "group": "c1", "groups": "c1"}


def sankey(measures: pd.DataFrame) -> Json | None:
    """From contact types through self-service and queues to groups and outcomes."""
    every = flows(measures)
    if not every:
        return None
    drawn, note = _fewer(every)
    places = list(dict.fromkeys(place for flow in drawn for place in (flow.source, flow.target)))
    out_of = _sums(drawn, lambda flow: flow.source)
    column = _columns(drawn)
    node = {
        "label": [""] * len(places),  # the page's script writes what there is room for of `places`
        "color": [{"$colour": _colour(place)} for place in places],
        "customdata": [
            word("flow_place", place=_name(place), n=shown(_through(place, drawn), "contacts")) for place in places
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "pad": 16,
        "thickness": 14,
        "line": {"width": 0},
        "align": "left",
    }
    link = {
        "source": [places.index(flow.source) for flow in drawn],
        "target": [places.index(flow.target) for flow in drawn],
        "value": compact(flow.mean for flow in drawn),
        "color": [{"$colour": _link_colour(flow.target)} for flow in drawn],
        "customdata": [_hover(flow, out_of[flow.source]) for flow in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    last = max(column.values())
    headings = ["arrived", *(["queue"] if any(place[0] == "queue" for place in places) else []), "answered", "outcome"]
    annotations = [
        {
            "text": word(f"flow_{heading}"),
            "x": at / last,
            "xanchor": "left" if at == 0 else "right" if at == last else "center",
            "y": 1,
            "yanchor": "bottom",
            "xref": "paper",
            "yref": "paper",
            "showarrow": False,
        }
        for at, heading in enumerate(headings[: last + 1])
    ]
    most = max(sum(1 for place in places if column[place] == at) for at in range(last + 1))
    layout = {
        "height": max(300, FEWEST + ROW * most),
        "margin": {"l": 4, "r": 4, "t": 34, "b": 12},
        "annotations": annotations,
    }
    figure = {"type": "sankey", "arrangement": "snap", "node": node, "link": link}
    columns = [word(key) for key in ("from", "to", "contacts", "low", "high", "flow_share")]
    made = plot("flows", [figure], layout, columns, _rows(every))
    made["places"] = [
        ["" if place[0].startswith("queue") else _name(place), shown(_through(place, drawn), "contacts")]
        for place in places
    ]
    return made | ({"note": spoken(note), "noted": True} if note is not None else {})


def _rows(every: list[Flow]) -> list[list[Any]]:
    """Each flow by itself, with its share of what leaves the same place."""
    out_of = _sums(every, lambda flow: flow.source)
    return [
        [
            _name(flow.source),
            _name(flow.target),
            *(cell(value, "contacts") for value in (flow.mean, flow.low, flow.high)),
            cell(flow.mean / out_of[flow.source], "share"),
        ]
        for flow in every
    ]


def _fewer(every: list[Flow]) -> tuple[list[Flow], Said | None]:
    """With the smallest types, groups and ends in one each; and which those are."""
    size = _sums(every, lambda flow: flow.target) | _sums(every, lambda flow: flow.source)
    arrived = sum(flow.mean for flow in every if flow.source[0] == "type")
    put: dict[Place, Place] = {}
    notes: list[Said] = []
    for kind, most in MOST.items():
        ranked = sorted((place for place in size if place[0] == kind), key=lambda place: -size[place])
        small = ranked[most - 1 :] if len(ranked) > most else []
        put |= dict.fromkeys(small, (OTHERS[kind], str(len(small))))
        if kind == "type":
            put |= {("queue", name): ("queues", str(len(small))) for _, name in small}
        if small:
            notes.append(said(f"flow_other_{OTHERS[kind]}_are", names=names_said(tuple(name for _, name in small))))
    for ends in (BEFORE_QUEUE, UNSERVED):
        small = [("out", end) for end in ends if 0 < size.get(("out", end), 0.0) < SMALL * arrived]
        if len(small) > 1:
            put |= dict.fromkeys(small, ("ends", f"{len(small)} {ends[0]}"))
            notes.append(said("flow_other_ends_are", names=joined([said(f"out_{end}") for _, end in small])))
    if not put:
        return every, None
    added: dict[tuple[Place, Place], Flow] = {}
    for flow in every:
        source, target = put.get(flow.source, flow.source), put.get(flow.target, flow.target)
        before = added.get((source, target))
        if before is None:
            added[source, target] = flow._replace(source=source, target=target)
        else:
            added[source, target] = Flow(source, target, before.mean + flow.mean, *NO_BAND)
    notes.append(said("flow_each_in_table"))
    return list(added.values()), joined(notes, " ")


def _sums(links: Iterable[Flow], of: Any) -> dict[Place, float]:
    found: dict[Place, float] = {}
    for flow in links:
        found[of(flow)] = found.get(of(flow), 0.0) + flow.mean
    return found


def _through(place: Place, links: list[Flow]) -> float:
    goes, comes = (_sums(links, lambda flow, end=end: flow[end]).get(place, 0.0) for end in (0, 1))
    return max(goes, comes)


def _columns(links: list[Flow]) -> dict[Place, int]:
    """How many steps from its arrival a contact is at each place: links stand in the order of the steps."""
    found: dict[Place, int] = {}
    for flow in links:
        found[flow.target] = max(found.get(flow.target, 0), found.setdefault(flow.source, 0) + 1)
    return found


def _name(place: Place) -> Json:
    kind, name = place
    if kind in ("type", "group"):
        return text(name)
    if kind == "queue":
        return word("flow_queue_of", name=text(name))
    if kind == "out":
        return word(f"out_{name}")
    return word(f"flow_other_{kind}", n=name.partition(" ")[0])


def _colour(place: Place) -> str:
    kind, name = place
    if kind in KINDS:
        return KINDS[kind]
    return "c3" if name in GOOD else "c6" if name in LOST or kind == "ends" else "c5"


def _link_colour(target: Place) -> str:
    kind, name = target
    if kind in ("queue", "queues"):
        return "linkplain"
    if kind in ("group", "groups") or name in GOOD:
        return "link"
    return "linkbad" if name in LOST or kind == "ends" else "linkplain"


def _hover(flow: Flow, left: float) -> Json:
    """From where to where, how many, with the interval, and which share of all that go on from there."""
    number = shown(flow.mean, "contacts")
    if not math.isnan(flow.low):
        number += f" ({shown(flow.low, 'contacts')} – {shown(flow.high, 'contacts')})"
    share = shown(flow.mean / left, "share")
    if not math.isnan(flow.settled[0]):
        share += f"{FIXED}({shown(flow.settled[0], 'share')} – {shown(flow.settled[1], 'share')})"
    return word("flow_link", source=_name(flow.source), target=_name(flow.target), n=number, share=share)
