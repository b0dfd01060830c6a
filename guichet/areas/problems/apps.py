from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "guichet.areas.problems"
    label = "problems"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.problems import access, facts, readers  # noqa: F401
