"""Signing in for real: staff with a password and an authenticator, clients with a code that came by mail."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from guichet.areas.people.models import Person, Staff
from tests.cast import a_ticket
from tests.journeys.looks import faults_of
from tests.journeys.town import Enter, Post, Visits, text_of, work

# The library’s own pages name what is not always there.
pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.proves("W02"),
    pytest.mark.ignore_template_errors,
]  # fmt: skip
PASSWORD = "correct horse battery"
PERIOD, TIME_TO_TYPE = 30, 8  # seconds: for how long a code holds, and how much of it typing may take


def digits_of(secret: str) -> str:
    """Return what an authenticator application shows; as a person does, let what is nearly over pass."""
    left = PERIOD - time.time() % PERIOD
    if left < TIME_TO_TYPE:
        time.sleep(left)
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def give_password(page: Page, staff: Staff) -> None:
    """Sign in with the first factor."""
    page.goto("/accounts/login/")
    page.locator("details summary", has_text="I work here").click()
    page.locator("#id_login").fill(staff.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_staff_enrol_a_second_factor_and_need_it_ever_after(visits: Visits, bruno: Staff) -> None:
    page = visits.page("en")
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    give_password(page, bruno)
    for _again in range(2):
        # Enrolling asks for the password once more; nothing else of the desk opens meanwhile.
        expect(page).to_have_url(re.compile("/accounts/reauthenticate/.*totp.*activate"))
        page.goto("/desk/")
    assert faults_of(page, "en") == []
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text("An authenticator application")
    secret = page.locator("#secret").input_value()
    page.locator("#id_code").fill(digits_of(secret))
    page.get_by_role("button", name="Activate").click()
    page.wait_for_url(re.compile("^(?!.*totp/activate)"))
    page.goto("/desk/")
    expect(page.locator("main h1")).to_be_visible()
    expect(page).to_have_url(re.compile("/desk/$"))

    # Another browser: the password alone opens nothing.
    other = visits.page("en")
    give_password(other, bruno)
    expect(other).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    assert faults_of(other, "en") == []
    other.goto("/desk/")
    expect(other).to_have_url(re.compile("/accounts/(login|2fa/authenticate)/"))


def test_a_client_signs_in_with_the_code_that_came_by_mail(
    post: Post, visits: Visits, amina: Person, bruno: Staff
) -> None:
    a_ticket(amina, owner=bruno, title="Une armoire")
    page = visits.page("fr")
    page.goto("/mine/")
    page.locator("#code-email").fill("amina@example.org")
    page.get_by_role("button", name="M’envoyer un code").or_(page.locator("section form button")).first.click()
    expect(page.locator("#id_code")).to_be_visible()
    assert faults_of(page, "fr") == []
    work()
    letter = next(text_of(one) for one in post.to("amina@example.org") if one["Subject"] == "Votre code d’entrée")
    code = next(word for word in letter.split() if re.fullmatch(r"[A-Z0-9]{3,5}-?[A-Z0-9]{3,5}", word))
    page.locator("#id_code").fill(code)
    page.locator("form.entry__code button").click()
    expect(page.locator("h1")).to_have_text("Mon espace")
    expect(page.locator(".requests")).to_contain_text("Une armoire")
    assert "amina@example.org" in str(post.last_to("amina@example.org")["To"])


def test_nobody_learns_whether_an_address_is_known(post: Post, visits: Visits, amina: Person) -> None:
    shown = []
    for address in ("amina@example.org", "nobody@example.org"):
        page = visits.page("en")
        page.goto("/accounts/login/code/")
        page.locator("input[name=email]").fill(address)
        page.locator("main form button").click()
        expect(page.locator("h1")).to_have_text("The code you received")
        shown.append(page.locator("main").inner_text().replace(address, "ADDRESS"))
    assert shown[0] == shown[1]


def a_key_in_the_machine(page: Page) -> None:
    """Plug a security key into the browser, which answers by itself."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.proves("W07")
def test_staff_add_a_key_that_opens_their_session_by_itself(visits: Visits, enter: Enter, bruno: Staff) -> None:
    page = enter(bruno)
    a_key_in_the_machine(page)
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("h1")).to_have_text("Add a key")
    assert faults_of(page, "en") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("#id_name").fill("My computer")
    page.get_by_label("Let it open my session by itself").check()
    page.get_by_role("button", name="Add a key").click()
    page.wait_for_url(re.compile("^(?!.*webauthn/add)"))
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator(".keyring")).to_contain_text("My computer")
    assert faults_of(page, "en") == []

    # Signed out, the key alone opens the desk: it is two proofs at once.
    page.context.clear_cookies(name="session")
    page.goto("/accounts/login/")
    page.locator("details summary", has_text="I work here").click()
    page.get_by_role("button", name="Use a key").click()
    page.wait_for_url(re.compile("/desk/"))
    expect(page.locator("main h1")).to_be_visible()


@pytest.mark.proves("C04", "EQU-01")
@pytest.mark.parametrize(("language", "title"), [("fr", "Codes de secours"), ("en", "Spare codes")])
def test_spare_codes_are_made_shown_and_in_our_style(enter: Enter, bruno: Staff, language: str, title: str) -> None:
    page = enter(bruno, language)
    page.goto("/accounts/2fa/totp/activate/")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.locator("#id_code").fill(digits_of(page.locator("#secret").input_value()))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("^(?!.*totp/activate)"))
    for address in ("/accounts/2fa/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/generate/"):
        page.goto(address)
        assert faults_of(page, language) == [], address
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".spare li")).to_have_count(10)
    assert faults_of(page, language) == []
