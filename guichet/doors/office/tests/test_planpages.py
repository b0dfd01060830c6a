"""The editor of plans: without code, without scripts, tried before it is published."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from guichet.areas.catalogue.models import PlanStep, PlanTemplate, Service
from guichet.areas.catalogue.queries import offer
from guichet.areas.catalogue.queries.plans import newest_plan, steps_in
from guichet.areas.catalogue.rules.plans import PlannedStep, Raci
from guichet.areas.catalogue.rules.plans.bpmn import write
from guichet.areas.catalogue.rules.plans.trying import gone_through
from guichet.areas.people.models import Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Task
from guichet.areas.tickets.queries.trying import tried, year_of
from guichet.ground import clock
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, TODAY, a_ticket, seen_by

BACKEND = "guichet.doors.portal.accounts.Backend"
ADDRESS = "/office/plans/A04/edit/"
DAY = timedelta(days=1)
PARTS = Raci(accountable="chloe.roy@example.org", consulted=("SEC",), informed=("RH", "TI"))


@pytest.fixture
def lead(chloe: Staff, settings: Settings) -> Any:
    """Chloé’s browser, in English."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("second_factor.SecondFactor")]
    browser = Client()
    browser.cookies["django_language"] = "en"
    assert chloe.user
    browser.force_login(chloe.user, backend=BACKEND)
    with clock.at(NOON):
        yield browser


def typed(steps: Any, base: int = 1) -> dict[str, Any]:
    """Return a plan as the page sends it."""
    keys = [one.key for one in steps]
    said: dict[str, Any] = {"base": base, "steps": len(steps)}
    for place, one in enumerate(steps):
        at = f"s{place}"
        said |= {
            f"{at}-key": one.key, f"{at}-title_fr": one.title.fr, f"{at}-title_en": one.title.en,
            f"{at}-unit": one.unit, f"{at}-due": one.due, f"{at}-kind": one.kind,
            f"{at}-fields": " ".join(one.fields), f"{at}-start_when": "\n".join(one.start_when),
            f"{at}-skip_if": "\n".join(one.skip_if), f"{at}-told_fr": one.told.fr, f"{at}-told_en": one.told.en,
            f"{at}-accountable": one.raci.accountable, f"{at}-consulted": " ".join(one.raci.consulted),
            f"{at}-informed": ", ".join(one.raci.informed), f"{at}-runs": one.runs,
            f"{at}-effort": one.effort, f"{at}-price": one.price,
        }  # fmt: skip
        said |= {f"{at}-after-{keys.index(key)}": "1" for key in one.after}
        said |= {f"{at}-ends-{one}": "1" for one in one.ends}
        said |= {f"{at}-{flag}": "1" for flag in ("mandatory", "by_client") if getattr(one, flag)}
    return said


def ours(key: str = "welcome", **more: Any) -> PlannedStep:
    wanted: dict[str, Any] = {"title": Bilingual("Accueillir", "Welcome"), "unit": "CS", "due": "4 h"}
    return PlannedStep(key=key, **(wanted | more))


@pytest.mark.proves("PRC-01")
def test_what_the_page_shows_sent_back_changes_nothing(lead: Client, hiring: Any) -> None:
    steps = steps_in(newest_plan(hiring))
    assert lead.get(ADDRESS).status_code == 200
    decided = ours(kind="decision", skip_if=("channel = web", "impact = 3"), told=Bilingual("Vu", "Seen"), raci=PARTS)
    whole = typed((*steps, decided))
    lead.post(ADDRESS, whole | {"do": "publish"})
    made = newest_plan(hiring)
    assert made and made.version == 2
    lead.post(ADDRESS, typed(steps_in(made), base=2) | {"do": "publish"})
    assert PlanTemplate.objects.filter(service=hiring).count() == 2


@pytest.mark.proves("PRC-01")
def test_a_step_runs_the_plan_of_another_service_unless_that_turns_in_a_circle(lead: Client, hiring: Any) -> None:
    other = Service.objects.create(
        code="A01", name=hiring.name, nature="service", owner=hiring.owner, calendar="default"
    )
    editor = reverse("office-plan-edit", args=["A01"])
    lead.post(editor, typed((ours(), ours("hire", kind="plan", runs="A04")), base=0) | {"do": "publish"})
    assert [one.runs for one in steps_in(newest_plan(other))] == ["", "A04"]
    turned = lead.post(ADDRESS, typed((ours(), ours("back", kind="plan", runs="A01"))) | {"do": "publish"})
    assert turned.status_code == 422
    assert "back: It would run inside itself: A04 → A01 → A04." in turned.content.decode()
    tried = lead.post(editor, typed(steps_in(newest_plan(other)), base=1) | {"do": "try"}).content.decode()
    assert "As written here" in tried


@pytest.mark.proves("INT-01")
def test_a_plan_is_counted_from_the_day_of_a_departure(lead: Client, hiring: Any) -> None:
    closing = ours("closing", kind="automatic", due="D+90 d", ends=("places", "received"))
    whole = typed((ours(due="D-2 bd"), closing))
    refused = lead.post(ADDRESS, whole | {"do": "publish"}).content.decode()
    assert "“D-2 bd” is counted from a day" in refused and "D+90 d" in refused
    lead.post(ADDRESS, whole | {"do": "publish", "journey": "departure"})
    made = newest_plan(hiring)
    assert made and made.journey == "departure"
    assert steps_in(made) == (ours(due="D-2 bd"), closing)
    shown = lead.get(reverse("office-plans"), {"service": "A04"}).content.decode()
    assert "counted from a departure" in shown and "2 business days before the day" in shown
    lead.post(ADDRESS, typed(steps_in(made), base=2) | {"do": "publish", "journey": "departure"})
    assert PlanTemplate.objects.filter(service=hiring).count() == 2, "what the page shows sent back changes nothing"


@pytest.mark.proves("PRC-01")
def test_every_button_is_one_change_and_keeps_what_was_typed(lead: Client, hiring: Any) -> None:
    steps = steps_in(newest_plan(hiring))
    added = lead.post(ADDRESS, typed(steps) | {"s0-title_en": "A contract, soon", "do": "add"}).content.decode()
    assert 'name="steps" value="4"' in added and "A contract, soon" in added and 'value="step-1"' in added
    moved = lead.post(ADDRESS, typed(steps) | {"do": "down 0"}).content.decode()
    assert moved.index('name="s0-key" value="account"') < moved.index('name="s1-key" value="contract"')
    dropped = lead.post(ADDRESS, typed(steps) | {"do": "drop 0"}).content.decode()
    assert 'value="contract"' not in dropped and "checked> Contract" not in dropped
    assert PlanTemplate.objects.count() == 1


@pytest.mark.proves("PRC-02")
def test_what_cannot_be_published_says_where_and_why_and_loses_nothing(lead: Client, hiring: Any) -> None:
    steps = steps_in(newest_plan(hiring))
    none_of_ours = lead.post(ADDRESS, typed(steps) | {"do": "publish"})
    assert none_of_ours.status_code == 422 and "Client Services leads or takes part" in none_of_ours.content.decode()
    circle = (ours(after=("other",)), ours("other", after=("welcome",), start_when=("moon = full",)))
    shown = lead.post(ADDRESS, typed(circle) | {"do": "try"}).content.decode()
    assert "wait for one another" in shown and "under the name “moon”" in shown and "moon = full" in shown
    assert "Half take at most" not in shown
    stale = lead.post(ADDRESS, typed((ours(),), base=0) | {"do": "publish"})
    assert stale.status_code == 422 and "published another version" in stale.content.decode()
    assert PlanTemplate.objects.count() == 1


def test_a_plan_from_a_modeller_is_put_in_the_editor_and_goes_out_equal(lead: Client, hiring: Any) -> None:
    steps = (*steps_in(newest_plan(hiring)), ours())
    file = SimpleUploadedFile("a.bpmn", write("A04", hiring.name, steps, language="en").encode())
    shown = lead.post(ADDRESS, {"base": 1, "steps": 0, "do": "file", "file": file}).content.decode()
    assert 'name="steps" value="4"' in shown and "Nothing forbids its publication." in shown
    bad = lead.post(ADDRESS, {"base": 1, "steps": 0, "do": "file", "file": SimpleUploadedFile("a", b"nothing")})
    assert bad.status_code == 422


@pytest.mark.proves("PRC-03")
def test_a_plan_is_tried_on_last_years_requests_with_the_time_that_steps_really_took(
    lead: Client, amina: Person, bruno: Staff, hiring: Any
) -> None:
    for nth in range(3):
        ticket = a_ticket(amina, owner=bruno, service=hiring, at=NOON - timedelta(days=40 + nth))
        tickets.start_plan(ticket, by=seen_by(bruno), now=ticket.received_at, offer=offer(hiring.pk, on=TODAY))
        for key, days in (("contract", 4), ("account", 1), ("card", 2)):
            start = ticket.received_at
            Task.rows.filter(ticket=ticket, key=key).update(state="done", ready_at=start, done_at=start + days * DAY)
    steps = steps_in(newest_plan(hiring))
    year = year_of(hiring, now=NOON)
    assert len(year.requests) == 3
    now_in_force = tried(hiring, steps, year, now=NOON)
    assert now_in_force and (now_in_force.half, now_in_force.work) == (6 * DAY, 7 * DAY)
    shorter = tried(hiring, [one for one in steps if one.key != "card"], year, now=NOON)
    assert shorter and (shorter.n, shorter.half, shorter.hands) == (3, 4 * DAY, 2)
    shown = lead.post(ADDRESS, typed((*steps, ours())) | {"do": "try"}).content.decode()
    assert "In force" in shown and "As written here" in shown and "Half take at most" in shown
    assert PlanTemplate.objects.count() == 1


@pytest.mark.proves("PRC-03")
def test_a_plan_is_tried_for_money_and_hand_offs_beside_the_present_one(
    lead: Client, amina: Person, bruno: Staff, hiring: Any, house: Any
) -> None:
    for channel in ("web", "web", "phone", "phone"):
        a_ticket(amina, owner=bruno, service=hiring, at=NOON - 40 * DAY, channel=channel)
    Organisation.objects.filter(code="RH").update(hourly_cents=8_000)
    PlanStep.objects.filter(key="contract").update(effort="90 min")
    PlanStep.objects.filter(key="account").update(price="35.00")
    steps = steps_in(newest_plan(hiring))
    year = year_of(hiring, now=NOON)
    present = tried(hiring, steps, year, now=NOON)
    assert present and (present.cents, [one.key for one in present.unknown]) == (15_500, ["card"])
    cheaper = (replace(steps[0], skip_if=("channel = web",)), steps[1])
    written = tried(hiring, cheaper, year, now=NOON)
    assert written and (written.cents, written.unknown) == (9_500, ()), "half of the requests go without a contract"
    assert [one.times for one in written.spent] == [2, 4]
    shown = lead.post(ADDRESS, typed((*cheaper, ours(price="0"))) | {"do": "try"}).content.decode()
    assert "$155.00" in shown and "$95.00" in shown and "\u2212$60.00" in shown
    assert "Not in the cost" not in shown and "What each step costs" in shown


def test_conditions_decide_what_a_request_goes_through() -> None:
    steps = [
        ours("ask", kind="decision"), ours("visit", unit="TI", after=("ask",), start_when=("result:ask = yes",)),
        ours("letter", unit="RH", after=("ask",), skip_if=("channel = web",)),
        ours("end", after=("visit", "letter")),
    ]  # fmt: skip
    lengths = dict.fromkeys(("ask", "visit", "letter", "end"), DAY)
    by_web, by_phone = (gone_through(steps, {"channel": one}, lengths) for one in ("web", "phone"))
    refused = gone_through(steps, {"channel": "web", "result:ask": "no"}, lengths)
    assert by_web and by_phone and refused
    assert (by_web.delay, by_web.work, by_web.hands) == (3 * DAY, 3 * DAY, 2)
    assert (by_phone.work, by_phone.hands) == (4 * DAY, 4)
    assert (refused.delay, refused.hands, refused.steps) == (2 * DAY, 0, 2)


def test_only_whoever_keeps_plans_has_the_page(client: Client, bruno: Staff, hiring: Any, settings: Settings) -> None:
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.endswith("second_factor.SecondFactor")]
    client.force_login(bruno.user, backend=BACKEND)  # type: ignore[arg-type]
    assert client.get(ADDRESS).status_code == 404
    assert reverse("office-plan-edit", args=["A04"]) == ADDRESS
