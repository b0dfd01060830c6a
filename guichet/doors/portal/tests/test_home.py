"""What a signed-in client finds at home: what waits for them, the dates that come, what we know, what may help."""

import re
from datetime import date, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from guichet.areas.automation.models import Rule, Term
from guichet.areas.catalogue.models import Service
from guichet.areas.forms import actions as forms
from guichet.areas.forms.tests.examples import publish
from guichet.areas.guidance import actions as guidance
from guichet.areas.guidance.tests.paths import a_path
from guichet.areas.people import actions as people
from guichet.areas.people.models import Membership, Organisation, Person, Staff
from guichet.areas.tickets import actions as tickets
from guichet.areas.tickets.models import Ticket
from guichet.doors.portal.tests.conftest import SignIn
from guichet.ground import clock
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY, a_person, a_ticket, seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-07")]


def part(page: str, name: str) -> str:
    """Return one section of the page, as words."""
    found = re.search(rf'aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()).replace("\xa0", " ") if found else ""


def test_what_waits_for_a_client_comes_first_with_what_is_expected_of_them(
    amina: Person, bruno: Staff, hiring: Service, sign_in: SignIn
) -> None:
    by = seen_by(bruno)
    asked, answered, working = (
        a_ticket(amina, owner=bruno, service=hiring, title=title) for title in ("Une question", "Un avis", "Un bail")
    )
    for ticket in (asked, answered, working):
        tickets.take(ticket, by=by, now=NOON, owner=bruno)
    tickets.ask(asked, by=by, now=NOON, body="De quelle couleur ?")
    tickets.resolve(answered, by=by, now=NOON, code="done", body="Voilà.")
    visitor = sign_in(amina)
    # What can still be taken back is not told yet.
    assert part(visitor.get("/mine/").content.decode(), "waiting") == ""
    with clock.at(NOON + timedelta(minutes=1)):
        page = visitor.get("/mine/").content.decode()
    waiting, current = part(page, "waiting"), part(page, "current")
    assert "Answer our question" in waiting and "tell us whether it is settled" in waiting
    assert page.index('id="waiting"') < page.index('id="current"') and working.number not in waiting
    assert f"{working.number} Un bail" in current and "Bruno Tremblay takes care of it" in current
    assert "promised Tuesday, March 10" in current


def test_every_date_that_comes_is_told_with_what_it_is_of(
    amina: Person, etienne: Person, bruno: Staff, hiring: Service, house: dict[str, Organisation], sign_in: SignIn
) -> None:
    working, answered = (a_ticket(amina, owner=bruno, service=hiring, title=one) for one in ("Un bail", "Un avis"))
    for ticket in (working, answered):
        tickets.take(ticket, by=seen_by(bruno), now=NOON, owner=bruno)
    tickets.resolve(answered, by=seen_by(bruno), now=NOON, code="done", body="Voilà.")
    forms.start(publish(hiring), by=seen_by(amina), now=NOON, person=amina, language="fr")
    until = TODAY + timedelta(days=50)
    wanted = people.NewDelegation(grantor=amina, delegate=etienne, scopes=("all",), starts_on=TODAY, ends_on=until)
    people.delegate(wanted, by=seen_by(amina))
    Membership.objects.filter(person=amina).update(ends_on=date(2026, 6, 30))
    visitor = sign_in(amina)
    with clock.at(NOON + timedelta(minutes=1)):
        told = part(visitor.get("/mine/").content.decode(), "dates")
    days = [
        "Tuesday, March 10 Answer promised", "Thursday, March 12 Closes by itself", "Thursday, April 2 The form that",
        "Wednesday, April 22 They can no longer act for you", "Tuesday, June 30 Your place there ends",
    ]  # fmt: skip
    places = [told.find(day) for day in days]
    assert -1 not in places and places == sorted(places), told


@pytest.mark.proves("CLI-03", "A06")
@pytest.mark.parametrize(("scopes", "sees"), [(("lease",), True), (("all",), True), (("hr",), False)])
def test_the_end_of_a_lease_is_told_to_who_heads_the_office_and_to_who_acts_for_it_in_leases(
    amina: Person, etienne: Person, house: dict[str, Organisation], sign_in: SignIn, scopes: tuple[str], sees: bool
) -> None:
    head = a_person("elue@example.org", "Claire", "Roy", group="member")
    Membership.objects.create(person=head, organisation=house["BN-01"], role="member", starts_on=date(2025, 1, 6))
    office = people.compartment_of(house["BN-01"])
    Term.objects.create(
        code="bail", kind="lease_end", person=head, organisation=house["BN-01"], on=date(2026, 8, 31), known_at=NOON
    )
    assistant = a_person("sam@example.org", "Sam", "Okafor")
    given = people.NewDelegation(grantor=head, delegate=assistant, scopes=scopes, starts_on=TODAY)
    people.delegate(given, by=seen_by(head))
    words = "Monday, August 31 The lease ends Baie-Noire Office"
    assert words in part(sign_in(head).get("/mine/").content.decode(), "dates")
    told = part(sign_in(assistant).get(f"/mine/?behalf={office.pk}").content.decode(), "dates")
    assert (words in told) is sees
    for nobody in (amina, etienne):
        assert "lease ends" not in sign_in(nobody).get(f"/mine/?behalf={office.pk}").content.decode()


@pytest.mark.proves("CLI-03", "A06")
def test_what_is_done_for_somebody_else_has_its_own_page_and_never_mixes(
    amina: Person, etienne: Person, house: dict[str, Organisation], sign_in: SignIn
) -> None:
    assistant = a_person("sam@example.org", "Sam", "Okafor")
    own = a_ticket(assistant, title="La mienne")
    theirs = {one: a_ticket(one, title=f"Celle de {one.given_name}") for one in (amina, etienne)}
    Ticket.rows.filter(pk=theirs[etienne].pk).update(scope="lease")
    for one, scopes in ((amina, ("all",)), (etienne, ("lease",))):
        wanted = people.NewDelegation(
            grantor=one, delegate=assistant, scopes=scopes, starts_on=TODAY, ends_on=date(2026, 12, 31)
        )
        people.delegate(wanted, by=seen_by(one))
    visitor = sign_in(assistant)
    home = visitor.get("/mine/").content.decode()
    assert own.number in home and not any(one.number in home for one in theirs.values())
    walls = {one: people.compartment_of(one).pk for one in theirs}
    assert all(f"?behalf={wall}" in home for wall in walls.values())
    for one, wall in walls.items():
        page = visitor.get(f"/mine/?behalf={wall}").content.decode()
        assert re.findall(r'class="request__no">(.*?)<', page) == [theirs[one].number]
        assert f"You act for {one.full_name}:" in page and "Until Thursday, December\xa031." in page
        assert "What we know of you" not in page
    foreign, never = people.compartment_of(house["LV-01"]).pk, 999_999
    differing = r'name="csrfmiddlewaretoken" value="[^"]*"|behalf(=|%3D)\d+'
    pages = [visitor.get(f"/mine/?behalf={pk}").content.decode() for pk in (foreign, never)]
    assert re.sub(differing, "", pages[0]) == re.sub(differing, "", pages[1])


def test_what_we_know_of_a_client_says_its_source_and_its_day(amina: Person, bruno: Staff, sign_in: SignIn) -> None:
    people.add_contact_point(amina, by=seen_by(bruno), now=NOON, kind="phone", value="250-555-0142")
    people.give_contact_point(amina, by=SYSTEM, now=NOON, kind="postal", value="1, rue du Port\nBaie-Noire")
    told = part(sign_in(amina).get("/mine/").content.decode(), "known")
    assert "Email amina@example.org from your first message, Tuesday, March 3" in told
    assert "Telephone 250-555-0142 you told a person at the window, Tuesday, March 3 Change Telephone" in told
    assert "Postal address 1, rue du Port Baie-Noire you gave it here, Tuesday, March 3 Change" in told
    assert "Language Français guessed from your first words Change Language" in told
    assert "office Baie-Noire Office from the register of your institution, since Monday, January 6, 2025" in told


def test_what_is_suggested_says_why(
    amina: Person, hiring: Service, house: dict[str, Organisation], sign_in: SignIn
) -> None:
    Membership.objects.filter(person=amina).update(role="member", starts_on=date(2026, 2, 2))
    path, _office = a_path(), people.compartment_of(house["BN-01"])
    guidance.configure_path(
        type(path)(path.code, path.name, path.summary, "", path.questions, path.items, ("office_staff",)),
        position=0, by=SYSTEM,
    )  # fmt: skip
    prepared = {"prepare": {"service": "A04", "title": {"fr": "x", "en": "x"}, "words": {"fr": "x", "en": "x"}}}
    Rule.objects.create(
        name=Bilingual("Bail", "Lease"), trigger_on="term", trigger_term="lease_end", acts=prepared, mode="active",
        changed_at=NOON,
    )  # fmt: skip
    Term.objects.create(
        code="bail", kind="lease_end", person=amina, organisation=house["BN-01"], on=date(2026, 8, 31), known_at=NOON
    )
    told = part(sign_in(amina).get("/mine/").content.decode(), "suggested")
    assert "Hiring, caucus The lease ends: Baie-Noire Office, Monday, August 31." in told
    assert "Opening (en) You began on Monday, February 2: a few questions make your list." in told


def test_what_somebody_asked_a_year_ago_or_others_of_their_kind_often_ask_is_suggested_until_they_ask(
    amina: Person, hiring: Service, sign_in: SignIn
) -> None:
    others = [a_person(f"autre{turn}@example.org", "Autre", str(turn)) for turn in range(3)]
    for one in others[:2]:
        a_ticket(one, service=hiring)
    visitor = sign_in(amina)
    assert "Hiring" not in part(visitor.get("/mine/").content.decode(), "suggested")
    then = a_ticket(amina, service=hiring, at=NOON - timedelta(days=360))
    tickets.cancel(then, by=SYSTEM, now=NOON, reason="client")
    assert "You asked for it at this time last year." in part(visitor.get("/mine/").content.decode(), "suggested")
    a_ticket(amina, service=hiring)
    assert "Hiring" not in part(visitor.get("/mine/").content.decode(), "suggested")


def test_whoever_has_nothing_yet_is_told_what_to_do(sign_in: SignIn, house: object) -> None:
    page = sign_in(a_person("neuf@example.org", "Nova", "Lee", group="citizen")).get("/mine/").content.decode()
    assert "Nothing is under way." in page and "What waits for you" not in page and 'id="dates"' not in page


def test_a_home_asks_the_database_no_more_however_much_it_shows(
    amina: Person, bruno: Staff, hiring: Service, sign_in: SignIn
) -> None:
    from django.db import connections

    visitor, counts = sign_in(amina), []
    for more in (1, 10):
        for turn in range(more):
            tickets.take(a_ticket(amina, service=hiring, title=f"{turn}"), by=seen_by(bruno), now=NOON, owner=bruno)
            person = a_person(f"d{more}{turn}@example.org", "D", str(turn))
            ends = TODAY + timedelta(days=turn + 1)
            given = people.NewDelegation(grantor=amina, delegate=person, scopes=("all",), starts_on=TODAY, ends_on=ends)
            people.delegate(given, by=seen_by(amina))
        visitor.get("/mine/")
        with CaptureQueriesContext(connections["default"]) as seen:
            visitor.get("/mine/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20, counts
