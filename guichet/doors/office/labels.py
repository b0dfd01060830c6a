"""The words of the office for the codes of the areas."""

from collections.abc import Mapping

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guichet.areas.metrics.queries import UNSORTED, names_of
from guichet.ground.bilingual import Bilingual

Words = dict[str, str | LazyText]

DIMENSIONS: Words = {
    "service": _("Service"), "unit": _("Unit"), "channel": _("Channel"), "language": _("Language"),
    "group": _("Client group"), "tenure": _("Tenure"),
}  # fmt: skip
# What equity is looked at by: those have lists, and are no filters.
AXES: Words = {
    "rurality": _("Rurality"), "letters": _("How letters are laid out"),
    "reach": _("How news reaches them"),
}  # fmt: skip
HELD: Words = DIMENSIONS | AXES
BY: Words = {
    "service": _("by service"), "unit": _("by unit"), "channel": _("by channel"), "language": _("by language"),
    "group": _("by client group"), "tenure": _("by tenure"),
}  # fmt: skip
CHANNELS: Words = {
    "counter": _("Counter"), "phone": _("Telephone"), "email": _("E-mail"), "web": _("Web form"), "chat": _("Chat"),
    "kiosk": _("Kiosk"), "mail": _("Letter"), "sms": _("Text message"), "visit": _("Visit"),
    "social": _("Social network"), "api": _("Other system"),
}  # fmt: skip
LANGUAGES: Words = {"fr": _("French"), "en": _("English")}
GROUPS: Words = {
    "member": _("Members"), "office_staff": _("Office staff"), "caucus_staff": _("Caucus staff"),
    "employee": _("Employees"), "citizen": _("Citizens"), "business": _("Businesses"), "partner": _("Partners"),
    "intermediary": _("Those who help somebody else"),
}  # fmt: skip
TENURES: Words = {
    "new": _("New: less than 12 months"), "settled": _("From 1 to 8 years"),
    "experienced": _("Experienced: more than 8 years"),
}  # fmt: skip
RURALITY: Words = {
    "urban": _("Urban offices"), "rural": _("Rural offices"), "remote": _("Remote offices"),
    "unknown": _("Place not known"),
}  # fmt: skip
LETTERS: Words = {
    "usual": _("Usual letters"), "adapted": _("Larger letters, or words alone"), "unknown": _("No longer known"),
}  # fmt: skip
REACH: Words = {
    "email": _("By e-mail"), "paper": _("On paper, or without e-mail"), "unknown": _("No longer known"),
}  # fmt: skip
# What a service is for, in the words that people read at the portal.
NEEDS: Words = {
    "finance": _("Expenses and budget"), "lease": _("Office and lease"), "hr": _("Staff and pay"),
    "it": _("Computers and telephones"), "security": _("Security and access cards"),
    "documents": _("Documents and research"), "all": _("Several of these"),
}  # fmt: skip
STATES: Words = {
    "received": _("Received"), "to_sort": _("To sort"), "taken": _("Taken in charge"), "in_progress": _("In progress"),
    "waiting_client": _("Client’s turn"), "waiting_unit": _("With a unit"), "resolved": _("Resolved"),
    "closed": pgettext_lazy("ticket", "Closed"), "cancelled": pgettext_lazy("ticket", "Cancelled"),
    "merged": _("Merged"),
}  # fmt: skip
PERIODS: Words = {"30d": _("30 days"), "90d": _("90 days"), "12m": _("12 months")}
SETS: Words = {
    "received": _("Requests received"), "unsorted": _("Received and not sorted yet"), "open": _("Open now"),
    "undated": _("Open without a promised date"), "first": _("First answers that can be judged"),
    "first_met": _("First answers in time"), "first_missed": _("First answers late or still awaited"),
    "first_given": _("First answers given"),
    "first_ahead": _("First answers not due yet"), "completion": _("Promised dates that can be judged"),
    "completion_met": _("Promised dates kept"), "completion_missed": _("Promised dates missed"),
    "completion_ahead": _("Promised dates still ahead"), "completed": _("Requests answered"),
    "again": _("Requests whose client had to write again"),
    "resolved": _("Resolved, and thirty days have passed"),
    "reopened": _("Requests that came back"), "resolved_lately": _("Resolved less than thirty days ago"),
    "answered": _("Requests whose client answered"), "silent": _("Requests whose client has not answered"),
}  # fmt: skip
MISSING: Words = {
    "unsorted": _("not sorted yet"), "undated": _("without a promised date"), "first_ahead": _("not due yet"),
    "completion_ahead": _("not due yet, or waiting for the client"),
    "resolved_lately": _("resolved too recently to tell"), "silent": _("asked, no answer"),
}  # fmt: skip

Key = int | str
Name = str | Bilingual | LazyText
Names = Mapping[str, Mapping[Key, Name]]


def names() -> Names:
    """Return the words for every value of every dimension, in the order in which a form lists them."""
    named: dict[str, dict[Key, Name]] = {"service": {**names_of("service")}, "unit": {**names_of("unit")}}
    for known in named.values():
        known[UNSORTED] = _("Not sorted yet")
    coded = {
        "channel": CHANNELS, "language": LANGUAGES, "group": GROUPS, "tenure": TENURES,
        "rurality": RURALITY, "letters": LETTERS, "reach": REACH,
    }  # fmt: skip
    return named | {dimension: dict(words.items()) for dimension, words in coded.items()}


def name(known: Names, dimension: str, key: Key) -> str:
    """Return the words for one value, or its code where nobody has given it any."""
    return str(known[dimension].get(key, str(key).replace("_", " ")))
