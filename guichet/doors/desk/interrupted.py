"""A session that ends in the middle of the work: the sign-in is asked for in place, and no word is lost."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from guichet.ground.ui.htmx import is_htmx
from guichet.ground.ui.middleware import CONTENT_SECURITY_POLICY

WORDS = ("body", "instructions", "result", "reason", "words", "answer", "title")
SIGN_IN = "/accounts/"


def interrupted(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to sign in; what they were sending comes back to them."""
    if is_htmx(request):
        return HttpResponse(status=401)  # signin.js asks for the sign-in over the page
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    typed = [words for name in WORDS for words in request.POST.getlist(name) if words.strip()]
    back = _page_before(request)
    if not typed:
        return redirect_to_login(back)
    return render(request, "desk/interrupted.html", {"typed": typed, "back": back}, status=401)


def _page_before(request: HttpRequest) -> str:
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() and before.path else reverse("desk-home")


class SignInPlace:
    """Lets our own pages, and nobody else's, show the sign-in inside a dialog."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_framed = request.headers.get("Sec-Fetch-Dest") == "iframe"
        if is_framed and request.path.startswith((SIGN_IN, reverse("desk-signed-in-again"))):
            policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response.headers["Content-Security-Policy"] = policy
        return response
