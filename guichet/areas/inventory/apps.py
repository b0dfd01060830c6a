from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "guichet.areas.inventory"
    label = "inventory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.inventory import access  # noqa: F401
