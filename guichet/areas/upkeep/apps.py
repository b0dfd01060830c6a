from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "guichet.areas.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.upkeep import access  # noqa: F401
