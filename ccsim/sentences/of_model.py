"""What may not be meant in a center: nobody who answers, more work than people, targets out of reach, bookings."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # --- what sentences are made of
    "weekday_0": ("Mon", "lun"),
    "weekday_1": ("Tue", "mar"),
    "weekday_2": ("Wed", "mié"),
    "weekday_3": ("Thu", "jue"),
    "weekday_4": ("Fri", "vie"),
    "weekday_5": ("Sat", "sáb"),
    "weekday_6": ("Sun", "dom"),
    "dated": ("{day} {date}", "{day} {date}"),
    "moment": ("{day} {time}", "{day} {time}"),
    "stretch": ("{start} to {end}", "{start} a {end}"),
    "stretch_with": ("{start} to {end} ({amount})", "{start} a {end} ({amount})"),
    "stretches_and_more": ("{stretches} and {n} more stretches", "{stretches} y {n} tramos más"),
    "stretches_and_one": ("{stretches} and 1 more stretch", "{stretches} y 1 tramo más"),
    "contacts": ("{n} contacts", "{n} contactos"),
    "agent_hours": ("{n} agent-hours", "{n} horas de agente"),
    "about": ("{path}: {what}", "{path}: {what}"),
    "also": ("{one}; {other}", "{one}; {other}"),
    # --- demand and people
    "holiday_closed": ("{day} is a holiday, closed: {channels}", "{day} es feriado, cerrado: {channels}"),
    "holiday_open": ("{day} is a holiday, no channel is closed", "{day} es feriado, ningún canal está cerrado"),
    "nobody_comes": (
        "agents.{name}: absence of 100 %: nobody comes (1% if that was meant)",
        "agents.{name}: ausentismo del 100 %: no viene nadie (1% si esa era la intención)",
    ),
    "takes_no_time": (
        "contacts.{name}: talk or handle time is 0 s on average: it takes no agent any time",
        "contacts.{name}: el tiempo de conversación o el TMO es de 0 s: no ocupa a ningún agente",
    ),
    "no_skill": (
        "contacts.{name}: no group may take it (no group has the skill); nobody will answer",
        "contacts.{name}: ningún grupo puede atenderlo (ninguno tiene la habilidad); nadie responderá",
    ),
    "left_out_by_preferences": (
        "contacts.{name}: no group may take it (routing.preferences leaves out {groups}); nobody will answer",
        "contacts.{name}: ningún grupo puede atenderlo (routing.preferences deja fuera a {groups}); nadie responderá",
    ),
    "none_comes": (
        "contacts.{name}: none is expected to come inside the horizon",
        "contacts.{name}: no se espera ninguno dentro del horizonte",
    ),
    "idle_group": (
        "agents.{name}: idle throughout, no contact that comes may be taken by this group",
        "agents.{name}: sin trabajo todo el tiempo, este grupo no puede atender ningún contacto de los que llegan",
    ),
    "unused_skill": (
        "agents.{group}.skills.{name}: never used, routing.preferences.{name} leaves the group out",
        "agents.{group}.skills.{name}: no se usa nunca, routing.preferences.{name} deja fuera al grupo",
    ),
    "nobody_on_duty": (
        "contacts.{name}: nobody who may take it is ever on duty",
        "contacts.{name}: nunca hay un agente presente que pueda atenderlo",
    ),
    "expected_unstaffed": (
        "contacts.{name}: {contacts} expected while nobody who may take them is on duty: {where}",
        "contacts.{name}: se esperan {contacts} sin agentes presentes que puedan atenderlos: {where}",
    ),
    "while_unstaffed": (
        "Nobody who may take them is on duty: {where}.",
        "No hay agentes presentes que puedan atenderlos: {where}.",
    ),
    "planned_closed": (
        "agents.{name}: {hours} are planned while every channel of its skills is closed: {where}",
        "agents.{name}: {hours} programadas mientras están cerrados todos los canales de sus habilidades: {where}",
    ),
    "overloaded": (
        "offered load of {types} above the staff that may take it in {n} of {all} intervals with demand; worst: "
        "{where}",
        "carga ofrecida de {types} por encima del personal que puede atenderla en {n} de {all} intervalos con "
        "demanda; peor momento: {where}",
    ),
    "overload_at": ("{moment} ({work} erlangs, {staff} agents)", "{moment} ({work} erlangs, {staff} agentes)"),
    "overload_after_absence": (
        "{moment} ({work} erlangs, {staff} agents after absence)",
        "{moment} ({work} erlangs, {staff} agentes tras el ausentismo)",
    ),
    "backlog": (
        "{types} need at least {need} agent-hours over the horizon, those who may take them are planned for {planned}: "
        "some of them will not be served",
        "{types} necesitan al menos {need} horas de agente en el horizonte, y quienes pueden atenderlos tienen "
        "programadas {planned}: algunos no serán atendidos",
    ),
    "cut_by_hours": (
        "contacts.{name}: {lost} of {all} fall outside the opening hours of {channel} and do not come",
        "contacts.{name}: {lost} de {all} caen fuera del horario de {channel} y no llegan",
    ),
    "receives_always": (
        "opening.{channel}.receives: always has no effect on a live channel, its contacts come in opening hours only",
        "opening.{channel}.receives: always no tiene efecto en un canal en vivo, sus contactos llegan solo en horario "
        "de apertura",
    ),
    "waits_for_ever": (
        "contacts.{name}: no patience given, so its customers wait for ever (patience: never says so on purpose)",
        "contacts.{name}: no se indica paciencia, así que sus clientes esperan para siempre (si es a propósito, "
        "patience: never lo indica)",
    ),
    "threshold_of_calls": (
        "contacts.{name}: no answer_within given, so {within} is taken as for calls, though an agent has {at_once} at "
        "a time (answer_within: {within} says so on purpose)",
        "contacts.{name}: no se indica answer_within, así que se toman {within} como en las llamadas, aunque un "
        "agente atiende {at_once} a la vez (si es a propósito, answer_within: {within} lo indica)",
    ),
    # --- what is taken where nothing is said
    "never_closes": ("never closes", "no cierra nunca"),
    "no_more_variation": (
        "no variation beyond that of the contact types",
        "sin más variación que la de los tipos de contacto",
    ),
    "no_limit_of_lines": ("no limit", "sin límite"),
    "patient_for_ever": ("waits for ever", "espera para siempre"),
    "nobody_absent": ("nobody is absent", "sin ausentismo"),
    # --- how inputs are known
    "rests_on": ("how inputs are known: {parts}", "cómo se conocen los datos: {parts}"),
    "evidence_measured": ("measured {n}", "medidos {n}"),
    "evidence_forecast": ("forecast {n}", "pronosticados {n}"),
    "evidence_assumed": ("assumed {n}", "supuestos {n}"),
    "evidence_not_said": ("not said {n}", "sin decir {n}"),
    "evidence_decided": ("decided {n}", "decididos {n}"),
    # --- targets
    "target_nobody_on_duty": (
        "targets.{name}: nobody of {group} is on duty, there will be nothing to judge",
        "targets.{name}: no hay nadie presente de {group}, no habrá nada que juzgar",
    ),
    "target_nothing_comes": (
        "targets.{name}: no such contact is expected to come, there will be nothing to judge",
        "targets.{name}: no se espera ningún contacto así, no habrá nada que juzgar",
    ),
    "target_out_of_reach": (
        "targets.{name}: no staffing can meet it: {why}",
        "targets.{name}: no se cumple con ninguna cantidad de personal: {why}",
    ),
    "no_group_before": (
        "routing lets no group take {names} before {least} s of waiting, above {most} s",
        "el enrutamiento no deja que ningún grupo tome {names} antes de {least} s de espera, más de {most} s",
    ),
    "resolves_too_few": (
        "the best group resolves {most} of {names}, below {least}",
        "el mejor grupo resuelve el {most} de {names}, menos de {least}",
    ),
    "needs_too_long": (
        "the fastest group needs {shortest} s for {names} on average, above {most} s",
        "el grupo más rápido necesita {shortest} s en promedio para {names}, más de {most} s",
    ),
    "no_group_may": ("no group may take {names}", "ningún grupo puede atender {names}"),
    "no_group_in_time": (
        "routing lets no group take {name} before {delay} s, the threshold is {within} s",
        "el enrutamiento no deja que ningún grupo tome {name} antes de {delay} s, y el plazo es de {within} s",
    ),
    "reply_outlasts": (
        "every reply to {name} takes longer than the threshold of {within} s",
        "toda respuesta a {name} tarda más que el plazo de {within} s",
    ),
    # --- appointments
    "no_place": (
        "{hosts} are not on the plan throughout any slot of {length}: no place",
        "{hosts} no tienen turno durante ninguna cita completa de {length}: ningún cupo",
    ),
    "diary_fills_up": (
        "{requests} requests are expected for {places} places in the scenario's days: the diary fills up, and who "
        "finds no place within {ahead} is not booked",
        "se esperan {requests} solicitudes para {places} cupos en los días del escenario: la agenda se llena, y "
        "quien no encuentra cupo en {ahead} se queda sin cita",
    ),
    "wish_too_far": (
        "{share} wish a slot further ahead than the horizon of {ahead}: not booked",
        "el {share} desea una cita más allá del horizonte de {ahead}: no se reserva",
    ),
    "diary_overbooked": (
        "the diary books more than there is place in {n} of {all} slots, {customers} customers in all: they come all "
        "the same",
        "la agenda reserva más de lo que cabe en {n} de {all} citas, {customers} clientes en total: llegan de "
        "todos modos",
    ),
    "everybody_comes": (
        "no_show is not said, so everybody comes, and its reminders can change nothing",
        "no se indica no_show, así que asisten todos, y sus recordatorios no pueden cambiar nada",
    ),
    "shared_hosts": (
        "agents.{name}: hosts {appointments}, each with a place for every host: together they can book more customers "
        "than there are hosts",
        "agents.{name}: atiende {appointments}, cada una con un cupo por agente: juntas pueden reservar más "
        "clientes que agentes hay",
    ),
}
