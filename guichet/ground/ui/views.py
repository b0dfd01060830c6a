"""Two pages of the house style: the institution's colours and the style guide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.ground import clock
from guichet.ground.ui import palette, showcase


@require_safe
def institution_css(request: HttpRequest) -> HttpResponse:
    """Send the institution's colours: a stylesheet, because a strict policy forbids inline styles."""
    response = HttpResponse(palette.stylesheet(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component of the house, in both languages."""
    with clock.at(showcase.MOMENT):
        return render(request, "ui/styleguide.html", showcase.examples())
