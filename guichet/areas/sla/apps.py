from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "guichet.areas.sla"
    label = "sla"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.sla import access, readers  # noqa: F401
