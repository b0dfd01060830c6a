"""A signed-in client's home: what waits for them, what goes on, the dates that come, what we know, what may help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from guichet.areas.automation.queries.terms import coming
from guichet.areas.forms.queries.filling import going_on
from guichet.areas.guidance.queries import checklists_of
from guichet.areas.people.queries import person
from guichet.areas.people.queries.own import mandates_of
from guichet.areas.tickets.queries import mine as requests
from guichet.doors.portal.dates import dates_of
from guichet.doors.portal.home import Home, lines_of
from guichet.doors.portal.known import known_of
from guichet.doors.portal.offering import today
from guichet.doors.portal.opened import for_clients, viewer_of
from guichet.doors.portal.suggested import suggested_to
from guichet.ground import clock


@require_safe
@for_clients
def mine(request: HttpRequest) -> HttpResponse:
    """Show somebody their home, or what is of one person or office that they act for."""
    viewer, chosen = viewer_of(request), request.GET.get("behalf", "")
    compartment = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
    after = requests.Place.parse(request.GET.get("after", ""))
    holders = requests.holders(viewer)
    apart = [one.compartment for one in holders if one.acted_for]
    listed = requests.mine(viewer, now=clock.now(), after=after, compartment=compartment, but=apart)
    following = urlencode({"after": str(listed.following), **({"behalf": chosen} if compartment else {})})
    home = Home(viewer, lines_of(listed), compartment, holders)
    context = {
        "home": home, "compartment": compartment, "holders": holders, "firms": [one for one in holders if one.firm],
        "older_url": f"?{following}" if listed.following else "", "newer_url": request.path if after else "",
        **({} if after else _around(home)),
    }  # fmt: skip
    return render(request, "portal/mine/page.html", context)


def _around(home: Home) -> dict[str, object]:
    """Return what stands beside the requests on the first page."""
    viewer, on = home.viewer, today()
    assert viewer.person is not None
    client = person(viewer.person)
    mandates = mandates_of(client, {grant.heads for grant in viewer.grants if grant.heads}, on=on)
    terms = [one for one in coming(viewer, on=on) if home.shows(one.compartment)]
    found: dict[str, object] = {"mandate": home.mandate(mandates)}
    if home.is_for_another:
        return found | {"dates": dates_of(home, terms, [], [])}
    drafts, lists, known = going_on(viewer), checklists_of(client.pk, on=on), known_of(client, viewer, on=on)
    return found | {
        "drafts": drafts, "lists": lists, "known": known.facts,
        "dates": dates_of(home, terms, mandates, drafts, known.places),
        "suggested": suggested_to(client, home, terms, lists, known.places),
    }  # fmt: skip
