"""What stands beside results: what cut a run short, what a check could not say or has no number for."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "stopped": (
        "stopped by Ctrl-C: results of the {n} replications finished until then",
        "detenido con Ctrl-C: resultados de las {n} réplicas terminadas hasta entonces",
    ),
    # --- details of a decision
    "each_interval_decided": (
        "{met} of {all} intervals met, {missed} missed, {undecided} uncertain",
        "{met} de {all} intervalos cumplen, {missed} incumplen, {undecided} de resultado incierto",
    ),
    "each_day_decided": (
        "{met} of {all} days met, {missed} missed, {undecided} uncertain",
        "{met} de {all} días cumplen, {missed} incumplen, {undecided} de resultado incierto",
    ),
    "missed_are": ("{found}; missed: {labels}", "{found}; incumplen: {labels}"),
    "missed_are_more": ("{found}; missed: {labels} ...", "{found}; incumplen: {labels} ..."),
    "no_interval_has_volume": (
        "nothing to judge: no interval has the volume",
        "nada que juzgar: ningún intervalo alcanza el volumen",
    ),
    "no_day_has_volume": (
        "nothing to judge: no day has the volume",
        "nada que juzgar: ningún día alcanza el volumen",
    ),
    "volume_not_clear": (
        "which days have the volume of ignore_below is not yet clear",
        "aún no está claro qué días tienen el volumen de ignore_below",
    ),
    "nothing_to_judge": (
        "nothing to judge: the measure is 0 / 0 in every replication",
        "nada que juzgar: la medida es 0 / 0 en todas las réplicas",
    ),
    "too_few_to_judge": (
        "fewer than two replications have anything to judge by",
        "menos de dos réplicas tienen algo con qué juzgar",
    ),
    "always_alike": ("the same in every replication", "igual en todas las réplicas"),
    "always_at_bound": (
        "the same in every replication, as the bound is, and no number of them shows that it always will be",
        "igual en todas las réplicas, e igual al límite: ningún número de ellas muestra que siempre lo será",
    ),
    # --- against a baseline
    "same_scenario": ("the baseline is the same scenario", "la base es el mismo escenario"),
    "target_dropped": (
        "the baseline has one target more: {name}, {sentence}",
        "la base tiene un objetivo más: {name}, {sentence}",
    ),
    "target_changed": (
        "target {name} is another in the baseline: {sentence}",
        "el objetivo {name} es distinto en la base: {sentence}",
    ),
}
