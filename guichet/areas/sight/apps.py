from django.apps import AppConfig


class SightConfig(AppConfig):
    name = "guichet.areas.sight"
    label = "sight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.sight import access  # noqa: F401
