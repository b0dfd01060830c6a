"""A firm for those who act for it: what falls due, its number and its accounts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.areas.automation.queries.obligations import obligations_of
from guichet.areas.people.queries import firms
from guichet.areas.tickets.queries.mine import mine
from guichet.doors.portal.offering import today
from guichet.doors.portal.opened import for_clients, viewer_of
from guichet.ground import clock


@require_safe
@for_clients
def of_firm(request: HttpRequest, firm: str) -> HttpResponse:
    """Show a representative what falls due for their firm, and under which number it is known."""
    viewer = viewer_of(request)
    held = firms.firm_for(viewer, firm)
    if held is None:
        raise Http404
    requests = mine(viewer, now=clock.now(), compartment=held.compartment.pk).rows
    reads = firms.reads_accounts(viewer, held)
    context = {
        "firm": held, "reads": reads, "accounts": firms.accounts_of(held) if reads else [],
        "obligations": obligations_of(held, requests, viewer, on=today()),
    }  # fmt: skip
    return render(request, "portal/mine/firm.html", context)
