from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "guichet.areas.forms"
    label = "forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.forms import access, facts  # noqa: F401
