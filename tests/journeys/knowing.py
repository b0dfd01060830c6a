"""What we know, beside a request: scenes of `test_fragments`."""

from typing import Any

from django.urls import reverse

from guichet.areas.knowledge.tests.articles import an_article
from guichet.areas.problems.tests.stage import an_incident
from tests.journeys.scene import Scene


def articles(scene: Scene, on: dict[str, Any]) -> None:
    """Articles come by themselves; one goes into a reply."""
    number, one = on["ticket"].number, an_article(services=(on["hiring"].code,))

    def arrive() -> None:
        scene.page.goto(reverse("desk-ticket", args=[number]))
        scene.page.locator("a").first.focus()

    scene.apply("desk-articles-of", arrive)
    came = scene.shown("#knows")
    scene.open("desk-articles-of", number)
    assert came == scene.shown("#knows")
    scene.open("desk-ticket", number)
    again = reverse("desk-article-on", args=[number, one.pk])
    scene.same("desk-article-on", scene.click("#knows a"), "#macro", again=again)


def problems(scene: Scene, on: dict[str, Any]) -> None:
    """The request belongs to a problem that is known, then it does not."""
    an_incident(on["bruno"], starts_at=on["now"])
    scene.open("desk-ticket", on["ticket"].number)
    scene.same("desk-problem-of", scene.click("#problem .btn"))
    scene.same("desk-problem-of", scene.click("#problem .linklike"))
