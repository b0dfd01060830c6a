"""Opening a request with its number and its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.areas.tickets.queries import client
from guichet.doors.portal import limits
from guichet.doors.portal.forms.follow import FollowForm
from guichet.doors.portal.opened import remember
from guichet.ground import clock
from guichet.ground.references import parse_number

# Where a letter may lead, once the request is open.
PLACES = {"confirm": "#settled", "reject": "#not-quite"}


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the number and the code; the home page may have asked for the number already."""
    if request.method != "POST":
        return _page(request, FollowForm(initial={"number": request.GET.get("number", "")[:40]}), 200)
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    number = form.cleaned_data["number"]
    if opens(request, number, form.cleaned_data["code"]):
        return redirect("portal-ticket", number=number)
    return _page(request, form, _refuse(form, number, request))


def _page(request: HttpRequest, form: FollowForm, status: int) -> HttpResponse:
    return render(request, "portal/follow/form.html", {"form": form}, status=status)


def _refuse(form: FollowForm, number: str, request: HttpRequest) -> int:
    """Say the same thing whether the number exists or not."""
    if limits.is_locked(number, limits.network_of(request)):
        form.refuse(_("That was five wrong tries. Wait 15 minutes, or call us: a person can help you at once."))
        return 429
    form.refuse(_("This number and this code do not go together. Compare both with your ticket."))
    return 422


def opens(request: HttpRequest, number: str, code: str) -> bool:
    """Try a code; a right one opens the request for this session, unless too many wrong ones came before."""
    network = limits.network_of(request)
    if limits.is_locked(number, network):
        return False
    bearer = client.bearer_with(number, code, on=localtime(clock.now()).date())
    if bearer is None:
        limits.note_wrong_code(number, network)
        return False
    limits.forgive(number, network)
    ticket = client.find_by_number(bearer, number)
    assert ticket is not None
    remember(request, ticket, bearer)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Open the request that a letter leads to: machines that follow links press no button."""
    place = PLACES.get(request.GET.get("to", ""), "")
    if request.method != "POST":
        known = parse_number(number) or ""
        return render(request, "portal/follow/link.html", {"number": known, "address": request.get_full_path()})
    known = parse_number(number) or ""
    if known and opens(request, known, code):
        response = redirect("portal-ticket", number=known)
        response.headers["Location"] += place
        return response
    form = FollowForm({"number": number, "code": ""})
    form.is_valid()
    form.errors.pop("code", None)
    form.refuse(_("This link no longer opens anything. Use the number and the code of your latest message."))
    return _page(request, form, 422)
