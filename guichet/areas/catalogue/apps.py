from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "guichet.areas.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.catalogue import access  # noqa: F401
