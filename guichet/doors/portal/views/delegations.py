"""Who may act for a signed-in client, in which matters, until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.people import actions as people
from guichet.areas.people import queries as known
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries.own import mandates_over
from guichet.doors.portal import limits, offering
from guichet.doors.portal.forms.account import SCOPES, DelegationForm
from guichet.doors.portal.opened import for_clients, viewer_of
from guichet.ground import clock
from guichet.ground.access import SYSTEM


@dataclass(frozen=True, slots=True)
class Given:
    """A delegation, as its giver sees it."""

    pk: int
    who: str
    grantor: str
    scopes: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Over:
    """A delegation that ended lately; nobody named is the reader."""

    who: str
    whom: str
    on: date
    withdrawn: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def delegations(request: HttpRequest) -> HttpResponse:
    """Show who may act for a client, and let somebody else do so."""
    viewer = viewer_of(request)
    grantors = _grantors(viewer)
    choices = [(key, label) for key, (_holder, label) in grantors.items()]
    first = {"grantor": choices[0][0]}
    form = DelegationForm(request.POST or None, grantors=choices, today=offering.today(), initial=first)
    if form.is_valid():
        if limits.too_many("delegate", viewer.ref, limits.DELEGATIONS_OF_PERSON):
            form.add_error(None, _("That is a lot of delegations in a short time. Wait a while, or call us."))
        else:
            _delegate(viewer, grantors[form.cleaned_data["grantor"]][0], form.cleaned_data)
            messages.success(request, _("It is done. This person can act from now on."))
            return redirect("portal-delegations")
    given = [one for holder, label in grantors.values() for one in _given(holder, label)]
    status, over = 422 if form.is_bound else 200, _over(viewer)
    context = {"form": form, "given": given, "over": over}
    return render(request, "portal/mine/delegations.html", context, status=status)


def _over(viewer: Viewer) -> list[Over]:
    """Return the rights to act that ended lately: given, or received."""
    assert viewer.person is not None
    headed = [grant.heads for grant in viewer.grants if grant.heads]
    rows = mandates_over(known.person(viewer.person), headed, on=offering.today())
    return [_told(row, viewer) for row in rows]


def _told(row: Any, viewer: Viewer) -> Over:
    holder = str(row.grantor_organisation.name) if row.grantor_organisation else row.grantor_person.full_name
    whom = "" if row.grantor_person_id == viewer.person else holder
    who = "" if row.delegate_id == viewer.person else known.email_of(row.delegate) or row.delegate.full_name
    return Over(who, whom, localtime(row.revoked_at).date() if row.revoked_at else row.ends_on, bool(row.revoked_at))


def _grantors(viewer: Viewer) -> dict[str, tuple[Any, str]]:
    """Return whom this client may give rights for: themselves, and the organisations they head."""
    assert viewer.person is not None
    person = known.person(viewer.person)
    heads = {grant.heads for grant in viewer.grants if grant.heads}
    places = known.places_of(person, on=offering.today())
    return {"self": (person, _("Myself"))} | {
        place.organisation.code: (place.organisation, str(place.organisation.name))
        for place in places
        if place.organisation_id in heads
    }


def _delegate(viewer: Viewer, holder: Any, said: dict[str, Any]) -> None:
    found = known.persons_by_email(said["email"])
    # Somebody we do not know yet is registered: the answer does not tell who is a client here.
    delegate = found[0] if found else people.register(
        people.NewPerson(email=said["email"], language=viewer.language), by=SYSTEM, now=clock.now()
    )  # fmt: skip
    wanted = people.NewDelegation(
        grantor=holder, delegate=delegate, scopes=tuple(said["scopes"]), starts_on=offering.today(),
        ends_on=said["ends_on"],
    )  # fmt: skip
    people.delegate(wanted, by=viewer)


def _given(holder: Any, label: str) -> list[Given]:
    rows = known.delegates_of(people.compartment_of(holder), on=offering.today())
    names = {code: str(name) for code, name in SCOPES}
    return [
        Given(
            row.pk, known.email_of(row.delegate) or row.delegate.full_name, label,
            ", ".join(names.get(code, code) for code in row.scopes), row.starts_on, row.ends_on,
        )
        for row in rows
    ]  # fmt: skip


@require_POST
@for_clients
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation at once."""
    viewer = viewer_of(request)
    for holder, _label in _grantors(viewer).values():
        given = known.delegates_of(people.compartment_of(holder), on=offering.today())
        if found := next((one for one in given if one.pk == pk), None):
            people.revoke(found, by=viewer, now=clock.now())
            messages.success(request, _("It is done. This person can no longer act."))
            return redirect("portal-delegations")
    raise Http404
