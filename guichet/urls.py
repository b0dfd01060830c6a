"""Every address of the house: the only place that knows every door."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("guichet.doors.portal.urls")),
    path("", include("guichet.doors.api.urls")),
    path("desk/", include("guichet.doors.desk.urls")),
    path("office/", include("guichet.doors.office.urls")),
    path("accounts/", include("allauth.urls")),
    path("ui/", include("guichet.ground.ui.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("guichet.doors.demo.urls")))
