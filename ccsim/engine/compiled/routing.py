"""Who may take whom, and who goes first: what both sides of routing ask (semantics.md, "Routing")."""

from __future__ import annotations

from ccsim.engine.compiled.center_memory import agents, channels, groups, kinds, skill_at, skills
from ccsim.engine.compiled.kernel import World, kernel
from ccsim.engine.compiled.lines import place_precedes
from ccsim.engine.compiled.memory import (
    EARLIEST_DEADLINE,
    LONGEST_WAIT,
    NOBODY,
    PRIORITY,
    WEIGHTED_WAIT,
    contacts,
    floors,
)


@kernel
def skill_of(w: World, g: int, k: int) -> int:
    """That of a group for a type; NOBODY: it has none."""
    return skill_at(w, g * floors(w, 0).types + k)


@kernel
def is_open(w: World, s: int) -> bool:
    """Whether live rules let the group take the type."""
    skill = skills(w, s)
    return skill.shut == 0 and (skill.added > 0 or skill.only_added == 0)


@kernel
def may_after(w: World, s: int, waited: float) -> bool:
    """Whether a contact that has waited so long may use the group, reservations and room apart."""
    skill = skills(w, s)
    return is_open(w, s) and (waited >= skill.delay or skill.added > 0)


@kernel
def spares(w: World, s: int, idle: int) -> bool:
    """Whether the group may take this type for all it keeps in reserve; reservations lapse at closing."""
    skill = skills(w, s)
    if skill.reserve == 0 or idle > skill.reserve:
        return True
    return channels(w, kinds(w, skill.kind).channel).open == 0


@kernel
def goes_before(w: World, s: int, c: int, other_s: int, other_c: int) -> bool:
    """Whether contact `c`, under skill `s`, is taken before another under its own, by the contact rule."""
    floor = floors(w, 0)
    rule = floor.contact_rule
    one = contacts(w, c)
    other = contacts(w, other_c)
    kind = kinds(w, one.kind)
    other_kind = kinds(w, other.kind)
    if rule == PRIORITY:
        if floor.appointments > 0:
            present = channels(w, kind.channel).appointment
            if present != channels(w, other_kind.channel).appointment:
                return present != 0  # an appointment's customer
        if kind.priority != other_kind.priority:
            return kind.priority < other_kind.priority
        return place_precedes(w, c, other_c)
    if rule == LONGEST_WAIT:
        by = one.joined - kind.head_start
        other_by = other.joined - other_kind.head_start
    elif rule == WEIGHTED_WAIT:
        by = -(floor.now - one.joined + kind.head_start) * kind.weight
        other_by = -(floor.now - other.joined + other_kind.head_start) * other_kind.weight
    elif rule == EARLIEST_DEADLINE:
        by = one.joined + kind.answer_within
        other_by = other.joined + other_kind.answer_within
    else:
        by = float(skills(w, s).order_class)
        other_by = float(skills(w, other_s).order_class)
    if by != other_by:
        return by < other_by
    if one.joined != other.joined:
        return one.joined < other.joined
    return one.key < other.key


@kernel
def may_take(w: World, s: int, a: int) -> bool:
    """Reservation, delay, opening hours, and what a closing holds him for; not whether there is room."""
    skill = skills(w, s)
    agent = agents(w, a)
    kind = kinds(w, skill.kind)
    opened = channels(w, kind.channel).open
    if agent.past_end and (opened or not skill.live):
        return False
    if not (opened or skill.live):
        return False
    if skill.reserve > 0 and opened:
        freed = 1 if agent.pool == NOBODY and agent.firm == 0 else 0
        if groups(w, skill.group).idle + freed <= skill.reserve:
            return False
    return may_after(w, s, floors(w, 0).now - contacts(w, kind.first).joined)
