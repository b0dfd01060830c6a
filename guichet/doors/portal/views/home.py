"""The front of the window: what people look for, and how to reach us."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.areas.catalogue.queries import house_calendar
from guichet.areas.guidance.queries import paths
from guichet.areas.problems.queries import notices
from guichet.doors.portal import offering
from guichet.doors.portal.forms.follow import FollowForm
from guichet.ground import clock

EVENTS_SHOWN = 8
EXAMPLES_SHOWN = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page: the search first, the small door, life events, the services asked for most."""
    popular = offering.most_asked()
    events = offering.groups()
    context = {
        "follow": FollowForm(), "popular": popular, "events": events[:EVENTS_SHOWN],
        "has_paths": bool(paths()), "more_events": len(events) > EVENTS_SHOWN,
        "notices": notices(), "examples": [one.example for one in popular if one.example][:EXAMPLES_SHOWN], **ways(),
    }  # fmt: skip
    return render(request, "portal/home/page.html", context)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show the ways to reach us."""
    return render(request, "portal/home/contact.html", ways())


def ways() -> dict[str, Any]:
    """Say whether somebody is at the window now, and until or from when."""
    now, calendar = clock.now(), house_calendar()
    is_open = calendar.is_open(now)
    moment = calendar.closing_of(calendar.local_day(now)) if is_open else calendar.next_opening(now)
    return {"is_open": is_open, "opens_or_closes": moment}
