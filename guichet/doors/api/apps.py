from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "guichet.doors.api"
    label = "api"
