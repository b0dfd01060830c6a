from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "guichet.areas.metrics"
    label = "metrics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.metrics import access, readers  # noqa: F401
