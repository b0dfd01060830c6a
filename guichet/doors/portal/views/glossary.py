"""The words that we use, from A to Z."""

from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.areas.glossary.queries import terms
from guichet.doors.portal import offering

if TYPE_CHECKING:
    from guichet.areas.glossary.models import Term


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Say what our words mean, in the alphabet of the page."""
    known = sorted(terms(), key=_place)
    letters = [(letter, list(rows)) for letter, rows in groupby(known, key=lambda one: _place(one)[:1].upper())]
    return render(request, "portal/glossary/page.html", {"letters": letters})


def _place(one: "Term") -> str:
    return offering.folded(one.name)
