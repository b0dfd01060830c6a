"""Leading on whoever comes by an old address."""

from collections.abc import Callable

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from guichet.areas.catalogue.queries import led_to


def moved(kind: str, former: str, find: Callable[[str], object], page: str) -> HttpResponsePermanentRedirect:
    """Lead to what took the place of a former address, if people may read it; what never was is not there."""
    present = next((one for one in led_to(kind, former) if find(one)), None)
    if present is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(page, args=[present]))
