from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guichet.doors.portal"
    label = "portal"
