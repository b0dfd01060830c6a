"""Who takes part, who calls and who saw it: scenes of `test_fragments`."""

from datetime import timedelta

from django.urls import reverse

from guichet.areas.tickets import actions
from guichet.areas.tickets.models import Message
from tests.cast import a_person, seen_by
from tests.journeys.scene import IDLE, Arranged, Scene


def who_takes_part(scene: Scene, on: Arranged) -> None:
    """Tell an observer by telephone, change of what somebody is told, remove them; undo a split."""
    by, before = seen_by(on["bruno"]), on["now"] - timedelta(minutes=2)
    observer = a_person("samira@example.org", "Samira", "Haddad", language="en", group="citizen")
    wishes = actions.Wishes(level="all", language="en", channel="phone")
    actions.add_party(on["ticket"], by=by, now=before, person=observer, role="observer", wishes=wishes)
    actions.reply(on["ticket"], by=by, now=on["now"] - timedelta(minutes=1), body="Bonjour.")
    apart = actions.Apart(messages=(Message.objects.get(ticket=on["ticket"], kind="opening").pk,), title="Une lampe")
    actions.split(on["ticket"], by=by, now=on["now"], apart=apart)
    scene.open("desk-ticket", on["ticket"].number)
    scene.same("desk-party-told", scene.click("#parties .warn .linklike"))
    scene.same("desk-party-change", scene.send("#parties details summary", "#parties details .btn"))
    scene.page.locator("#parties details summary").nth(1).click()
    scene.same("desk-party-removal", scene.click("#parties details .linklike"))
    scene.same("desk-unsplitting", scene.click("#links .linklike"))


def contacts_and_people(scene: Scene, on: Arranged) -> None:
    """Whoever calls: the bar, who it may be, why; and whoever is looked for."""
    page, there = scene.page, reverse("desk-new-contact")
    scene.open("desk-list", "mine")
    scene.apply("desk-new-contact", scene.click(".bar [data-key='+']"))
    bar = [one for one in scene.shown("#callbar") if 'name="started"' not in one and "data-close-dock" not in one]
    page.goto(there)
    page_bar = [one for one in scene.shown("#callbar") if 'name="started"' not in one and "data-close-dock" not in one]
    assert bar == page_bar
    scene.apply("desk-callers", lambda: page.locator("#k-who").fill("Diallo"))
    page.locator("#k-words").fill("Toujours pas de réponse : je rappelle.")
    scene.apply("desk-causes", lambda: page.locator("#k-answer").focus())
    known, causes = scene.shown("#callers"), scene.shown("#k-needed")
    page.locator("[name=find]").click()
    page.wait_for_function(IDLE)
    assert known == scene.shown("#callers")
    assert causes == scene.shown("#k-needed")
    scene.apply("desk-verification", lambda: page.locator("#k-identity").select_option("questions"))
    file = scene.shown("#file")
    scene.apply("desk-verification", lambda: page.locator("#k-identity").select_option("voice"))
    assert file == scene.shown("#file")
    page.locator("#k-outcome").select_option("only_contact")
    scene.apply("desk-new-contact", scene.click("#conclude"))
    scene.open("desk-people")
    found = reverse("desk-people") + "?q=embauche"
    scene.same("desk-people", lambda: page.locator("#find-q").fill("embauche"), "#found", again=found)


def who_saw_it(scene: Scene, on: Arranged) -> None:
    """Who can see a file and who saw it, in the file and on a page of its own."""
    for name, page, key in (
        ("desk-seen", "desk-ticket", on["ticket"].number), ("desk-person-seen", "desk-person", on["amina"].pk)
    ):  # fmt: skip
        scene.open(page, key)
        scene.same(name, scene.click("#seen > summary"), "#looks", again=reverse(name, args=[key]))
