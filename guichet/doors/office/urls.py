"""Addresses of the office."""

from django.urls import path, re_path

from guichet.areas.metrics.queries import SETS
from guichet.doors.office import looks, suggestions, views

urlpatterns = [
    path("", views.home, name="office-home"),
    re_path(rf"^lists/(?P<code>{'|'.join(SETS)})/$", views.behind, name="office-list"),
    path("suggestions/", suggestions.page, name="office-suggestions"),
    path("looks/", looks.page, name="office-looks"),
    path("computed/", views.computed, name="office-computed"),
    path("breakdown.csv", views.export, name="office-export"),
]
