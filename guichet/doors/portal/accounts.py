"""How accounts behave at this window: nobody signs up, clients we know sign in by e-mailed code."""

from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import RequestLoginCodeForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guichet.areas.notifications.actions import send_entrance
from guichet.areas.notifications.rules import Entrance
from guichet.areas.people import actions as people
from guichet.areas.people.queries import account, account_of_staff, viewer_of_user
from guichet.doors.portal import limits
from guichet.ground import clock
from guichet.ground.access import SYSTEM

DESK = "/desk/"
# Every letter that the library may ask for with our settings; any other is a mistake of ours.
LETTERS = {
    "account/email/login_code": "code",
    "account/email/unknown_account": "stranger",
    "account/email/password_reset_key": "password",
}


# The library's own sentences, in ours.
FAULTS = {
    "email_password_mismatch": _("The address or the password is not the right one."),
    "incorrect_password": _("This is not the right password."),
    "incorrect_code": _("This is not the right code."),
    "enter_current_password": _("Type your present password."),
    "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
    "rate_limited": _("A code was asked for too often. Wait a few minutes, then try again."),
}


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Finds whoever signed in with SQL written once: every page of theirs begins with it."""

    def get_user(self, user_id: int) -> Any:
        """Return the account of a session, as long as it may be used."""
        for user in account(pk=user_id):
            return user if self.user_can_authenticate(user) else None
        return None


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the first request or by an administrator, never by a sign-up page."""

    error_messages: ClassVar = {**DefaultAccountAdapter.error_messages, **FAULTS}

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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter in the outbox: a mail server that is down delays it, and breaks no page."""
        about, now = LETTERS[template_prefix], clock.now()
        opens = context.get("code") or _link(context.get("password_reset_url", ""))
        lasts = settings.PASSWORD_RESET_TIMEOUT if about == "password" else settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        entrance = Entrance(
            about=about, address=email, language="en" if (get_language() or "").startswith("en") else "fr",
            opens=opens, until=now + timedelta(seconds=lasts),
        )  # fmt: skip
        send_entrance(entrance, by=SYSTEM, now=now)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portal-home")


def _link(url: str) -> str:
    # At our own address: the one that the browser named is only what the browser said.
    return settings.BASE_URL + urlsplit(url).path if url else ""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second proofs, with our sentences."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages, "incorrect_code": FAULTS["incorrect_code"],
    }  # fmt: skip


class Institution(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The institution's own identity provider: staff come in as themselves by it, and nobody else does."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie somebody who comes for the first time to their account, by an address that the provider vouches for."""
        if sociallogin.is_existing:
            return
        vouched = [one.email for one in sociallogin.email_addresses if one.verified]
        if user := next(filter(None, map(account_of_staff, vouched)), None):
            sociallogin.connect(request, user)


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for an address and mails a code; the answer is the same whether or not we know it."""

    def clean_email(self) -> Any:
        """Give a client we know the account that signs in, the first time."""
        people.account_for(self.cleaned_data["email"], now=clock.now())
        return super().clean_email()
