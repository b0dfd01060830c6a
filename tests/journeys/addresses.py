"""Every address of the house, the demonstration's too, and the pages that say that something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views import defaults

from guichet import urls


def broken(request: HttpRequest, status: int) -> HttpResponse:
    """Show an error page as Django does when it must."""
    if status == 500:
        return defaults.server_error(request)
    return render(request, f"{'403_csrf' if status == 419 else status}.html", status=403 if status == 419 else status)


urlpatterns = [
    *urls.urlpatterns,
    path("demo/", include("guichet.doors.demo.urls")),
    path("broken/<int:status>/", broken, name="broken"),
]
