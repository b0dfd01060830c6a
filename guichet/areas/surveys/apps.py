from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "guichet.areas.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guichet.areas.surveys import access, readers  # noqa: F401
