"""What a standard is about, what it counts and whom it reaches, in the language in use."""

from collections.abc import Iterator

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from guichet.areas.catalogue.rules.standards import Measure, StandardKind, StandardTerms
from guichet.areas.catalogue.rules.targets import Target, describe

Text = str | LazyText
KIND_WORDS: dict[str, Text] = {
    StandardKind.ACCESS: pgettext_lazy("standard", "Access"),
    StandardKind.ACCURACY: pgettext_lazy("standard", "Accuracy"),
    StandardKind.TIMELINESS: pgettext_lazy("standard", "Timeliness"),
}
MEASURE_WORDS: dict[str, Text] = {
    Measure.FIRST: gettext_lazy("first words of a person, in time"),
    Measure.UPDATE: gettext_lazy("news while one waits, in time"),
    Measure.COMPLETION: gettext_lazy("answer by the promised date"),
    Measure.TASK: gettext_lazy("a step of the work, in time"),
    Measure.MAXIMUM: gettext_lazy("decision within the legal maximum"),
    Measure.SETTLED: gettext_lazy("settled, and not back within thirty days"),
    Measure.ONE_DOOR: gettext_lazy("served at the first door"),
    Measure.DECLARED: gettext_lazy("counted elsewhere, told each month"),
}
CHANNEL_WORDS: dict[str, Text] = {
    "counter": gettext_lazy("at the counter"), "phone": gettext_lazy("by telephone"),
    "email": gettext_lazy("by email"), "web": gettext_lazy("on this site"), "chat": gettext_lazy("by chat"),
    "kiosk": gettext_lazy("at the kiosk"), "mail": gettext_lazy("by mail"), "sms": gettext_lazy("by text message"),
    "visit": gettext_lazy("during a visit"), "social": gettext_lazy("on social media"),
    "api": gettext_lazy("from another program"),
}  # fmt: skip
SILENCE_WORDS: dict[str, Text] = {
    "": gettext_lazy("nothing: the request waits on"),
    "accepted": gettext_lazy("the request is granted"),
    "refused": gettext_lazy("the request is refused"),
}


def delay_words(target: str) -> str:
    """Say a delay; nothing of none."""
    return describe(Target.parse(target), get_language() or "fr") if target else ""


def scope_words(terms: StandardTerms, *, service: str = "", step: str = "", unit: str = "") -> str:
    """Say whom a standard reaches; the caller names what it knows of the service, the step and the unit."""
    said = list(_scope(terms, service, step, unit))
    return " · ".join(said) if said else _("whatever you ask for")


def _scope(terms: StandardTerms, service: str, step: str, unit: str) -> Iterator[str]:
    yield from filter(None, (service, step, unit))
    if terms.channel:
        yield str(CHANNEL_WORDS[terms.channel])
    if terms.priority:
        yield _("priority %(n)s") % {"n": terms.priority}


def measured_words(terms: StandardTerms) -> str:
    """Say what is counted, and within which delay where it has one of its own."""
    words = str(MEASURE_WORDS[terms.measure])
    return f"{words} ({delay_words(terms.limit)})" if terms.limit else words
