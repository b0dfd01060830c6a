from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "guichet.doors.demo"
    label = "demo"
