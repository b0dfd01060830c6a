"""`{% load squares %}`: the address of a page, for whoever has it on paper."""

from typing import Any

from django import template
from django.conf import settings

from guichet.ground.ui.squares import squares_of

register = template.Library()


@register.simple_tag(takes_context=True)
def squares_of_page(context: dict[str, Any]) -> dict[str, Any]:
    """Return the QR code of the page that is read, and its address."""
    address = settings.BASE_URL + context["request"].path
    squares = squares_of(address)
    return {"size": squares.size, "path": squares.path, "address": address}
