"""How accounts behave at this window: nobody signs up, clients we know sign in by e-mailed code."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import RequestLoginCodeForm
from django.http import HttpRequest
from django.urls import reverse

from guichet.areas.people import actions as people
from guichet.areas.people.queries import viewer_of_user
from guichet.doors.portal import limits
from guichet.ground import clock

DESK = "/desk/"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the first request or by an administrator, never by a sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count tries of sign-in by the same networks as everything else: only a proxy we believe may name another."""
        return limits.network_of(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead clients to their requests and staff to their desk."""
        assert request.user.is_authenticated
        viewer = viewer_of_user(request.user, on=clock.now().date())
        return DESK if viewer and viewer.is_staff else reverse("portal-mine")

    def format_email_subject(self, subject: str) -> str:
        """Leave the address of the site out of the subject: it is not the name of anybody."""
        return subject

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portal-home")


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for an address and mails a code; the answer is the same whether or not we know it."""

    def clean_email(self) -> Any:
        """Give a client we know the account that signs in, the first time."""
        people.account_for(self.cleaned_data["email"], now=clock.now())
        return super().clean_email()
