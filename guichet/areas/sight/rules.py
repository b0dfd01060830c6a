"""How looks are counted, and what is said of them."""

from datetime import datetime, timedelta

from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy

Words = dict[str, str | LazyText]

APART = timedelta(minutes=15)  # two looks closer than this are one: a page that renews itself is not opened again

STAFF = "staff:"
# By which right somebody looked, and by which door, in words.
WHYS: Words = {
    "owner": pgettext_lazy("look", "in charge"),
    "reader": pgettext_lazy("look", "designated"),
    "emergency": pgettext_lazy("look", "opened it in an emergency"),
    "substitute": pgettext_lazy("look", "stands in"),
    "manager": pgettext_lazy("look", "leads the desk"),
    "team": pgettext_lazy("look", "agent of the desk"),
    "search": pgettext_lazy("look", "found by a search"),
    "task": pgettext_lazy("look", "has a task of it"),
    "self": pgettext_lazy("look", "asked for it"),
    "holder": pgettext_lazy("look", "their own matter"),
    "head": pgettext_lazy("look", "heads the office"),
    "delegate": pgettext_lazy("look", "acts for them"),
    "party": pgettext_lazy("look", "takes part"),
    "code": pgettext_lazy("look", "holds the code"),
    "machine": pgettext_lazy("look", "opened it"),
    "other": pgettext_lazy("look", "another rule"),
}
DOORS: Words = {
    "page": pgettext_lazy("look", "page"),
    "panel": pgettext_lazy("look", "panel beside a list"),
    "task": pgettext_lazy("look", "page of a task"),
    "file": pgettext_lazy("look", "attached file"),
    "card": pgettext_lazy("look", "card"),
    "portal": pgettext_lazy("look", "portal"),
    "api": pgettext_lazy("look", "API"),
}


def is_again(last: datetime | None, now: datetime) -> bool:
    """Tell whether a look is still the one before it."""
    return last is not None and now - last < APART


def opens(how: str) -> bool:
    """Tell whether a way to recognise somebody lets one speak of their file."""
    return how not in {"", "not_needed"}


WORDS_OF_A_REASON = 4


def is_reason(text: str) -> bool:
    """Tell whether a reason is said in words."""
    return sum(any(sign.isalpha() for sign in word) for word in text.split()) >= WORDS_OF_A_REASON
