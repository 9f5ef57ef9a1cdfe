"""A stress test: what breaks the plan when things turn out otherwise, and what one agent more brings."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "stress_robust": (
        "The plan holds, and none of what was tried breaks it.",
        "El plan se sostiene, y nada de lo que se probó hace que deje de cumplir.",
    ),
    "stress_breaks_plan": (
        "The plan holds as it is; {n} of {all} things that may happen break it.",
        "El plan se sostiene como está; deja de cumplir en {n} de {all} situaciones posibles.",
    ),
    "stress_fails": ("The plan does not hold even as it is.", "El plan no se sostiene ni siquiera como está."),
    "stress_open": (
        "It is uncertain whether the plan holds as it is.",
        "Es incierto si el plan se sostiene como está.",
    ),
    "stress_no_targets": (
        "The scenario has no targets, so nothing can break.",
        "El escenario no tiene objetivos: no hay nada que se pueda incumplir.",
    ),
    "stress_robust_happen": (
        "The plan holds, and nothing that may happen breaks it; one agent less does.",
        "El plan se sostiene, y ninguna situación posible hace que deje de cumplir; un agente menos, sí.",
    ),
    "stress_targets_more": ("And {n} more targets below.", "Y {n} objetivos más, abajo."),
    "stress_never": (
        "Nothing that was tried brings {target} to its bound; nearest is {found}, with {name}.",
        "Nada de lo que se probó lleva {target} a su límite; lo más cercano es {found}, con {name}.",
    ),
    "stress_never_as_it_is": (
        "Nothing that was tried brings {target} to its bound or any nearer: {found} {name}.",
        "Nada de lo que se probó lleva {target} a su límite ni lo acerca: {found} {name}.",
    ),
    "stress_targets": ("targets, against as it is", "objetivos, frente a como está"),
    "stress_same": ("as it is now", "como ahora"),
    "stress_same_verdicts": ("the same are met and missed", "se cumplen e incumplen los mismos"),
    "stress_missed_more": (
        "still misses {target}, by {ends} more",
        "sigue incumpliendo {target}, por {ends} más",
    ),
    "stress_missed_less": (
        "still misses {target}, by {ends} less",
        "sigue incumpliendo {target}, por {ends} menos",
    ),
    "then_breaks": ("breaks {names}", "deja de cumplir {names}"),
    "then_repairs": ("repairs {names}", "pasa a cumplir {names}"),
    "then_met": ("meets {names}", "cumple {names}"),
    "then_missed": ("misses {names}", "incumple {names}"),
    "then_uncertain": ("uncertain: {names}", "incierto: {names}"),
    "stress_as_it_is": ("As it is: {standing}.", "Como está: {standing}."),
    "stress_helps": (
        "What is missed, {target}: one agent more is seen to help it most in {group}, by {ends}.",
        "Lo que se incumple, {target}: donde más ayuda un agente más es en {group}, en {ends}.",
    ),
    "stress_helps_none": (
        "What is missed, {target}: in no group is it certain that one agent more helps it.",
        "Lo que se incumple, {target}: en ningún grupo es seguro que un agente más le ayude.",
    ),
    "stress_gain": (
        "Apart from what the targets ask, one agent more is seen to bring most in {group}: {gain} points of service "
        "level over all contacts for each {per} ({low} to {high}).",
        "Aparte de lo que piden los objetivos, donde más rinde un agente más es en {group}: {gain} puntos de nivel "
        "de servicio sobre todos los contactos por cada {per} (de {low} a {high}).",
    ),
    "stress_close": (
        "It may be no more than in {names}.",
        "No es seguro que sea más que en {names}.",
    ),
    "stress_no_gain": (
        "Apart from what the targets ask: in no group is it certain that one agent more improves service level.",
        "Aparte de lo que piden los objetivos: en ningún grupo es seguro que un agente más mejore el nivel de "
        "servicio.",
    ),
    "stress_lines": ("{n} things that may happen", "{n} situaciones posibles"),
    "stress_lines_one": ("one thing that may happen", "una situación posible"),
    "stress_groups": ("one agent more and one less in {n} groups", "un agente más y uno menos en {n} grupos"),
    "stress_groups_one": ("one agent more and one less in one group", "un agente más y uno menos en un grupo"),
    "stress_line": ("what happens", "situación"),
    "stress_now": ("as it is", "como está"),
    "stress_then": ("then", "entonces"),
    "stress_values": ("as it is {base}, then {other}", "como está {base}, entonces {other}"),
    "stress_difference": ("difference from the plan as it is", "diferencia con el plan como está"),
    "stress_worth": (
        "points of service level for each {per} more or less",
        "puntos de nivel de servicio por cada {per} más o menos",
    ),
    "stress_gained": ("{n} gained", "se ganan {n}"),
    "stress_lost": ("{n} lost", "se pierden {n}"),
    # --- lines of ccsim's own list
    "stress_volume_more": ("volume +10 %", "volumen +10 %"),
    "stress_volume_less": ("volume −10 %", "volumen −10 %"),
    "stress_aht_more": ("AHT +15 s", "TMO (AHT) +15 s"),
    "stress_aht_less": ("AHT −15 s", "TMO (AHT) −15 s"),
    "stress_absence": ("absence +3 points", "ausentismo +3 puntos"),
    "stress_without": ("without reminder {reminder}", "recordatorio {reminder} eliminado"),
    "stress_one_more": ("one more in {group}", "uno más en {group}"),
    "stress_one_less": ("one less in {group}", "uno menos en {group}"),
    "stress_gains_together": (
        "The last column: what one agent more gains for each {per} more, and what one less loses for each {per} less. "
        "Its intervals hold together with {confidence} confidence.",
        "La última columna: lo que gana un agente más por cada {per} de más, y lo que pierde uno menos por cada "
        "{per} de menos. Sus intervalos son válidos a la vez con una confianza del {confidence}.",
    ),
    "stress_not_made": (
        "Could not be tried:",
        "No se pudo probar:",
    ),
    "stress_table": ("What happens to the plan", "Qué le pasa al plan"),
    "section_line_effects": ("How much each changes", "Cuánto cambia cada situación"),
    "fig_stress": (
        "Better or worse than the plan as it is, and by how much",
        "Mejor o peor que el plan como está, y en cuánto",
    ),
    "stress_joint": (
        "The first row is the plan as it is; below, by how much each thing changes that (shares in points), with the "
        "same customers. All intervals of the differences hold together with {confidence} confidence.",
        "La primera fila es el plan como está; debajo, en cuánto lo cambia cada situación (los porcentajes, en "
        "puntos), con los mismos clientes. Todos los intervalos de las diferencias son válidos a la vez con una "
        "confianza del {confidence}.",
    ),
    "per_money": ("1,000 {currency}", "1000 {currency}"),
    "per_fte": ("full-time agent", "agente a tiempo completo"),
}
