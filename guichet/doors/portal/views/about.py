"""What the window says of itself: its commitments, what it does with information, whom it is for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.doors.portal import offering, standards
from guichet.doors.portal.views.home import ways


@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Show the standards of every published service, as the catalogue holds them today."""
    return render(request, "portal/about/commitments.html", {
        "services": offering.services(), "standards": standards.in_force(),
    })  # fmt: skip


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, why, and who reads it."""
    return render(request, "portal/about/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what is done so that everybody can come in, what is not known yet, and the other ways."""
    return render(request, "portal/about/accessibility.html", ways())
