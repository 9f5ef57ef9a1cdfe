"""The best of many plans by one measure, and how far the others are behind."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "selected_best": ("{name} is the best by {measure}.", "{name} es el mejor en {measure}."),
    "selected_alike": (
        "Any of these will do, within {delta} of the best by {measure}: {names}.",
        "Cualquiera de estos sirve, a no más de {delta} del mejor en {measure}: {names}.",
    ),
    "selected_close": (
        "Not told apart by {delta} of {measure}: {names}. Cost and targets may decide.",
        "No se distinguen por {delta} en {measure}: {names}. Pueden decidir el costo y los objetivos.",
    ),
    "selected_open": ("The best by {measure} is not decided yet.", "Aún no se sabe cuál es el mejor en {measure}."),
    "selected_value": ("{measure}: {value} ({interval}).", "{measure}: {value} ({interval})."),
    "selected_perhaps": ("These perhaps too: {names}.", "Quizá también: {names}."),
    "selected_standing": ("{name}: {standing}.", "{name}: {standing}."),
    "guarantee": (
        "With {confidence} confidence the best is selected, if it is better than every other by {delta} or more; and "
        "all are as far behind the best as said here.",
        "Con una confianza del {confidence} se elige el mejor, si supera a todos los demás en {delta} o más; y todos "
        "están tan lejos del mejor como aquí se dice.",
    ),
    "fewer": (
        "Who fell behind was simulated no further: its value is of fewer replications than the others'.",
        "El que quedó atrás no se simuló más: su valor tiene menos réplicas que el de los demás.",
    ),
    "best_of": ("the best of {n} plans", "el mejor de {n} planes"),
    "selection_facts": (
        "seed {seed} · intervals at {confidence} confidence",
        "semilla {seed} · intervalos con confianza del {confidence}",
    ),
    "section_behind": ("How far behind the best", "A qué distancia del mejor"),
    "fig_behind": ("Who is as good as the best, and who is not", "Quién es tan bueno como el mejor, y quién no"),
    "fig_behind_how": (
        "A bar is how far a plan is behind the best, at least and at most. What lies wholly within the grey band is "
        "as good as the best, by the difference that was said to matter.",
        "La barra dice a qué distancia del mejor está un plan, como mínimo y como máximo. Lo que queda dentro de la "
        "banda gris es tan bueno como el mejor, según la diferencia que se dijo que importa.",
    ),
    "behind_will_do": ("as good as the best", "tan bueno como el mejor"),
    "behind_perhaps": ("perhaps as good", "quizá tan bueno"),
    "behind_not": ("certainly behind", "seguro por detrás"),
    "behind_best": ("behind the best", "por detrás del mejor"),
    "behind_least": ("behind, at least", "por detrás, mínimo"),
    "behind_most": ("behind, at most", "por detrás, máximo"),
}
