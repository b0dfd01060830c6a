"""Addresses of the house style: the institution's colours, the language choice, the style guide."""

from django.urls import path
from django.views.i18n import set_language

from guichet.ground.ui import views

urlpatterns = [
    path("institution.css", views.institution_css, name="ui-institution-css"),
    path("language/", set_language, name="set-language"),
    path("styleguide/", views.styleguide, name="ui-styleguide"),
]
