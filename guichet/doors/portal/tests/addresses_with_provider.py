"""The addresses of the house, with those of an identity provider as an installation that has one mounts them."""

from django.urls import include, path

from guichet import urls

urlpatterns = [
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *urls.urlpatterns,
]
