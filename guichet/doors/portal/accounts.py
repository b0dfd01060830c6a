"""How accounts behave at this window: nobody signs up, clients we know sign in by e-mailed code."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import RequestLoginCodeForm
from django.http import HttpRequest

from guichet.areas.people import actions as people
from guichet.ground import clock


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the first request or by an administrator, never by a sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for an address and mails a code; the answer is the same whether or not we know it."""

    def clean_email(self) -> Any:
        """Give a client we know the account that signs in, the first time."""
        people.account_for(self.cleaned_data["email"], now=clock.now())
        return super().clean_email()
