from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "guichet.areas.finding"
    label = "finding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.finding import access  # noqa: F401
