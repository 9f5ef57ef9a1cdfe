"""A run: its answer, what is at risk, its figures."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # --- the answer
    "answer": ("The answer", "La respuesta"),
    "holds": ("The plan holds: every target is met.", "El plan se sostiene: se cumplen todos los objetivos."),
    "holds_one": ("The plan holds: its target is met.", "El plan se sostiene: se cumple su objetivo."),
    "holds_not_always": (
        "The plan holds over the whole time, yet falls short at times, most of all {when} ({who}).",
        "El plan se sostiene en todo el período, pero falla en algunas franjas, sobre todo {when} ({who}).",
    ),
    "fails": ("The plan does not hold.", "El plan no se sostiene."),
    "open": ("It is uncertain whether the plan holds.", "Es incierto si el plan se sostiene."),
    "no_targets": (
        "The scenario has no targets, so nothing can be met or missed.",
        "El escenario no tiene objetivos: no hay nada que cumplir ni incumplir.",
    ),
    "count_missed": ("{missed} of {all} targets missed", "incumple {missed} de {all} objetivos"),
    "count_uncertain": ("{uncertain} uncertain", "{uncertain} de resultado incierto"),
    "count_one_uncertain": ("its target is uncertain", "su objetivo es incierto"),
    "count_all_uncertain": ("all {uncertain} targets are uncertain", "los {uncertain} objetivos son inciertos"),
    "count_met": ("{met} met", "cumple {met}"),
    "count_met_of": ("{met} of {all} targets met", "cumple {met} de {all} objetivos"),
    "instead": ("{asked}; found: {found}", "{asked}; resultado: {found}"),
    "instead_uncertain": ("uncertain: {asked}; found: {found}", "incierto: {asked}; resultado: {found}"),
    "targets_more": ("and {n} more, in the table of targets", "y {n} más, en la tabla de objetivos"),
    "uncertain_means": (
        "Uncertain: the interval holds the bound; more replications would decide.",
        "Incierto: el intervalo contiene el límite; con más réplicas se sabría.",
    ),
    "uncertain_each": (
        "Uncertain, of a target for a share of intervals or days: so many of them are uncertain one by one that the "
        "share asked for may be reached or not; more replications would decide.",
        "Incierto (objetivos por intervalo o por día): son tantos los intervalos o días inciertos que no se sabe "
        "si se alcanza el porcentaje exigido; con más réplicas se sabría.",
    ),
    "one_replication": (
        "One replication has no interval, so no target can be judged: run more.",
        "Una sola réplica no tiene intervalo y no permite juzgar objetivos: simule más.",
    ),
    "interrupted": (
        "Stopped early: these are the results of the {replications} replications finished until then.",
        "Detenido antes de tiempo: son los resultados de las {replications} réplicas terminadas.",
    ),
    "when_breaks": ("When does it break?", "¿Cuándo falla?"),
    "what_cost": ("What does it cost?", "¿Cuánto cuesta?"),
    "cost_is": ("{cost} for {days}", "{cost} por {days}"),
    "cost_each": ("{cost} for each need settled", "{cost} por caso resuelto"),
    "hours_are": ("{hours} paid hours for {days}", "{hours} horas pagadas por {days}"),
    "cost_none": ("The scenario names no costs.", "El escenario no indica costos."),
    "lost_is": ("and {lost} in value of lost contacts", "y {lost} en valor de contactos perdidos"),
    "days_that_meet": ("{found} of the days meet it", "lo cumple el {found} de los días"),
    # --- at risk
    "risk_none": (
        "It does not: service level, abandonment and waits keep their targets.",
        "No falla: nivel de servicio, abandono y esperas cumplen sus objetivos.",
    ),
    "risk_otherwise": (
        "Service level, abandonment and waits keep their targets.",
        "Nivel de servicio, abandono y esperas cumplen sus objetivos.",
    ),
    "risk_at_times": (
        "Over the whole time service level, abandonment and waits keep their targets; at some times they do not.",
        "En todo el período, nivel de servicio, abandono y esperas cumplen sus objetivos; en algunas franjas no.",
    ),
    "risk_missed": (
        "What is missed does not depend on the hour: {asked}.",
        "Lo incumplido no depende de la hora: {asked}.",
    ),
    "risk_uncertain": (
        "What is uncertain does not depend on the hour: {asked}.",
        "Lo incierto no depende de la hora: {asked}.",
    ),
    "risk_unsure": (
        "What is missed or uncertain is so over the whole time: none of {slots} by itself surely breaks it.",
        "Lo incumplido o incierto se ve en todo el período: al mirar {slots} por separado, en ningún caso es "
        "seguro que se incumpla.",
    ),
    "risk_no_target": (
        "No target is about service level, abandonment or waits of contacts, so no hour can break one.",
        "Ningún objetivo trata de nivel de servicio, abandono o espera: ninguna hora puede incumplirlos.",
    ),
    "risk_warned": ("{warning}.", "{warning}."),
    "risk_below": (
        "{what} below {bound} in {n} of {all} {slots}.",
        "{what} por debajo de {bound} en {n} de {all} {slots}.",
    ),
    "risk_above": (
        "{what} above {bound} in {n} of {all} {slots}.",
        "{what} por encima de {bound} en {n} de {all} {slots}.",
    ),
    "breaks_where": (
        "Counted are {slots} whose whole {confidence} interval misses the target, so that chance does not explain it.",
        "Solo se cuentan {slots} en que el azar no explica el incumplimiento (todo el intervalo del {confidence} "
        "está fuera del objetivo).",
    ),
    "each_meets": ("{met} of {all} {slots} meet it", "cumplimiento en {met} de {all} {slots}"),
    "each_misses": ("{missed} miss it", "{missed} con incumplimiento"),
    "whole_days": ("days", "días"),
    "risk_times": ("Most of all {times}.", "Sobre todo {times}."),
    "risk_times_of_days": ("On half of the days or more: {times}.", "En la mitad de los días o más: {times}."),
    "risk_worst": ("Worst {when}: {value}.", "Peor momento, {when}: {value}."),
    "weak": ("Met over the whole time, yet not at times", "Se cumplen en todo el período, pero no en algunas franjas"),
    "short_then": (
        "Short of people at those times ({about}): {who}, work takes {load} with {duty} on duty.",
        "Falta gente a esas horas ({about}): {who}, el trabajo pide {load} con {duty} presentes.",
    ),
    "no_slack_then": (
        "Without slack at those times ({about}): {who}, work takes {load} of {duty} on duty.",
        "Sin holgura a esas horas ({about}): {who}, el trabajo ocupa {load} de {duty} presentes.",
    ),
    "no_slack_above": (
        "Without slack at those times ({about}): {who}, work takes {load} of {duty} on duty; {above}.",
        "Sin holgura a esas horas ({about}): {who}, el trabajo ocupa {load} de {duty} presentes; {above}.",
    ),
    "short_at_some": (
        "Enough people at those times on average ({about}): {who}, work takes {load} of {duty} on duty, so it is not "
        "their number alone, but also who may take what, and when; {above}.",
        "Personal suficiente a esas horas en promedio ({about}): {who}, el trabajo ocupa {load} de {duty} presentes: "
        "no es solo su número, también quién puede atender qué, y cuándo; {above}.",
    ),
    "load_above": (
        "it is more than they are in {n} of these {all} {slots}, most at {when}: {load} for {duty}",
        "los supera en {n} de {all} {slots}, sobre todo {when}: {load} para {duty}",
    ),
    "groups_together": ("all groups together", "todos los grupos juntos"),
    "short_how": (
        "How many more would do: {command} tries one more, ccsim sweep several.",
        "Para saber cuántos más bastarían: {command} prueba uno más; ccsim sweep, varios.",
    ),
    "allowed": ("Within what the target allows", "Dentro de lo que el objetivo permite"),
    "risk_allowance": ("The target allows that in {share} of them.", "El objetivo lo permite en el {share}."),
    "worst_intervals": ("The worst times", "Los peores momentos"),
    "fall_short": ("fall short", "fuera de plazo o perdidos"),
    "worst_note": (
        "Of targets that are not met, first where most contacts fall short: contacts offered times the gap to the "
        "target; of a wait, times the part of it beyond the target.",
        "De los objetivos que no se cumplen, primero donde hay más contactos fuera de plazo o perdidos: los "
        "ofrecidos por la diferencia con el objetivo; de una espera, por la parte que lo excede.",
    ),
    # --- sections
    "section_by_interval": ("Hour by hour", "Hora por hora"),
    "section_staff": ("Work against people", "Trabajo y personas"),
    "section_contacts": ("What became of contacts", "Qué pasó con los contactos"),
    "section_appointments": ("Appointments", "Citas"),
    "section_customers": ("Customers", "Clientes"),
    "section_money": ("Money", "Dinero"),
    # --- figures: a title that says what to see, and how to read it
    "fig_service_level": (
        "Where the service level falls below its target",
        "Dónde el nivel de servicio cae por debajo del objetivo",
    ),
    "fig_service_level_how": (
        "Share answered in time, by the interval in which contacts arrived.",
        "Porcentaje atendido a tiempo, según el intervalo en que llegaron los contactos.",
    ),
    "fig_abandonment": ("When customers give up", "Cuándo abandonan los clientes"),
    "fig_abandonment_how": (
        "Share that left before an agent answered, by the interval in which they arrived.",
        "Porcentaje que se fue antes de ser atendido, según el intervalo en que llegaron.",
    ),
    "fig_waits": ("How long they wait", "Cuánto esperan"),
    "fig_waits_how": (
        "Mean wait of the answered (ASA), and the wait that nine in ten do not exceed.",
        "Espera media de los atendidos (ASA) y la espera que nueve de cada diez no superan.",
    ),
    "band": (
        "The band is the {confidence} interval for the mean over such days; the dashed line is the target.",
        "La banda es el intervalo del {confidence} para la media de días así; la línea discontinua es el objetivo.",
    ),
    "fig_load": ("Where work comes close to the people on duty", "Dónde el trabajo se acerca a las personas presentes"),
    "fig_load_how": (
        "Offered load in erlangs (contacts × handle time) against agents on duty. Where the load touches the "
        "staff, queues grow; triangles mark where it is more. It opens on those who take what breaks and have the "
        "least to spare then. Of a pool: contacts that nobody else may take; where their load is more, some wait, "
        "however they are routed.",
        "Carga ofrecida en erlangs (contactos × TMO) frente a los agentes presentes. Donde la carga iguala al "
        "personal, las colas crecen; los triángulos marcan dónde lo supera. Se abre en los más ajustados de "
        "quienes atienden lo que falla. Un conjunto reúne contactos que nadie más puede atender: si su carga "
        "supera a esas personas, algunos esperan sin importar cómo se enruten.",
    ),
    "load_pool": ("Work of {types} against {groups}.", "Trabajo de {types} frente a {groups}."),
    "load_share": (
        "The load of {group}, of contacts that others may take, too: its share of what was answered that day, by who "
        "was on duty (over the whole time {shares}). Where that is more than its people, others help or contacts wait.",
        "La carga de {group} en contactos que otros también atienden: su porcentaje de lo atendido ese día, según "
        "quién estaba presente (en todo el período: {shares}). Donde supera a su gente, otros ayudan o hay espera.",
    ),
    "load_together": (
        "All groups together hide the shortage of one: look at pools and groups, too.",
        "Todos los grupos juntos ocultan la falta de uno: mire también conjuntos y grupos.",
    ),
    "load_cut": (
        "To keep this page small, only those with the least to spare can be chosen.",
        "Para que la página no crezca, solo se pueden elegir los más ajustados.",
    ),
    "nobody_else": ("Contacts that nobody else may take", "Contactos que nadie más puede atender"),
    "one_group": ("One group", "Un grupo"),
    "load_exceeds": (
        "The load exceeds the people on duty in {n} of {all} {slots}: {times}.",
        "La carga supera a las personas presentes en {n} de {all} {slots}: {times}.",
    ),
    "load_exceeds_mostly": (
        "The load exceeds the people on duty in {n} of {all} {slots}, most of all {times}.",
        "La carga supera a las personas presentes en {n} de {all} {slots}, sobre todo {times}.",
    ),
    "load_holds": (
        "The load never exceeds the people on duty.",
        "La carga nunca supera a las personas presentes.",
    ),
    "load_live": (
        "Deferred work can wait: live contacts alone are judged.",
        "El trabajo diferido puede esperar: solo se juzgan los contactos en vivo.",
    ),
    "load_deferred": (
        "Deferred work can wait, so no interval is marked; it counts when it arrives.",
        "El trabajo diferido puede esperar: no se marca ningún intervalo; cuenta cuando llega.",
    ),
    "load_beside": (
        "A contact served beside others takes a part of an agent, of three at a time a third each.",
        "Un contacto que se atiende junto a otros ocupa solo una parte del agente: si son tres a la vez, un tercio "
        "cada uno.",
    ),
    "fig_occupancy": ("Which groups are full, and when", "Qué grupos están saturados, y cuándo"),
    "fig_occupancy_how": (
        "Occupancy: share of time on duty spent with contacts, by group and time of the week. Blank: nobody on duty. "
        "Hatched: hardly anybody, less than a quarter of the group's usual people, or of half with nobody planned, as "
        "minutes after closing.",
        "Ocupación: porcentaje del tiempo presente dedicado a contactos, por grupo y hora de la semana. Vacío: "
        "nadie presente. Rayado: casi nadie, menos de un cuarto de la gente habitual del grupo, o de la mitad si "
        "no hay nadie programado, como minutos después del cierre.",
    ),
    "occupancy_few": (
        "hatched: hardly anybody on duty, {n} of usually {usual}",
        "rayado: casi nadie presente, {n} de los habituales {usual}",
    ),
    "fig_flows": ("Where contacts went", "Adónde fueron los contactos"),
    "fig_flows_how": (
        "From contact types, through self-service and the queue of each, to the agent group that answered or to how "
        "they left; on average over replications. A group is the one whose agent answered first.",
        "De los tipos de contacto, por el autoservicio y la cola de cada uno, al grupo que atendió o a cómo "
        "terminaron; en promedio de las réplicas. El grupo es el del agente que atendió primero.",
    ),
    "flow_arrived": ("arrived", "llegaron"),
    "flow_queue": ("queue", "cola"),
    "flow_answered": ("who answered", "quién atendió"),
    "flow_outcome": ("outcome", "resultado"),
    "flow_share": ("share of from", "porcentaje de lo que sale"),
    "flow_place": ("{place}: {n}", "{place}: {n}"),
    "flow_link": ("{source} → {target}: {n}, {share}", "{source} → {target}: {n}, {share}"),
    "flow_queue_of": ("queue of {name}", "cola de {name}"),
    "flow_other_types": ("{n} other types", "otros {n} tipos"),
    "flow_other_queues": ("queues of {n} other types", "colas de otros {n} tipos"),
    "flow_other_groups": ("{n} other groups", "otros {n} grupos"),
    "flow_other_ends": ("{n} other ends", "otros {n} resultados"),
    "flow_other_types_are": (
        "Drawn as one contact type: {names}.",
        "Agrupados como un solo tipo de contacto: {names}.",
    ),
    "flow_other_groups_are": ("Drawn as one group: {names}.", "Agrupados como un solo grupo: {names}."),
    "flow_other_ends_are": ("Drawn as one end: {names}.", "Agrupados como un solo resultado: {names}."),
    "flow_each_in_table": ("The table has each by itself.", "La tabla los tiene por separado."),
    "table_skills": ("Who answered what", "Quién atendió qué"),
    "skills_how": (
        "Contacts that each group answered, and their share of all that were answered of the type; for a group as a "
        "whole, of all that it may take. A contact counts for the group of the agent who answered first.",
        "Contactos que atendió cada grupo, y su porcentaje de todos los atendidos del tipo; en la fila del grupo "
        "entero, de todos los que puede atender. Un contacto cuenta para el grupo del agente que atendió primero.",
    ),
    "fig_waited": (
        "From the quickest to the slowest: how long they wait",
        "De los más rápidos a los más lentos: cuánto esperan",
    ),
    "fig_waited_how": (
        "Share of the offered that waited no longer than so long, until they were answered or gave up. Where a line "
        "starts, those who did not wait at all.",
        "Porcentaje de los ofrecidos que esperó como máximo ese tiempo, hasta ser atendidos o abandonar. La línea "
        "empieza en quienes no esperaron nada.",
    ),
    "fig_waited_deferred": (
        "From the quickest to the slowest: deferred contacts",
        "De los más rápidos a los más lentos: contactos diferidos",
    ),
    "fig_waited_deferred_how": (
        "Share whose reply was begun no later than so long after they came, nights included.",
        "Porcentaje cuya respuesta comenzó como máximo ese tiempo después de llegar, noches incluidas.",
    ),
    "two_clocks": (
        "{names}: waits go by the clock on the wall, nights included; the service level and its targets count only "
        "the hours in which the channel is open.",
        "{names}: las esperas se miden en tiempo corrido, noches incluidas; el nivel de servicio y sus objetivos "
        "cuentan solo las horas en que el canal está abierto.",
    ),
    "days_of_all": ("Day by day, all contacts together", "Día por día, todos los contactos juntos"),
    "wait_at_most": ("waited at most", "esperó como máximo"),
    "fig_quantiles": ("How long most of them wait", "Cuánto espera la mayoría"),
    "fig_quantiles_how": (
        "The wait that 50, 80, 90 and 95 % of the offered do not exceed.",
        "La espera que el 50, 80, 90 y 95 % de los ofrecidos no supera.",
    ),
    "fig_quantiles_deferred": ("How long deferred contacts wait", "Cuánto esperan los contactos diferidos"),
    "fig_quantiles_deferred_how": (
        "Elapsed time to the start of the reply, nights included.",
        "Tiempo corrido hasta el comienzo de la respuesta, noches incluidas.",
    ),
    "fig_bookings": ("Appointments kept and missed", "Citas cumplidas y perdidas"),
    "fig_bookings_how": (
        "Bookings for slots within the days simulated, by what became of them.",
        "Reservas para los días simulados, según cómo terminaron.",
    ),
    "fig_reasons": ("Why customers did not come", "Por qué no asistieron los clientes"),
    "fig_reasons_how": (
        "Share of those due that missed it, by reason.",
        "Porcentaje de los clientes esperados que no asistió, por motivo.",
    ),
    "fig_lead": ("No-shows by how long ahead they booked", "Inasistencia según la anticipación de la reserva"),
    "fig_lead_how": (
        "Share of those due that did not come, with its interval.",
        "Porcentaje de los clientes esperados que no asistió, con su intervalo.",
    ),
    "fig_hosts": ("Host time spent waiting for customers", "Tiempo de los agentes de citas esperando a clientes"),
    "fig_hosts_how": (
        "Hours in which hosts were held for somebody who came, and for nobody who came.",
        "Horas en que se reservó un agente para un cliente que asistió, y para uno que no.",
    ),
    "fig_costs": ("Where the money goes", "En qué se va el dinero"),
    "fig_costs_how": ("Kinds of cost that add up to the whole.", "Tipos de costo que suman el total."),
    "table_targets": ("Targets", "Objetivos"),
    "table_inputs": ("{n} inputs and how they are known", "{n} datos de entrada y cómo se conocen"),
    "table_contacts": ("Contacts over the whole time", "Contactos en todo el período"),
    "table_groups": ("Agents over the whole time", "Agentes en todo el período"),
    "table_days": ("Day by day", "Día por día"),
    "table_segments": ("Experience and journeys", "Experiencia y recorridos"),
    "table_journeys": ("The journeys customers took", "Los recorridos de los clientes"),
    "journey": ("journey", "recorrido"),
    "journey_share": ("share", "porcentaje"),
    "journey_settled": ("settled", "con el caso resuelto"),
    "journey_waited": ("waited", "espera"),
    "journey_cost": ("cost of one", "costo de uno"),
    "journey_excess": ("loss above average", "pérdida sobre el promedio"),
    "journeys_how": (
        "The most frequent, then the dearest of the others. + more satisfied than the average and settled at least as "
        "often; − less satisfied and settled no more often, beyond chance. Loss above average: lost contacts and risk "
        "of leaving of its customers, above as many average ones. ccsim paths lists all of them.",
        "Los más frecuentes y después los más costosos de los demás. + más satisfechos que el promedio y resueltos al "
        "menos con la misma frecuencia; − menos satisfechos y resueltos con no más frecuencia, más allá del azar. "
        "Pérdida sobre el promedio: contactos perdidos y riesgo de abandono de sus clientes, por encima de otros "
        "tantos promedio. ccsim paths los muestra todos.",
    ),
    "journeys_records": (
        "Which journeys they took ccsim paths DIR lists, and this page shows, if the run is recorded and not too "
        "large: ccsim run FILE --records --out DIR.",
        "Los recorridos que hicieron los muestra ccsim paths DIR, y también esta página, si la simulación se graba y "
        "no es demasiado grande: ccsim run FILE --records --out DIR.",
    ),
    "step_resolved": ("resolved", "resuelto"),
    "step_unresolved": ("unresolved", "sin resolver"),
    "step_abandoned": ("abandoned", "abandonado"),
    "step_balked": ("balked", "no quiso esperar"),
    "step_blocked": ("blocked", "bloqueado"),
    "step_dropped": ("dropped", "cortado al cerrar"),
    "step_not_reached": ("not reached", "no contestó"),
    "step_no_show": ("no-show", "no vino"),
    "step_too_late": ("too late", "llegó tarde"),
    "step_cancelled": ("cancelled", "cancelada"),
    "step_released": ("released", "liberada"),
    "step_diverted": ("diverted", "desviado"),
    "step_still_open": ("still open", "aún pendiente"),
    "step_moved": ("moved", "reprogramada"),
    "step_contained": ("contained", "resuelto sin persona"),
    "step_falsely_contained": ("falsely contained", "dado por resuelto sin estarlo"),
    "step_given_up": ("given up", "abandonado"),
    "step_handed_over": ("handed over", "pasa a una persona"),
    "step_kept": ("kept", "asistió"),
    "step_called_back": ("called back", "llamada devuelta"),
    "step_book": ("book {name}", "reserva {name}"),
    "step_book_in_vain": ("book {name} in vain", "reserva {name} sin cupo"),
    "step_cut_off": ("cut off", "no sigue"),
    "table_self_service": ("Self-service", "Autoservicio"),
    # --- traces
    "who": ("who", "quién"),
    "bound_line": ("target {bound}", "objetivo {bound}"),
    "erlangs": ("load (erlangs)", "carga (erlangs)"),
    "erlangs_live": ("load of live contacts (erlangs)", "carga de contactos en vivo (erlangs)"),
    "erlangs_deferred": ("with deferred work", "con el trabajo diferido"),
    "exceeds": ("load above the people on duty", "carga por encima de las personas presentes"),
    "on_duty": ("agents on duty", "agentes presentes"),
    "scheduled": ("agents scheduled", "agentes programados"),
    "busy": ("agents busy", "agentes ocupados"),
    "erlangs_or_agents": ("erlangs, agents", "erlangs, agentes"),
    "percent_wait": ("{n} % wait at most", "el {n} % espera como máximo"),
    "lead": ("booked ahead", "anticipación"),
    "by_day": (
        "So many intervals are drawn by day; measures.csv has every one.",
        "Son muchos intervalos y se dibujan por día; measures.csv los tiene todos.",
    ),
    "more_in_csv": (
        "Only some contact types are drawn, to keep this page small; measures.csv holds all of them.",
        "Para que la página no crezca se dibujan solo algunos tipos; measures.csv los tiene todos.",
    ),
    # --- outcomes, bookings, reasons
    "out_blocked": ("no line free", "sin línea libre"),
    "out_contained": ("ended in self-service", "terminó en autoservicio"),
    "out_diverted": ("sent elsewhere", "desviado"),
    "out_answered": ("answered", "atendido"),
    "out_called_back": ("called back", "llamada devuelta"),
    "out_not_reached": ("not reached", "no contestó"),
    "out_balked": ("left at once", "se fue de inmediato"),
    "out_abandoned": ("gave up waiting", "abandonó"),
    "out_dropped": ("cut off at closing", "cortado al cierre"),
    "out_backlog": ("waiting at the end", "en espera al final"),
    "out_settled": ("settled", "resuelto"),
    "out_unsettled": ("not settled", "no resuelto"),
    "out_kept": ("kept", "cumplida"),
    "out_no_show": ("did not come", "no asistió"),
    "out_late_no_show": ("came too late", "llegó demasiado tarde"),
    "out_cancelled": ("cancelled", "cancelada"),
    "out_pending": ("still open", "aún abierta"),
    "reason_forgot": ("forgot", "olvido"),
    "reason_emergency": ("emergency", "imprevisto"),
    "reason_solved_elsewhere": ("solved elsewhere", "resuelto por otra vía"),
    "lead_under_1d": ("under 1 day", "menos de 1 día"),
    "lead_1d_to_3d": ("1 to 3 days", "de 1 a 3 días"),
    "lead_3d_to_7d": ("3 to 7 days", "de 3 a 7 días"),
    "lead_7d_to_14d": ("7 to 14 days", "de 7 a 14 días"),
    "lead_14d_up": ("14 days or more", "14 días o más"),
    "came": ("came", "asistió"),
    "did_not_come": ("did not come", "no asistió"),
}
