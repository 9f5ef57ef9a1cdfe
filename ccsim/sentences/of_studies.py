"""What stands beside comparisons, selections and sweeps: what differs, is left out, or was cut short."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # --- cut short
    "cut_short": (
        "{why}; results of the {n} replications finished before it",
        "{why}; resultados de las {n} réplicas terminadas antes",
    ),
    "stopped_all": (
        "stopped by Ctrl-C: results of the {n} replications that all systems had finished",
        "detenido con Ctrl-C: resultados de las {n} réplicas que habían terminado todos los sistemas",
    ),
    "cut_short_all": (
        "{why}; results of the {n} replications that all systems had",
        "{why}; resultados de las {n} réplicas que tenían todos los sistemas",
    ),
    "nothing_decided": (
        "{why}: nothing is decided yet, and the guarantee does not hold",
        "{why}: aún no se ha decidido nada y la garantía no rige",
    ),
    "by_ctrl_c": ("stopped by Ctrl-C", "detenido con Ctrl-C"),
    "worker_killed": (
        "a worker process was killed, twice, at replication {n} or soon after (out of memory? fewer --jobs need less)",
        "un proceso de trabajo fue terminado, dos veces, en la réplica {n} o poco después (¿falta memoria? con "
        "menos --jobs se necesita menos)",
    ),
    "too_large": (
        "not enough memory: {contacts} contacts are expected in each replication (a slip in a forecast? fewer days at "
        "once, or fewer --jobs, need less)",
        "no alcanza la memoria: se esperan {contacts} contactos en cada réplica (¿un error en un pronóstico? con "
        "menos días a la vez, o menos --jobs, se necesita menos)",
    ),
    # --- points of a sweep
    "point_killed": (
        "its process was killed (out of memory? fewer --jobs leave more for each)",
        "su proceso fue terminado (¿falta memoria? con menos --jobs queda más para cada uno)",
    ),
    "point_killed_on_cluster": (
        "its worker was killed, again and again (out of memory? fewer workers on a machine leave more for each)",
        "su proceso de trabajo fue terminado una y otra vez (¿falta memoria? con menos procesos por máquina queda "
        "más para cada uno)",
    ),
    "no_memory": ("not enough memory", "no alcanza la memoria"),
    # --- lines of a stress test that cannot be made
    "nothing_arrives": ("nothing arrives by itself", "nada llega por sí solo"),
    "all_by_counts": (
        "all groups are planned by counts: {why}",
        "todos los grupos se planifican por conteos: {why}",
    ),
    "counts_are_net": (
        "staffing counts are net, absence is off already",
        "los conteos de personal son netos, el ausentismo ya está descontado",
    ),
    "one_reason_more": ("{one}; {other}", "{one}; {other}"),
    "none_sends_it": ("no appointment sends it", "ninguna cita lo envía"),
    "confirming_needs": (
        "{appointments} needs it: no other reminder asks to confirm, and who has not confirmed is called or loses the "
        "place (unconfirmed)",
        "{appointments} lo necesita: ningún otro recordatorio pide confirmar, y a quien no ha confirmado se le "
        "llama o pierde el cupo (unconfirmed)",
    ),
    # --- which engine ran, and why
    "asked_for": ("asked for", "el que se pidió"),
    "faster_one": ("the faster one", "el más rápido"),
    "done_before": (
        "done before the compiled engine would be made ready on this machine",
        "termina antes de que el motor compilado esté listo en este equipo",
    ),
    "not_on_this_machine": (
        "the compiled engine is not available here ({why})",
        "el motor compilado no está disponible aquí ({why})",
    ),
    "policy_given": ("its routing policy is written in Python", "su política de enrutamiento está escrita en Python"),
    "policy_named": (
        "its routing policy {name} is written in Python",
        "su política de enrutamiento {name} está escrita en Python",
    ),
    "story_told": (
        "only the reference engine tells the reason of each decision",
        "solo el motor de referencia dice el motivo de cada decisión",
    ),
    "too_many_types": (
        "it has {n} contact types, more than {most}",
        "tiene {n} tipos de contacto, más de {most}",
    ),
    "too_many_reminders": (
        "{name} has {n} reminders, more than {most}",
        "{name} tiene {n} recordatorios, más de {most}",
    ),
    # --- alternatives beside the base
    "precision_not_looked_at": (
        "simulation.precision is not looked at here: as many replications as simulation.replications says",
        "simulation.precision no se tiene en cuenta aquí: se simulan las réplicas que indica simulation.replications",
    ),
    "other_seed": (
        "{name} says seed {seed}; it was simulated with the base's, for the same customers",
        "{name} indica la semilla {seed}; se simuló con la de la base, para tener los mismos clientes",
    ),
    "has_not": ("{name} has not the {what} {names} of the base", "{name} no tiene {what} de la base: {names}"),
    "has_besides": (
        "{name} has {what} that the base has not: {names}",
        "{name} tiene {what} que la base no tiene: {names}",
    ),
    "kinds_contacts": ("contacts", "contactos"),
    "kinds_channels": ("channels", "canales"),
    "kinds_groups": ("groups", "grupos"),
    "kinds_appointments": ("appointments", "citas"),
    "of_alternative": ("{name}: {said}", "{name}: {said}"),
    "other_targets": (
        "{name} has other targets than the base; each is judged by its own",
        "{name} tiene otros objetivos que la base; cada uno se juzga por los suyos",
    ),
    # --- what cannot be compared
    "measure_left_out": ("{measure}: {why}", "{measure}: {why}"),
    "not_compared": ("{name} is not compared: {why}", "{name} no se compara: {why}"),
    "has_no": ("{name} has no {what}", "{name} no tiene {what}"),
    "other_currency": ("{here} here, {there} there", "{here} aquí, {there} allí"),
    "no_currency": ("no currency", "sin moneda"),
    "lacks_contact": ("contact {name}", "contacto {name}"),
    "lacks_channel": ("channel {name}", "canal {name}"),
    "lacks_segment": ("segment {name}", "segmento {name}"),
    "lacks_agents": ("agents {name}", "grupo de agentes {name}"),
    "lacks_skill": ("skill {name}", "habilidad {name}"),
    "lacks_appointment": ("appointment {name}", "cita {name}"),
    "lacks_self_service": ("self_service {name}", "autoservicio {name}"),
    "lacks_all": ("all {name}", "todo {name}"),
    "needs_customers": (
        "journeys, self-service, appointments, offers or experience",
        "recorridos, autoservicio, citas, ofertas o experiencia",
    ),
    "needs_experience": ("experience", "experiencia"),
    "needs_appointments": ("appointments", "citas"),
    "needs_self_service": ("self-service", "autoservicio"),
    "needs_callbacks": ("a rule that offers call-backs", "una regla que ofrezca devolver la llamada"),
    "needs_diversions": ("a rule that diverts", "una regla que desvíe"),
    "needs_proactive": ("proactive service", "servicio proactivo"),
    "needs_lines": ("lines that cost", "líneas con costo"),
    "needs_groups": ("a second agent group", "un segundo grupo de agentes"),
    # --- distributions of uncertain inputs
    "law_uniform": ("uniform", "uniforme"),
    "law_empirical": ("empirical", "empírica"),
    "law_one_of": ("one of", "una de estas"),
    "law_mean": ("mean {value}", "media {value}"),
    "law_sd": ("sd {value}", "desv. {value}"),
    "law_low": ("low {value}", "mínimo {value}"),
    "law_mode": ("mode {value}", "moda {value}"),
    "law_high": ("high {value}", "máximo {value}"),
    "law_values": ("values {value}", "valores {value}"),
    "law_below": ("{share} below {value}", "{share} por debajo de {value}"),
    "law_chance": ("{value} with {share}", "{value} con {share}"),
}
