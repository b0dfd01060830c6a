from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "guichet.areas.guidance"
    label = "guidance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.guidance import access  # noqa: F401
