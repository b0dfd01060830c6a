"""The words of the desk for the codes of the areas."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, str | LazyText]

STATES: Words = {
    "received": _("Received"), "to_sort": _("To sort"), "taken": _("Taken in charge"), "in_progress": _("In progress"),
    "waiting_client": _("Client’s turn"), "waiting_unit": _("With a unit"), "resolved": _("Resolved"),
    "closed": _("Closed"), "cancelled": _("Cancelled"), "merged": _("Merged"),
}  # fmt: skip
TASK_STATES: Words = {
    "planned": _("Waits for another task"), "ready": _("Ready"), "accepted": _("Accepted"),
    "in_progress": _("In hand"), "blocked": _("Blocked"), "done": _("Done"), "returned": _("Returned to you"),
    "cancelled": pgettext_lazy("task", "Cancelled"),
}  # fmt: skip
CHANNELS: Words = {
    "counter": _("Counter"), "phone": _("Telephone"), "email": _("E-mail"), "web": _("Web form"), "chat": _("Chat"),
    "kiosk": _("Kiosk"), "mail": _("Letter"), "sms": _("Text message"), "visit": _("Visit"),
    "social": _("Social network"), "api": _("Other system"),
}  # fmt: skip
CHANNEL_ICONS = {
    "counter": "door-open", "phone": "phone", "email": "mail", "web": "globe", "chat": "message-square",
    "kiosk": "monitor", "mail": "mail-open", "sms": "smartphone", "visit": "users", "social": "share-2",
    "api": "webhook",
}  # fmt: skip
HOLDERS: Words = {
    "us": pgettext_lazy("holder", "us"), "unit": pgettext_lazy("holder", "units"),
    "partner": pgettext_lazy("holder", "partner"), "client": pgettext_lazy("holder", "client"),
    "pause": pgettext_lazy("holder", "closed"),
}  # fmt: skip
RESOLUTIONS: Words = {
    "answered": _("Answered"), "done": _("Done"), "granted": _("Granted"), "refused": _("Refused"),
    "referred": _("Referred, introduction made"), "out_of_scope": _("Not something we handle"),
    "duplicate": _("Already asked in another request"), "withdrawn": _("Withdrawn by the client"),
}  # fmt: skip
RESULTS: Words = {
    "done": _("Done"), "answered": _("Answered"), "refused": _("Refused"), "not_needed": _("Not needed after all"),
}  # fmt: skip
LEVELS: Words = {"1": _("Low"), "2": _("Ordinary"), "3": _("High")}
REASONS: Words = {
    "more_work": _("It is more work than expected"), "partner": _("We wait for a partner"),
    "document": _("We wait for a document"), "client_wish": _("The client prefers another date"),
    "absence": _("Somebody is away"),
}  # fmt: skip
CAUSES: Words = {
    "not_settled": _("the client says it is not settled"), "low_pulse": _("the client is not satisfied"),
    "our_mistake": _("a mistake of ours"), "new_facts": _("new facts"), "asked": _("the client asked"),
}  # fmt: skip
CANCELLATIONS: Words = {
    "client_wish": _("the client no longer needs it"), "not_a_request": _("it was not a request"),
    "duplicate": _("it was asked twice"), "spam": _("it was unwanted mail"),
}  # fmt: skip
FIELDS: Words = {
    "description": _("What was asked"), "title": _("Title"), "requester_name": _("Who asks"), "office": _("Office"),
    "phone": _("Telephone"), "email": _("E-mail"), "language": _("Language"),
}  # fmt: skip
LANGUAGES: Words = {"fr": _("French"), "en": _("English")}
IDENTITIES: Words = {
    "known_number": _("Known telephone number"), "questions": _("Two questions answered"),
    "in_person": _("Seen in person"), "document": _("Document shown"), "not_needed": _("Not needed for this"),
}  # fmt: skip
SCOPES: Words = {
    "all": _("everything"), "hr": _("staff and pay"), "finance": _("finances"), "lease": _("leases and places"),
    "it": _("computers and telephones"), "documents": _("documents"), "security": _("security"),
}  # fmt: skip
ROLES: Words = {
    "member": _("member"), "office_staff": _("office staff"), "caucus_staff": _("caucus staff"), "owner": _("owner"),
    "employee": _("employee"), "parent": _("parent"), "citizen": _("citizen"),
}  # fmt: skip
DUES: Words = {
    "2 h": _("2 business hours"), "1 bd": _("1 business day"), "2 bd": _("2 business days"),
    "5 bd": _("5 business days"), "10 bd": _("10 business days"),
}  # fmt: skip


def word(words: Words, code: str) -> str:
    """Return the words for a code, or the code where nobody has given it any."""
    return str(words.get(code, code.replace("_", " ")))


def choices(words: Words) -> list[tuple[str, str | LazyText]]:
    """Return codes and words for a form."""
    return list(words.items())
