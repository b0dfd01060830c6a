"""What somebody answered that lasts: what the next form starts with, and where it came from."""

from dataclasses import dataclass
from datetime import datetime

from guichet.areas.forms.models import Answers
from guichet.areas.forms.queries.answered import STORY, worded
from guichet.areas.people.access import Viewer
from guichet.ground.bilingual import Bilingual

FORMS_READ = 5
BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Lasting:
    """One answer that is taken up again: to what, in words, from which request, since when."""

    label: Bilingual
    value: Bilingual | str
    number: str
    given_at: datetime


def lasting_of(viewer: Viewer, language: str) -> list[Lasting]:
    """Return what a client's next form would start with, from the requests of theirs that they still see."""
    rows = Answers.objects.visible_to(viewer).filter(ticket__requester=viewer.person)
    found: dict[str, Lasting] = {}
    for one in rows.select_related("version", "ticket").order_by("-given_at")[:FORMS_READ]:
        content = one.version.content
        for section, asked in content.fields():
            value, element = one.data.get(asked.key), content.element(asked)
            lasts = not section.repeats and element.source == BEFORE and asked.element != STORY
            if lasts and isinstance(value, str) and value and asked.element not in found:
                said = worded(element, value, language)
                found[asked.element] = Lasting(element.name, said, one.ticket.number, one.given_at)
    return list(found.values())
