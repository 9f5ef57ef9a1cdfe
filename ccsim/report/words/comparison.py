"""Plans compared: which to take, how they differ, what service costs."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # --- the answer
    "choice_other": (
        "{name} is the cheapest plan that meets every target.",
        "{name} es el plan más barato que cumple todos los objetivos.",
    ),
    "choice_other_only": (
        "{name} is the only plan that meets every target.",
        "{name} es el único plan que cumple todos los objetivos.",
    ),
    "choice_base": (
        "The base, {name}, is the cheapest plan that meets every target.",
        "La base, {name}, es el plan más barato que cumple todos los objetivos.",
    ),
    "choice_base_only": (
        "The base, {name}, is the only plan that meets every target.",
        "La base, {name}, es el único plan que cumple todos los objetivos.",
    ),
    "choice_none": ("No plan meets every target.", "Ningún plan cumple todos los objetivos."),
    "choice_open": (
        "No plan is certain to meet every target yet; more replications would tell.",
        "Aún no es seguro que algún plan cumpla todos los objetivos; con más réplicas se sabría.",
    ),
    "choice_no_targets": (
        "There are no targets to meet; {name} costs least.",
        "No hay objetivos que cumplir; el que menos cuesta es {name}.",
    ),
    "fewest": ("Fewest missed by {name}: {standing}.", "El que menos incumple es {name}: {standing}."),
    "fewest_alike": (
        "Nobody misses fewer targets than {names}, and these miss the same.",
        "Ninguno incumple menos objetivos que {names}, y estos incumplen los mismos.",
    ),
    "fewest_alike_all": ("All plans miss the same targets.", "Todos los planes incumplen los mismos objetivos."),
    "missed_by_all": (
        "Every plan misses {target}, and none of those tried surely changes it: {found}.",
        "Todos los planes incumplen {target}, y ninguno de los probados lo cambia con seguridad: {found}.",
    ),
    "of_target": ("{target}: {what}.", "{target}: {what}."),
    "fewest_each": (
        "Nobody misses fewer targets than {names}, and each of them misses others.",
        "Ninguno incumple menos objetivos que {names}, y cada uno incumple otros.",
    ),
    "fewest_differ": ("They differ in {target}: {what}.", "Se diferencian en {target}: {what}."),
    "fewest_closest": (
        "Closest to what is asked, by its mean: {name}.",
        "El más cercano a lo pedido, por su media: {name}.",
    ),
    "fewest_costs": ("What each costs and does stands below.", "Abajo está cuánto cuesta y qué logra cada uno."),
    "perhaps_holds": ("{name} may: {standing}.", "{name}, quizá: {standing}."),
    "the_base": ("The base, {name}: {standing}.", "La base, {name}: {standing}."),
    "price": ("It costs {cost} for {days} ({interval}).", "Cuesta {cost} por {days} ({interval})."),
    "price_exact": ("It costs {cost} for {days}.", "Cuesta {cost} por {days}."),
    "costs_more": ("Costs {ends} more than the base.", "Cuesta {ends} más que la base."),
    "costs_less": ("Costs {ends} less than the base.", "Cuesta {ends} menos que la base."),
    "costs_same": ("Costs exactly as much as the base.", "Cuesta exactamente lo mismo que la base."),
    "costs_alike": (
        "Costs as much as the base, within what matters.",
        "Cuesta lo mismo que la base, sin diferencia que importe.",
    ),
    "costs_open": (
        "Its cost is not told apart from that of the base ({ends}).",
        "Su costo no se distingue del de la base ({ends}).",
    ),
    "beside_alike": (
        "As cheap, within what matters: {names}.",
        "Igual de baratos, sin diferencia que importe: {names}.",
    ),
    "beside_met": ("Also meets every target: {names}.", "También cumple todos los objetivos: {names}."),
    "beside_close": ("Perhaps no cheaper than {names}.", "No es seguro que sea más barato que {names}."),
    "beside_cheaper": (
        "Cheaper, and may meet every target too: {names}.",
        "Más baratos, y quizá cumplan también: {names}.",
    ),
    "more_differences": ("and {n} more below", "y {n} más, abajo"),
    "against_many": ("{n} alternatives against this base", "{n} alternativas frente a esta base"),
    "against_one": ("one alternative against this base", "una alternativa frente a esta base"),
    "is_base": ("{name} (the base)", "{name} (la base)"),
    "hours_paid": ("{hours} paid", "{hours} pagadas"),
    # --- whether a plan holds
    "plan_met": ("holds", "se sostiene"),
    "plan_missed": ("does not hold", "no se sostiene"),
    "plan_uncertain": ("uncertain", "incierto"),
    "of_base": ("{name} (the base): {warning}", "{name} (la base): {warning}"),
    "plan_open": ("no targets", "sin objetivos"),
    "has_no_targets": ("has no targets", "no tiene objetivos"),
    "holds_its_one": ("meets its target", "cumple su objetivo"),
    "holds_all": ("meets all {n} targets", "cumple los {n} objetivos"),
    "met_of": ("meets {met} of {all} targets", "cumple {met} de {all} objetivos"),
    "these_missed": ("misses {names}", "incumple {names}"),
    "these_uncertain": ("{n} targets uncertain: {names}", "{n} objetivos inciertos: {names}"),
    "these_uncertain_one": ("1 target uncertain: {names}", "1 objetivo incierto: {names}"),
    "with_breaks": ("breaks with {names}", "deja de cumplirse con {names}"),
    "with_met": ("met with {names}", "se cumple con {names}"),
    "with_missed": ("missed with {names}", "se incumple con {names}"),
    "with_uncertain": ("uncertain with {names}", "incierto con {names}"),
    "quoted_found": ("“{text}” (found: {found})", "«{text}» (resultado: {found})"),
    "found_in": ("{found} with {name}", "{found} con {name}"),
    "quoted": ("“{text}”", "«{text}»"),
    "brief_met": ("{met} of {all} {these} met", "cumplimiento en {met} de {all} {these}"),
    # --- differences
    "in_points": ("points", "puntos"),
    "two_ends": ("{low} to {high}", "{low} a {high}"),
    "up": ("{ends} higher", "{ends} más"),
    "down": ("{ends} lower", "{ends} menos"),
    "does": ("{what}, {change} ({base} → {other})", "{what}, {change} ({base} → {other})"),
    "perhaps_little": ("perhaps by too little to matter", "quizá tan poco que no importa"),
    "would_tell_least": ("at least {n} replications would tell", "con al menos {n} réplicas se sabría"),
    "would_tell": ("about {n} replications would tell", "con unas {n} réplicas se sabría"),
    "not_told_apart": ("Not told apart from the base: {names}.", "No se distingue de la base: {names}."),
    "as_before": ("No difference that matters: {names}.", "Sin diferencia que importe: {names}."),
    "on_days": ("on {days}", "en {days}"),
    "scope_contact": ("(contact type)", "(tipo de contacto)"),
    "scope_channel": ("(channel)", "(canal)"),
    "scope_segment": ("(segment)", "(segmento)"),
    "scope_agents": ("(group)", "(grupo)"),
    "scope_skill": ("(skill of a group)", "(habilidad de un grupo)"),
    "scope_appointment": ("(appointment)", "(cita)"),
    "scope_self_service": ("(self-service)", "(autoservicio)"),
    "is_better": ("better", "mejor"),
    "is_worse": ("worse", "peor"),
    "is_higher": ("higher", "más alto"),
    "is_lower": ("lower", "más bajo"),
    "is_neither": ("higher or lower", "más alto o más bajo"),
    "is_undecided": ("not told apart", "no se distingue"),
    "is_no_practical_difference": ("no difference that matters", "sin diferencia que importe"),
    "same_always": ("the same every time", "igual siempre"),
    "overall_better": ("Better in something, worse in nothing.", "Mejor en algo, peor en nada."),
    "overall_worse": ("Worse in something, better in nothing.", "Peor en algo, mejor en nada."),
    "overall_a_trade_off": (
        "A trade-off: better in some things, worse in others.",
        "Mejora unas cosas y empeora otras.",
    ),
    "overall_dearer": (
        "Better service for more money: nothing else is worse.",
        "Mejor servicio por más dinero: nada más empeora.",
    ),
    "overall_cheaper": (
        "Less money for worse service: nothing else is better.",
        "Menos dinero por peor servicio: nada más mejora.",
    ),
    "overall_different": ("Different, neither better nor worse.", "Distinto, ni mejor ni peor."),
    "overall_no_practical_difference": ("No difference that matters.", "Sin diferencia que importe."),
    "overall_no_effect": (
        "No effect at all on what is compared: every figure is the same. Check that the change can act.",
        "Ningún efecto en lo que se compara: todas las cifras son las mismas. Revise si el cambio puede actuar.",
    ),
    "overall_undecided": ("Not told apart from the base.", "No se distingue de la base."),
    "means_better": (
        "The whole interval of the difference lies on the side that is better.",
        "Todo el intervalo de la diferencia está del lado mejor.",
    ),
    "means_worse": (
        "The whole interval lies on the side that is worse.",
        "Todo el intervalo está del lado peor.",
    ),
    "means_neither": (
        "The whole interval lies on one side of zero, of a measure of which neither more nor less is better, such as "
        "occupancy.",
        "Todo el intervalo está a un lado del cero, en una medida en que ni más ni menos es mejor, como la ocupación.",
    ),
    "means_no_practical_difference": (
        "The whole interval lies within what is too little to matter.",
        "Todo el intervalo está dentro de lo que es tan poco que no importa.",
    ),
    "means_undecided": (
        "The interval holds zero and more than does not matter: the plans may differ or not. That is no proof that "
        "they are equal.",
        "El intervalo contiene el cero y diferencias que importarían: los planes pueden diferir o no. No prueba que "
        "sean iguales.",
    ),
    # --- sections, tables, columns
    "section_side_by_side": ("Targets side by side", "Los objetivos, lado a lado"),
    "section_differences": ("What each plan changes", "Qué cambia cada plan"),
    "section_service_for_money": ("Service for the money", "Servicio por el dinero"),
    "section_changed": ("What was changed", "Qué se cambió"),
    "section_method": ("How to read it", "Cómo leerlo"),
    "table_plans": ("Every plan", "Todos los planes"),
    "plan": ("plan", "plan"),
    "holds_column": ("does it hold?", "¿se sostiene?"),
    "cost_difference": ("cost against the base", "costo frente a la base"),
    "taken_together": ("against the base, taken together", "frente a la base, en conjunto"),
    "in_base": ("base", "base"),
    "this_plan": ("this plan", "este plan"),
    "plan_difference": ("difference", "diferencia"),
    "matters_from": ("matters from", "importa desde"),
    "number": ("no.", "n.º"),
    "on_frontier": ("best service for its cost?", "¿el mejor servicio por su costo?"),
    "yes": ("yes", "sí"),
    "no": ("no", "no"),
    "left_out": ("Not compared:", "No se compara:"),
    "only_there": ("in {names}", "en {names}"),
    "more_inputs": (
        "and {n} more inputs; the .json file here has every one",
        "y {n} datos más; el archivo .json de aquí los tiene todos",
    ),
    "own_file": ("A scenario of its own: {name}.", "Un escenario propio: {name}."),
    "nothing_changed": (
        "No input says anything else than in the base.",
        "Todos los datos son iguales a los de la base.",
    ),
    "judged_each": (
        "Targets and costs: each at {confidence} confidence by itself. The small figures are intervals.",
        "Objetivos y costos: cada uno con una confianza del {confidence} por sí solo. Las cifras pequeñas son "
        "intervalos.",
    ),
    "joint": (
        "Plan less base, on the same customers. All intervals here hold together with {confidence} confidence.",
        "Plan menos base, con los mismos clientes. Todos los intervalos de aquí son válidos a la vez con una "
        "confianza del {confidence}.",
    ),
    # --- figures
    "fig_forest": ("Better or worse than the base, and by how much", "Mejor o peor que la base, y en cuánto"),
    "fig_forest_how": (
        "A point is the difference, its line the interval. A line that crosses the dotted zero tells nothing apart; "
        "what lies wholly within the grey band is too little to matter.",
        "El punto es la diferencia; su línea, el intervalo. Una línea que cruza el cero punteado no distingue nada; lo "
        "que queda dentro de la banda gris es tan poco que no importa.",
    ),
    "difference_from_base": ("difference from the base", "diferencia con la base"),
    "side_less": ("← less", "← menos"),
    "side_more": ("more →", "más →"),
    "side_less_better": ("← less: better", "← menos: mejor"),
    "side_less_worse": ("← less: worse", "← menos: peor"),
    "side_more_better": ("more: better →", "más: mejor →"),
    "side_more_worse": ("more: worse →", "más: peor →"),
    "forest_difference": ("{difference} ({interval}): {verdict}", "{difference} ({interval}): {verdict}"),
    "forest_values": ("base {base}, this plan {other}", "base {base}, este plan {other}"),
    "fig_service_cost": ("What better service costs", "Cuánto cuesta un mejor servicio"),
    "fig_service_cost_how": (
        "A point is a plan, by its number below; the crosses are its intervals. The line joins plans at which more "
        "money buys better service: differences smaller than what matters, or from the base by no more than chance, "
        "are none, and of plans that cost the same only the best is on the line. Between alternatives the order is "
        "not sure where crosses overlap. A grey ring: another plan gives as much for no more. The sign beside a "
        "number says whether the plan holds: ✔ holds, ✖ does not, ? is uncertain.",
        "Cada punto es un plan, con su número de abajo; las cruces son sus intervalos. La línea une los planes en los "
        "que gastar más da mejor servicio: diferencias menores de lo que importa, o con la base no mayores que el "
        "azar, no cuentan, y de los planes que cuestan lo mismo solo el mejor está en la línea. Entre alternativas el "
        "orden no es seguro donde las cruces se solapan. Un anillo gris: otro plan da lo mismo sin costar más. Si un "
        "plan se sostiene lo dice el signo junto a su número: ✔ se sostiene, ✖ no, ? es incierto.",
    ),
    "frontier_on": ("best service for its cost", "mejor servicio por su costo"),
    "frontier_off": ("another gives as much for no more", "otro da lo mismo sin costar más"),
    "best_corner": ("cheap and good", "barato y bueno"),
    "point_plan": ("{n} {mark}", "{n} {mark}"),
    "point_base": ("base {mark}", "base {mark}"),
    "frontier_service": ("{what}: {value}", "{what}: {value}"),
    "frontier_cost": ("cost: {value}", "costo: {value}"),
    # --- method
    "method_customers": (
        "All plans met the same customers, in {replications} replications of each: a difference shows the change and "
        "not the luck of the day. It is known better than the two values suggest, so never judge by whether their own "
        "intervals overlap.",
        "Todos los planes atendieron a los mismos clientes, en {replications} réplicas de cada uno: una diferencia "
        "muestra el cambio y no la suerte del día. Se conoce con más precisión que los dos valores por separado: "
        "no juzgue por si sus intervalos se solapan.",
    ),
    "method_joint": (
        "{n} differences are looked at, so each interval is wider than one alone would be: with {confidence} "
        "confidence all of them are right together.",
        "Se miran {n} diferencias; por eso cada intervalo es más ancho que uno solo: con una confianza del "
        "{confidence} todos son correctos a la vez.",
    ),
    "method_margins": (
        "Usually a difference matters from 0.5 points of a share, 1 point of NPS, and 1 % of the base's value of "
        "anything else.",
        "Lo usual es que una diferencia importe desde 0.5 puntos de un porcentaje, 1 punto de NPS y el 1 % del "
        "valor de la base en lo demás.",
    ),
    "method_own_margins": ("Asked for here: {margins}.", "Pedido aquí: {margins}."),
    "method_overall": (
        "Taken together a plan is better if it is better in something and worse in nothing; what is not told apart "
        "stays open.",
        "En conjunto, un plan es mejor si mejora en algo y no empeora en nada; lo que no se distingue queda abierto.",
    ),
    "method_frontier": (
        "The cheapest is looked for among plans that are certain to meet every target; costs that differ by less than "
        "matters count as the same, and the base then comes first.",
        "El más barato se busca entre los que cumplen con seguridad todos los objetivos; costos que difieren menos de "
        "lo que importa cuentan como iguales, y entonces la base va primero.",
    ),
}
