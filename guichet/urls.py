"""Every address of the house: the only place that knows every door."""

from django.conf import settings
from django.http import Http404
from django.urls import include, path
from django.views.defaults import page_not_found

urlpatterns = [
    path("", include("guichet.doors.portal.urls")),
    path("", include("guichet.doors.api.urls")),
    path("desk/", include("guichet.doors.desk.urls")),
    path("office/", include("guichet.doors.office.urls")),
    # Whoever could add an address to their account would get the codes, and the visits, of its owner.
    path("accounts/email/", page_not_found, {"exception": Http404()}),
    path("accounts/", include("allauth.urls")),
    path("ui/", include("guichet.ground.ui.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("guichet.doors.demo.urls")))
