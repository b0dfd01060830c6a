from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "guichet.areas.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.intake import access  # noqa: F401
