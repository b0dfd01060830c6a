"""What a signed-in client prefers: the language, the way, the look and the hours of what we send."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from guichet.areas.people import actions as people
from guichet.areas.people import queries as known
from guichet.doors.portal.forms.account import PreferencesForm
from guichet.doors.portal.opened import for_clients, viewer_of
from guichet.ground import clock
from guichet.ground.access import SYSTEM


@require_http_methods(["GET", "HEAD", "POST"])
@for_clients
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what a client chooses."""
    viewer = viewer_of(request)
    assert viewer.person is not None
    client = known.person(viewer.person)
    chosen = {"told_by": client.told_by, "told_when": client.told_when, "formats": client.formats}
    reached = {"postal": known.postal_of(client), "phone": known.phone_of(client)}
    form = PreferencesForm(request.POST or None, initial={"language": viewer.language, **chosen, **reached})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "portal/mine/preferences.html", {"form": form}, status=status)
    language = form.cleaned_data["language"]
    # Everybody's own preferences are theirs to choose.
    people.confirm_language(client, by=SYSTEM, language=language)
    for kind in reached:
        people.give_contact_point(client, by=SYSTEM, now=clock.now(), kind=kind, value=form.cleaned_data[kind])
    people.prefer(client, by=SYSTEM, **{name: form.cleaned_data[name] for name in chosen})
    with override(language):
        messages.success(request, _("From now on we speak English with you."))
    response = redirect("portal-preferences")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
    return response
