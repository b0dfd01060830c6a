"""Somebody's card."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.people import actions
from guichet.areas.people import queries as people
from guichet.areas.tickets.queries import persons
from guichet.areas.tickets.queries.desk import open_of
from guichet.doors.desk import forms
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import CHANNELS, LANGUAGES, NEWS_BY, ROLES, SCOPES, STATES, choices, word
from guichet.doors.desk.looks import looked
from guichet.doors.desk.names import here
from guichet.doors.desk.performing import attempt
from guichet.doors.desk.versus import Versus
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.people.models import Person

POINTS = (("email", "email"), ("phone", "phone"), ("postal", "mail"))
KINDS = {"email": "mail", "phone": "phone", "postal": "map-pin"}


@require_safe
@for_front_line
def card(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how somebody is reached, where they belong, who acts for them, and what is open."""
    if kept := persons.kept_of(pk):
        return HttpResponseRedirect(reverse("desk-person", args=[kept]))
    person = known(request, pk)
    shown = render(request, "desk/people/card.html", frame(request, "desk-people") | _card(request, person))
    return looked(request, shown, person, "card")


def known(request: DeskRequest, pk: int) -> "Person":
    """Return a person, or answer as if there were none."""
    request.viewer.require("people.look_up")
    found = people.known_person(pk)
    if found is None:
        raise Http404
    return found


def _card(request: DeskRequest, person: "Person") -> dict[str, Any]:
    on, lang = localtime(clock.now()).date(), here()
    given = people.delegates_of(actions.compartment_of(person), on=on)
    return {
        "person": person, "language_word": word(LANGUAGES, person.language), "languages": choices(LANGUAGES),
        "points": [
            {"icon": KINDS[one.kind], "kind": one.kind, "value": one.value, "gone": one.undeliverable_at,
             "why": one.undeliverable_reason, "checked": one.verified_at}
            for one in person.contact_points.order_by("kind", "pk")
        ],
        "places": [
            (
                one.organisation.name.in_language(lang), word(ROLES, one.role), one.starts_on, one.ends_on,
                reverse("desk-firm", args=[one.organisation.code]) if one.organisation.kind == "business" else "",
            )
            for one in people.places_of(person, on=on)
        ],
        "delegates": [
            (one.delegate.full_name, ", ".join(word(SCOPES, scope) for scope in one.scopes), one.ends_on)
            for one in given
        ],
        "tickets": [
            {**one, "url": reverse("desk-ticket", args=[one["number"]]), "state": word(STATES, one["state"])}
            for one in open_of(request.viewer, person)
        ],
        "twins": persons.namesakes(person), "merged": persons.merged_into(person),
        "kinds": [(one, word(CHANNELS, told)) for one, told in POINTS],
        "ways": choices(NEWS_BY), "form": None, "said": {},
    }  # fmt: skip


@require_POST
@for_front_line
def points(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a way to reach somebody."""
    person, form = known(request, pk), forms.PointForm(request.POST)
    by = request.viewer
    if attempt(form, lambda: actions.add_contact_point(person, by=by, now=clock.now(), **form.cleaned_data)):
        messages.success(request, _("Added."))
        return HttpResponseRedirect(reverse("desk-person", args=[pk]))
    context = frame(request, "desk-people") | _card(request, person) | {"form": form, "said": request.POST.dict()}
    return render(request, "desk/people/card.html", context, status=422)


@require_POST
@for_front_line
def told_by(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep by which way news reaches somebody, as they said it."""
    person, said = known(request, pk), request.POST.get("told_by", "")
    chosen = said if said in NEWS_BY else person.told_by
    wishes = {"formats": person.formats, "told_when": person.told_when}
    actions.prefer(person, by=request.viewer, told_by=chosen, **wishes)
    messages.success(request, _("Everything that goes out to them follows from now on."))
    return HttpResponseRedirect(reverse("desk-person", args=[pk]))


@require_POST
@for_front_line
def language(request: DeskRequest, pk: int) -> HttpResponse:
    """Confirm the language that somebody chose."""
    person, form = known(request, pk), forms.LanguageForm(request.POST)
    by = request.viewer
    if attempt(form, lambda: actions.confirm_language(person, by=by, **form.cleaned_data)):
        messages.success(request, _("Everything that goes out to them is in this language from now on."))
        return HttpResponseRedirect(reverse("desk-person", args=[pk]))
    held, chosen = known(request, pk), form.cleaned_data.get("language", "")
    versus = [Versus(_("Language"), word(LANGUAGES, held.language), word(LANGUAGES, chosen))] if chosen else []
    more = {"language_form": form, "versus": versus, "chosen": chosen}
    context = frame(request, "desk-people") | _card(request, held) | more
    return render(request, "desk/people/card.html", context, status=422)
