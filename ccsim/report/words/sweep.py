"""A sweep: its answer, what each factor does, every point."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    # --- the answer
    "sweep_met": ("{met} of {done} points meet all targets.", "{met} de {done} puntos cumplen todos los objetivos."),
    "sweep_one_met": ("One of {done} points meets all targets.", "Uno de {done} puntos cumple todos los objetivos."),
    "sweep_all_met": ("All {done} points meet all targets.", "Los {done} puntos cumplen todos los objetivos."),
    "sweep_perhaps": (
        "No point surely meets all targets; {open} of {done} may.",
        "Ningún punto cumple con seguridad todos los objetivos; {open} de {done} quizá.",
    ),
    "sweep_none": (
        "None of the {done} points meets all targets.",
        "Ninguno de los {done} puntos cumple todos los objetivos.",
    ),
    "sweep_no_targets": (
        "{done} points, and no targets that they could meet or miss.",
        "{done} puntos, y ningún objetivo que cumplir o incumplir.",
    ),
    "sweep_nothing": ("No point is finished.", "Ningún punto está terminado."),
    "sweep_is": (
        "A point is the scenario with values of its own for {factors}.",
        "Un punto es el escenario con sus propios valores de {factors}.",
    ),
    "sweep_is_many": (
        "A point is the scenario with values of its own for {factors} and {n} more factors.",
        "Un punto es el escenario con sus propios valores de {factors} y {n} factores más.",
    ),
    "sweep_uncertain": (
        "{n} more may meet them: their intervals hold a bound, and more replications would decide.",
        "Otros {n} quizá los cumplan: sus intervalos contienen un límite; con más réplicas se sabría.",
    ),
    "sweep_uncertain_one": (
        "One more may meet them: an interval of it holds a bound, and more replications would decide.",
        "Otro quizá los cumpla: un intervalo suyo contiene un límite; con más réplicas se sabría.",
    ),
    "sweep_always": (
        "With {factor} at {levels}, all targets are met whatever else was varied.",
        "Con {factor} en {levels} se cumplen todos los objetivos, sin importar qué más se varió.",
    ),
    "or": ("or", "o"),
    "sweep_failed": (
        "{n} of {all} points failed; what follows is without them.",
        "Fallaron {n} de {all} puntos; lo que sigue no los incluye.",
    ),
    "sweep_failed_one": (
        "One of {all} points failed; what follows is without it.",
        "Falló uno de {all} puntos; lo que sigue no lo incluye.",
    ),
    "sweep_missing": (
        "{n} of {all} points are not finished; what follows is without them, and may change.",
        "{n} de {all} puntos no están terminados; lo que sigue no los incluye y puede cambiar.",
    ),
    "sweep_missing_one": (
        "One of {all} points is not finished; what follows is without it, and may change.",
        "Uno de {all} puntos no está terminado; lo que sigue no lo incluye y puede cambiar.",
    ),
    "sweep_cheapest": (
        "The cheapest point that meets all targets",
        "El punto más barato que cumple todos los objetivos",
    ),
    "sweep_first_met": ("A point that meets all targets", "Un punto que cumple todos los objetivos"),
    "sweep_only": ("The only point that meets all targets", "El único punto que cumple todos los objetivos"),
    "sweep_cheapest_of_all": ("The cheapest point", "El punto más barato"),
    "sweep_candidate": (
        "The cheapest point that may meet all targets",
        "El punto más barato que quizá cumpla todos los objetivos",
    ),
    "sweep_may": ("A point that may meet all targets", "Un punto que quizá cumpla todos los objetivos"),
    "sweep_closest": ("The point that comes closest", "El punto que más se acerca"),
    "sweep_point": ("Point {n}", "Punto {n}"),
    "sweep_hours": ("{hours} paid hours", "{hours} horas pagadas"),
    "sweep_alike": (
        "As cheap, within 1 %: point {points}.",
        "Igual de barato, con un 1 % de margen: el punto {points}.",
    ),
    "sweep_all_alike": (
        "All that meet them cost the same, within 1 %.",
        "Todos los que los cumplen cuestan lo mismo, con un 1 % de margen.",
    ),
    "sweep_close": (
        "Not surely cheaper than point {points}.",
        "No es seguro que sea más barato que el punto {points}.",
    ),
    "sweep_cheaper": (
        "Cheaper, and may meet all targets too: point {points}.",
        "Más barato, y quizá cumpla también todos los objetivos: el punto {points}.",
    ),
    "sweep_missed": ("It misses {target}.", "Incumple {target}."),
    "sweep_uncertain_target": ("Uncertain: {target}.", "Incierto: {target}."),
    "sweep_found": ("found {found}", "resultado {found}"),
    "sweep_no_cost": (
        "What the points cost is not known: some were simulated by an older ccsim.",
        "No se sabe cuánto cuestan los puntos: algunos los simuló un ccsim anterior.",
    ),
    # --- what is chosen, and what is not
    "decided_met": (
        "{met} of {all} choices of {free} meet all targets at every value of {given} that was tried.",
        "{met} de {all} opciones de {free} cumplen todos los objetivos en todos los valores probados de {given}.",
    ),
    "decided_one_met": (
        "One of {all} choices of {free} meets all targets at every value of {given} that was tried.",
        "Una de {all} opciones de {free} cumple todos los objetivos en todos los valores probados de {given}.",
    ),
    "decided_all_met": (
        "All {all} choices of {free} meet all targets at every value of {given} that was tried.",
        "Las {all} opciones de {free} cumplen todos los objetivos en todos los valores probados de {given}.",
    ),
    "decided_perhaps": (
        "No choice of {free} surely meets all targets at every value of {given} that was tried; {open} of {all} may.",
        "Ninguna opción de {free} cumple con seguridad todos los objetivos en todos los valores probados de {given}; "
        "{open} de {all} quizá.",
    ),
    "decided_none": (
        "No choice of {free} meets all targets at every value of {given} that was tried.",
        "Ninguna opción de {free} cumple todos los objetivos en todos los valores probados de {given}.",
    ),
    "decided_cheapest": (
        "The cheapest choice that meets all targets at every value of {given} tried",
        "La opción más barata que cumple todos los objetivos en todos los valores probados de {given}",
    ),
    "decided_first": (
        "A choice that meets all targets at every value of {given} tried",
        "Una opción que cumple todos los objetivos en todos los valores probados de {given}",
    ),
    "decided_only": (
        "The only choice that meets all targets at every value of {given} tried",
        "La única opción que cumple todos los objetivos en todos los valores probados de {given}",
    ),
    "decided_candidate": (
        "The cheapest choice that may meet all targets at every value of {given} tried",
        "La opción más barata que quizá cumpla todos los objetivos en todos los valores probados de {given}",
    ),
    "decided_may": (
        "A choice that may meet all targets at every value of {given} tried",
        "Una opción que quizá cumpla todos los objetivos en todos los valores probados de {given}",
    ),
    "decided_closest": (
        "The choice that comes closest at all values of {given}",
        "La opción que más se acerca en todos los valores probados de {given}",
    ),
    "decided_points": ("Points {points}", "Puntos {points}"),
    "decided_given": (
        "No planner chooses {given}: an answer has to hold whatever it turns out to be.",
        "Ningún planificador elige {given}: una respuesta debe servir sea cual sea.",
    ),
    "decided_other": ("Cheaper: {settings} ({cost}): {where}.", "Más barato: {settings} ({cost}): {where}."),
    "decided_own": ("All targets: {where}.", "Todos los objetivos: {where}."),
    "decided_at_met": ("met at {values}", "se cumplen con {values}"),
    "decided_at_open": ("not surely at {values}", "no es seguro con {values}"),
    "decided_at_missed": ("missed at {values}", "se incumplen con {values}"),
    "decided_at_unknown": ("not simulated at {values}", "sin simular con {values}"),
    "decided_varies": (
        "Its cost varies with {given}; this is the most.",
        "Su costo varía con {given}; este es el mayor.",
    ),
    "decided_frontier": (
        "Points differ in {given}, too, which no planner chooses: what more money buys is told by points with the "
        "same {given} only.",
        "Los puntos difieren también en {given}, que ningún planificador elige: lo que se gana al gastar más solo "
        "lo dicen los puntos con igual {given}.",
    ),
    # --- what matters
    "what_matters": ("What matters most?", "¿Qué influye más?"),
    "matters_most": ("{measure}: {factor} most, {amount}", "{measure}: sobre todo {factor}, {amount}"),
    "matters_then": ("then {factor}, {amount}", "después {factor}, {amount}"),
    "matters_as_much": (
        "perhaps as much {factor}, {amount}",
        "quizá en igual medida {factor}, {amount}",
    ),
    "matters_only": ("nothing else for sure", "lo demás no es seguro"),
    "matters_unsure": (
        "{measure}: no factor moves it for sure",
        "{measure}: ningún factor influye con seguridad",
    ),
    "matters_nothing": ("{measure}: the same at all points", "{measure}: igual en todos los puntos"),
    "matters_not_known": (
        "With one factor there is nothing to compare it with, or too few points are finished.",
        "Con un solo factor no hay con qué compararlo, o hay muy pocos puntos terminados.",
    ),
    "matters_how_grid": (
        "By how much a measure differs between the two values of a factor that are farthest apart, on average over "
        "the other factors.",
        "Cuánto cambia una medida entre los dos valores de un factor que más la separan, en promedio sobre los "
        "demás factores.",
    ),
    "matters_how_one_at_a_time": (
        "By how much a measure differs between the two values of a factor that are farthest apart, all else as in "
        "the base.",
        "Cuánto cambia una medida entre los dos valores de un factor que más la separan, con todo lo demás como en "
        "la base.",
    ),
    "matters_how_latin_hypercube": (
        "Rank correlation: +1 means the more, the more; −1 the more, the less; 0 no such trend.",
        "Correlación de rangos: +1, a mayor factor, mayor medida; −1, a mayor factor, menor medida; 0, sin tendencia.",
    ),
    "matters_how_sobol": (
        "Rank correlation: +1 means the more, the more; −1 the more, the less; 0 no such trend.",
        "Correlación de rangos: +1, a mayor factor, mayor medida; −1, a mayor factor, menor medida; 0, sin tendencia.",
    ),
    "matters_how_morris": (
        "By how much a measure moves, either way, when a factor goes through its whole range (Morris' mu*).",
        "Cuánto se mueve una medida, en cualquier sentido, cuando un factor recorre todo su rango (mu* de Morris).",
    ),
    "matters_how_sobol_indices": (
        "Share of a measure's variation that a factor has a part in, alone or together with others (total index).",
        "Porcentaje de la variación de una medida en la que interviene un factor, solo o junto con otros (índice "
        "total).",
    ),
    "size_levels": ("up to {change}", "hasta {change}"),
    "size_morris": ("{change} over its range", "{change} en todo su rango"),
    "size_total": ("{share} of the variation", "{share} de la variación"),
    "size_rank": ("correlation {correlation}", "correlación {correlation}"),
    "points_of_share": ("{n} points", "{n} puntos porcentuales"),
    # --- sections
    "section_effects": ("What each factor does", "Qué hace cada factor"),
    "section_pairs": ("Two factors together", "Dos factores a la vez"),
    "section_frontier": ("What service costs", "Cuánto cuesta el servicio"),
    "section_matters": ("What matters most", "Qué influye más"),
    "section_points": ("Every point", "Todos los puntos"),
    "section_design": ("How it was done", "Cómo se hizo"),
    # --- choices
    "choose_measure": ("Measure", "Medida"),
    "choose_pair": ("Factors", "Factores"),
    "choose_against": ("Cost against", "El costo frente a"),
    # --- figures
    "effects_how_grid": (
        "Mean of a measure at each value of a factor, over all combinations of the others; the bars are its interval.",
        "Media de una medida en cada valor de un factor, sobre todas las combinaciones de los demás; las barras son "
        "su intervalo.",
    ),
    "effects_how_one": (
        "A measure at each value of the factor; the bars are its interval.",
        "Una medida en cada valor del factor; las barras son su intervalo.",
    ),
    "effects_bound": (
        "Where a target over the whole time is about the measure, the dashed line is its bound.",
        "Si un objetivo sobre todo el período trata de la medida, la línea discontinua es su límite.",
    ),
    "effects_unbalanced": (
        "As points are missing, means at different values are not over the same combinations: they may differ for that "
        "alone.",
        "Como faltan puntos, las medias en distintos valores no son sobre las mismas combinaciones: pueden diferir "
        "solo por eso.",
    ),
    "effects_how_one_at_a_time": (
        "A measure at each value of a factor, all else as in the base, which is the square; the bars are its interval.",
        "Una medida en cada valor de un factor, con todo lo demás como en la base, que es el cuadrado; las barras son "
        "su intervalo.",
    ),
    "effects_how_latin_hypercube": (
        "Each dot is a point, with its own values of all factors; the line is the mean of dots side by side, with "
        "its 95 % interval.",
        "Cada marca es un punto, con sus propios valores de todos los factores; la línea es la media de marcas "
        "vecinas, con su intervalo del 95 %.",
    ),
    "effects_how_sobol": (
        "Each dot is a point, with its own values of all factors; the line is the mean of dots side by side, with "
        "its 95 % interval.",
        "Cada marca es un punto, con sus propios valores de todos los factores; la línea es la media de marcas "
        "vecinas, con su intervalo del 95 %.",
    ),
    "effects_how_morris": (
        "Each dot is a point of a walk through the factors' ranges; the line is the mean of dots at a value, with "
        "its 95 % interval.",
        "Cada marca es un punto de un recorrido por los rangos de los factores; la línea es la media de las marcas "
        "en un valor, con su intervalo del 95 %.",
    ),
    "effects_how_sobol_indices": (
        "Each dot is a point, with its own values of all factors; the line is the mean of dots side by side, with "
        "its 95 % interval.",
        "Cada marca es un punto, con sus propios valores de todos los factores; la línea es la media de marcas "
        "vecinas, con su intervalo del 95 %.",
    ),
    "drawn_all": ("All points are drawn.", "Se dibujan todos los puntos."),
    "drawn_some": (
        "Of so many points some are drawn, evenly; lines are of all.",
        "Son muchos puntos y se dibuja una parte, repartida; las líneas son de todos.",
    ),
    "drawn_of": (
        "{drawn} of {all} points are drawn, evenly chosen; the dotted line is of all.",
        "Se dibujan {drawn} de {all} puntos, repartidos; la línea de puntos es de todos.",
    ),
    "measures_left_out": (
        "The first measures are here, to keep this page small; the table of results has all.",
        "Aquí están las primeras medidas, para que la página no crezca; la tabla de resultados las tiene todas.",
    ),
    "factors_left_out": (
        "The first factors have a figure; the table of results has all.",
        "Los primeros factores tienen figura; la tabla de resultados los tiene todos.",
    ),
    "fig_heat": ("Where the measure is high or low", "Dónde la medida es alta o baja"),
    "fig_heat_how": ("A point in each cell, with its value.", "Un punto en cada celda, con su valor."),
    "fig_heat_mean": (
        "In each cell the mean over all other factors.",
        "En cada celda, la media sobre todos los demás factores.",
    ),
    "fig_heat_held": (
        "In each cell the point with the other factors at the values chosen above, at first those of the point that "
        "stands in the answer; “average” is the mean over all values of a factor.",
        "En cada celda, el punto con los demás factores en los valores elegidos arriba, al principio los del punto que "
        "está en la respuesta; «promedio» es la media sobre todos los valores de un factor.",
    ),
    "fig_heat_partly": (
        "With some factors held and others averaged there are no intervals.",
        "Con unos factores fijos y otros promediados no hay intervalos.",
    ),
    "fig_heat_many": (
        "There are too many points for this page to hold the others at a value; the table of results has all.",
        "Hay demasiados puntos para que esta página fije los demás en un valor; la tabla de resultados los tiene "
        "todos.",
    ),
    "fig_heat_bound": (
        "Where a target is about the measure, a line parts cells whose value keeps its bound from those whose value "
        "does not; “?”: the interval holds the bound, so this cell is uncertain.",
        "Si un objetivo trata de la medida, una línea separa las celdas cuyo valor respeta su límite de las demás; "
        "«?»: el intervalo contiene el límite y la celda es incierta.",
    ),
    "heat_all_keep": ("target {bound}: met in every cell", "objetivo {bound}: se cumple en todas las celdas"),
    "heat_none_keeps": ("target {bound}: met in no cell", "objetivo {bound}: no se cumple en ninguna celda"),
    "others_at": ("Other factors at", "Los demás factores en"),
    "level_all": ("average", "promedio"),
    "too_many_cells": (
        "So many cells are in the table of results only.",
        "Son demasiadas celdas: están solo en la tabla de resultados.",
    ),
    "fig_pairs_how": (
        "Each point at its values of two factors; its colour is the measure, and all other factors differ, too. "
        "Where many share a value they are spread a little.",
        "Cada punto en sus valores de dos factores; su color es la medida, y los demás factores también varían. "
        "Donde muchos comparten un valor están algo esparcidos.",
    ),
    "fig_pairs_why": (
        "The others cannot be held at a value: in this design hardly two points share one.",
        "Los demás no se pueden fijar en un valor: en este diseño apenas hay dos puntos que compartan uno.",
    ),
    "fig_frontier": ("Which points give most for their cost", "Qué puntos dan más por lo que cuestan"),
    "fig_frontier_how": (
        "Each mark is a point; the line joins those at which more money surely buys better service. Of points that "
        "cost the same only the best is on it. Costs count as the same within 1 %, service within 0.5 points of a "
        "share (1 point of NPS, 1 % of anything else), and both where chance alone may make the difference on the "
        "same customers: more replications would tell.",
        "Cada marca es un punto; la línea une aquellos en los que gastar más da con seguridad mejor servicio. De "
        "los que cuestan lo mismo solo el mejor está en ella. Los costos cuentan como iguales si difieren en menos "
        "de un 1 %; el servicio, en menos de 0.5 puntos porcentuales (1 punto de NPS, 1 % de lo demás); y ambos si "
        "la diferencia puede deberse solo al azar con los mismos clientes: con más réplicas se sabría.",
    ),
    "not_beaten": ("best service for its cost", "mejor servicio por su costo"),
    "all_met": ("all targets met", "todos los objetivos cumplidos"),
    "some_uncertain": ("a target uncertain", "algún objetivo incierto"),
    "some_missed": ("a target missed", "algún objetivo incumplido"),
    "a_point": ("a point", "un punto"),
    "fig_sensitivity": ("Which factors move the measure", "Qué factores mueven la medida"),
    "sensitivity_grid": (
        "Largest difference between two values of a factor, mean over the others, on the same customers, with its "
        "interval.",
        "La mayor diferencia entre dos valores de un factor, en promedio sobre los demás y con los mismos clientes, "
        "con su intervalo.",
    ),
    "sensitivity_one_at_a_time": (
        "From the base to the lowest and to the highest value that a factor alone leads to, with the interval of the "
        "difference to the base.",
        "De la base al valor más bajo y al más alto a los que lleva un factor por sí solo, con el intervalo de la "
        "diferencia con la base.",
    ),
    "sensitivity_latin_hypercube": (
        "Spearman's rank correlation with the measure, with its 95 % interval; of factors that are numbers.",
        "Correlación de rangos de Spearman con la medida, con su intervalo del 95 %; de factores que son números.",
    ),
    "sensitivity_sobol": (
        "Spearman's rank correlation with the measure, with its 95 % interval (about, as points are spread evenly); "
        "of factors that are numbers.",
        "Correlación de rangos de Spearman con la medida, con su intervalo del 95 % (aproximado: los puntos están "
        "repartidos); de factores que son números.",
    ),
    "sensitivity_morris": (
        "Bars: mean absolute effect over the whole range (mu*), with its 95 % interval. Diamonds: how much the "
        "effect depends on the other factors (sigma).",
        "Barras: efecto absoluto medio en todo el rango (mu*), con su intervalo del 95 %. Rombos: cuánto depende el "
        "efecto de los demás factores (sigma).",
    ),
    "sensitivity_sobol_indices": (
        "Share of the variation: first order, of a factor alone; total, with all it does together with others. "
        "Intervals are 95 %, by bootstrap.",
        "Porcentaje de la variación: de primer orden, el de un factor solo; total, con todo lo que hace junto con "
        "otros. Los intervalos son del 95 %, por bootstrap.",
    ),
    "fig_interactions": ("Which factors work together", "Qué factores actúan juntos"),
    "fig_interactions_how": (
        "Two factors interact where what one does depends on the value of the other: one more agent helps much when "
        "many call, and little when few do. A bar is the share of the variation that two factors bring about only "
        "together, beyond what each does alone (second-order Sobol' index), with its 95 % interval, by bootstrap. It "
        "is never below 0; where a bar is, too few samples were drawn to tell it from 0.",
        "Dos factores interactúan si lo que hace uno depende del valor del otro: un agente más ayuda mucho cuando "
        "llaman muchos, y poco cuando llaman pocos. Cada barra es el porcentaje de la variación que dos factores "
        "causan solo juntos, aparte de lo que hace cada uno por su cuenta (índice de Sobol' de segundo orden), con "
        "su intervalo del 95 %, por bootstrap. Nunca es menor que 0; si una barra lo es, hay demasiado pocas "
        "muestras para distinguirla de 0.",
    ),
    "interactions_sure": ("They surely work together: {pairs}.", "Actúan juntos con seguridad: {pairs}."),
    "interaction": (
        "{pair}, {share} % of the variation ({low} to {high} %)",
        "{pair}, {share} % de la variación (de {low} a {high} %)",
    ),
    "interactions_none": (
        "No pair surely works together: every interval holds 0, or is about less than 1 % of the variation. More "
        "samples would tell.",
        "No es seguro que alguna pareja actúe junta: todos los intervalos contienen el 0 o se trata de menos de un "
        "1 % de la variación. Con más muestras se sabría.",
    ),
    "interactions_nothing": (
        "No two factors work together: together they make less than 1 % of the variation.",
        "No hay dos factores que actúen juntos: entre dos no causan ni un 1 % de la variación.",
    ),
    "pair": ("factors", "factores"),
    "second_index": ("share of the variation, only together", "porcentaje de la variación, solo juntos"),
    "pairs_left_out": (
        "The largest pairs are here; effects.csv has all.",
        "Aquí están las parejas mayores; effects.csv las tiene todas.",
    ),
    "difference_in": ("difference", "diferencia"),
    "difference_points": ("difference in points", "diferencia en puntos porcentuales"),
    "size_rank_name": ("rank correlation", "correlación de rangos"),
    "share_of_variation": ("share of the variation", "porcentaje de la variación"),
    "largest_difference": ("largest difference", "mayor diferencia"),
    "mu_star": ("mean absolute effect (mu*)", "efecto absoluto medio (mu*)"),
    "sigma": ("spread of the effect (sigma)", "dispersión del efecto (sigma)"),
    "total_index": ("with all others (total)", "con todos los demás (total)"),
    "first_index": ("alone (first order)", "solo (primer orden)"),
    "tornado_lowest": ("to the lowest", "hasta el más bajo"),
    "tornado_highest": ("to the highest", "hasta el más alto"),
    "at_lowest": ("lowest at", "más bajo en"),
    "at_highest": ("highest at", "más alto en"),
    # --- points
    "point_number": ("point", "punto"),
    "targets": ("targets", "objetivos"),
    "factor": ("factor", "factor"),
    "takes": ("values", "valores"),
    "how_many": ("how many", "cuántos"),
    "points_n": ("points", "puntos"),
    "from_value": ("{factor} from", "{factor} desde"),
    "to_value": ("to", "hasta"),
    "judged_by_day": ("by day", "por día"),
    "judged_by_interval": ("by interval", "por intervalo"),
    "points_met": ("met", "cumplidos"),
    "points_uncertain": ("uncertain", "inciertos"),
    "points_missed": ("missed", "incumplidos"),
    "table_points": ("Points, the best first", "Puntos, los mejores primero"),
    "table_factors": ("What was varied", "Qué se varió"),
    "points_all": (
        "The fewest targets missed first, then by cost; a heading sorts the table.",
        "Primero los que menos objetivos incumplen, luego por costo; un encabezado ordena la tabla.",
    ),
    "points_some": (
        "The best {shown} of {all} points: the fewest targets missed first, then by cost; a heading sorts the table. "
        "All are in the table of results.",
        "Los mejores {shown} de {all} puntos: primero los que menos objetivos incumplen, luego por costo; un "
        "encabezado ordena la tabla. Todos están en la tabla de resultados.",
    ),
    "points_failed": ("Points that failed", "Puntos que fallaron"),
    "faults_more": ("and {n} more: manifest.json names all", "y {n} más: manifest.json los nombra todos"),
    "retry_how": (
        "ccsim sweep EXPERIMENT --out DIR --retry simulates them once more.",
        "ccsim sweep EXPERIMENT --out DIR --retry los simula otra vez.",
    ),
    "points_missing": ("Points that are not finished", "Puntos sin terminar"),
    "missing_how": (
        "The same ccsim sweep EXPERIMENT --out DIR goes on with them.",
        "El mismo ccsim sweep EXPERIMENT --out DIR continúa con ellos.",
    ),
    # --- design
    "experiment": ("Experiment", "Experimento"),
    "design_grid": (
        "A grid: every combination of the values of {factors} factors, {points} points.",
        "Una cuadrícula: todas las combinaciones de los valores de {factors} factores, {points} puntos.",
    ),
    "design_grid_alone": (
        "A grid of one factor: a point at each of its {points} values.",
        "Una cuadrícula de un solo factor: un punto en cada uno de sus {points} valores.",
    ),
    "design_one_at_a_time_alone": (
        "One at a time: the scenario as it is, then with its one factor changed, {points} points.",
        "Uno a la vez: el escenario como está, y luego con su único factor cambiado, {points} puntos.",
    ),
    "design_one_at_a_time": (
        "One at a time: the scenario as it is, then each of {factors} factors changed alone, {points} points. What "
        "two factors do together this design cannot tell.",
        "Uno a la vez: el escenario como está, y luego cada uno de {factors} factores cambiado solo, {points} "
        "puntos. Este diseño no muestra lo que hacen dos factores juntos.",
    ),
    "design_latin_hypercube": (
        "A Latin hypercube: {points} points drawn so that each of {factors} factors goes evenly through its range "
        "(seed of the design {seed}).",
        "Un hipercubo latino: {points} puntos elegidos al azar de modo que cada uno de {factors} factores recorre "
        "su rango por igual (semilla del diseño {seed}).",
    ),
    "design_sobol": (
        "A Sobol' sequence: {points} points spread evenly over the ranges of {factors} factors (seed of the design "
        "{seed}).",
        "Una sucesión de Sobol': {points} puntos repartidos por igual en los rangos de {factors} factores (semilla "
        "del diseño {seed}).",
    ),
    "design_morris": (
        "Morris screening: {size} walks through the ranges of {factors} factors, in each of which every factor moves "
        "once; {points} points, {levels} levels (seed of the design {seed}).",
        "Cribado de Morris: {size} recorridos por los rangos de {factors} factores, en los que cada factor se mueve "
        "una vez; {points} puntos, {levels} niveles (semilla del diseño {seed}).",
    ),
    "design_sobol_indices": (
        "Sobol' indices: {size} samples of the ranges of {factors} factors, each with the points that tell the "
        "factors apart; {points} points (seed of the design {seed}).",
        "Índices de Sobol': {size} muestras de los rangos de {factors} factores, cada una con los puntos que "
        "distinguen los factores; {points} puntos (semilla del diseño {seed}).",
    ),
    "design_same": (
        "{runs} of the {points} points are different scenarios; the same one is simulated once.",
        "{runs} de los {points} puntos son escenarios distintos; el mismo se simula una sola vez.",
    ),
    "design_customers": (
        "All points serve the same customers, so differences between them are known better than each value.",
        "Todos los puntos atienden a los mismos clientes: las diferencias se conocen con más precisión que cada valor.",
    ),
}
