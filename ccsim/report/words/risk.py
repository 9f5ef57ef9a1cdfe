"""A risk analysis: whether the plan holds if its inputs turn out otherwise, how bad it may get, which input it is."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # --- the answer
    "risk_facts": (
        "{draws} draws of {n} uncertain inputs",
        "{draws} simulaciones con valores al azar de {n} datos inciertos",
    ),
    "risk_facts_one": (
        "{draws} draws of one uncertain input",
        "{draws} simulaciones con valores al azar de un dato incierto",
    ),
    "risk_each": (
        "{replications} replications of each · seed {seed} · intervals at {confidence} confidence",
        "{replications} réplicas de cada una · semilla {seed} · intervalos con confianza del {confidence}",
    ),
    "risk_this_day": ("on the day", "en el día"),
    "risk_these_days": ("in the {days}", "en los {days}"),
    "risk_long_run": ("In the long run", "A largo plazo"),
    "risk_now": ("as planned {found}", "según el plan: {found}"),
    "risk_as_planned": ("As planned", "Según el plan"),
    "risk_holds": (
        "The plan holds even if its inputs turn out otherwise.",
        "El plan se sostiene aunque los datos resulten distintos.",
    ),
    "risk_may_break": (
        "The plan holds if its inputs are right; if they turn out otherwise, it may break.",
        "El plan se sostiene si los datos son correctos; si resultan distintos, puede dejar de cumplir.",
    ),
    "risk_depends": (
        "It depends on how its inputs turn out whether the plan holds.",
        "Que el plan se sostenga depende de cómo resulten los datos.",
    ),
    "risk_fails_surely": (
        "The plan will not hold: {n} of {all} targets will almost surely be missed.",
        "El plan no se sostendrá: incumplimiento casi seguro en {n} de {all} objetivos.",
    ),
    "risk_fails": (
        "The plan will hardly hold: {n} of {all} targets will probably be missed.",
        "Es difícil que el plan se sostenga: incumplimiento probable en {n} de {all} objetivos.",
    ),
    "risk_open": (
        "The plan may well hold if its inputs turn out otherwise; {draws} draws are too few to be sure.",
        "Es posible que el plan se sostenga aunque los datos resulten distintos; {draws} simulaciones no bastan "
        "para saberlo.",
    ),
    "risk_least": (
        "Each of its {n} targets is met, on average over many such periods, with a probability of at least {least}.",
        "Cada uno de sus {n} objetivos se cumple, en promedio sobre muchos períodos así, con una probabilidad "
        "mínima del {least}.",
    ),
    "risk_target": (
        "{asked}. Met {when} with a probability of {then}; on average over many such periods, where luck evens out, "
        "with {chance}.",
        "{asked}. Se cumple {when} con una probabilidad del {then}; en promedio sobre muchos períodos así, donde "
        "la suerte se compensa, del {chance}.",
    ),
    "risk_target_days": (
        "{asked}. Met {when} with a probability of {chance}.",
        "{asked}. Se cumple {when} con una probabilidad del {chance}.",
    ),
    "risk_breaks": (
        "With a probability of {chance} {where}: there it is missed on average over all else. As all else may turn out "
        "better or worse, it can be met there and missed elsewhere, too.",
        "Con una probabilidad del {chance}, {where}: ahí se incumple en promedio sobre los demás datos. Como los "
        "demás pueden resultar mejores o peores, también puede cumplirse ahí e incumplirse en otros valores.",
    ),
    "risk_always_missed": (
        "Whatever value any one of the inputs takes, it is missed on average over all else.",
        "Sea cual sea el valor de cualquier dato, se incumple en promedio sobre los demás.",
    ),
    "breaks_above": ("{input} is above {value}", "{input} supera {value}"),
    "breaks_below": ("{input} is below {value}", "{input} está por debajo de {value}"),
    "breaks_above_plan": ("{input} is more than {value} above plan", "{input} supera el plan en más del {value}"),
    "breaks_below_plan": (
        "{input} is more than {value} below plan",
        "{input} queda más del {value} por debajo del plan",
    ),
    "breaks_from_above_plan": ("{input} is {value} or more above plan", "{input} supera el plan en el {value} o más"),
    "breaks_to_below_plan": (
        "{input} is {value} or more below plan",
        "{input} queda el {value} o más por debajo del plan",
    ),
    "of_plan": ("{value} of plan", "el {value} del plan"),
    "breaks_from": ("{input} is {value} or more", "{input} es {value} o más"),
    "breaks_to": ("{input} is {value} or less", "{input} es {value} o menos"),
    "risk_together": (
        "All targets at once are met {when} with a probability of {chance}.",
        "Todos los objetivos a la vez se cumplen {when} con una probabilidad del {chance}.",
    ),
    "risk_two": (
        "In the long run: on average over many such periods, with the inputs as they turn out. What is said {when}: "
        "these days themselves, inputs and chance together.",
        "A largo plazo: en promedio sobre muchos períodos así, con los datos como resulten. Lo que se dice {when}: "
        "solo esos días, con los datos y el azar juntos.",
    ),
    "risk_cut": (
        "Stopped early: these are the results of {n} of {all} draws.",
        "Detenido antes de tiempo: son los resultados de {n} de {all} simulaciones.",
    ),
    "risk_bad": ("How bad may it get? The worst {tail}", "¿Cuánto puede empeorar? El peor {tail}"),
    "risk_bad_missed": (
        "{what}: {beyond}, so the target is missed ({asked})",
        "{what}: {beyond}, y se incumple el objetivo {asked}",
    ),
    "risk_bad_partly": (
        "{what}: {beyond}, of which a part misses the target ({asked})",
        "{what}: {beyond}, y una parte incumple el objetivo {asked}",
    ),
    "risk_bad_kept": (
        "{what}: {beyond}, and still meets the target ({asked})",
        "{what}: {beyond}, y aun así cumple el objetivo {asked}",
    ),
    "risk_bad_below": ("below {value}", "menos de {value}"),
    "risk_bad_above": ("above {value}", "más de {value}"),
    "risk_bad_how": (
        "The worst {tail} of what may happen {when}, of each target by itself.",
        "El peor {tail} de lo que puede pasar {when}, de cada objetivo por separado.",
    ),
    "risk_no_cost": (
        "Costs are not among the measures that were asked for, or the scenario names none.",
        "El costo no está entre las medidas pedidas, o el escenario no indica ninguno.",
    ),
    "risk_cost_long_run": (
        "for {days}, the middle {central} of what may happen in the long run",
        "por {days}, el {central} central de lo que puede pasar a largo plazo",
    ),
    "risk_cost_mean": ("{mean} on average; {now} as planned", "{mean} en promedio; {now} según el plan"),
    "risk_cost_days": ("{when}, with chance: {ends}", "{when}, con el azar: {ends}"),
    "risk_cost_why": (
        "The first range has what the inputs alone do to it; the second, that of these days, has chance on top.",
        "El primer rango muestra solo el efecto de los datos; el segundo, el de esos días, incluye además el azar.",
    ),
    "risk_carries": (
        "{name}: {input} carries {share} of the risk",
        "{name}: {input} aporta el {share} del riesgo",
    ),
    "risk_carries_unsure": (
        "{name}: which input carries most is not told apart by so few draws",
        "{name}: con tan pocas simulaciones no se distingue qué dato aporta más",
    ),
    "risk_matters_how": (
        "Of the spread in the long run, what knowing this input would take away.",
        "Cuánto bajaría la dispersión a largo plazo si ese dato se conociera con exactitud.",
    ),
    "risk_spread": ("Inputs or chance?", "¿Los datos o el azar?"),
    "risk_part": ("{what}: {part} from the inputs", "{what}: el {part} viene de los datos"),
    "risk_part_unknown": (
        "Not told apart here, being of many values or not among the measures asked for: {what}",
        "Sin separar aquí, por ser de muchos valores o no estar entre las medidas pedidas: {what}",
    ),
    "risk_spread_how": (
        "Of the variance {when}. The rest is chance, which stays where all inputs are known.",
        "De la varianza {when}. El resto es azar, que queda aunque se conozcan todos los datos.",
    ),
    # --- targets
    "likely_met": ("safe", "seguro"),
    "likely_open": ("uncertain", "incierto"),
    "likely_uncertain": ("at risk", "en riesgo"),
    "likely_missed": ("hardly met", "improbable"),
    "risk_safe": (
        "Safe: met in the long run with at least {likely}, as the interval of the probability says. Hardly met: with "
        "less than {unlikely}. At risk: surely not safe, and not surely hardly met. Uncertain: more draws would tell "
        "whether it is safe.",
        "Seguro: se cumple a largo plazo con un mínimo del {likely}, según el intervalo de la probabilidad. "
        "Improbable: con menos del {unlikely}. En riesgo: no alcanza a ser seguro, pero tampoco consta que sea "
        "improbable. Incierto: con más simulaciones se sabría si es seguro.",
    ),
    "risk_of_days": (
        "A target per interval or day is judged on the simulated days only.",
        "Un objetivo por intervalo o por día se juzga solo con los días simulados.",
    ),
    "fig_met": ("How probably each target is met", "Con qué probabilidad se cumple cada objetivo"),
    "fig_met_how": (
        "Bars are {confidence} intervals of the probability: what the simulation leaves unsure, less with more draws "
        "than {draws}. The dotted line is from where a target is called safe.",
        "Las barras son intervalos de la probabilidad con confianza del {confidence}: lo que la simulación deja en "
        "duda, menos con más de {draws} simulaciones. Desde la línea de puntos un objetivo se considera seguro.",
    ),
    "risk_probability": ("probability that it is met", "probabilidad de que se cumpla"),
    # --- what may happen
    "section_may_happen": ("What may happen", "Qué puede pasar"),
    "choose_outcome": ("Show", "Mostrar"),
    "fig_outcome": ("What may happen, against what is asked", "Lo que puede pasar, frente a lo que se pide"),
    "fig_outcome_how": (
        "Filled: where the value will lie in the long run, whatever the inputs turn out to be; what does not meet the "
        "target has another colour. Line: {when}, with chance on top. Dashed: what is asked.",
        "Relleno: dónde quedará el valor a largo plazo, resulten como resulten los datos; lo que no cumple el "
        "objetivo tiene otro color. Línea: {when}, con el azar incluido. Discontinua: lo que se pide.",
    ),
    "risk_kept": ("in the long run: target met", "a largo plazo: se cumple"),
    "risk_not_kept": ("in the long run: target missed", "a largo plazo: se incumple"),
    "risk_of_all": ("of all that may happen", "de todo lo que puede pasar"),
    "kept_interval": ("intervals that keep it", "intervalos que lo cumplen"),
    "kept_day": ("days that keep it", "días que lo cumplen"),
    "risk_table_measures": (
        "Measures as planned and as they may turn out",
        "Medidas: según el plan y lo que puede pasar",
    ),
    "risk_mean": ("On average", "En promedio"),
    "risk_part_of_inputs": ("From inputs", "De los datos"),
    "risk_ranges": (
        "The median, and below it the middle {central} of what may happen. From inputs: their part of the variance "
        "of such days; the rest is chance.",
        "La mediana y, debajo, el {central} central de lo que puede pasar. De los datos: su porcentaje de la "
        "varianza de esos días; el resto es azar.",
    ),
    # --- inputs and chance
    "section_split": ("Inputs or chance", "Los datos o el azar"),
    "fig_split": ("Where the spread comes from", "De dónde viene la dispersión"),
    "fig_split_how": (
        "Of the variance {when}: what better knowledge of the inputs could take away, and what chance leaves even "
        "where all of them are known.",
        "De la varianza {when}: cuánto bajaría si los datos se conocieran mejor, y cuánto deja el azar aunque se "
        "conozcan todos.",
    ),
    "risk_inputs": ("uncertain inputs", "datos inciertos"),
    "risk_chance": ("chance", "azar"),
    "section_carried": ("Which input carries the risk", "Qué dato aporta más riesgo"),
    "fig_carried": ("What each input carries", "Lo que aporta cada dato"),
    "fig_carried_how": (
        "First order: the part of the variance in the long run that knowing this input would take away. Total: with "
        "what it does together with others. Lines are {confidence} intervals.",
        "Primer orden: cuánto bajaría la varianza a largo plazo si ese dato se conociera. Total: incluye lo que "
        "hace junto con otros. Las líneas son intervalos con confianza del {confidence}.",
    ),
    "section_along": ("At which values it breaks", "Con qué valores se deja de cumplir"),
    "risk_along_how": (
        "The value in the long run along each input, on average over all others, with {confidence} intervals. A target "
        "breaks where the line crosses what is asked.",
        "El valor a largo plazo según cada dato, en promedio sobre los demás, con intervalos con confianza del "
        "{confidence}. Un objetivo se deja de cumplir donde la línea cruza lo que se pide.",
    ),
    "risk_throughout_missed": (
        "Missed throughout, as within what each input may be no line reaches what is asked: {what}.",
        "Siempre se incumple, pues con ningún valor posible de los datos la línea alcanza lo que se pide: {what}.",
    ),
    "risk_throughout_met": (
        "Met throughout, as no line reaches what is asked: {what}.",
        "Siempre se cumple, pues ninguna línea cruza lo que se pide: {what}.",
    ),
    "risk_inputs_left_out": (
        "Inputs beyond the twelfth stand in along.csv.",
        "Los datos a partir del decimotercero están en along.csv.",
    ),
    # --- inputs
    "section_inputs": ("Inputs that are not known exactly", "Datos que no se conocen con exactitud"),
    "risk_table_inputs": ("The register of uncertain inputs", "Los datos inciertos"),
    "risk_changes": ("Changes", "Qué cambia"),
    "risk_distribution": ("Distribution", "Distribución"),
    "risk_drawn": ("Drawn", "Valores usados"),
    "risk_inputs_how": (
        "Drawn: the median, and the middle {central}. Inputs are independent of each other. The scenario can say "
        "under evidence how a distribution is known, for example {example}.",
        "Valores usados: la mediana y el {central} central. Los datos son independientes entre sí. El escenario "
        "puede decir en evidence cómo se conoce una distribución, por ejemplo {example}.",
    ),
    "risk_held": (
        "Not drawn, taken as they are though nobody has measured them: {n}",
        "Sin variar, tomados como están, aunque nadie los midió: {n}",
    ),
    "risk_held_how": (
        "The answer is as good as these values: what may well be otherwise belongs under uncertainty.",
        "La respuesta vale lo que valgan estos datos: los que bien pueden ser otros van en uncertainty.",
    ),
    "risk_one_draw": (
        "draws.csv has every draw: the values of the inputs and the seed, with which ccsim run repeats it.",
        "draws.csv tiene cada simulación: los valores de los datos y la semilla, con los que ccsim run la repite.",
    ),
}
