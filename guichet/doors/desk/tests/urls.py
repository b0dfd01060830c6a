"""The desk with the little it stands on, for its tests."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("guichet.doors.desk.urls")),
    path("ui/", include("guichet.ground.ui.urls")),
    path("accounts/", include("allauth.urls")),
]
