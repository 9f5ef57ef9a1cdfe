"""A day to watch: its controls, what is seen, and what happens."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "section_replay": ("A day to watch", "Un día para ver"),
    "replay_how": (
        "One simulated day as its records tell it: press play, or move the slider, and watch the queue grow and the "
        "free agents vanish. Space plays and pauses, the arrow keys go a minute back or on.",
        "Un día simulado tal como lo cuentan sus registros: presione reproducir o mueva el control y vea cómo "
        "crece la cola y se ocupan los agentes disponibles. La barra espaciadora reproduce y pausa; las flechas "
        "mueven un minuto.",
    ),
    "replay_none": (
        "To watch a day here, with its queues, agents and events, run with records:",
        "Para ver aquí un día, con sus colas, agentes y eventos, simule con registros:",
    ),
    "replay_lost": (
        "Not there any more, or not as ccsim wrote it: {files}. So the page has no day to watch; to have one again:",
        "Ya no está, o no como lo escribió ccsim: {files}. Por eso la página no tiene un día para mirar; para tenerlo "
        "de nuevo:",
    ),
    "replay_all": ("all contacts", "todos los contactos"),
    "replay_day": ("Day", "Día"),
    "replay_day_short": ("{day} – furthest short of its target", "{day} – el más lejos de su objetivo"),
    "replay_day_nearest": ("{day} – the least to spare", "{day} – el de menor margen"),
    "replay_day_late": ("{day} – most late contacts", "{day} – más contactos fuera de plazo"),
    "replay_why_short": (
        "Of {all} days the one that falls shortest of its target, in a typical replication.",
        "De {all} días, el que queda más lejos de su objetivo, en una réplica típica.",
    ),
    "replay_why": (
        "Replication {replication} of {replications}: {measure} of {who} that day is {level}, the middle one of all "
        "replications, which go from {low} to {high} on this day.",
        "Réplica {replication} de {replications}: {measure} de {who} ese día es {level}, el valor central de todas las "
        "réplicas, que van de {low} a {high} en este día.",
    ),
    "replay_elsewhere": (
        "No target on service level, abandonment or waits is missed, so this day shows no such failure. What is "
        "missed is no matter of the hour: {asked}.",
        "No se incumple ningún objetivo de nivel de servicio, abandono ni espera, y este día no muestra esa clase "
        "de falla. Lo que se incumple no depende de la hora: {asked}.",
    ),
    "replay_why_one": (
        "The one replication there is: {measure} of {who} that day is {level}.",
        "La única réplica que hay: {measure} de {who} ese día es {level}.",
    ),
    "replay_some_days": (
        "{shown} of {all} days are here, the worst ones, to keep this page small.",
        "Aquí están {shown} de {all} días, los peores, para que la página no sea grande.",
    ),
    "replay_by_minute": (
        "To keep this page small, this day is told minute by minute, without single contacts and agents.",
        "Para que la página no sea grande, este día se cuenta minuto a minuto, sin contactos ni agentes individuales.",
    ),
    # --- controls
    "replay_play": ("Play", "Reproducir"),
    "replay_pause": ("Pause", "Pausa"),
    "replay_back": ("−1 min", "−1 min"),
    "replay_on": ("+1 min", "+1 min"),
    "replay_begin": ("Start of the day", "Inicio del día"),
    "replay_before": ("Half an hour before it", "Media hora antes"),
    "replay_worst": ("The worst moment", "El peor momento"),
    "replay_speed": ("Speed", "Velocidad"),
    "replay_speed_is": ("{n} min per second", "{n} min por segundo"),
    "replay_time": ("Time of day", "Hora del día"),
    # --- the strip
    "replay_strip": (
        "Over the day: above, how many of {who} wait; below, how many agents of groups that may take them are free.",
        "A lo largo del día: arriba, cuántos de {who} esperan; abajo, cuántos agentes están disponibles en los "
        "grupos que los atienden.",
    ),
    "replay_strip_waiting": ("{who} waiting (most: {n})", "{who} en espera (máximo: {n})"),
    "replay_strip_free": ("free agents (most: {n})", "agentes disponibles (máximo: {n})"),
    # --- the sentence
    "replay_says": (
        "{who}: {n} wait, the first in line for {wait}.",
        "{who}: {n} en espera, el primero de la cola desde hace {wait}.",
    ),
    "replay_says_one": ("{who}: one waits, for {wait}.", "{who}: uno en espera, desde hace {wait}."),
    "replay_says_none": ("{who}: nobody waits.", "{who}: nadie en espera."),
    "replay_says_free": (
        "Agents who can help: {duty}, {free} of them free.",
        "Agentes que pueden ayudar: {duty}; disponibles: {free}.",
    ),
    "replay_says_no_free": (
        "Agents who can help: {duty}, none of them free.",
        "Agentes que pueden ayudar: {duty}; ninguno disponible.",
    ),
    "replay_says_no_duty": ("No agent who can help is on duty.", "No hay ningún agente presente que pueda ayudar."),
    "replay_says_held": (
        "Who is free may be kept for others, or asked only after a delay.",
        "Quien está disponible puede estar reservado para otros, o recibir estos contactos solo después de una demora.",
    ),
    "replay_says_break": ("On break: {n}.", "En descanso: {n}."),
    "replay_says_lately": (
        "In the last {n} min {came} came, {answered} were answered and {gave_up} gave up.",
        "En los últimos {n} min llegaron {came}, se atendió a {answered} y {gave_up} abandonaron.",
    ),
    # --- what is seen
    "replay_waiting": ("Waiting now", "En espera ahora"),
    "replay_in_time": ("still in time", "aún a tiempo"),
    "replay_late": ("past its threshold", "fuera de plazo"),
    "replay_longest": ("first in line: {wait}", "el primero: {wait}"),
    "replay_longest_wall": (
        "first in line: {wait} by the clock on the wall",
        "el primero: {wait} de tiempo corrido",
    ),
    "replay_nobody": ("nobody", "nadie"),
    "replay_agents": ("Agents now", "Agentes ahora"),
    "replay_on_duty": ("{duty} on duty, {planned} planned", "presentes: {duty}; programados: {planned}"),
    "replay_serving": ("serving: {channel}", "atendiendo: {channel}"),
    "replay_wrap": ("wrap-up", "trabajo posterior (ACW)"),
    "replay_free": ("free", "disponible"),
    "replay_held": ("held for an appointment", "reservado para una cita"),
    "replay_paused": ("on break", "en descanso"),
    "replay_off": ("not on duty", "fuera de turno"),
    "replay_several": ("a number: so many contacts at once", "un número: tantos contactos a la vez"),
    "replay_over": ("past the shift", "después de su turno"),
    "replay_so_far": ("Since the day began", "Desde que empezó el día"),
    "replay_level": ("{measure} of {who} so far", "{measure} de {who} hasta ahora"),
    "replay_asked": ("target: at least {bound}", "objetivo: mínimo {bound}"),
    "replay_came": ("came", "llegaron"),
    "replay_timely": ("in time", "a tiempo"),
    "replay_gave_up": ("gave up", "abandonaron"),
    "replay_in_the_end": ("in the end", "al final"),
    "replay_appointments": (
        "{name}: {kept} kept, {missed} missed, {cancelled} cancelled, of {all} that day.",
        "{name}: {kept} cumplidas, {missed} perdidas, {cancelled} canceladas, de {all} ese día.",
    ),
    "replay_table": ("This moment as a table", "Este momento en una tabla"),
    "replay_table_contacts": ("Contacts at {time}", "Contactos a las {time}"),
    "replay_table_agents": ("Agents at {time}", "Agentes a las {time}"),
    "replay_col_waiting": ("waiting", "en espera"),
    "replay_col_late": ("past the threshold", "fuera de plazo"),
    "replay_col_longest": ("longest wait", "mayor espera"),
    "replay_col_answered": ("answered", "atendidos"),
    "replay_col_level": ("service level", "nivel de servicio"),
    "replay_col_duty": ("on duty", "presentes"),
    "replay_col_planned": ("planned", "programados"),
    "replay_col_serving": ("serving", "atendiendo"),
    "replay_bots": ("In self-service now", "En autoservicio ahora"),
    "replay_bot_did": (
        "so far {ended} ended there, {handed} handed over, {gave_up} gave up",
        "hasta ahora {ended} terminaron ahí, {handed} pasaron a agentes, {gave_up} abandonaron",
    ),
    "replay_table_bots": ("Self-service at {time}", "Autoservicio a las {time}"),
    "replay_col_inside": ("in it", "dentro"),
    "replay_col_ended": ("ended there", "terminados ahí"),
    "replay_col_handed": ("handed over", "pasados a agentes"),
    "replay_col_away": ("turned away", "rechazados"),
    # --- what happens
    "replay_named": (
        "Beside a contact stands its name, by which ccsim tells its whole story:",
        "Junto a un contacto está su nombre, con el que ccsim cuenta toda su historia:",
    ),
    "replay_events": ("What happens", "Qué sucede"),
    "replay_quiet": ("Nothing to tell of the last quarter of an hour.", "Sin eventos en el último cuarto de hora."),
    "replay_ev_gave_up": ("{kind} gives up after {wait}", "{kind} abandona tras {wait}"),
    "replay_ev_gave_up_many": ("{n} of {kind} give up", "abandonan {n} de {kind}"),
    "replay_ev_balked": ("{kind} leaves at once", "{kind} se va de inmediato"),
    "replay_ev_dropped": ("{kind} is cut off after {wait}", "{kind} queda cortado tras {wait}"),
    "replay_ev_called": ("{kind} is called back after {wait}", "se devuelve la llamada a {kind} tras {wait}"),
    "replay_ev_blocked": ("{kind}: no line is free", "{kind}: no hay línea libre"),
    "replay_ev_come": ("{group}: {n} on duty", "{group}: {n} en turno"),
    "replay_ev_go": ("{group}: {n} off duty", "{group}: {n} fuera de turno"),
    "replay_ev_break": ("{group}: {n} on break", "{group}: {n} a descanso"),
    "replay_ev_return": ("{group}: {n} back from break", "{group}: {n} de vuelta del descanso"),
    "replay_ev_opens": ("{channel} opens", "abre {channel}"),
    "replay_ev_closes": ("{channel} closes", "cierra {channel}"),
    "replay_ev_group_added": ("rule {rule} calls in more agents", "la regla {rule} suma agentes"),
    "replay_ev_group_closed": ("rule {rule} closes a group", "la regla {rule} cierra un grupo"),
    "replay_ev_ended": ("rule {rule} ends", "termina la regla {rule}"),
    "replay_ev_no_show": ("{name} at {slot}: nobody came", "{name} de las {slot}: no asistió"),
    "replay_ev_late_no_show": ("{name} at {slot}: came too late", "{name} de las {slot}: llegó demasiado tarde"),
    "replay_ev_cancelled": ("{name} at {slot}: cancelled", "{name} de las {slot}: cancelada"),
}
