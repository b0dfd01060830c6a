"""Warning whoever keeps a service that too few get through its form by themselves: once, until that ends."""

from datetime import datetime

from django.utils.timezone import localtime

from guichet.areas.catalogue.models import Service
from guichet.areas.forms.queries.alone import alone_by_service
from guichet.areas.forms.rules.alone import Alone
from guichet.areas.upkeep.actions.reminding import post_letters
from guichet.areas.upkeep.models import FormWarning, Round
from guichet.areas.upkeep.queries.forms import poor
from guichet.areas.upkeep.queries.kept import Subject
from guichet.areas.upkeep.rules import is_night
from guichet.ground.access import Actor
from guichet.ground.actions import action

FORMS = "forms"


@action("upkeep.remind")
def warn_of_forms(*, by: Actor, now: datetime) -> int:
    """Look once a night at how people get through the forms; return how many who keep one are told of a new trouble."""
    last = Round.objects.filter(name=FORMS).first()
    if not is_night(last.began_at if last else None, localtime(now)):
        return 0
    Round.objects.update_or_create(name=FORMS, defaults={"began_at": now, "ended_at": now})
    kept, recovered = poor(now=now), [pk for pk, one in alone_by_service(now=now).items() if one.is_well]
    FormWarning.objects.filter(service__in=recovered).delete()
    services = dict(Service.objects.filter(code__in=_codes(kept)).values_list("code", "pk"))
    known = set(FormWarning.objects.values_list("service", flat=True))
    new = {code for code, pk in services.items() if pk not in known}
    FormWarning.objects.bulk_create(
        [FormWarning(service_id=services[code], since=now) for code in sorted(new)], ignore_conflicts=True
    )
    told = [staff for staff, held in kept.items() if new & {subject.code for subject, _alone in held}]
    return post_letters(told, FORMS, f"{localtime(now):%Y-%m-%d}", now)


def _codes(kept: dict[int, list[tuple[Subject, Alone]]]) -> set[str]:
    return {subject.code for held in kept.values() for subject, _alone in held}
