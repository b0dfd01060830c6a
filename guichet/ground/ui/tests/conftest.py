"""The pages of the house style, apart from the doors that use them."""

import pytest
from pytest_django import Settings

PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "guichet.ground.ui.context.institution",
]


@pytest.fixture(autouse=True)
def the_house_alone(settings: Settings) -> None:
    """Mount only this application's pages, with no database behind them."""
    settings.ROOT_URLCONF = "guichet.ground.ui.urls"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.INSTITUTION = {"name_fr": "Assemblée de Rivemer", "name_en": "Rivemer Assembly", "phone": "555-0100"}
    usual = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**usual, "OPTIONS": {**usual["OPTIONS"], "context_processors": PROCESSORS}}]
    settings.MIDDLEWARE = [
        "guichet.ground.ui.middleware.SafeHeaders",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
