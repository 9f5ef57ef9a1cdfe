"""How tables were read: their form, rows and columns, and what was taken for granted of them."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "table_read": ("{table}: {how}", "{table}: {how}"),
    "listed": ("{these}", "{these}"),
    # --- taken for granted
    "no_day_named": ("{table} names no date and no weekday", "{table} no indica fecha ni día de la semana"),
    "each_day": (
        "its rows are taken for each of the {n} days",
        "sus filas se toman para cada uno de los {n} días",
    ),
    # --- form
    "tab_separated": ("tab-separated", "separada por tabuladores"),
    "semicolon_separated": ("semicolon-separated", "separada por punto y coma"),
    "comma_separated": ("comma-separated", "separada por comas"),
    "one_column": ("one column", "una columna"),
    "not_utf_8": ("Windows-1252 (not UTF-8)", "Windows-1252 (no UTF-8)"),
    "sheet": ("sheet {name}", "hoja {name}"),
    "decimal_point": ("decimal point", "punto decimal"),
    "decimal_comma": ("decimal comma", "coma decimal"),
    "dates_iso": ("ISO dates", "fechas ISO"),
    "dates_dmy": ("day-first dates", "fechas con el día primero"),
    "dates_mdy": ("month-first dates", "fechas con el mes primero"),
    "dates_named": ("dates with month names", "fechas con nombres de meses"),
    # --- rows
    "table_row": ("1 row", "1 fila"),
    "table_rows": ("{n} rows", "{n} filas"),
    "of_width": ("{rows} of {width}", "{rows} de {width}"),
    "a_day": ("a day", "un día"),
    "of_days": ("{rows} {days}", "{rows} {days}"),
    "for_every_day": ("for every day", "para todos los días"),
    "by_date": ("by date", "por fecha"),
    "by_weekday": ("by weekday", "por día de la semana"),
    "arrivals_read": ("{n} arrivals", "{n} llegadas"),
    "places_read": ("{n} places booked", "{n} cupos reservados"),
    "lead_in_days": ("lead times in days", "anticipación en días"),
    "quantiles_read": ("{n} quantiles", "{n} cuantiles"),
    "durations_read": ("{n} durations of {mean} s on average", "{n} duraciones de {mean} s en promedio"),
    "means_read": (
        "{n} rows: {what} {low} to {high} s by time of day",
        "{n} filas: {what} de {low} a {high} s por hora del día",
    ),
    "mean_of_days": ("of days that differ the mean", "de los días que difieren, la media"),
    "weighed_by_contacts": ("more contacts weighing more", "más contactos pesan más"),
    "role_handle_time": ("handle time", "TMO (AHT)"),
    "role_talk_time": ("talk time", "tiempo de conversación"),
    "role_wrap_up": ("wrap up", "trabajo posterior (ACW)"),
    # --- columns
    "columns_read": ("columns {names}", "columnas {names}"),
    "column_read": ("column {name}", "columna {name}"),
    "with_unread": ("{read}; not read: {left}", "{read}; no se leen: {left}"),
    "read_otherwise": ("{name} ({how} would read it)", "{name} (la leería {how})"),
    "days_across": (
        "times down ({times}) and days across ({first} to {last})",
        "horas hacia abajo ({times}) y días a lo ancho ({first} a {last})",
    ),
}
