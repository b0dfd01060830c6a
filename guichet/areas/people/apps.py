from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "guichet.areas.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.people import access  # noqa: F401
