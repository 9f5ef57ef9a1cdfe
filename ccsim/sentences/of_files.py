"""What was read in a way that may not be meant, or not used: scenario files, tables, changes that were typed."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # --- values
    "one_is_all": (
        "{path}: 1 is read as 100% (write 100%, or 1% if that was meant)",
        "{path}: 1 se lee como 100% (escriba 100%, o 1% si esa era la intención)",
    ),
    "never_sent": (
        "{path}: '{name}' goes out {before} before the slot, and bookings are made at most {ahead} ahead: it is never "
        "sent",
        "{path}: '{name}' sale {before} antes de la cita, y las reservas se hacen con {ahead} de anticipación como "
        "máximo: no se envía nunca",
    ),
    "break_waits": (
        "{path}: due at {at}, waits until '{running}' is over and starts at {start}",
        "{path}: corresponde a las {at}, espera a que termine '{running}' y empieza a las {start}",
    ),
    "break_left_out": (
        "{path}: due at {at}, waits until '{running}' is over and is left out: the shift is over by then",
        "{path}: corresponde a las {at}, espera a que termine '{running}' y se omite: para entonces ha terminado el "
        "turno",
    ),
    "breaks_rounded_up": (
        "{path}: {share}% of {agents} is {part}: {out} are out at once, with one less the breaks would not all fit",
        "{path}: {share}% de {agents} es {part}: salen {out} a la vez, con uno menos no cabrían todos los descansos",
    ),
    "outside_calendar": (
        "{path}: lies outside the calendar ({first} to {last}) and is left out",
        "{path}: queda fuera del calendario ({first} a {last}) y se omite",
    ),
    "nothing_leads": (
        "contacts.{name}: nothing leads here: it never comes",
        "contacts.{name}: nada lleva a este contacto: no llega nunca",
    ),
    "no_appointment": (
        "contacts.{name}: no appointment has it as its contact: it never comes",
        "contacts.{name}: ninguna cita lo tiene como contacto: no llega nunca",
    ),
    # --- changes
    "leaves_little": (
        "{change} leaves {share} of it; {share} more is *={more}",
        "{change} deja el {share}; un {share} más es *={more}",
    ),
    "nobody_planned": (
        "{file}: nobody is planned on {start} to {end}: nothing is changed there",
        "{file}: no hay nadie programado de {start} a {end}: allí no se cambia nada",
    ),
    "nobody_planned_more": (
        "{file}: nobody is planned on {start} to {end} and {n} more times: nothing is changed there",
        "{file}: no hay nadie programado de {start} a {end} y {n} veces más: allí no se cambia nada",
    ),
    "nobody_expected": (
        "{file}: no contacts are expected on {days}: nothing is changed there",
        "{file}: no se esperan contactos el {days}: allí no se cambia nada",
    ),
    "nobody_expected_more": (
        "{file}: no contacts are expected on {days}, ...: nothing is changed there",
        "{file}: no se esperan contactos el {days}, ...: allí no se cambia nada",
    ),
    "recorded_stay": (
        "recorded arrivals are replayed as they were and cannot be changed: say forecast, per_day or rate",
        "las llegadas registradas se repiten como fueron y no se pueden cambiar: indique forecast, per_day o rate",
    ),
    "less_leaves_nothing": (
        "the mean is {mean}: {less} less would leave nothing",
        "la media es {mean}: con {less} menos no quedaría nada",
    ),
    "below_none": (
        "{there}{at}, {less} less would be below 0",
        "{there}{at}, con {less} menos quedaría por debajo de 0",
    ),
    "agent_planned": ("1 agent is planned", "hay 1 agente programado"),
    "agents_planned": ("{n} agents are planned", "{n} agentes programados"),
    "on_day": (" on {day}{at}", " el {day}{at}"),
    # --- tables
    "column_not_read": (
        "{table}:{line}: column {column} is not read (is {role} meant?)",
        "{table}:{line}: la columna {column} no se lee (¿quería decir {role}?)",
    ),
    "rows_outside": (
        "{table}: {n} of {all} rows lie outside the horizon ({first} to {last}) and are left out, the first on line "
        "{line}",
        "{table}: {n} de {all} filas quedan fuera del horizonte ({first} a {last}) y se omiten, la primera en la línea "
        "{line}",
    ),
    "skipped_hour": (
        "{table}: clocks go forward on {day}, {n} contacts of the skipped time are left out",
        "{table}: el {day} se adelantan los relojes, {n} contactos de la hora que falta se omiten",
    ),
    "rows_skipped": (
        "{table}: {n} {what}, the first on line {line}, at times that the clock skips are left out",
        "{table}: {n} {what}, la primera en la línea {line}, a horas que el reloj se salta se omiten",
    ),
    "rows_twice": (
        "{table}: {n} {what}, the first on line {line}, at times that come twice are taken the first time; write their "
        "offset to tell them",
        "{table}: {n} {what}, la primera en la línea {line}, a horas que vienen dos veces se toman la primera vez; "
        "escriba su diferencia horaria para distinguirlos",
    ),
    "what_arrivals": ("arrivals", "llegadas"),
    "what_slots": ("slots", "citas"),
    "diary_beyond": (
        "{table}: {n} of {all} rows, the first on line {line}, lie further than the booking horizon from {first} to "
        "{last} and are left out",
        "{table}: {n} de {all} filas, la primera en la línea {line}, quedan más allá del horizonte de reserva de "
        "{first} a {last} y se omiten",
    ),
    "diary_closed": (
        "{table}: {n} of {all} rows, the first on line {line}, are slots outside the opening hours",
        "{table}: {n} de {all} filas, la primera en la línea {line}, son citas fuera del horario de apertura",
    ),
}
