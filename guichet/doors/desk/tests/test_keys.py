"""One's own keys, or none: kept with one's account, obeyed and shown everywhere."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from guichet.areas.people.models import Person, Staff
from guichet.doors.desk.tests.conftest import Enter
from guichet.doors.desk.tests.test_by_keyboard import enter as open_browser
from guichet.ground import clock
from tests.cast import a_ticket

CHOSEN = {f"key-{ord('r')}": "0", f"key-{ord('j')}": ";", "on": "1"}


@pytest.mark.django_db
def test_keys_are_chosen_kept_and_given_back(bruno: Staff, enter: Enter) -> None:
    client, address = enter(bruno), reverse("desk-preferences")
    client.post(address, CHOSEN)
    bruno.refresh_from_db()
    assert (bruno.keys, bruno.keys_off) == ({"r": "0", "j": ";"}, False)
    html = client.get(reverse("desk-home")).content.decode()
    assert 'data-keys="{&quot;j&quot;: &quot;;&quot;, &quot;r&quot;: &quot;0&quot;}"' in html
    client.post(address, {"on": "1"})
    bruno.refresh_from_db()
    assert bruno.keys == {}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["n", "?", "é", "ab"])
def test_a_key_that_cannot_be_is_refused_with_a_sentence_and_stays_in_its_field(
    bruno: Staff, enter: Enter, key: str
) -> None:
    response = enter(bruno).post(reverse("desk-preferences"), {f"key-{ord('r')}": key, "on": "1"})
    html = response.content.decode()
    assert response.status_code == 422
    assert f"“{key}” cannot be used" in html
    assert f'name="key-{ord("r")}" value="{key}"' in html
    bruno.refresh_from_db()
    assert bruno.keys == {}


@pytest.mark.django_db
def test_single_keys_are_switched_off_for_good(bruno: Staff, enter: Enter) -> None:
    client = enter(bruno)
    assert client.post(reverse("desk-keys-switch")).status_code == 204
    assert " data-keys-off" in client.get(reverse("desk-home")).content.decode()
    client.post(reverse("desk-keys-switch"), {"on": "1"})
    assert " data-keys-off" not in client.get(reverse("desk-home")).content.decode()


@pytest.mark.browser
@pytest.mark.either_engine
@pytest.mark.django_db(transaction=True)
def test_chosen_keys_act_show_and_are_switched_off(
    browser: Browser, live_server: LiveServer, bruno: Staff, amina: Person
) -> None:
    a_ticket(amina, owner=bruno, title="Une chaise", at=clock.now())
    Staff.objects.filter(pk=bruno.pk).update(keys={"r": "0", "j": ";"})
    page = open_browser(browser, live_server, bruno, "en")
    page.goto("/desk/lists/mine/")
    page.keyboard.press("j")
    expect(page.locator(".tk__no")).not_to_be_focused()
    page.keyboard.press(";")
    expect(page.locator(".tk__no")).to_be_focused()
    page.keyboard.press("0")
    expect(page.locator("#c-reply")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("[data-keys-list]")).to_contain_text("0")
    with page.expect_response("**/keys-switch/"):
        page.locator("[data-keys-switch]").uncheck()
    page.reload()
    page.keyboard.press(";")
    expect(page.locator(".tk__no")).not_to_be_focused()
    page.context.close()
