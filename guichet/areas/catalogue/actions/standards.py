"""Keeping standards: a change is a version, from a day on, and is kept only when nothing is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from guichet.areas.catalogue.actions.offered import FIRST_DAY
from guichet.areas.catalogue.models import Standard, StandardFigure
from guichet.areas.catalogue.queries import forget, house_calendar
from guichet.areas.catalogue.queries.standards import grounds
from guichet.areas.catalogue.rules import BadTarget, Target
from guichet.areas.catalogue.rules.standards import StandardFault, StandardTerms, faults_of_standard
from guichet.areas.catalogue.rules.versions import changes
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import NEW
from guichet.ground.access import Actor
from guichet.ground.actions import action


class BadStandard(ValueError):
    """Something keeps a standard from being kept: `faults` names each field."""

    def __init__(self, faults: list[StandardFault]) -> None:
        self.faults = faults
        super().__init__(", ".join(f"{one.field}: {one.why}" for one in faults))


class StandardMoved(ValueError):
    """Somebody kept another version first."""

    def __str__(self) -> str:
        return _("Somebody changed this standard meanwhile. What you wrote is still here: compare.")


class NotAFigure(ValueError):
    """A figure says how many met the standard out of how many; neither: it did not apply that month."""

    def __str__(self) -> str:
        return _("Give both numbers, the first one no greater than the second, or none when it did not apply.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardForm:
    """A standard as it is to be kept; without a day, from now on.

    A new one that gives nobody a date, and is only measured, holds from the start.
    """

    code: str
    terms: StandardTerms
    valid_from: date | None = None


@action("catalogue.configure")
def configure_standard(form: StandardForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a standard as a scenario declares it; return what changed, in words."""
    latest = _latest(form.code)
    made = _keep(form, by, now)
    if made is None:
        return []
    if latest is None:
        return [NEW]
    return [f"version {made.version}: {', '.join(one.path for one in changes(latest.data, made.data))}"]


@action("catalogue.edit")
def revise_standard(form: StandardForm, *, by: Viewer, now: datetime, base: int) -> Standard | None:
    """Write the next version of a standard out of version `base`, 0 for a new one; nothing when nothing changes."""
    latest = _latest(form.code)
    if (latest.version if latest else 0) != base:
        raise StandardMoved
    return _keep(form, by, now)


def _latest(code: str) -> Standard | None:
    return Standard.objects.select_for_update(of=("self",)).filter(code=code).order_by("version").last()


def _keep(form: StandardForm, by: Actor, now: datetime) -> Standard | None:
    terms = _plain(form.terms)
    if faults := faults_of_standard(terms, grounds()):
        raise BadStandard(faults)
    latest, data = _latest(form.code), terms.to_data()
    if latest and latest.data == data:
        return None
    today = house_calendar().local_day(now)
    # What gives dates gives none to what came in before it was written; what only counts may look back.
    looks_back = latest is None and not terms.limit
    day = form.valid_from or (FIRST_DAY if looks_back else today)
    made = Standard.objects.create(
        code=form.code, version=latest.version + 1 if latest else 1, valid_from=day if looks_back else max(day, today),
        since=None if looks_back else now, data=data, staff_id=getattr(by, "staff", None),
    )  # fmt: skip
    forget()
    return made


def _plain(terms: StandardTerms) -> StandardTerms:
    """Write its delays one way, so that the same standard is never a change."""
    written = {}
    for name in ("limit", "extension"):
        try:
            written[name] = str(Target.parse(getattr(terms, name))) if getattr(terms, name) else ""
        except BadTarget as error:
            raise BadStandard([StandardFault(name, "target")]) from error
    return StandardTerms.from_data(terms.to_data() | written)


@action("catalogue.edit")
def tell_figure(
    code: str, *, by: Viewer, now: datetime, month: date, met: int | None = None, total: int | None = None
) -> StandardFigure:
    """Tell what was counted elsewhere of a standard for a month; told again, it is corrected."""
    if (met is None) != (total is None) or (met is not None and total is not None and met > total):
        raise NotAFigure
    told, _made = StandardFigure.objects.update_or_create(
        code=code, month=month.replace(day=1), defaults={"met": met, "total": total, "staff_id": by.staff, "at": now}
    )
    return told
