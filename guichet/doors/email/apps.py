"""The e-mail door as a Django application."""

from django.apps import AppConfig


class EmailDoor(AppConfig):
    name = "guichet.doors.email"
    label = "emaildoor"
