"""`{% load ui %}`: the words, icons and small components of the house style."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext

from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from guichet.ground.ui import choosing, drawing, mailstyle, wording

register = template.Library()
register.tag("options", choosing.options)

CHIP_ICONS = {"late": "triangle-alert", "soon": "clock", "kept": "check", "turn": "hourglass"}
BARE_WIDGETS = (CheckboxInput, CheckboxSelectMultiple, RadioSelect)


def _lang() -> str:
    return wording.language(get_language())


@cache
def _symbol(name: str, extra: str) -> SafeString:
    # Cached: a list of fifty rows asks for the same dozen icons hundreds of times.
    return format_html(
        '<svg class="i{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        f" {extra}" if extra else "",
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon of the sprite; `label` adds the word that a screen reader says."""
    drawn = _symbol(name, css)
    return format_html('{}<span class="vh">{}</span>', drawn, label) if label else drawn


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)  # a text that is safe and its equal that is not are two
def chip(kind: str, text: str, icon: str = "") -> SafeString:
    """Show a state as a word, a shape and a colour: late, soon, kept, turn, line or plain."""
    name = icon or CHIP_ICONS.get(kind, "")
    drawn = _symbol(name, "") if name else ""
    return format_html('<span class="chip chip--{}">{}{}</span>', kind, drawn, text)


@register.simple_tag
def tier(code: str) -> SafeString:
    """Show the part Client Services plays: lead, participant or support."""
    words = {
        "lead": (pgettext("tier letter", "L"), gettext("Lead")),
        "participant": (pgettext("tier letter", "P"), gettext("Participant")),
        "support": (pgettext("tier letter", "S"), gettext("Support")),
    }
    letter, name = words[code]
    return format_html(
        '<span class="tier tier--{}" role="img" aria-label="{}" title="{}">{}</span>', code, name, name, letter
    )


@register.simple_tag
def avatar(name: str, size: str = "", state: str = "", label: str = "") -> SafeString:
    """Show a person's initials; `label` when no name stands beside them. `state`: here, writes or none."""
    css = "".join(f" avatar--{part}" for part in (size, state) if part)
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<span class="avatar{}" {}>{}</span>', css, said, wording.initials(name) or "?")


@register.filter(name="when")
def when_words(moment: datetime | date | None) -> str:
    """Write a date and time in words."""
    return wording.when(moment, _lang(), clock.now()) if moment else ""


@register.filter(name="day")
def day_words(moment: datetime | date | None) -> str:
    """Write a date in words."""
    return wording.day(moment, _lang(), clock.now()) if moment else ""


@register.filter(name="dated")
def dated_words(moment: datetime | date) -> str:
    """Write the date of a letter."""
    return wording.dated(localtime(moment).date() if isinstance(moment, datetime) else moment, _lang())


@register.filter(name="hour")
def hour_words(moment: datetime | None) -> str:
    """Write a time of day."""
    return wording.hour(moment, _lang()) if moment else ""


@register.filter
def ago(moment: datetime | date | None) -> str:
    """Write a past moment briefly."""
    return wording.ago(moment, _lang(), clock.now()) if moment else ""


@register.filter
def left(due: datetime | None) -> str:
    """Write what remains before a due moment, or the delay."""
    return wording.left(due, _lang(), clock.now()) if due else ""


@register.filter
def duration(length: timedelta | int | None) -> str:
    """Write a length of time (a timedelta, or minutes)."""
    if length is None:
        return ""
    return wording.duration(length if isinstance(length, timedelta) else timedelta(minutes=length), _lang())


@register.filter
def initials(name: str) -> str:
    """Return a person's initials."""
    return wording.initials(name)


@register.filter
def short_number(number: str) -> SafeString:
    """Show the part of a ticket number that tells it apart; keep the rest for screen readers and copying."""
    known, own = wording.split_number(number)
    return format_html('<span class="vh">{}</span>{}', known, own) if known else format_html("{}", own)


@register.filter
def percent(ratio: float | None) -> str:
    """Write a ratio between 0 and 1 as a percentage."""
    return "" if ratio is None else wording.percent(ratio, _lang())


@register.filter
def number(value: float | None) -> str:
    """Write a number with the separators of the language."""
    return "" if value is None else wording.decimal(value, _lang())


@register.filter
def filesize(size: int) -> str:
    """Write a file's size."""
    return wording.filesize(size, _lang())


@register.filter
def bi(value: Bilingual | str | None) -> SafeString | str:
    """Show a bilingual text in the active language, marking with `lang` the one that had to stand in for it."""
    if not isinstance(value, Bilingual):
        return value or ""
    shown = value.language_shown(_lang())
    text = value.in_language(_lang())
    return text if shown == _lang() or not text else format_html('<span lang="{}-CA">{}</span>', shown, text)


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a form field's control with the class of the house."""
    widget = field.field.widget
    if isinstance(widget, BARE_WIDGETS):
        return field.as_widget(attrs={"class": "tick"})
    return field.as_widget(attrs={"class": "input input--file" if isinstance(widget, FileInput) else "input"})


@register.filter
def control_kind(field: BoundField) -> str:
    """Tell which layout a field wants: group (several choices), tick (one box) or line."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "group"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


@register.inclusion_tag("ui/ballbar.html")
def ballbar(segments: Sequence[drawing.Segment | Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Draw who held the ticket. Segments carry `holder` (us, unit, partner, client, pause), `amount` and `label`."""
    known = [each if isinstance(each, drawing.Segment) else drawing.Segment(**each) for each in segments]
    said = ", ".join(segment.label for segment in known if segment.label and segment.amount > 0)
    return {"bars": drawing.bars(known), "label": label or said}


@register.inclusion_tag("ui/gauge.html")
def gauge(value: float, top: float, label: str, standard: float | None = None) -> dict[str, Any]:
    """Draw a figure against its standard; `label` says both."""
    return {"label": label, **drawing.gauge(value, top, standard)}


@register.inclusion_tag("ui/spark.html")
def spark(values: Sequence[float], label: str = "", standard: float | None = None) -> dict[str, Any]:
    """Draw how a figure moved; without a label it is decoration."""
    return {"label": label, **drawing.spark(values, standard)}


@register.simple_tag
def mail_style(name: str) -> SafeString:
    """Return the `style` attribute of a part of a mail, made from the tokens of the pages."""
    return mailstyle.attribute(name)


@register.simple_tag
def languages_here_first() -> list[str]:
    """List both languages, the reader's first: for pages that must be understood by anybody."""
    return ["en", "fr"] if _lang() == "en" else ["fr", "en"]
