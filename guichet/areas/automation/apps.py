from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "guichet.areas.automation"
    label = "automation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.automation import access, facts, readers  # noqa: F401
