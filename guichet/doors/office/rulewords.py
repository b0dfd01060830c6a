"""The words of the office for what rules say and do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guichet.areas.automation.rules.spec import Trigger
from guichet.doors.office.labels import Words

EVENTS: Words = {
    "opened": gettext_lazy("A request is opened"), "sorted": gettext_lazy("A request is sorted"),
    "assigned": gettext_lazy("Somebody is put in charge"), "client_wrote": gettext_lazy("The client writes again"),
    "tagged": gettext_lazy("A tag is put on or taken off"), "task_done": gettext_lazy("A task is done"),
    "task_returned": gettext_lazy("A task comes back"), "undelivered": gettext_lazy("Our words did not arrive"),
    "resolved": gettext_lazy("An answer is given"), "reopened": gettext_lazy("A request is taken up again"),
    "closed": gettext_lazy("A request is closed"),
}  # fmt: skip
DATES: Words = {
    "received": gettext_lazy("The day on which it was received"), "promised": gettext_lazy("The promised date"),
    "waiting": gettext_lazy("The day of a question without an answer"),
    "answered": gettext_lazy("The day of an answer that nobody confirmed"),
    "term": gettext_lazy("A date in the life of a client"),
}  # fmt: skip
TERMS: Words = {
    "lease_end": gettext_lazy("End of a lease"), "contract_end": gettext_lazy("End of a contract"),
    "mandate_end": gettext_lazy("End of a mandate"), "warranty_end": gettext_lazy("End of a warranty"),
    "card_expiry": gettext_lazy("Expiry of a card"),
}  # fmt: skip
MODES: Words = {
    "off": gettext_lazy("Off"), "trial": gettext_lazy("On trial"), "active": gettext_lazy("At work"),
    "retired": gettext_lazy("Out of use"),
}  # fmt: skip
OUTCOMES: Words = {
    "tried": gettext_lazy("On trial: nothing was done"), "done": gettext_lazy("Done"),
    "failed": gettext_lazy("Failed: nothing was done"),
}  # fmt: skip
FACTS: Words = {
    "service": gettext_lazy("Service"), "channel": gettext_lazy("Channel"), "language": gettext_lazy("Language"),
    "tag": gettext_lazy("Tag"), "group": gettext_lazy("Client group"), "state": gettext_lazy("Status"),
    "impact": gettext_lazy("Impact"), "urgency": gettext_lazy("Urgency"), "owner": gettext_lazy("Somebody in charge"),
    "party": gettext_lazy("Several people take part"), "age": gettext_lazy("Age in days, at least"),
    "words": gettext_lazy("Words of the client"),
}  # fmt: skip
LEVELS: Words = {"1": gettext_lazy("1, low"), "2": gettext_lazy("2, medium"), "3": gettext_lazy("3, high")}
YES_NO: Words = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No")}
DUES: Words = {
    "2 h": gettext_lazy("2 business hours"), "1 bd": gettext_lazy("1 business day"),
    "2 bd": gettext_lazy("2 business days"), "5 bd": gettext_lazy("5 business days"),
    "10 bd": gettext_lazy("10 business days"),
}  # fmt: skip
FAULTS: Words = {
    "missing": gettext_lazy("Missing: a rule speaks both languages."),
    "keeper": gettext_lazy("Say who keeps it right: they are told when it fails."),
    "review": gettext_lazy("Give the day on which it is read again."),
    "most": gettext_lazy("From 1 to 20 times."), "far": gettext_lazy("At most 730 days before or after."),
    "before": gettext_lazy("Nobody knows that day beforehand: give 0 or more."),
    "unknown": gettext_lazy("That is not there any more: choose one of the list."),
    "prepare": gettext_lazy("On a date of a client there is no request yet: say which one to prepare."),
    "no_ticket": gettext_lazy("On a date of a client there is no request yet: take the conditions out."),
    "empty": gettext_lazy("Say which."), "age": gettext_lazy("A whole number of days, from 1 to 999."),
    "long": gettext_lazy("At most 60 signs each."), "nothing": gettext_lazy("It does nothing yet: say what is done."),
    "both": gettext_lazy("Impact and urgency go together."),
    "walled": gettext_lazy("A confidential service is chosen by hand, not by a rule."),
}  # fmt: skip


def when(trigger: Trigger) -> str:
    """Say what sets a rule off."""
    if trigger.is_event:
        return str(EVENTS[trigger.on])
    of = TERMS[trigger.term] if trigger.on == "term" else DATES[trigger.on]
    count = abs(trigger.days)
    if trigger.days == 0:
        return str(of)
    if trigger.days < 0:
        said = ngettext("%(of)s, %(count)s day before", "%(of)s, %(count)s days before", count)
    else:
        said = ngettext("%(of)s, %(count)s day after", "%(of)s, %(count)s days after", count)
    return said % {"of": of, "count": count}


def doing(code: str) -> str:
    """Say one thing that a rule does, from its code."""
    what, _colon, of = code.partition(":")
    impact, _slash, urgency = of.partition("/")
    return {
        "prepare": _("prepare a request (%(of)s)"), "tag": _("put on the tag %(of)s"),
        "levels": _("impact %(impact)s, urgency %(urgency)s"), "place": _("give it to whoever is best placed"),
        "task": _("give a task to %(of)s"), "note": _("write a note"), "propose": _("propose a template"),
    }[what] % {"of": of, "impact": impact, "urgency": urgency}  # fmt: skip


def because(code: str) -> str:
    """Say one reason why a rule fired, from its code."""
    return str((EVENTS | DATES | TERMS | FACTS).get(code, code))
