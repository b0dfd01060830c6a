import pytest
from django.test import Client

from tests.cast import *


@pytest.mark.django_db
@pytest.mark.ignore_template_errors
def test_mfa(bruno, settings):
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    c=Client(headers={"accept-language":"fr"}); c.force_login(bruno.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for lang in ("fr","en"):
        c.cookies["django_language"]=lang
        for a in ("/accounts/2fa/","/accounts/2fa/webauthn/","/accounts/reauthenticate/", "/accounts/password/change/", "/accounts/3rdparty/"):
            r=c.get(a); print(a, r.status_code)
            import re
            print(re.sub(r"\s+"," ",re.sub("<[^>]+>"," ",r.content.decode().split("<main")[1].split("</main")[0]))[:400])
