"""The forms that too few get through by themselves, and who keeps their services."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from guichet.areas.catalogue.models import Service
from guichet.areas.forms.queries.alone import alone_by_service
from guichet.areas.forms.queries.published import has_form
from guichet.areas.forms.rules.alone import Alone
from guichet.areas.people.access import Viewer
from guichet.areas.upkeep.models import FormWarning
from guichet.areas.upkeep.queries.kept import Subject, Told, subjects


@dataclass(frozen=True, slots=True)
class Online:
    """A service that is asked for by a form, how people get through it, and since when its keeper is warned."""

    service: Service
    alone: Alone
    warned: datetime | None = None


def online_services(viewer: Viewer, *, now: datetime) -> list[Online]:
    """Return the services with a form in force, the worst fit first: those that one keeps, or every one of them."""
    viewer.require("upkeep.read")
    warned = dict(FormWarning.objects.values_list("service", "since"))
    counted = alone_by_service(now=now)
    rows = Service.objects.filter(state=Service.State.PUBLISHED).select_related("owner", "responsible").order_by("code")
    rows = rows if viewer.may("catalogue.edit") else rows.filter(responsible=viewer.staff)
    found = [Online(one, counted.get(one.pk, Alone()), warned.get(one.pk)) for one in rows if has_form(one.pk)]
    return sorted(found, key=lambda one: (not one.alone.is_judged, one.alone.fit))


def poor(*, now: datetime) -> dict[int, list[tuple[Subject, Alone]]]:
    """Return, for each who keeps a service, or leads where nobody does, those that too few get through alone."""
    counted = {pk: one for pk, one in alone_by_service(now=now).items() if one.is_poor and has_form(pk)}
    codes = dict(Service.objects.filter(pk__in=counted).values_list("code", "pk"))
    known, told = subjects(("service", code) for code in codes), Told()
    found: dict[int, list[tuple[Subject, Alone]]] = defaultdict(list)
    for (_kind, code), subject in sorted(known.items()):
        for staff in told.of(subject):
            found[staff].append((subject, counted[codes[code]]))
    return found
