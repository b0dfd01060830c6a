from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "guichet.areas.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.notifications import access, readers  # noqa: F401
