"""The door of the demonstration: one click is somebody, mail stops here, and none of it exists elsewhere."""

from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.people.models import User
from guichet.areas.people.queries import viewer_of_user
from guichet.doors.demo import caught
from guichet.doors.demo.personae import CLIENTS, EVERYBODY, STAFF
from guichet.doors.demo.run import load_institution
from guichet.doors.demo.views import DEMO_SIGN_IN
from tests.cast import NOON, TODAY, fresh_catalogue

__all__ = ["fresh_catalogue"]
NAME = "20260303T180000000000-0123abcd"
PAGES = ["demo-home", "demo-mails"]


@pytest.fixture(autouse=True)
def demonstration(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "guichet.doors.demo.tests.addresses"
    settings.LANGUAGE_CODE = "en"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CONFIG = SimpleNamespace(data_dir=tmp_path)


@pytest.fixture
def message(tmp_path: Path) -> EmailMessage:
    """A caught message with text, HTML that would like to run, and a file."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "guichet@example.org", "sam@example.org", "Votre demande"
    mail.set_content("Bonjour, c’est réglé.")
    mail.add_alternative("<p>Bonjour</p><script>alert(1)</script>", subtype="html")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan.pdf")
    folder = tmp_path / "caught"
    folder.mkdir()
    (folder / f"{NAME}.eml").write_bytes(b"X-Envelope-To: sam@example.org\r\n" + mail.as_bytes())
    (folder / ".20260303T180000000001-0123abcd.eml").write_bytes(b"half a draft")
    return mail


@pytest.fixture
def institution(db: None) -> None:
    load_institution(NOON)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_page_offers_everybody(client: Client, language: str) -> None:
    page = client.get(reverse("demo-home"), headers={"accept-language": language}).content.decode()
    assert all(persona.name in page for persona in EVERYBODY.values())


@pytest.mark.usefixtures("institution")
def test_one_click_is_somebody_with_their_second_factor(client: Client) -> None:
    for persona in (*CLIENTS, *STAFF):
        answer = client.post(reverse("demo-sign-in"), {"email": persona.email})
        assert answer.status_code == 302
        assert answer["Location"] == reverse(persona.start)
        assert client.session[DEMO_SIGN_IN] is True
        request = HttpRequest()
        request.session = client.session
        user = get_user(request)
        assert isinstance(user, User)
        viewer = viewer_of_user(user, on=TODAY)
        assert viewer is not None
        assert viewer.name == persona.name


@pytest.mark.usefixtures("institution")
def test_nobody_else_is_signed_in_by_name(client: Client) -> None:
    assert client.post(reverse("demo-sign-in"), {"email": "claude.arsenault@example.org"}).status_code == 404
    assert client.post(reverse("demo-sign-in")).status_code == 404
    assert client.get(reverse("demo-sign-in")).status_code == 405


@pytest.mark.usefixtures("message")
def test_caught_mail_is_listed_and_read(client: Client) -> None:
    assert "Votre demande" in client.get(reverse("demo-mails")).content.decode()
    page = client.get(reverse("demo-mail", args=[NAME])).content.decode()
    assert "Bonjour, c’est réglé." in page
    assert "sam@example.org" in page
    assert "plan.pdf" in page
    assert "alert(1)" not in page
    file = client.get(reverse("demo-mail-file", args=[NAME, 0]))
    assert file.content == b"%PDF-1.7"
    assert file["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert client.get(reverse("demo-mail-file", args=[NAME, 1])).status_code == 404


@pytest.mark.usefixtures("message")
def test_caught_html_is_shown_in_a_sandbox(client: Client) -> None:
    answer = client.get(reverse("demo-mail-html", args=[NAME]))
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "sandbox" in client.get(reverse("demo-mail", args=[NAME])).content.decode()


@pytest.mark.parametrize("name", ["../secret", "20260303T180000000000-0123abce", ".20260303T180000000001-0123abcd"])
def test_only_caught_mail_is_served(message: EmailMessage, name: str) -> None:
    assert caught.caught(name) is None


def test_an_empty_catcher_says_so(client: Client) -> None:
    assert "No mail was caught yet." in client.get(reverse("demo-mails")).content.decode()


@pytest.mark.usefixtures("message", "db")
@pytest.mark.parametrize("page", [*PAGES, "demo-sign-in"])
def test_nothing_of_it_exists_outside_a_demonstration(client: Client, settings: Settings, page: str) -> None:
    settings.DEMO = False
    assert client.get(reverse(page)).status_code == 404
    assert client.post(reverse(page), {"email": "lea.comeau@example.org"}).status_code == 404
    for name in ("demo-mail", "demo-mail-html"):
        assert client.get(reverse(name, args=[NAME])).status_code == 404
