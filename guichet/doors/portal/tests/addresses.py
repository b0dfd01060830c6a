"""The portal's addresses, signing in and the house style: this door without the others."""

from django.urls import include, path

urlpatterns = [
    path("", include("guichet.doors.portal.urls")),
    path("accounts/", include("allauth.urls")),
    path("ui/", include("guichet.ground.ui.urls")),
]
