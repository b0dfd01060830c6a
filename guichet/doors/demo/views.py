"""The demonstration's own pages: be somebody with one click, and read the mail that would have left."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from guichet.areas.people import actions as people
from guichet.doors.demo import caught
from guichet.doors.demo.personae import CLIENTS, EVERYBODY, STAFF
from guichet.ground import clock

P = ParamSpec("P")
# The key by which the desk recognises a session that a demonstration opened, in place of a second factor.
DEMO_SIGN_IN = "demo_sign_in"
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
BACKEND = "guichet.doors.portal.accounts.Backend"
# What was caught is somebody else's HTML: it runs nothing, fetches nothing, and belongs to no site.
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def only_in_demo(view: View[P]) -> View[P]:
    """Hide the page everywhere but in a demonstration."""

    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return enter


@only_in_demo
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the cards of everybody one may be."""
    return render(request, "demo/home.html", {"clients": CLIENTS, "staff": STAFF})


@only_in_demo
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become somebody, second factor included, and start where they start."""
    persona = EVERYBODY.get(request.POST.get("email", ""))
    user = people.account_for(persona.email, now=clock.now()) if persona else None
    if persona is None or user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    request.session[DEMO_SIGN_IN] = True
    return redirect(persona.start)


@only_in_demo
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """List the mail that would have left, the newest first."""
    return render(request, "demo/mails.html", {"mails": caught.newest()})


def _found(name: str) -> caught.Caught:
    one = caught.caught(name)
    if one is None:
        raise Http404
    return one


@only_in_demo
@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message: headers, words, files."""
    return render(request, "demo/mail.html", {"mail": _found(name)})


@only_in_demo
@require_GET
@xframe_options_sameorigin
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Give the HTML of one message, in a sandbox."""
    response = HttpResponse(_found(name).html, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = MAIL_POLICY
    return response


@only_in_demo
@require_GET
def mail_file(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    """Give one file of a message, to be saved."""
    found = caught.file_of(_found(name), number)
    if found is None:
        raise Http404
    response = HttpResponse(found[1], content_type="application/octet-stream")
    response["Content-Disposition"] = str(content_disposition_header(True, found[0]))
    response["Content-Security-Policy"] = MAIL_POLICY
    return response
