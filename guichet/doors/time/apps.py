from django.apps import AppConfig


class TimeConfig(AppConfig):
    name = "guichet.doors.time"
    label = "time"
