"""What changes nothing or never happens: rules, journeys, self-service, the order in which work is taken."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "deferred_first": (
        "contacts.{name}: deferred work has usually waited longest, so under contact_rule {rule} it is taken before "
        "{others} that wait; {remedy}, or interruptible: true on {channel}, lets them go first",
        "contacts.{name}: el trabajo diferido suele ser el que más ha esperado, así que con contact_rule {rule} se "
        "toma antes que {others} en espera; {remedy}, o interruptible: true en {channel}, los deja pasar primero",
    ),
    "larger_priority": ("a larger priority number", "un número de priority mayor"),
    "rule_and_larger_priority": (
        "contact_rule: priority and a larger number",
        "contact_rule: priority y un número mayor",
    ),
    # --- live rules
    "rule_never_in_force": (
        "its hours lie outside the scenario's days: it is never in force",
        "sus horas están fuera de los días del escenario: nunca rige",
    ),
    "rule_adds_nothing": (
        "no effect: {group} may take {name} at once anyway",
        "sin efecto: {group} puede tomar {name} de inmediato de todos modos",
    ),
    "rule_closes_nothing": (
        "no effect: {group} may not take {name} anyway",
        "sin efecto: {group} no puede tomar {name} de todos modos",
    ),
    "rule_adds_closed": (
        "adds {group} for {name}, which {other} closes: while both hold, it is closed",
        "agrega {group} para {name}, que {other} cierra: mientras rigen ambas, está cerrado",
    ),
    "rule_closes_added": (
        "closes {group} for {name}, which {other} adds: while both hold, it is closed",
        "cierra {group} para {name}, que {other} agrega: mientras rigen ambas, está cerrado",
    ),
    "diverts_nobody": (
        "diverts nobody while {there} is closed and {here} is open, {lost} in all, first {first}",
        "no desvía a nadie mientras {there} está cerrado y {here} abierto, {lost} en total, primero {first}",
    ),
    "replaces_accepted": (
        "{path}: replaces what the extended rule did, its '{before}' too; '{now}' is not said: 100% are diverted",
        "{path}: reemplaza lo que hacía la regla extendida, también su '{before}'; '{now}' no se indica: se desvía el "
        "100%",
    ),
    "replaces_share": (
        "{path}: replaces what the extended rule did, its '{before}' too; '{now}' is not said: 100% are called back",
        "{path}: reemplaza lo que hacía la regla extendida, también su '{before}'; '{now}' no se indica: se devuelve "
        "la llamada al 100%",
    ),
    # --- journeys and self-service
    "bot_meets_nobody": (
        "self_service.{name}: nothing that it fronts is expected to come: nobody meets it",
        "self_service.{name}: no se espera nada de lo que llega a él: nadie lo usa",
    ),
    "bot_fronts_nothing": (
        "self_service.{name}: fronts nothing, and no rule diverts to it: nobody meets it",
        "self_service.{name}: no está delante de nada y ninguna regla desvía hacia él: nadie lo usa",
    ),
    "never_happens": ("{path}: never happens: {why}", "{path}: no ocurre nunca: {why}"),
    "they_wait_for_ever": ("its customers wait for ever", "sus clientes esperan para siempre"),
    "no_limit": (
        "{channel} has no limit of lines, nor is there max_waiting",
        "{channel} no tiene límite de líneas, ni hay max_waiting",
    ),
    "nobody_balks": ("nobody balks", "nadie se va de inmediato"),
    "all_resolved": ("every contact that is served is resolved", "todo contacto atendido queda resuelto"),
    "none_resolved": ("no contact is resolved", "ningún contacto queda resuelto"),
    "no_show_not_said": ("no_show is not said, so everybody comes", "no se indica no_show, así que asisten todos"),
    "nobody_late": ("nobody comes later than the grace", "nadie llega más tarde que la tolerancia"),
    "nobody_cancels": ("nobody cancels, and nothing asks him to", "nadie cancela, y nada lo pide"),
    "no_bot_before": ("no self-service stands before it", "no tiene un autoservicio delante"),
    "no_call_back": ("no rule offers it a call-back", "ninguna regla le ofrece devolver la llamada"),
    "context_shared": (
        "context.repeat_aht: no effect, since what was said is shared across channels",
        "context.repeat_aht: sin efecto, porque lo dicho se comparte entre canales",
    ),
    "window_too_long": (
        "experience.first_contact_window: {window} do not fit into the {horizon} of the scenario: "
        "first_contact_resolution will be empty",
        "experience.first_contact_window: {window} no caben en las {horizon} del escenario: first_contact_resolution "
        "quedará vacía",
    ),
    "nobody_before": (
        "journeys: some come back after {after} on average, and nobody was there before the first day: it is quieter "
        "than it would be (calendar: {{warm_up: {after}}} leaves that time out of all figures)",
        "journeys: algunos vuelven después de {after} en promedio, y antes del primer día no hubo nadie: es más "
        "tranquilo de lo que sería (calendar: {{warm_up: {after}}} deja ese tiempo fuera de todas las cifras)",
    ),
    "window_after_warm_up": (
        "experience.first_contact_window: {window} do not fit into the {horizon} of the scenario after the warm-up: "
        "first_contact_resolution will be empty",
        "experience.first_contact_window: {window} no caben en las {horizon} del escenario tras el calentamiento: "
        "first_contact_resolution quedará vacía",
    ),
}
