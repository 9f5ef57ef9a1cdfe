"""How an overlay (`extends`) changes what it extends.

Mappings merge by name, `null` removes, lists and scalars replace. Where a mapping says one of several alternatives
(the family of a distribution, where arrivals come from, staffing or shifts), the overlay's one replaces the base's:
`arrivals: {rate: 40 per h}` on `arrivals: {forecast: calls.csv}` leaves the rate alone. A curve replaces the base's
whole: points of two curves make no third.
"""

from __future__ import annotations

from ccsim.distributions.amounts import AMOUNTS
from ccsim.errors import Fault
from ccsim.scenario.node import Entry, Node, near_to, nearest
from ccsim.scenario.schema import EVIDENCE_KINDS

FAMILIES = (
    "constant",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "uniform",
    "triangular",
    "normal",
    "hyperexponential",
    "empirical",
    "mixture",
    "never",
)
_LAWS = (
    *(f"contacts.*.{key}" for key in ("patience", "talk_time", "wrap_up", "handle_time")),
    *(f"agents.*.skills.*.{key}" for key in ("talk_time", "wrap_up", "handle_time")),
    "agents.*.late_login",
    "self_service.*.time",
    "self_service.*.returns.after",
    "appointments.*.lead_time",
    "appointments.*.cancellation.before",
    "appointments.*.punctuality",
)
_CURVES = (
    "appointments.*.no_show.by_lead",
    "experience.churn.at_csat",
    "uncertainty.*.empirical.quantiles",
    "uncertainty.*.one_of",
)
_SOURCES = (("forecast",), ("per_day", "profile"), ("rate",), ("trace",))
_ALTERNATIVES: dict[str, tuple[tuple[str, ...], ...]] = {
    "contacts.*.arrivals": _SOURCES,
    "contacts.*": (("handle_time",), ("talk_time", "wrap_up")),
    "agents.*": (("staffing",), ("shifts",)),
    "agents.*.skills.*": (("handle_time",), ("talk_time", "wrap_up")),
    "agents.*.shifts.*.breaks.*": (("at",), ("between", "at_most_out")),
    "appointments.*.requests": _SOURCES,
    "appointments.*.unconfirmed": (("release",), ("call", "remembers", "cancels")),
    "orchestration.*": (("offer", "accepted", "callback"), ("divert_to", "share"), ("add_group",), ("close_group",)),
    "targets.*": (("at_least",), ("at_most",)),
    "evidence.*": tuple((kind,) for kind in EVIDENCE_KINDS),
    "uncertainty.*": tuple((family,) for family in AMOUNTS),
    "uncertainty.*.empirical": (("values",), ("quantiles",)),
    **{f"uncertainty.*.{family}": (("sd",), ("cv",)) for family in ("normal", "lognormal", "gamma")},
    "targets.* of": (("contact",), ("channel",), ("segment",), ("agents",), ("appointment",), ("self_service",)),
}
_TABLES: dict[str, tuple[str, ...]] = {
    "contacts.*.arrivals": ("forecast", "trace"),
    "agents.*": ("staffing",),
    "appointments.*": ("diary",),
}
_OF_TABLES = ("dates", "columns")  # what stands beside a table and goes with it

# What a named thing needs at the least, by where it stands; of words in a tuple one will do.
_NEEDS: dict[str, tuple[str | tuple[str, ...], ...]] = {
    "segments.*": ("share",),
    "channels.*": ("kind",),
    "contacts.*": ("channel", ("talk_time", "handle_time")),
    "agents.*": ("skills", ("staffing", "shifts")),
    "agents.*.shifts.*": ("agents", "from", "to"),
    "agents.*.shifts.*.breaks.*": ("for", ("at", "between")),
    "self_service.*": ("time", "containment"),
    "appointments.*": ("contact", "agents", "slot"),
    "reminders.*": ("channel", "before"),
    "orchestration.*": ("when", ("offer", "divert_to", "add_group", "close_group")),
    "proactive.*": ("replaces", "share"),
    "targets.*": ("measure", ("at_least", "at_most")),
}


def overlay(base: Node, top: Node, faults: list[Fault], extended: str, path: tuple[str, ...] = ()) -> Node:
    """`top` laid on `base`, whose file is called `extended`.

    Added to `faults` and left out: a `null` that removes nothing, and a name that the base does not have, too
    incomplete to be a new thing and close to a name of the base, so surely misspelt.
    """
    if not isinstance(base.value, dict) or not isinstance(top.value, dict):
        return top
    if is_curve(path):
        return top
    merged = _without_replaced(base.value, top.value, path)
    replaced = tuple(name for name in base.value if name not in merged and name not in top.value)
    for name, entry in top.value.items():
        inner = (*path, name)
        if entry.node.value is None:
            if name in base.value:
                merged.pop(name, None)
            else:
                place = entry.key
                message = f"nothing to remove: what is extended has no '{name}'{nearest(name, list(base.value))}"
                faults.append(Fault(place.file, place.line, place.column, ".".join(inner), message))
        elif name in merged:
            merged[name] = Entry(entry.key, overlay(merged[name].node, entry.node, faults, extended, inner))
        elif (near := near_to(name, list(base.value))) and is_incomplete(entry.node, inner):
            place, message = entry.key, f"not in {extended} (did you mean '{near}'?)"
            faults.append(Fault(place.file, place.line, place.column, ".".join(inner), message))
        else:
            merged[name] = entry
    laid_on = (base.place.file, *base.laid_on)
    return Node(merged, top.place, replaced=(*base.replaced, *replaced), laid_on=laid_on)


def without_removals(top: Node) -> Node:
    """`top` without what it removes (`null`), and without mappings that do nothing else."""
    if not isinstance(top.value, dict):
        return top
    kept: dict[str, Entry] = {}
    for name, entry in top.value.items():
        inner = without_removals(entry.node)
        if inner.value is not None and (inner.value != {} or entry.node.value == {}):
            kept[name] = Entry(entry.key, inner)
    return Node(kept, top.place)


def is_curve(path: tuple[str, ...]) -> bool:
    """Whether a curve stands here: points that belong together."""
    return any(_matches(path, pattern) for pattern in _CURVES)


def is_incomplete(node: Node, path: tuple[str, ...]) -> bool:
    """Whether a named thing lacks what it needs to stand alone."""
    members = node.value if isinstance(node.value, dict) else {}
    for pattern, needs in _NEEDS.items():
        if _matches(path, pattern):
            return not all(any(key in members for key in ([need] if isinstance(need, str) else need)) for need in needs)
    return False


def _without_replaced(base: dict[str, Entry], top: dict[str, Entry], path: tuple[str, ...]) -> dict[str, Entry]:
    """What stays of `base` when `top` says another alternative."""
    kept = dict(base)
    if any(_matches(path[: pattern.count(".") + 1], pattern) for pattern in _LAWS):
        law_keys = (*FAMILIES, "by_time")
        said = [key for key in top if key in law_keys]
        stood = [key for key in base if key in law_keys]
        if (said and said != stood) or (stood and not said):
            return {}
        return kept
    for pattern, alternatives in _ALTERNATIVES.items():
        if not _matches(path, pattern.removesuffix(" of")):
            continue
        for alternative in alternatives:
            if any(key in top and top[key].node.value is not None for key in alternative):
                others = {key for other in alternatives if other is not alternative for key in other}
                kept = {key: entry for key, entry in kept.items() if key not in others or key in top}
    for pattern, tables in _TABLES.items():
        if _matches(path, pattern) and _has_table(base, tables) and not _has_table({**kept, **top}, tables):
            kept = {key: entry for key, entry in kept.items() if key not in _OF_TABLES}
    return kept


def _has_table(members: dict[str, Entry], tables: tuple[str, ...]) -> bool:
    return any(key in members and isinstance(members[key].node.value, str) for key in tables)


def _matches(path: tuple[str, ...], pattern: str) -> bool:
    """Whether a path is where the pattern says, * standing for any name."""
    words = pattern.split(".")
    return len(words) == len(path) and all(want in ("*", got) for want, got in zip(words, path, strict=True))
