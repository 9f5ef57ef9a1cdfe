"""A stress test: what breaks the plan when things turn out otherwise, and what one agent more brings."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "stress_robust": (
        "The plan holds, and none of what was tried breaks it.",
        "El plan se sostiene, y nada de lo que se probó lo rompe.",
    ),
    "stress_breaks": (
        "The plan holds as it is; {n} of {all} things that may happen break it.",
        "El plan se sostiene tal como está; lo rompen {n} de {all} cosas que pueden pasar.",
    ),
    "stress_fails": ("The plan does not hold even as it is.", "El plan no se sostiene ni tal como está."),
    "stress_open": (
        "It is not decided whether the plan holds as it is.",
        "Aún no se sabe si el plan se sostiene tal como está.",
    ),
    "stress_no_targets": (
        "The scenario has no targets, so nothing can break.",
        "El escenario no tiene objetivos: no hay nada que romper.",
    ),
    "stress_line_breaks": ("{line}: then missed: {names}.", "{line}: entonces se incumple: {names}."),
    "stress_same": ("targets as it is", "objetivos como está"),
    "then_met": ("met: {names}", "cumplido: {names}"),
    "then_missed": ("missed: {names}", "incumplido: {names}"),
    "then_uncertain": ("uncertain: {names}", "sin decidir: {names}"),
    "stress_as_it_is": ("As it is: {standing}.", "Tal como está: {standing}."),
    "stress_unsure": ("Not decided with: {names}.", "Sin decidir con: {names}."),
    "stress_gain": (
        "Of one agent more, {group} is seen to bring most: {gain} points of service level for each {per} ({low} to "
        "{high}).",
        "De un agente más, donde más rinde es en {group}: {gain} puntos de nivel de servicio por cada {per} ({low} a "
        "{high}).",
    ),
    "stress_close": (
        "That is not surely more than in {names}.",
        "No es seguro que sea más que en {names}.",
    ),
    "stress_no_gain": (
        "One agent more surely brings service level in no group.",
        "Un agente más no mejora con seguridad el nivel de servicio en ningún grupo.",
    ),
    "stress_lines": ("{n} things that may happen", "{n} cosas que pueden pasar"),
    "stress_line": ("what happens", "qué pasa"),
    "stress_worth": ("service level for each {per}", "nivel de servicio por cada {per}"),
    "stress_gains_together": (
        "The gains of the last column hold together with {confidence} confidence.",
        "Las ganancias de la última columna valen juntas con una confianza del {confidence}.",
    ),
    "stress_not_made": (
        "Could not be tried, as ccsim says it in English:",
        "No se pudo probar, según ccsim, en inglés:",
    ),
    "stress_table": ("What happens to the plan", "Qué le pasa al plan"),
    "per_money": ("1,000 {currency}", "1000 {currency}"),
    "per_fte": ("full-time agent", "agente a tiempo completo"),
}
