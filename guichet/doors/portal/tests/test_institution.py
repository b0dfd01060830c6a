"""Staff come in by the institution's own identity provider: discovery, code, token signed with RS256, userinfo."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django import Settings

from guichet.areas.people.models import Person, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.proves("W02")]
LOGIN = "/accounts/oidc/institution/login/"
# What an installation makes of its three settings, and where it lets people in.
INSTALLED = """
import json, django
from django.conf import settings
django.setup()
from django.urls import reverse
print(json.dumps([settings.SOCIALACCOUNT_PROVIDERS, reverse("openid_connect_login", args=["institution"])]))
"""


@dataclass
class Provider:
    """A small OpenID provider on this machine: whoever comes is `claims`."""

    claims: dict[str, Any] = field(default_factory=dict)
    tokens: int = 0
    server: Any = None

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _pages_of(self))

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys", "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def token(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        assert asked["code"] == ["a-code"] and asked["client_secret"] == ["between us"]
        self.tokens += 1
        said = {"iss": self.issuer, "aud": "desk", "exp": time.time() + 60, "iat": time.time(), **self.claims}
        signed = jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": "an-access", "token_type": "Bearer", "id_token": signed}


def _pages_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/userinfo":
                assert self.headers["Authorization"] == "Bearer an-access"
            known = {"/.well-known/openid-configuration": provider.discovery(), "/userinfo": provider.claims}
            self._say(known[self.path])

        def do_POST(self) -> None:
            words = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(provider.token(parse_qs(words)))

        def _say(self, answer: dict[str, Any]) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    return Pages


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """A provider that answers, and a house that was told of it as any installation is."""
    made = Provider()
    Thread(target=made.server.serve_forever, daemon=True).start()
    told = {"ISSUER": made.issuer, "CLIENT_ID": "desk", "CLIENT_SECRET": "between us"}
    environment = os.environ | {f"GUICHET_OIDC_{name}": value for name, value in told.items()}
    environment["DJANGO_SETTINGS_MODULE"] = "guichet.settings"
    said = subprocess.run([sys.executable, "-c", INSTALLED], env=environment, capture_output=True, check=True)
    settings.SOCIALACCOUNT_PROVIDERS, address = json.loads(said.stdout)
    assert address == LOGIN
    settings.ROOT_URLCONF = "guichet.doors.portal.tests.addresses_with_provider"
    registry.register(OpenIDConnectProvider)
    yield made
    registry.provider_map.pop(OpenIDConnectProvider.id)
    made.server.shutdown()
    made.server.server_close()


def comes_by(provider: Provider, **claims: Any) -> Client:
    """Go to the provider and come back from it, as a browser does."""
    provider.claims = {"sub": "0815", "name": "Somebody", **claims}
    browser = Client(headers={"accept-language": "en"})
    sent = browser.post(LOGIN)
    asked = parse_qs(urlsplit(sent["Location"]).query)
    assert sent["Location"].startswith(f"{provider.issuer}/authorize?") and "openid" in asked["scope"][0].split()
    back = urlsplit(asked["redirect_uri"][0]).path
    browser.get(f"{back}?{urlencode({'code': 'a-code', 'state': asked['state'][0]})}")
    return browser


def enters(browser: Client) -> bool:
    """Tell whether the desk opens."""
    return bool(browser.get("/desk/").status_code == 200)


def test_staff_whom_the_provider_vouches_for_come_in_as_themselves_with_both_proofs_and_nobody_else_does(
    provider: Provider, bruno: Staff, amina: Person
) -> None:
    browser = comes_by(provider, email="Bruno.Tremblay@example.org", email_verified=True)
    assert enters(browser) and browser.session["_auth_user_id"] == str(bruno.user_id)
    assert bruno.user and bruno.user.check_password("correct horse battery")  # their other way in still opens
    assert enters(comes_by(provider, email="married@example.org", email_verified=True))  # known by the provider's id

    for stranger in (
        {"email": "nobody@example.org", "email_verified": True}, {"email": bruno.email, "email_verified": False},
        {"email": "amina@example.org", "email_verified": True}, {},
    ):  # fmt: skip
        other = comes_by(provider, **{"sub": "4711", **stranger})
        assert "_auth_user_id" not in other.session and not enters(other)
    assert SocialAccount.objects.get().user_id == bruno.user_id and provider.tokens == 6

    invented = Client()
    invented.get(f"{LOGIN}callback/?code=a-code&state=invented")
    assert "_auth_user_id" not in invented.session and provider.tokens == 6
