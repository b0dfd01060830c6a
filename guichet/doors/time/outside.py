"""Whether an address of somebody else's leads to a page: asked politely, by the one HTTP client of the house."""

from contextlib import suppress
from dataclasses import replace
from urllib.parse import urljoin

from django.conf import settings

from guichet.areas.upkeep.rules import Verdict, judged
from guichet.areas.upkeep.rules.links import CIRCLE, LONGEST, REFUSED, UNREACHABLE, has_moved
from guichet.ground.outbound import Answer, NotAllowed, Unreachable, fetch

MOST_HOPS = 5


def asked(url: str) -> Verdict:
    """Ask for a page, following where it leads."""
    here, moved, for_good = url, "", True
    for _hop in range(MOST_HOPS):
        try:
            answer = _answer(here)
        except NotAllowed:
            return Verdict(good=False, why=REFUSED)
        except Unreachable:
            return Verdict(good=False, why=UNREACHABLE)
        target = _leads_to(answer)
        if not target:
            said = judged(answer.status)
            return replace(said, moved_to=moved) if said.good and len(moved) <= LONGEST else said
        here = urljoin(here, target)
        for_good = for_good and has_moved(answer.status)
        moved = here if for_good else moved
    return Verdict(good=False, why=CIRCLE)


def _answer(url: str) -> Answer:
    """Ask for the head of a page; for the page where its server does not know heads."""
    with suppress(Unreachable):
        answer = fetch("HEAD", url, allow=settings.LINK_HOSTS)
        if answer.status < 400:
            return answer
    return fetch("GET", url, allow=settings.LINK_HOSTS, whole=False)


def _leads_to(answer: Answer) -> str:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return headers.get("location", "") if 300 <= answer.status < 400 else ""
