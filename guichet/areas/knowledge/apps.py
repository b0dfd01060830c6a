from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "guichet.areas.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.knowledge import access, readers  # noqa: F401
