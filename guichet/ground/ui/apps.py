"""The house style, as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, styles and wording shared by every door."""

    name = "guichet.ground.ui"
    label = "ui"
