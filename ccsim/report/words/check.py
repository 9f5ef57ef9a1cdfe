"""A check: what was decided, how sure it is, what became worse than the baseline."""

from __future__ import annotations

UNITS = {
    "share": ("shares", "porcentajes"),
    "s": ("times", "tiempos"),
    "h": ("hours", "horas"),
    "money": ("money", "dinero"),
    "score": ("scores", "puntajes"),
    "points": ("scores in points", "puntajes en puntos"),
    "contacts": ("contacts", "contactos"),
    "customers": ("customers", "clientes"),
    "appointments": ("appointments", "citas"),
    "requests": ("requests", "solicitudes"),
    "reminders": ("reminders", "recordatorios"),
    "sessions": ("sessions", "sesiones"),
    "places": ("places", "cupos"),
    "agents": ("agents", "agentes"),
    "fte": ("full-time equivalents", "jornadas completas"),
    "attempts": ("attempts", "intentos"),
    "changes": ("changes of channel", "cambios de canal"),
}
HOW_TARGETS = (
    "The dashed line is each target's bound, and its right side the good one. A dot is what was found, its bar the "
    "interval that the confidence leaves it: wholly to the right is met, wholly to the left missed.",
    "La línea discontinua es el límite de cada objetivo, y el lado derecho es el bueno. El punto es el resultado y "
    "la barra el intervalo que le deja la confianza: entera a la derecha, cumplido; entera a la izquierda, incumplido.",
)
HOW_DIFFERENCES = (
    "The dashed line is the baseline; to the right is better. The shaded part is what is tolerated: a bar wholly "
    "to the left of it is a regression.",
    "La línea discontinua es la base; a la derecha es mejor. La parte sombreada es lo tolerado: una barra entera a su "
    "izquierda es un empeoramiento.",
)

WORDS: dict[str, tuple[str, str]] = {
    # --- the answer
    "check_passed": ("Passed: every target is met.", "Aprobado: se cumplen todos los objetivos."),
    "check_passed_one": ("Passed: the target is met.", "Aprobado: se cumple el objetivo."),
    "check_passed_and": (
        "Passed: every target is met, and nothing is worse than the baseline.",
        "Aprobado: se cumplen todos los objetivos y nada es peor que la base.",
    ),
    "check_passed_same": (
        "Passed: nothing is worse than the baseline.",
        "Aprobado: nada es peor que la base.",
    ),
    "check_failed": ("Failed: a target is missed.", "Reprobado: se incumple un objetivo."),
    "check_failed_worse": (
        "Failed: it is worse than the baseline.",
        "Reprobado: es peor que la base.",
    ),
    "check_failed_both": (
        "Failed: a target is missed, and it is worse than the baseline.",
        "Reprobado: se incumple un objetivo y es peor que la base.",
    ),
    "check_undecided": (
        "Uncertain: too close to tell by so many replications.",
        "Incierto: demasiado cerca del límite para saberlo con tantas réplicas.",
    ),
    "check_when": (
        "To see at which times it falls short: {command}",
        "Para ver a qué horas se queda corto: {command}",
    ),
    "count_regressions": ("worse than the baseline: {n} of {all}", "peor que la base: {n} de {all}"),
    "count_no_regression": ("none of {all} differences is a regression", "ninguna de {all} diferencias empeora"),
    "count_missed_too": ("{n} missed", "incumple {n}"),
    "count_one_undecided": ("its target is uncertain", "su objetivo es incierto"),
    "count_all_undecided": ("all {n} targets are uncertain", "los {n} objetivos son inciertos"),
    "count_undecided": ("{n} uncertain", "{n} de resultado incierto"),
    "judged_after": (
        "Judged after {least} to {most} replications, each as soon as it was sure or at the limit; the page of "
        "ccsim run takes the same number for all, so its figures may differ a little from these. {verdicts}",
        "Juzgado tras {least} a {most} réplicas, cada objetivo en cuanto hubo seguridad o al llegar al límite; la "
        "página de ccsim run usa el mismo número para todos, y sus cifras pueden diferir un poco de estas. "
        "{verdicts}",
    ),
    "judged_after_all": (
        "Judged after {most} replications; the page of ccsim run may have another number of them, and its figures "
        "then differ a little from these. {verdicts}",
        "Juzgado tras {most} réplicas; la página de ccsim run puede tener otro número, y entonces sus cifras difieren "
        "un poco de estas. {verdicts}",
    ),
    "verdicts_may_differ": (
        "So may a verdict: a run judges each target by itself and may say met or missed where a check, which is sure "
        "of all questions together, says uncertain.",
        "También un veredicto: ccsim run juzga cada objetivo por sí solo y puede decir cumplido o incumplido donde "
        "esta comprobación, que responde por todas las preguntas juntas, dice incierto.",
    ),
    "cost_between": (
        "{range}, with {confidence} confidence for it alone, over all {n} replications",
        "{range}, con confianza del {confidence} solo para él, sobre las {n} réplicas",
    ),
    "check_facts": (
        "{replications} replications of at most {most} · seed {seed} · {confidence} confidence for all decisions "
        "together",
        "{replications} réplicas de {most} como máximo · semilla {seed} · confianza del {confidence} para todas las "
        "decisiones juntas",
    ),
    "worse_by": (
        "{asked}: {change} against the baseline ({base} before, {now} now)",
        "{asked}: {change} frente a la base ({base} antes, {now} ahora)",
    ),
    # --- tables
    "decision": ("Decision", "Decisión"),
    "decision_met": ("met", "cumplido"),
    "decision_missed": ("missed", "incumplido"),
    "decision_undecided": ("uncertain", "incierto"),
    "decision_regression": ("worse", "peor"),
    "decision_no_regression": ("not worse", "no es peor"),
    "after_n": ("after {n} replications", "tras {n} réplicas"),
    "where": ("Where it is said", "Dónde se dice"),
    "clear_yet_open": (
        "{names}: the interval just keeps clear of the bound and is uncertain all the same, as the test also reckons "
        "with values that lie unevenly.",
        "{names}: el intervalo apenas deja fuera el límite y aun así queda incierto, porque la prueba considera "
        "además valores repartidos de forma desigual.",
    ),
    "where_in": ("Files are those in {folder}", "Los archivos son los de {folder}"),
    "asked_here": ("asked for on the command line", "pedido en la línea de comandos"),
    "compared": ("Compared", "Se compara"),
    "baseline": ("Baseline", "Base"),
    "now": ("Now", "Ahora"),
    "difference": ("Difference", "Diferencia"),
    "tolerated": ("Tolerated", "Se tolera"),
    "points": ("{n} points", "{n} puntos"),
    "point": ("{n} point", "{n} punto"),
    "of_the_quantile": ("{quantile}; {share} within {bound}", "{quantile}; {share} en {bound}"),
    "share_up_to": ("share of waits up to {bound}", "porcentaje de las esperas de hasta {bound}"),
    "table_differences": (
        "Against the baseline, on the same customers",
        "Frente a la base, con los mismos clientes",
    ),
    "differences_how": (
        "Baseline: {name}. Both were simulated on the same customers, so that a difference shows the change and "
        "nothing else.",
        "Base: {name}. Ambos se simularon con los mismos clientes, de modo que una diferencia muestra el cambio y nada "
        "más.",
    ),
    "longer_note": (
        "A difference may be clear long before a target is: what stands here was found after as many replications as "
        "the difference took, so that it need not equal what the target says.",
        "Una diferencia puede estar clara mucho antes que un objetivo: lo que se lee aquí es el resultado tras las "
        "réplicas que necesitó la diferencia, y no tiene por qué coincidir con lo que dice el objetivo.",
    ),
    # --- what would decide it
    "more_may": (
        "{name}: some {n} replications may decide it, if what was found stays as it is (--max-replications {n}).",
        "{name}: unas {n} réplicas podrían definirlo, si el resultado no cambia (--max-replications {n}).",
    ),
    "more_hardly": (
        "{name}: so close that even {n} replications would hardly decide it; take it as lying on its bound.",
        "{name}: tan cerca del límite que ni {n} réplicas lo definirían; tómelo como si estuviera en su límite.",
    ),
    "more_perhaps": (
        "{name}: more replications may decide it (--max-replications).",
        "{name}: más réplicas podrían definirlo (--max-replications).",
    ),
    "against": ("{name}, against the baseline", "{name}, frente a la base"),
    "more_title": ("What would decide the rest?", "¿Qué definiría lo que falta?"),
    # --- how sure
    "sure_all": (
        "With a confidence of {confidence} not one of these {n} decisions is wrong: all targets, intervals, "
        "differences and looks on the way taken together. Of a hundred checks like this one, {wrong} at most say "
        "anything wrong.",
        "Con una confianza del {confidence}, ninguna de estas {n} decisiones es errónea: todos los objetivos, "
        "intervalos, diferencias y revisiones intermedias en conjunto. De cien comprobaciones como esta, máximo "
        "{wrong} dicen algo equivocado.",
    ),
    "sure_one": (
        "With a confidence of {confidence} this decision is right, however often it was looked on the way. Of a "
        "hundred checks like this one, {wrong} at most say anything wrong.",
        "Con una confianza del {confidence}, esta decisión es correcta, sin importar cuántas veces se revisó en el "
        "camino. De cien comprobaciones como esta, máximo {wrong} dicen algo equivocado.",
    ),
    "sure_wide": (
        "So each interval is wider than it would be alone, the wider the more is asked. What is too close to call is "
        "called uncertain and not guessed.",
        "Por eso cada intervalo es más ancho que por sí solo, y más cuanto más se pregunta. Lo que está demasiado "
        "cerca del límite se llama incierto y no se adivina.",
    ),
    "sure_looks": (
        "Replications come in looks, after 20, 40, 80 and so on, until everything is decided or the limit is reached.",
        "Se revisa tras 20, 40, 80 réplicas y así sucesivamente, hasta que todo esté definido o se llegue al "
        "límite de réplicas.",
    ),
    "sure_days": (
        "It is about chance in the simulation. Whether the forecast and the other inputs are right no check can tell.",
        "Se refiere al azar de la simulación. Ninguna comprobación dice si el pronóstico y los demás datos son "
        "correctos.",
    ),
    "section_targets": ("Targets one by one", "Objetivo por objetivo"),
    "section_baseline": ("Against the baseline", "Frente a la base"),
    "section_sure": ("How sure is it?", "¿Qué seguridad hay?"),
    "section_notes": ("Notes", "Notas"),
    "baseline_fingerprint": ("Fingerprint of the baseline", "Huella de la base"),
    # --- figures
    **{
        f"fig_targets_{unit}": (f"How far from the bound: {en}", f"A qué distancia del límite: {es}")
        for unit, (en, es) in UNITS.items()
    },
    **{f"fig_targets_{unit}_how": HOW_TARGETS for unit in UNITS},
    **{
        f"fig_differences_{unit}": (f"Better or worse than the baseline: {en}", f"Mejor o peor que la base: {es}")
        for unit, (en, es) in UNITS.items()
    },
    **{f"fig_differences_{unit}_how": HOW_DIFFERENCES for unit in UNITS},
    **{f"unit_{unit}": words for unit, words in UNITS.items()},
    "unit_share": ("points", "puntos"),
    "from_bound": ("{unit} from the bound; better →", "{unit} desde el límite; mejor →"),
    "from_baseline": ("{unit}: ← worse, better →", "{unit}: ← peor, mejor →"),
    "hover_name": ("{name}: {decision}", "{name}: {decision}"),
    "hover_found": ("found {value} ({range})", "resultado {value} ({range})"),
    "hover_bound": ("bound {bound}, after {n} replications", "límite {bound}, tras {n} réplicas"),
    "hover_values": ("{base} in the baseline, {value} now", "{base} en la base, {value} ahora"),
    "hover_change": ("{change}, tolerated {tolerated}", "{change}, se tolera {tolerated}"),
    "bound": ("bound", "límite"),
    "tolerance": ("tolerated", "tolerado"),
    "half_width": ("half width", "semiancho"),
}
