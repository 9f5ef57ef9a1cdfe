"""Names of columns in English, Spanish and Portuguese as planners' tools write them, without accents, in lower case."""

from __future__ import annotations

import re
import unicodedata

ALIASES: dict[str, tuple[str, ...]] = {
    "start": (
        "start", "inicio", "hora", "time", "interval", "intervalo", "horario", "start time", "hora inicio", "franja",
        "hora de inicio", "hora inicial", "time of day", "from", "desde", "faixa", "faixa horaria",
        "faixa de horario", "franja horaria", "datetime", "date time", "timestamp", "fecha hora", "fecha y hora",
        "data hora", "data e hora", "arrival", "arrival time", "llegada", "hora de llegada", "chegada",
        "hora de chegada", "hora da chegada",
    ),
    "end": (
        "end", "fin", "fim", "final", "end time", "hora fin", "hora fim", "hora de fin", "hora final", "termino",
        "hora de termino", "hasta", "ate", "until",
    ),
    "date": ("date", "fecha", "data", "dia", "day"),
    "weekday": ("weekday", "dia de la semana", "dia da semana", "dia semana", "day of week", "dow"),
    "contacts": (
        "contacts", "contactos", "contatos", "calls", "llamadas", "chamadas", "ligacoes", "chats", "volume", "volumen",
        "offered", "ofrecidas", "oferecidas", "recebidas", "recibidas", "calls offered", "offered calls",
        "contacts offered", "offered contacts", "llamadas ofrecidas", "contactos ofrecidos", "llamadas entrantes",
        "llamadas recibidas", "llamadas previstas", "chamadas oferecidas", "chamadas recebidas", "chamadas previstas",
        "chamadas entrantes", "ligacoes oferecidas", "ligacoes recebidas", "ligacoes previstas", "contatos oferecidos",
        "contatos recebidos", "contatos previstos", "volume previsto", "volumen previsto", "volume de chamadas",
        "volume de ligacoes", "volume de contatos", "volumen de llamadas", "forecast", "pronostico", "prevision",
        "previsao", "demanda", "demand", "emails", "e mails", "mails", "correos", "mensagens", "mensajes", "messages",
        "conversas", "atendimentos", "visits", "visitas", "tickets", "numero de llamadas", "numero de contactos",
        "numero de chamadas", "numero de ligacoes", "numero de contatos", "number of calls", "number of contacts",
        "quantidade", "cantidad", "qtd", "qtde",
    ),
    "sd": (
        "sd", "std", "standard deviation", "desviacion", "desvio", "desviacion estandar", "desviacion tipica",
        "desvio padrao",
    ),
    "handle_time": (
        "handle time", "aht", "tma", "tmo", "handling time", "average handle time", "average handling time",
        "avg handle time", "tempo medio de atendimento", "tempo medio atendimento", "tempo de atendimento",
        "tiempo medio de operacion", "tiempo medio de atencion", "tiempo promedio de atencion",
        "tiempo medio operativo",
    ),
    "agents": (
        "agents", "agentes", "operadores", "atendentes", "posiciones", "posicoes", "positions", "staff", "staffing",
        "people", "pessoas", "personas", "personal", "dotacion", "asesores", "operators", "headcount", "hc", "pas",
    ),
    "segment": ("segment", "segmento"),
    "slot": (
        "slot", "slot start", "appointment", "appointment time", "cita", "turno", "consulta", "agendamento",
        "hora de la cita", "hora cita", "fecha de la cita", "fecha cita", "fecha y hora de la cita", "hora da consulta",
        "data da consulta", "data e hora da consulta", "start", "inicio", "hora", "horario", "time", "start time",
        "hora inicio", "hora de inicio", "datetime", "date time", "timestamp", "fecha hora", "fecha y hora",
        "data hora", "data e hora", "franja",
    ),
    "places": (
        "places", "booked", "bookings", "places booked", "booked places", "appointments", "plazas", "cupos", "vagas",
        "reservas", "reservados", "reservadas", "agendadas", "agendados", "citas", "consultas", "agendamentos",
        "marcados", "marcadas", "plazas reservadas", "cupos reservados", "cupos ocupados", "citas agendadas",
        "vagas reservadas", "vagas ocupadas", "consultas agendadas", "consultas marcadas",
    ),
    "lead_time": (
        "lead time", "lead", "lead days", "days ahead", "booked ahead", "anticipacion", "antelacion", "antecedencia",
        "dias de anticipacion", "dias de antelacion", "dias de antecedencia", "dias anticipacion", "dias antelacion",
        "dias antecedencia", "tiempo de anticipacion", "tiempo de antelacion", "tempo de antecedencia",
    ),
    "weight": (
        "weight", "peso", "share", "porcentaje", "porcentagem", "percentual", "percent", "percentage", "proporcion",
        "proporcao",
    ),
    "talk_time": (
        "talk time", "talk", "conversacion", "conversa", "tiempo de conversacion", "tempo de conversa", "duration",
        "duracion", "duracao",
    ),
    "wrap_up": (
        "wrap up", "acw", "after contact work", "after call work", "postllamada", "tipificacion", "pos atendimento",
        "tempo de pos atendimento", "tabulacao",
    ),
    "patience": ("patience", "paciencia"),
    "value": (
        "value", "valor", "duration", "duracion", "duracao", "seconds", "segundos", "time", "tiempo", "tempo",
    ),
    "probability": ("probability", "probabilidad", "probabilidade", "p", "quantile", "cuantil", "quantil",
        "percentile", "percentil",
    ),
}  # fmt: skip
NAMED = 16  # accepted names that a message lists: the usual ones, which stand first


def plain(name: str) -> str:
    """Lower case, no accents, words parted by single spaces: `Día_de la Semana` -> `dia de la semana`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare.lower()).strip()


def without_unit(name: str) -> str:
    """As `plain`, of a name whose unit or remark stands in brackets: `TMA (s)` -> `tma`."""
    return plain(re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", name))


def accepted_names(role: str) -> str:
    """Names that a column may have, the usual ones."""
    known = list(dict.fromkeys((role, *ALIASES[role])))
    return ", ".join(known[:NAMED]) + (" ..." if len(known) > NAMED else "")
