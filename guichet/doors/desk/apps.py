from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "guichet.doors.desk"
    label = "desk"
