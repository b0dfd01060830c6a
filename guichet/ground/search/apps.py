from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "guichet.ground.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
