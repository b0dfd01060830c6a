"""Two records of one human being: suggested, read side by side, made one, and two again."""

from typing import TYPE_CHECKING

from django import forms as plain
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.people import queries as people
from guichet.areas.tickets import actions
from guichet.areas.tickets.queries import persons
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import LANGUAGES, ROLES, word
from guichet.doors.desk.names import here
from guichet.doors.desk.peopleviews import known
from guichet.doors.desk.performing import attempt
from guichet.ground import clock

if TYPE_CHECKING:
    from guichet.areas.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def merging(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose another record, read both side by side, and make them one."""
    person, form = known(request, pk), plain.Form(request.POST if request.method == "POST" else None)
    other = _other(request, request.POST.get("with", "") or request.GET.get("with", ""))
    if request.method != "POST" or other is None:
        return _page(request, person, other, form)
    by, now = request.viewer, clock.now()
    kept, gone = (other, person) if request.POST.get("stays") == "other" else (person, other)
    if attempt(form, lambda: actions.merge_persons(kept, by=by, now=now, gone=gone)):
        messages.success(request, _("They are one now. You can make them two again for 30 days."))
        return HttpResponseRedirect(reverse("desk-person", args=[kept.pk]))
    return _page(request, person, other, form)


def _other(request: DeskRequest, typed: str) -> "Person | None":
    return known(request, int(typed)) if typed.isdecimal() and len(typed) < 19 else None


def _page(request: DeskRequest, person: "Person", other: "Person | None", form: plain.Form) -> HttpResponse:
    by, on, typed = request.viewer, localtime(clock.now()).date(), request.GET.get("q", "")
    why = persons.why_not_same(person, other, by=by, on=on) if other else ""
    wrong = [str(actions.NotOnePerson(why))] if why else [str(one) for one in form.non_field_errors()]
    found = people.find_persons(typed, by=by) if len(typed.strip()) > 1 else persons.namesakes(person)
    context = frame(request, "desk-people") | {
        "person": person, "other": other, "wrong": wrong, "typed": typed,
        "found": [(one, word(LANGUAGES, one.language)) for one in found if one.pk != person.pk],
        "rows": _side_by_side(person, other) if other and not why else [],
    }  # fmt: skip
    return render(request, "desk/people/merging.html", context, status=422 if wrong else 200)


def _side_by_side(one: "Person", other: "Person") -> list[tuple[str, list[str], list[str]]]:
    """Return each field of both records, and what each holds."""
    mine, theirs = _fields(one, other), _fields(other, one)
    return [(name, mine[name], theirs[name]) for name in mine]


def _fields(person: "Person", other: "Person") -> dict[str, list[str]]:
    on, goods = localtime(clock.now()).date(), persons.goods_of(person, other)
    return {
        _("Name"): [person.full_name or "—"], _("Language"): [word(LANGUAGES, person.language)],
        _("How to reach them"): [one.value for one in person.contact_points.order_by("kind", "pk")],
        _("Places"): [
            f"{one.organisation.name.in_language(here())}, {word(ROLES, one.role)}"
            for one in people.places_of(person, on=on)
        ],
        _("Requests"): [str(len(goods.tickets))], _("Words and contacts"): [str(len(goods.messages + goods.contacts))],
        _("Takes part in"): [str(len(goods.parties))],
        _("Delegations given, received"): [f"{len(goods.given)}, {len(goods.received)}"],
        _("Signs in"): [_("yes") if person.user_id else _("no")],
    }  # fmt: skip


@require_POST
@for_front_line
def unmerging(request: DeskRequest, pk: int) -> HttpResponse:
    """Make two records again of what was made one."""
    person, typed = known(request, pk), request.POST.get("with", "")
    found = [one for one in persons.merged_into(person) if str(one.gone_id) == typed]
    form, by, now = plain.Form(request.POST), request.viewer, clock.now()
    # One that was never made one with this is like one that no longer can be two.
    gone = found[0].gone if found else person
    if attempt(form, lambda: actions.unmerge_persons(person, by=by, now=now, gone=gone)):
        messages.success(request, _("They are two again, each with what was theirs."))
    else:
        messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
    return HttpResponseRedirect(reverse("desk-person", args=[pk]))
