"""Dates, delays, figures and names as people write them in French and in English."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

NBSP = "\u00a0"
THIN = "\u202f"

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_SHORT_MONTHS = {
    "fr": "janv. févr. mars avril mai juin juill. août sept. oct. nov. déc.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
_SIZES = {"fr": ("o", "ko", "Mo", "Go"), "en": ("bytes", "KB", "MB", "GB")}


def language(code: str | None) -> str:
    """Return `fr` or `en` for any language code."""
    return "en" if (code or "").lower().startswith("en") else "fr"


def _local(moment: datetime | date) -> datetime | date:
    return localtime(moment) if isinstance(moment, datetime) else moment


def _today(now: datetime) -> date:
    return localtime(now).date()


def _date_of(moment: datetime | date) -> date:
    local = _local(moment)
    return local.date() if isinstance(local, datetime) else local


def _day_and_month(when: date, lang: str, months: dict[str, list[str]]) -> str:
    month = months[lang][when.month - 1]
    if lang == "en":
        return f"{month}{NBSP}{when.day}"
    return f"{'1er' if when.day == 1 else when.day}{NBSP}{month}"


def _with_year(words: str, when: date, lang: str) -> str:
    return f"{words}, {when.year}" if lang == "en" else f"{words}{NBSP}{when.year}"


def day(moment: datetime | date, lang: str, now: datetime) -> str:
    """Write a day in words; the year only when it is not the present one."""
    when = _date_of(moment)
    weekday = _DAYS[lang][when.weekday()]
    words = f"{weekday}{', ' if lang == 'en' else ' '}{_day_and_month(when, lang, _MONTHS)}"
    return words if when.year == _today(now).year else _with_year(words, when, lang)


def dated(when: date, lang: str) -> str:
    """Write a date as a letter on paper bears it: without its weekday, always with its year."""
    return _with_year(_day_and_month(when, lang, _MONTHS), when, lang)


def hour(moment: datetime, lang: str) -> str:
    """Write the time of day: `8 h 02`, `8:02 a.m.`."""
    local = localtime(moment)
    if lang == "fr":
        minutes = f"{NBSP}{local.minute:02d}" if local.minute else ""
        return f"{local.hour}{NBSP}h{minutes}"
    if local.minute == 0 and local.hour in (0, 12):
        return "noon" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{NBSP}{'a.m.' if local.hour < 12 else 'p.m.'}"


def when(moment: datetime | date, lang: str, now: datetime) -> str:
    """Write a day and its hour in words: `mercredi 4 mars, 17 h`."""
    words = day(moment, lang, now)
    return f"{words}, {hour(moment, lang)}" if isinstance(moment, datetime) else words


def ago(moment: datetime | date, lang: str, now: datetime) -> str:
    """Write a moment in as few characters as it takes: an hour today, then a weekday, then a date."""
    then, today = _date_of(moment), _today(now)
    if then == today:
        return hour(moment, lang) if isinstance(moment, datetime) else {"fr": "aujourd’hui", "en": "today"}[lang]
    distance = (today - then).days
    if abs(distance) == 1:
        near = {"fr": ("hier", "demain"), "en": ("yesterday", "tomorrow")}[lang]
        return near[0] if distance == 1 else near[1]
    if 0 < distance < 7:
        return _SHORT_DAYS[lang][then.weekday()]
    words = _day_and_month(then, lang, _SHORT_MONTHS)
    return words if then.year == today.year else _with_year(words, then, lang)


def duration(length: timedelta, lang: str) -> str:
    """Write a length of time: minutes under an hour, hours under a day, then days with one decimal."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 60:
        return f"{minutes}{NBSP}min"
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        tail = "" if not rest else f"{NBSP}{rest:02d}" if lang == "fr" else f"{NBSP}{rest}{NBSP}min"
        return f"{hours}{NBSP}h{tail}"
    days = decimal(round(minutes / (24 * 60), 1), lang)
    unit = "j" if lang == "fr" else "day" if days == "1" else "days"
    return f"{days}{NBSP}{unit}"


def _about(length: timedelta, lang: str) -> str:
    if length < timedelta(hours=24):
        whole = length if length < timedelta(hours=3) else timedelta(hours=length // timedelta(hours=1))
        return duration(whole, lang)
    return duration(timedelta(days=length.days), lang)


def left(due: datetime, lang: str, now: datetime) -> str:
    """Write what remains before `due`, or how late we are."""
    if due >= now:
        rest = _about(due - now, lang)
        return f"reste {rest}" if lang == "fr" else f"{rest} left"
    late = _about(now - due, lang)
    return f"en retard de {late}" if lang == "fr" else f"{late} late"


def decimal(value: float | int, lang: str, places: int = 1) -> str:
    """Write a number with its separators, without useless zeros."""
    text = f"{value:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if lang == "en" else text.replace(",", NBSP).replace(".", ",")


def money(cents: int, lang: str) -> str:
    """Write a sum: `$1,250.50`, `1 250,50 $`."""
    text = f"{cents / 100:,.2f}"
    return f"${text}" if lang == "en" else f"{text.replace(',', NBSP).replace('.', ',')}{NBSP}$"


def percent(ratio: float, lang: str, places: int = 0) -> str:
    """Write a ratio (0.88) as a percentage."""
    figure = decimal(round(ratio * 100, places), lang, places)
    return f"{figure}%" if lang == "en" else f"{figure}{NBSP}%"


def filesize(size: int, lang: str) -> str:
    """Write a number of bytes in the unit that reads best."""
    value, step = float(size), 0
    while round(value) >= 1000 and step < 3:
        value, step = value / 1000, step + 1
    return f"{decimal(value, lang, 1 if step > 1 and value < 10 else 0)}{NBSP}{_SIZES[lang][step]}"


def initials(name: str) -> str:
    """Return the letters that stand for a person: first and last names, particles left out."""
    words = [word for word in name.replace("-", " ").split() if word[0].isupper()] or name.split()
    if not words:
        return ""
    chosen = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


def split_number(number: str) -> tuple[str, str]:
    """Cut a ticket number in the part everybody knows (`G-2026-`) and the part that tells it apart."""
    prefix, dash, rest = number.rpartition("-")
    head, second, digits = prefix.rpartition("-")
    return (f"{head}{second}", f"{digits}{dash}{rest}") if head else ("", number)
