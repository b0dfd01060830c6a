"""Writing the places where people are received: in which languages, during which hours, with which first words."""

from collections.abc import Collection
from dataclasses import dataclass

from guichet.areas.people.actions.house import NEW, give
from guichet.areas.people.models import Site, Staff
from guichet.areas.people.queries import organisation
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import LANGUAGES, Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """How people are received at a place; `calendar` is a code."""

    languages: tuple[str, ...]
    calendar: str = ""
    greeting: Bilingual = Bilingual()
    interpreter: str = ""
    interpreter_phone: str = ""

    @property
    def called(self) -> dict[str, str]:
        """Return who is called for another language."""
        return {"name": self.interpreter, "phone": self.interpreter_phone} if self.interpreter else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteForm:
    """A place where people are received, as declared."""

    code: str
    organisation: str
    name: Bilingual
    address: Bilingual
    reception: Reception
    region: str = ""


@action("people.configure")
def configure_site(form: SiteForm, *, by: Actor) -> list[str]:
    """Keep a place where people are received. What a scenario does not say stays what people wrote in the office."""
    said = form.reception
    values = {
        "organisation": organisation(form.organisation), "name": form.name, "address": form.address,
        "region": form.region, "languages": list(said.languages),
    }  # fmt: skip
    row = Site.objects.filter(code=form.code).select_related("organisation").first()
    if row is None:
        more = {"calendar": said.calendar, "greeting": said.greeting, "interpreter": said.called}
        Site.objects.create(code=form.code, **values, **more)
        return [NEW]
    values |= {"calendar": said.calendar} if said.calendar and not row.calendar else {}
    values |= {"greeting": said.greeting} if said.greeting.is_complete and not row.greeting.is_complete else {}
    values |= {"interpreter": said.called} if said.called and not row.interpreter else {}
    return give(row, values)


@action("people.keep_sites")
def receive_at(site: Site, said: Reception, *, staff: Collection[int], by: Actor) -> Site:
    """Keep how people are received at a place, and who receives them there."""
    site.languages = [one for one in LANGUAGES if one in said.languages]
    site.calendar, site.greeting, site.interpreter = said.calendar, said.greeting, said.called
    site.save(update_fields=["languages", "calendar", "greeting", "interpreter"])
    Staff.objects.filter(site=site).exclude(pk__in=staff).update(site=None)
    Staff.objects.filter(pk__in=staff, active=True).update(site=site)
    return site
