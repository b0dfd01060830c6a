"""Staff prove who they are twice before they see anything."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

PROVEN, DEMO_SIGN_IN = "second_factor", "demo_sign_in"
# What counts as a second proof: one of ours, or the institution's own identity provider.
STRONG = {"mfa", "socialaccount"}
ENROLMENT = "/accounts/2fa/"
# With one proof alone, what guards an account that has two cannot be changed.
SETTINGS_OF_ACCOUNT = (ENROLMENT, "/accounts/3rdparty/", "/accounts/password/change/", "/accounts/password/set/")
OPEN_PATHS = ("/accounts/", "/ui/", "/healthz", "/readyz")


class SecondFactor:
    """Sends staff without a second factor to enrol one, before any other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_exempt(request.path) and not request.path.startswith(SETTINGS_OF_ACCOUNT):
            return self.get_response(request)
        if not is_staff(request) or has_proven(request):
            return self.get_response(request)
        if is_mfa_enabled(request.user):
            # This session is older than the second factor: whoever holds it signs in again, with both.
            logout(request)
            return redirect_to_login(request.get_full_path())
        if is_exempt(request.path):
            return self._enrolling(request)
        return HttpResponseRedirect(reverse("mfa_activate_totp"))

    def _enrolling(self, request: HttpRequest) -> HttpResponseBase:
        """Let the session that enrols a second factor go on: it has just shown that it holds it."""
        enrols = request.method == "POST" and request.path.startswith(ENROLMENT) and is_staff(request)
        if not enrols or is_mfa_enabled(request.user):
            return self.get_response(request)
        response = self.get_response(request)
        if request.user.is_authenticated and is_mfa_enabled(request.user):
            request.session[PROVEN] = request.user.pk
        return response


def is_exempt(path: str) -> bool:
    """Tell whether a page is needed to sign in, to sign out or to be styled."""
    return path.startswith((*OPEN_PATHS, settings.STATIC_URL))


def is_staff(request: HttpRequest) -> bool:
    """Tell whether whoever signed in works here."""
    viewer = getattr(request, "viewer", None)
    return bool(viewer and viewer.is_staff)


def has_proven(request: HttpRequest) -> bool:
    """Tell whether this session holds two proofs; it costs no query."""
    session = request.session
    if session.get(PROVEN) == request.user.pk or (settings.DEMO and session.get(DEMO_SIGN_IN)):
        return True
    return any(record.get("method") in STRONG for record in get_authentication_records(request, request.user))
