from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "guichet.areas.glossary"
    label = "glossary"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.glossary import access  # noqa: F401
