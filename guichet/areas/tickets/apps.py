from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "guichet.areas.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.tickets import access  # noqa: F401
