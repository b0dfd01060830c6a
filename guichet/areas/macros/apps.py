from django.apps import AppConfig


class MacrosConfig(AppConfig):
    name = "guichet.areas.macros"
    label = "macros"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.macros import access, facts  # noqa: F401
