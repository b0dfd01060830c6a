from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "guichet.doors.office"
    label = "office"
