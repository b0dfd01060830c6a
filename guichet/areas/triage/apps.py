from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "guichet.areas.triage"
    label = "triage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.triage import access, readers  # noqa: F401
