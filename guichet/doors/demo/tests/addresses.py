"""The demonstration's addresses, without the other doors: where they start is only a name here."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("elsewhere")


urlpatterns = [
    path("demo/", include("guichet.doors.demo.urls")),
    path("mine/", elsewhere, name="portal-mine"),
    path("desk/", elsewhere, name="desk-home"),
    path("office/", elsewhere, name="office-home"),
    path("ui/", include("guichet.ground.ui.urls")),
]
